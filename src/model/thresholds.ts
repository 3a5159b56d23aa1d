// From how many days before its end a deadline is worth a warning, and from when it is critical.

export interface Thresholds {
  /** Fewer whole days left than this: warning. */
  readonly warnDays: number
  /** Fewer whole days left than this: critical. Never more than `warnDays`. */
  readonly criticalDays: number
}

/** As a report holds them. */
export function publishThresholds({ warnDays, criticalDays }: Thresholds): {
  readonly warn_days: number
  readonly critical_days: number
} {
  return { warn_days: warnDays, critical_days: criticalDays }
}

export const DEFAULT_THRESHOLDS: Thresholds = { warnDays: 30, criticalDays: 7 }
