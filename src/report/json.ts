// The report for a program: `smartlic.report/v1`.
import type { Report } from '../model/report.ts'
import { displayText } from './clean.ts'

/**
 * Indented JSON with a line end. Device text is free of control characters here too: people read JSON in terminals.
 * The trace of conditions is left out; `smartlic rules explain` shows it.
 */
export function formatJson(report: Report): string {
  return `${JSON.stringify(report, publish, 2)}\n`
}

/** Keeps what is for a program, clean: for `JSON.stringify`. */
export function publish(key: string, value: unknown): unknown {
  if (key === 'trace') return undefined
  return typeof value === 'string' ? displayText(value, true) : value
}
