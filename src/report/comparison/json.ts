// A comparison for a program: `smartlic.comparison/v1`.
import type { Comparison } from '../../model/comparison.ts'
import { publish } from '../json.ts'

/** Indented JSON with a line end. */
export function formatComparisonJson(comparison: Comparison): string {
  return `${JSON.stringify(comparison, publish, 2)}\n`
}
