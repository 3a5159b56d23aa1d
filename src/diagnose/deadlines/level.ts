// How pressing a deadline is: by the days left, and by whether the device is about to move it by itself.
import type { Thresholds } from '../../model/thresholds.ts'

export type Level = 'ok' | 'warning' | 'critical'

/** Days left: the least and the most it can be. They differ where a zone's offset is not known. */
export interface DayRange {
  readonly least: number
  readonly most: number
}

/**
 * A date that is past is critical. One ahead is pressing when fewer days are left than the thresholds say, unless the
 * device is renewing it. Undefined when that hangs on something unknown.
 */
export function levelOf(
  days: DayRange,
  renewing: boolean | undefined,
  thresholds: Thresholds,
): Level | undefined {
  return agreed(days, left => {
    if (left < 0) return 'critical'
    const level = left < thresholds.criticalDays ? 'critical' : left < thresholds.warnDays ? 'warning' : 'ok'
    if (level === 'ok' || renewing === true) return 'ok'
    return renewing === false ? level : undefined
  })
}

/** Hours of delay are normal (healthy devices show a push some hours in the past); more than a day is not. */
const LATE_DAYS = -1

/** The level of an appointment: nothing is lost when it passes, but a device that missed it does not get through. */
export function appointmentLevel(days: DayRange): Level | undefined {
  return agreed(days, left => (left < LATE_DAYS ? 'warning' : 'ok'))
}

function agreed(days: DayRange, level: (left: number) => Level | undefined): Level | undefined {
  const least = level(days.least)
  return least === level(days.most) ? least : undefined
}
