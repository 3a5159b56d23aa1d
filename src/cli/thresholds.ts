// --warn-days and --critical-days as thresholds.
import { DEFAULT_THRESHOLDS, type Thresholds } from '../model/thresholds.ts'

/** @throws a sentence when a deadline would be critical before it is a warning */
export function thresholdsOf(flags: {
  readonly 'warn-days'?: number | undefined
  readonly 'critical-days'?: number | undefined
}): Thresholds {
  const warnDays = flags['warn-days'] ?? DEFAULT_THRESHOLDS.warnDays
  const criticalDays = flags['critical-days'] ?? Math.min(DEFAULT_THRESHOLDS.criticalDays, warnDays)
  if (criticalDays > warnDays) {
    const byDefault = flags['warn-days'] === undefined ? ' (the default)' : ''
    throw new Error(
      `--critical-days ${criticalDays} is more than --warn-days ${warnDays}${byDefault}: a deadline is a warning first; give --critical-days ${warnDays} or less, or --warn-days ${criticalDays} or more`,
    )
  }
  return { warnDays, criticalDays }
}
