// Reads the head of an HTTP answer from bytes, as they come. Pure.

/** Longest head that is read; squid and tinyproxy send a few hundred bytes. */
export const MOST_HEAD = 16_384
const MOST_HEADERS = 100

export interface Head {
  readonly status: number
  readonly reason: string
  /** Names in lower case, values in the order received. */
  readonly headers: ReadonlyMap<string, readonly string[]>
  /** Where the body (or the tunnel) begins. */
  readonly length: number
}

/** `more`: not whole yet. `not-http`: it can no longer become one. */
export type HeadState = Head | 'more' | 'not-http'

const START = 'HTTP/'
const STATUS_LINE = /^HTTP\/(\d)\.(\d) (\d{3})(?: ([^\r\n]*))?\r?$/

/** Strict about the status line, lenient about the rest: a header line that is none is left out. */
export function readHead(bytes: Buffer): HeadState {
  const begin = bytes.subarray(0, START.length).toString('latin1')
  if (!START.startsWith(begin)) return 'not-http'
  const end = endOfHead(bytes)
  if (end === undefined) return bytes.length >= MOST_HEAD ? 'not-http' : 'more'
  const lines = bytes.subarray(0, end).toString('latin1').split('\n')
  const match = STATUS_LINE.exec(lines[0] ?? '')
  const status = Number(match?.[3])
  if (match === null || status < 100) return 'not-http'
  const headers = new Map<string, string[]>()
  for (const line of lines.slice(1, MOST_HEADERS + 1)) {
    const colon = line.indexOf(':')
    if (colon < 1) continue
    const name = line.slice(0, colon).toLowerCase()
    headers.set(name, [...(headers.get(name) ?? []), line.slice(colon + 1).trim()])
  }
  return { status, reason: (match[4] ?? '').trim(), headers, length: end }
}

/** Behind the empty line, which some boxes write with LF alone. */
function endOfHead(bytes: Buffer): number | undefined {
  const head = bytes.subarray(0, MOST_HEAD)
  const ends = ['\r\n\r\n', '\n\n'].map(mark => {
    const at = head.indexOf(mark, 0, 'latin1')
    return at === -1 ? Number.POSITIVE_INFINITY : at + mark.length
  })
  const end = Math.min(...ends)
  return Number.isFinite(end) ? end : undefined
}

/** First value of a header. */
export function header(head: Head, name: string): string | undefined {
  return head.headers.get(name)?.[0]
}

/** Bytes of the body that are announced: undefined when only the end of the connection tells. */
export function announced(head: Head): number | undefined {
  const text = header(head, 'content-length')
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}
