// Time facts as text: what may be compared, and how a person reads them.
//
// `2026-11-22T10:15:30Z`, `2026-11-22T10:15:30+01:00`: an instant.
// `2026-11-22T10:15:30[EST]`: wall clock of a zone whose offset is not known; `2026-11-22T10:15:30`: none was printed.
// '' is no time at all.

/** `offset` in seconds east of UTC, undefined when only the zone's name ('' = none printed) is known. */
export interface TimeFact {
  /** Seconds since 1970 of the wall clock, read as if it were UTC. */
  readonly wall: number
  readonly zone: string
  readonly offset: number | undefined
}

const SHAPE =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:(Z)|([+-])(\d{2}):(\d{2})|\[([A-Za-z0-9+:/_-]{1,31})\])?$/

/** Zones on earth lie between UTC-12 and UTC+14. */
const WESTMOST = -12 * 3600
const EASTMOST = 14 * 3600

/** Reads a time fact; undefined when the text is '' or none. */
export function readTimeFact(text: string): TimeFact | undefined {
  const match = SHAPE.exec(text)
  if (match === null) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number)
  const wall = wallSeconds(year, month, day, hour, minute, second)
  if (wall === undefined) return undefined
  const [, , , , , , , zulu, sign, hours, minutes, zone = ''] = match
  if (zulu !== undefined) return { wall, zone: '', offset: 0 }
  if (sign === undefined) return { wall, zone, offset: undefined }
  const offset = Number(hours) * 3600 + Number(minutes) * 60
  return { wall, zone: '', offset: sign === '-' ? -offset : offset }
}

/** Seconds since 1970 as if UTC; undefined for a date no calendar has. Second 60 (leap second) is the next minute's first. */
export function wallSeconds(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | undefined {
  if (hour > 23 || minute > 59 || second > 60) return undefined
  const date = new Date(Date.UTC(year, month - 1, day))
  // `Date` takes 30 February for 1 or 2 March.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined
  return date.getTime() / 1000 + hour * 3600 + minute * 60 + second
}

/**
 * Seconds from one time to another: the least and the most it can be. Equal where the answer is certain: both are
 * instants, or both are wall clocks of the same printed zone of one device. Undefined when one is no time.
 */
export function secondsBetween(from: string, to: string): { least: number; most: number } | undefined {
  const a = readTimeFact(from)
  const b = readTimeFact(to)
  if (a === undefined || b === undefined) return undefined
  if (a.offset === undefined && b.offset === undefined && a.zone === b.zone) {
    return { least: b.wall - a.wall, most: b.wall - a.wall }
  }
  const start = bounds(a)
  const end = bounds(b)
  return { least: end.least - start.most, most: end.most - start.least }
}

/** The instant in seconds since 1970, as exactly as it is known. */
function bounds({ wall, offset }: TimeFact): { least: number; most: number } {
  return { least: wall - (offset ?? EASTMOST), most: wall - (offset ?? WESTMOST) }
}

/** Whether a time lies before another; undefined when that depends on an offset nobody knows. No time is before none. */
export function isBefore(a: string, b: string): boolean | undefined {
  const between = secondsBetween(a, b)
  if (between === undefined) return a === '' || b === '' ? false : undefined
  if (between.least > 0) return true
  return between.most <= 0 ? false : undefined
}

/** For people: `2026-11-22 10:15:30 UTC`, `... +01:00`, `... EST`; a clock without a zone is said to be one. */
export function showTime(text: string): string {
  const time = readTimeFact(text)
  if (time === undefined) return text
  const wall = text.slice(0, 19).replace('T', ' ')
  if (time.offset === undefined) return time.zone === '' ? `${wall} (no zone)` : `${wall} ${time.zone}`
  return text.endsWith('Z') ? `${wall} UTC` : `${wall} ${text.slice(19)}`
}

/** Why a time cannot be placed, in words. */
export function unknownZone(zone: string): string {
  return zone === ''
    ? 'the time is printed without a zone'
    : `the offset of the zone ${zone} is not known: no \`clock timezone\` line that was read names it`
}

/** Why two times have no order. */
export function whyIncomparable(a: string, b: string): string {
  for (const text of [a, b]) {
    const time = readTimeFact(text)
    if (time === undefined) return `"${text}" is no time`
    if (time.offset === undefined && time.zone !== '') return unknownZone(time.zone)
  }
  return unknownZone('')
}
