// An exchange as plain data: bounded strings, the kind of body, and the two clocks. Pure.
import type { HttpAnswer } from '../../model/probe/http.ts'
import { bodyKind, titleOf } from './body.ts'
import type { Exchange } from './exchange.ts'

export type Answered = Extract<Exchange, { kind: 'answer' }>

/** Longest string kept of anything that was received. */
const MOST = 200

export function httpAnswer(answered: Answered): HttpAnswer {
  const { headers, body } = answered
  const kind = bodyKind(body, headers['content-encoding'])
  const begin = body.subarray(0, 16_384).toString('utf8')
  const fields = {
    server: headers['server'],
    date: headers['date'],
    via: headers['via'],
    allow: headers['allow'],
    contentType: headers['content-type'],
    location: headers['location'],
    error: headers['x-squid-error'],
    title: kind === 'html' ? titleOf(begin) : undefined,
    text: ['text', 'json', 'xml', 'soap', 'soap-fault'].includes(kind) ? begin.trim() : undefined,
  }
  const known = Object.entries(fields).flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : [[key, value.slice(0, MOST)]],
  )
  const server = headers['date'] === undefined ? undefined : readDate(headers['date'])
  return {
    status: answered.status,
    reason: answered.reason.slice(0, MOST),
    ...Object.fromEntries(known),
    ...(server === undefined ? {} : { clock: { server, computer: answered.receivedAt } }),
    body: kind,
    bytes: body.length,
    cut: answered.cut,
  }
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const IMF = /^[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/

/** The one form servers may send: `Sun, 06 Nov 1994 08:49:37 GMT`. Undefined for anything else. Source: RFC 9110, 5.6.7. */
export function readDate(text: string): number | undefined {
  const match = IMF.exec(text.trim())
  if (match === null) return undefined
  const [day, year, hour, minute, second] = [match[1], match[3], match[4], match[5], match[6]].map(Number)
  const month = MONTHS.indexOf(match[2] ?? '')
  if (month === -1 || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined
  const at = Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute), Number(second))
  return new Date(at).getUTCDate() === day || second === 60 ? at : undefined
}
