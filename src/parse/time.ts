// Printed device times: wall clocks in a free-text zone. What the zone means is told by zone.ts.
import { readTimeFact } from '../model/facts/time.ts'

export interface DeviceTime {
  /** `YYYY-MM-DDTHH:MM:SS`, the device's wall clock. */
  readonly wall: string
  /** Zone as printed, '' when none. Free text. */
  readonly zone: string
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const CLOCK = String.raw`(\d{1,2}):(\d{2}):(\d{2})(?:[.,]\d{1,6})?`
const ZONE = String.raw`(?:\s+([A-Za-z][A-Za-z0-9+:/_-]{0,30}|[+-]\d{2}:?\d{2}))?`
const DAY = String.raw`(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,?\s+)?`

type Part = 'y' | 'mon' | 'd' | 'h' | 'm' | 's' | 'zone' | 'glued'

const SHAPES: readonly { shape: RegExp; order: readonly Part[] }[] = [
  // Jun 22 16:15:41 2022 UTC (licence output of all three platforms)
  {
    shape: new RegExp(`^${DAY}([A-Za-z]{3})[a-z]*\\s+(\\d{1,2})\\s+${CLOCK}\\s+(\\d{4})${ZONE}$`),
    order: ['mon', 'd', 'h', 'm', 's', 'y', 'zone'],
  },
  // Wed Dec 17 2014 13:07:23 PST (IOS XR admin plane)
  {
    shape: new RegExp(`^${DAY}([A-Za-z]{3})[a-z]*\\s+(\\d{1,2})\\s+(\\d{4})\\s+${CLOCK}${ZONE}$`),
    order: ['mon', 'd', 'y', 'h', 'm', 's', 'zone'],
  },
  // *16:15:41.123 UTC Wed Jun 22 2022 (show clock)
  {
    shape: new RegExp(`^[*.]?${CLOCK}${ZONE}\\s+${DAY}([A-Za-z]{3})[a-z]*\\s+(\\d{1,2})\\s+(\\d{4})$`),
    order: ['h', 'm', 's', 'zone', 'mon', 'd', 'y'],
  },
  // 2014-12-17 21:08:35 (statistics), 2021-11-17 03:31:32.920 UTC (event log), 2022-06-22T16:15:44Z
  {
    shape: new RegExp(`^(\\d{4})-(\\d{2})-(\\d{2})[T ]${CLOCK}(?:(?=[Z+-])(Z|[+-]\\d{2}:?\\d{2})|${ZONE})$`),
    order: ['y', 'mon', 'd', 'h', 'm', 's', 'glued', 'zone'],
  },
  // 2022 Jun 22 16:15:44 (NX-OS syslog)
  {
    shape: new RegExp(`^(\\d{4})\\s+([A-Za-z]{3})[a-z]*\\s+(\\d{1,2})\\s+${CLOCK}${ZONE}$`),
    order: ['y', 'mon', 'd', 'h', 'm', 's', 'zone'],
  },
]

/** Reads a printed time in any shape the three platforms use; undefined when it is none (or not a real date). */
export function parseTime(printed: string): DeviceTime | undefined {
  const text = printed.trim().replace(/\s+/g, ' ')
  if (text.length > 80) return undefined
  for (const { shape, order } of SHAPES) {
    const match = shape.exec(text)
    if (match === null) continue
    const part: Partial<Record<Part, string>> = {}
    order.forEach((name, index) => {
      const value = match[index + 1]
      if (value !== undefined) part[name] = value
    })
    const month = monthNumber(part.mon ?? '')
    if (month === 0) continue
    const wall = `${part.y}-${pad(month)}-${pad(Number(part.d))}T${pad(Number(part.h))}:${part.m}:${part.s}`
    if (Number.isNaN(wallToEpoch(wall))) continue
    return { wall, zone: part.zone ?? part.glued ?? '' }
  }
  return undefined
}

/** The time as a fact before its zone is looked up: `2026-11-22T10:15:30[CET]`, without brackets when no zone is printed. */
export function timeText({ wall, zone }: DeviceTime): string {
  return zone === '' ? wall : `${wall}[${zone}]`
}

/** {@link timeText} of a printed time; undefined when it is none. */
export function printedTime(printed: string): string | undefined {
  const time = parseTime(printed)
  return time === undefined ? undefined : timeText(time)
}

/** 1970 (31 December 1969 west of Greenwich) is the zero of a counter that was never set, not a date. */
export function isUnset(time: string): boolean {
  return /^1970-|^1969-12-31/.test(time)
}

/** Seconds since 1970 of a wall-clock time read as if it were UTC; NaN when it is no date. Good for differences. */
export function wallToEpoch(wall: string): number {
  return /^.{19}$/.test(wall) ? (readTimeFact(wall)?.wall ?? Number.NaN) : Number.NaN
}

function monthNumber(text: string): number {
  if (/^\d{2}$/.test(text)) return Number(text)
  return MONTHS.indexOf(text.slice(0, 3).toLowerCase()) + 1
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}
