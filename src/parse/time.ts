// Device times. Cisco prints wall-clock time in a free-text zone; only offsets every device agrees on are converted.

export interface DeviceTime {
  /** `YYYY-MM-DDTHH:MM:SS`, the device's wall clock. */
  readonly wall: string
  /** Zone as printed, '' when none. Free text: never looked up. */
  readonly zone: string
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const CLOCK = String.raw`(\d{1,2}):(\d{2}):(\d{2})(?:[.,]\d{1,6})?`
const ZONE = String.raw`(?:\s+([A-Za-z][A-Za-z0-9+:/_-]{0,30}))?`
const DAY = String.raw`(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,?\s+)?`

const SHAPES: readonly { shape: RegExp; order: readonly ('y' | 'mon' | 'd' | 'h' | 'm' | 's' | 'zone')[] }[] =
  [
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
    // 2014-12-17 21:08:35 (statistics), 2021-11-17 03:31:32.920 UTC (event log)
    {
      shape: new RegExp(`^(\\d{4})-(\\d{2})-(\\d{2})[T ]${CLOCK}${ZONE}$`),
      order: ['y', 'mon', 'd', 'h', 'm', 's', 'zone'],
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
    const part: Partial<Record<(typeof order)[number], string>> = {}
    order.forEach((name, index) => {
      const value = match[index + 1]
      if (value !== undefined) part[name] = value
    })
    const month = monthNumber(part.mon ?? '')
    if (month === 0) continue
    const wall = `${part.y}-${pad(month)}-${pad(Number(part.d))}T${pad(Number(part.h))}:${part.m}:${part.s}`
    if (Number.isNaN(wallToEpoch(wall))) continue
    return { wall, zone: part.zone ?? '' }
  }
  return undefined
}

/** Seconds since 1970 of a wall-clock time read as if it were UTC; NaN when it is no date. Good for differences. */
export function wallToEpoch(wall: string): number {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})$/.exec(wall)
  if (match === null) return Number.NaN
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60)
    return Number.NaN
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000
}

/** Zones whose offset from UTC is beyond doubt; anything else is undefined (EST is five zones on earth). */
export function zoneOffsetSeconds(zone: string): number | undefined {
  return /^(UTC|GMT|Z)$/i.test(zone) ? 0 : undefined
}

function monthNumber(text: string): number {
  if (/^\d{2}$/.test(text)) return Number(text)
  return MONTHS.indexOf(text.slice(0, 3).toLowerCase()) + 1
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}
