// The formats of a comparison, and the exit code of its verdict.
import { extname } from 'node:path'
import type { Comparison, Verdict } from '../model/comparison.ts'
import type { Theme } from './theme.ts'

export const COMPARISON_FORMATS = ['text', 'json', 'markdown'] as const
export type ComparisonFormat = (typeof COMPARISON_FORMATS)[number]

/** The codes of a report: 1 warning, 2 critical, 3 not known. Better is as good as the same. */
export const EXIT_OF_VERDICT: Readonly<Record<Verdict, number>> = {
  better: 0,
  same: 0,
  worse: 1,
  critical: 2,
  unknown: 3,
}

/** By the ending of a file's name; text when it tells nothing. */
export function comparisonFormatOf(file: string | undefined): ComparisonFormat {
  const ending = extname(file ?? '').toLowerCase()
  if (ending === '.json') return 'json'
  return ending === '.md' || ending === '.markdown' ? 'markdown' : 'text'
}

/** Line end included. */
export async function renderComparison(
  comparison: Comparison,
  format: ComparisonFormat,
  style: Theme,
  verbose: boolean,
): Promise<string> {
  if (format === 'json')
    return (await import('../report/comparison/json.ts')).formatComparisonJson(comparison)
  if (format === 'markdown')
    return (await import('../report/comparison/markdown.ts')).formatComparisonMarkdown(comparison)
  return (await import('../report/comparison/text.ts')).formatComparisonText(comparison, { style, verbose })
}
