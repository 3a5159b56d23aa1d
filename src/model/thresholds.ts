// From how many days before its end a deadline is worth a warning, and from when it is critical.

export interface Thresholds {
  /** Fewer whole days left than this: warning. */
  readonly warnDays: number
  /** Fewer whole days left than this: critical. Never more than `warnDays`. */
  readonly criticalDays: number
}

export const DEFAULT_THRESHOLDS: Thresholds = { warnDays: 30, criticalDays: 7 }
