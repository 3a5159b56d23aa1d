// Asks one time server for its time, with the error of the answer.
import { isIP } from 'node:net'
import { MAX_ROOT_DISTANCE_MS, type TimeResult } from '../../model/probe/time.ts'
import { type Budget, startBudget } from '../budget.ts'
import type { ProbeContext } from '../context.ts'
import { type Datagram, type Failure, isFailure, openDatagram } from '../datagram.ts'
import { readTimeAnswer, referenceText, type TimeAnswer, timeQuestion } from './packet.ts'

export const NTP_PORT = 123
/** Share of the time after which the server is asked again. Once: servers answer impatience with a kiss-o'-death. */
const SECOND_TRY = 0.5

/** Kiss codes of a server that has not found the time yet (RFC 5905, 7.4): it does not send anybody away. */
const STARTING = new Set(['INIT', 'STEP'])

export interface TimeServer {
  /** IP address. */
  readonly address: string
  /** 123 when not given. */
  readonly port?: number
}

interface Exchange {
  readonly answer: TimeAnswer
  /** Milliseconds since 1970, this computer's clock. */
  readonly sent: number
  readonly received: number
}

interface Counts {
  tries: number
  ignored: number
}

/** Never throws; ends within the time of the context. */
export async function askTime(server: TimeServer, context: ProbeContext): Promise<TimeResult> {
  const port = server.port ?? NTP_PORT
  const counts: Counts = { tries: 0, ignored: 0 }
  const about = { server: server.address, port }
  if (isIP(server.address) === 0 || !(Number.isInteger(port) && port > 0 && port < 65_536))
    return { ...about, outcome: 'not-tried', ...counts }
  const budget = startBudget(context)
  const socket = await openDatagram(server.address, port, context)
  if (isFailure(socket)) return { ...about, ...failure(socket), ...counts }
  try {
    const got = await converse(socket, budget, context, counts)
    if (got === 'malformed') return { ...about, outcome: 'malformed', ...counts }
    return { ...about, ...(isFailure(got) ? failure(got) : judge(got)), ...counts }
  } finally {
    socket.close()
  }
}

async function converse(
  socket: Datagram,
  budget: Budget,
  context: ProbeContext,
  counts: Counts,
): Promise<Exchange | 'malformed' | Failure> {
  const now = context.now ?? Date.now
  const questions: { readonly packet: Buffer; readonly at: number }[] = []
  let malformed = false
  for (const end of [SECOND_TRY, 1]) {
    if (!(await budget.turn())) return { failed: 'cancelled' }
    const packet = timeQuestion()
    const at = await socket.send(packet)
    if (isFailure(at)) return at
    counts.tries += 1
    questions.push({ packet, at })
    const until = performance.now() + end * context.timeoutMs - budget.spent()
    for (;;) {
      const got = await socket.receive(until - performance.now())
      if (isFailure(got)) {
        if (got.failed === 'timed-out') break
        return got
      }
      // One reading of the wall clock, the other times by the steady clock: a step in between does no harm.
      const wall = now() - (performance.now() - got.at)
      const found = questions
        .map(({ packet: asked, at: sentAt }) => ({ sentAt, read: readTimeAnswer(asked, got.data, wall) }))
        .find(({ read }) => read !== 'other')
      if (found === undefined || found.read === 'other') counts.ignored += 1
      else if (found.read === 'malformed') malformed = true
      else return { answer: found.read, sent: wall - (got.at - found.sentAt), received: wall }
    }
    if (malformed) return 'malformed'
  }
  return counts.ignored > 0 ? 'malformed' : { failed: 'timed-out' }
}

function failure({ failed, code }: Failure): Pick<TimeResult, 'outcome' | 'code'> {
  const outcome = failed === 'timed-out' ? 'no-answer' : failed
  return { outcome, ...(code === undefined ? {} : { code }) }
}

/** Offset and delay as in RFC 5905, section 8; the error is the root distance seen from here. */
function judge({ answer, sent, received }: Exchange): Pick<TimeResult, 'outcome'> & Partial<TimeResult> {
  const { leap, stratum, rootDelayMs, rootDispersionMs, referenceId } = answer
  const reference = referenceText(referenceId, stratum)
  const said = { stratum, leap, rootDelayMs: round(rootDelayMs), rootDispersionMs: round(rootDispersionMs) }
  if (stratum === 0 && reference !== '')
    return {
      outcome: STARTING.has(reference) ? 'unsynchronised' : 'kiss-of-death',
      ...said,
      kiss: reference,
    }
  if (stratum === 0 || stratum >= 16 || leap === 'not-set')
    return { outcome: 'unsynchronised', ...said, reference }
  const atServer = answer.sentAt - answer.receivedAt
  // A server that took longer than the whole exchange, or answered before it was asked, has no steady clock.
  if (atServer < 0 || atServer > received - sent + 1000) return { outcome: 'malformed', ...said, reference }
  const delay = Math.max(answer.precisionMs, received - sent - atServer)
  const offset = (answer.receivedAt - sent + (answer.sentAt - received)) / 2
  const distance = rootDelayMs / 2 + rootDispersionMs
  const figures = {
    offsetMs: round(offset),
    delayMs: round(delay),
    // Wall clocks are read in whole milliseconds.
    errorMs: round(delay / 2 + distance + answer.precisionMs + 1),
  }
  const outcome = distance > MAX_ROOT_DISTANCE_MS ? 'unreliable' : 'synchronised'
  return { outcome, ...figures, ...said, reference }
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
