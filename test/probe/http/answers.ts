// Answers for property tests: real ones, changed, cut, glued and drawn out.
import fc from 'fast-check'

const SEEDS = [
  'HTTP/1.1 200 Connection established\r\n\r\n',
  'HTTP/1.1 407 Proxy Authentication Required\r\nServer: squid/5.7\r\nProxy-Authenticate: Basic realm="x, y=z"\r\nContent-Length: 12\r\n\r\n<html></html>',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n4\r\n<htm\r\n2\r\nl>\r\n0\r\n\r\n',
  'HTTP/1.1 302 Found\r\nLocation: //user:pw@[::1]:99999/login?x=%zz\r\n\r\n',
  'HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\n\r\nno\n',
  'HTTP/1.1 500 x\r\nContent-Type: text/xml\r\n\r\n<a:Envelope xmlns:a="http://schemas.xmlsoap.org/soap/envelope/"><a:Fault>',
  'HTTP/1.0 403 Access violation\r\nX-Squid-Error: ERR_ACCESS_DENIED 0\r\n\r\n<title>no</title>',
  'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n',
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n\x00\x00\x12',
  '\x15\x03\x01\x00\x02\x02\x46',
  'SSH-2.0-OpenSSH_9.2\r\n',
]

const PIECES = ['\r\n', '\n', '\r', ': ', '\0', 'HTTP/1.1 ', '\r\n\r\n', 'Content-Length: 99999999999999999999\r\n', 'Transfer-Encoding: chunked\r\n', 'ffffffffffffffff\r\n', '\x1b]0;x\x07', '<title>', '\xff\xfe'] // biome-ignore format: one glance

const edit = fc.record({
  at: fc.nat(400),
  remove: fc.nat(8),
  insert: fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 6, unit: 'binary-ascii' })),
  times: fc.constantFrom(1, 1, 1, 2, 300),
})

/** One answer as the pieces a server sends, and whether it closes behind the last one. */
export const answers = fc
  .record({
    seed: fc.constantFrom(...SEEDS),
    edits: fc.array(edit, { maxLength: 4 }),
    cut: fc.option(fc.nat(200)),
    pieces: fc.integer({ min: 1, max: 4 }),
    closes: fc.constantFrom(true, true, true, true, true, true, false),
  })
  .map(({ seed, edits, cut, pieces, closes }) => {
    let text = seed
    for (const { at, remove, insert, times } of edits) {
      const place = at % (text.length + 1)
      text = text.slice(0, place) + insert.repeat(times) + text.slice(place + remove)
    }
    const bytes = Buffer.from(cut === null ? text : text.slice(0, cut), 'latin1')
    const size = Math.max(1, Math.ceil(bytes.length / pieces))
    const parts = Array.from({ length: pieces }, (_, nth) => bytes.subarray(nth * size, (nth + 1) * size))
    return { parts, closes }
  })

/** Every string in plain data is bounded; what is no plain data does not survive JSON. */
export function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(strings) : []
}
