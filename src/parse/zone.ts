// What a zone name means on one device: its `clock timezone` and `clock summer-time` lines, turned into offsets.
import type { Facts } from '../model/facts/schema.ts'
import { readTimeFact } from '../model/facts/time.ts'
import type { FactWriter, Line } from './contract.ts'

type Clock = NonNullable<Facts['clock']>
type Timezone = NonNullable<Clock['timezone']>
type SummerTime = NonNullable<Clock['summer_time']>

/** Value of `clock.timezone` and `clock.summer_time` where the configuration was read and has no such line: UTC. */
const NO_TIMEZONE = { configured: false, name: '', offset_minutes: 0, region: '' } as const
const NO_SUMMER_TIME = { configured: false, name: '', offset_minutes: 0 } as const

interface ClockSetting {
  readonly path: 'clock.timezone' | 'clock.summer_time'
  readonly value: Timezone | SummerTime
}

/**
 * Reads `clock timezone CET 1 0`, `clock timezone CET Europe/Berlin` (IOS XR) and `clock summer-time CEST recurring
 * last Sun Mar 2:00 last Sun Oct 2:00 60`. Undefined for any other line.
 */
export function readClockSetting(text: string): ClockSetting | undefined {
  const words = text.trim().split(/\s+/)
  const [clock, what, name = '', ...rest] = words
  if (clock?.toLowerCase() !== 'clock' || name === '') return undefined
  if (/^summer-time$/i.test(what ?? '')) {
    return {
      path: 'clock.summer_time',
      value: { configured: true, name, offset_minutes: summerMinutes(rest) },
    }
  }
  if (!/^timezone$/i.test(what ?? '')) return undefined
  const path = 'clock.timezone'
  const offset = zoneMinutes(rest)
  if (offset !== undefined)
    return { path, value: { configured: true, name, offset_minutes: offset, region: '' } }
  const [region = ''] = rest
  // Half a line is no zone, but it shows that there is one.
  if (!/[A-Za-z]/.test(region)) return { path, value: { configured: true } }
  return { path, value: { configured: true, name, offset_minutes: 0, region } }
}

/** Sets the clock facts of a configuration: its lines, and where it was read in full, that there are none. */
export function setClockSettings(
  lines: readonly Line[],
  covers: (form: string) => boolean,
  absent: Line | readonly Line[],
  write: FactWriter,
): void {
  const found = new Set<string>()
  for (const line of lines) {
    const setting = readClockSetting(line.text)
    if (setting === undefined) continue
    found.add(setting.path)
    write.set(setting.path, setting.value, line)
  }
  if (!found.has('clock.timezone') && covers('clock timezone'))
    write.set('clock.timezone', NO_TIMEZONE, absent)
  if (!found.has('clock.summer_time') && covers('clock summer-time'))
    write.set('clock.summer_time', NO_SUMMER_TIME, absent)
}

/** `-3 30` and `-3 -30` are both UTC-03:30; the minutes may be left out. */
function zoneMinutes([hours = '', minutes = '0']: readonly string[]): number | undefined {
  if (!/^[+-]?\d{1,2}$/.test(hours) || !/^[+-]?\d{1,2}$/.test(minutes)) return undefined
  const west = hours.startsWith('-') || minutes.startsWith('-')
  const size = Math.abs(Number(hours)) * 60 + Math.abs(Number(minutes))
  return west && size > 0 ? -size : size
}

/** Minutes added: the number after the two dates; 60 where none is printed (the default of all three platforms). */
function summerMinutes(rule: readonly string[]): number {
  const last = rule.at(-1) ?? ''
  return /^\d{1,4}$/.test(last) && /^\d{1,2}:\d{2}$/.test(rule.at(-2) ?? '') ? Number(last) : 60
}

/**
 * A time fact with its offset, or unchanged when the zone is not known for certain. The device's own lines come
 * first: somebody may have called UTC+1 `UTC`.
 */
export function withOffset(text: string, clock: Clock | undefined): string {
  const time = readTimeFact(text)
  if (time === undefined || time.offset !== undefined) return text
  const seconds =
    offsetOf(time.zone, time.wall, clock?.timezone, clock?.summer_time) ?? ofUtcClock(time.zone, clock)
  return seconds === undefined ? text : `${text.slice(0, 19)}${offsetText(seconds)}`
}

/**
 * NX-OS heads its configuration with a time without zone; its `show clock` prints the zone. Where that is UTC the other
 * is too. GMT is not enough: British clocks print it in winter only.
 */
function ofUtcClock(zone: string, clock: Clock | undefined): number | undefined {
  const plain = clock?.timezone === undefined && clock?.summer_time?.configured !== true
  return zone === '' && plain && clock?.zone?.toUpperCase() === 'UTC' ? 0 : undefined
}

function offsetOf(
  zone: string,
  wall: number,
  own: Timezone | undefined,
  summer: SummerTime | undefined,
): number | undefined {
  const named = (other: string | undefined): boolean =>
    zone !== '' && other !== undefined && zone.toLowerCase() === other.toLowerCase()
  const region = own?.region ?? ''
  const standard = region === '' ? own?.offset_minutes : undefined
  const isOwn = own?.configured === true && named(own.name)
  const isSummer = summer?.configured === true && named(summer.name)
  // One name for both halves of the year tells nothing.
  if (isOwn && isSummer) return undefined
  if (isOwn && standard !== undefined) return standard * 60
  if (isSummer && standard !== undefined && summer.offset_minutes !== undefined)
    return (standard + summer.offset_minutes) * 60
  const stated = statedOffset(zone)
  if (stated !== undefined && !isOwn && !isSummer) return stated
  if (region !== '') return inRegion(region, wall, isOwn || zone === '')
  // No zone printed: the device's local time, which is certain where the configuration has no summer time.
  return zone === '' && summer?.configured === false && standard !== undefined ? standard * 60 : undefined
}

/** Zones that mean one offset everywhere: UTC, and an offset in figures. `GMT+1` is a label: POSIX reads it as UTC-1. */
function statedOffset(zone: string): number | undefined {
  if (/^(UTC|GMT|Z)$/i.test(zone)) return 0
  const match = /^(?:UTC|GMT)?([+-])(\d{2}):?(\d{2})$/i.exec(zone)
  if (match === null) return undefined
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60
  return seconds > 14 * 3600 ? undefined : match[1] === '-' ? -seconds : seconds
}

/**
 * Offset of a tz database region at a wall clock, undefined in the hours a change of the clocks skips or repeats.
 * `own`: the zone is printed by its configured name (or not at all); any other name can only be that of summer.
 */
function inRegion(region: string, wall: number, own: boolean): number | undefined {
  const offsetAt = offsetsOf(region)
  if (offsetAt === undefined) return undefined
  const around = [offsetAt(wall - 86_400), offsetAt(wall + 86_400)]
  const fitting = [...new Set(around)].filter(offset => offsetAt(wall - offset) === offset)
  const [offset] = fitting
  if (offset === undefined || fitting.length > 1) return undefined
  const half = 183 * 86_400
  return own || offset > Math.min(offsetAt(wall - half), offset) ? offset : undefined
}

type Offsets = (instant: number) => number

/** Regions met so far: an event log asks for one hundreds of times. The names are the devices', so their number is bounded. */
const regions = new Map<string, Offsets | undefined>()
const MAX_REGIONS = 100

function offsetsOf(region: string): Offsets | undefined {
  if (!regions.has(region)) {
    if (regions.size >= MAX_REGIONS) regions.clear()
    regions.set(region, readRegion(region))
  }
  return regions.get(region)
}

/** Seconds east of UTC at an instant; undefined when there is no such region. */
function readRegion(region: string): Offsets | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: region,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    return instant => {
      const part = Object.fromEntries(
        format.formatToParts(instant * 1000).map(({ type, value }) => [type, Number(value)]),
      )
      const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
      return Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - instant
    }
  } catch {
    return undefined
  }
}

function offsetText(seconds: number): string {
  if (seconds === 0) return 'Z'
  const minutes = Math.abs(seconds) / 60
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${seconds < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
