// The time stamp IOS XR prints before every answer: `Wed Jun 22 16:15:44.123 UTC`. It has no year.
import type { FactWriter, Line } from '../contract.ts'
import { parseTime, timeText, wallToEpoch } from '../time.ts'

const STAMP =
  /^\s*(Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([A-Z][a-z]{2})\s{1,2}(\d{1,2}) (\d{2}:\d{2}:\d{2})(?:\.\d{1,6})? ([A-Za-z][A-Za-z0-9+:-]{0,15})\s*$/
/** 1 January 1970 was a Thursday. */
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
/** A date falls on the same weekday again after five years at the earliest. */
const YEARS_AHEAD = 4

export function isStamp(line: Line): boolean {
  return STAMP.test(line.text)
}

/** The lines that are not time stamps, blank or a typed prompt; the stamp is claimed. */
export function withoutStamp(lines: readonly Line[], write: FactWriter): Line[] {
  const stamp = lines.slice(0, 5).find(isStamp)
  if (stamp !== undefined) write.claim(stamp)
  return lines.filter(line => line !== stamp && line.text.trim() !== '')
}

/**
 * Sets the device's clock from the stamp where the answer itself holds past times: the year is the first one, from
 * the newest of them on, whose weekday agrees. `show clock` ranks before this.
 */
export function setClockFromStamp(lines: readonly Line[], past: readonly string[], write: FactWriter): void {
  const stamp = lines.slice(0, 5).find(isStamp)
  if (stamp === undefined) return
  const [, weekday, month, day, time, zone] = STAMP.exec(stamp.text) ?? []
  const years = past.map(wall => Number(wall.slice(0, 4))).filter(year => year > 1990)
  if (years.length === 0) return
  const from = Math.max(...years)
  for (let year = from; year <= from + YEARS_AHEAD; year += 1) {
    const read = parseTime(`${month} ${day} ${time} ${year} ${zone}`)
    if (read === undefined) continue
    const days = Math.floor(wallToEpoch(read.wall) / 86_400)
    const real = new Date(days * 86_400_000).getUTCDate() === Number(day)
    if (!real || DAYS[(days + 4) % 7] !== weekday) continue
    write.set('clock', { device_time: timeText(read), zone: read.zone }, stamp)
    return
  }
}
