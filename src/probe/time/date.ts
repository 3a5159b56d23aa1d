// The Date header of an HTTPS answer as a clock.
import type { DateOffset } from '../../model/probe/time.ts'

const SHAPE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} GMT$/

/**
 * Offset of the server's clock against this computer's. `date`: the header, or its time in milliseconds since 1970.
 * `askedAt` and `answeredAt`: this computer's clock, milliseconds since 1970, before the request and after the head of the
 * answer. Undefined when the header is no date, or the two are out of order. Only the form of today is read (RFC 9110,
 * IMF-fixdate); the older two are obsolete.
 */
export function dateOffset(
  date: string | number,
  askedAt: number,
  answeredAt: number,
): DateOffset | undefined {
  const server = typeof date === 'number' ? date : readDate(date.trim())
  if (!Number.isFinite(server) || !(answeredAt >= askedAt)) return undefined
  return {
    offsetMs: Math.round(server + 500 - (askedAt + answeredAt) / 2),
    errorMs: Math.round(1000 + (answeredAt - askedAt) / 2),
  }
}

function readDate(text: string): number {
  return SHAPE.test(text) ? Date.parse(text) : Number.NaN
}
