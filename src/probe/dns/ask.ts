// One question to one name server: UDP, without EDNS where that is not understood, TCP where UDP does not do.
import { randomInt } from 'node:crypto'
import { isIP } from 'node:net'
import { type DnsReply, type DnsServer, type DnsType, SLOW_ANSWER_MS } from '../../model/probe/dns.ts'
import { type Budget, startBudget } from '../budget.ts'
import type { ProbeContext } from '../context.ts'
import { type Datagram, type Failure, isFailure, openDatagram } from '../datagram.ts'
import { meaningOf } from './meaning.ts'
import { isAskable, type Message, question, readAnswer } from './message.ts'
import { askOverTcp } from './stream.ts'

export const DNS_PORT = 53
/** Share of the time after which UDP asks again, and after which TCP has its try. */
const SECOND_TRY = 0.35
const UDP_END = 0.7
const NO_EDNS_HERE = new Set(['FORMERR', 'NOTIMP', 'BADVERS'])

/** What UDP or TCP came to, and what it took. */
interface State {
  tries: number
  ignored: number
  withoutEdns: boolean
  transport: DnsReply['transport']
  truncated: boolean
  ms?: number
}

type Heard = Message | 'malformed' | Failure

/**
 * Asks over UDP twice (the second time without EDNS), over TCP when the answer is cut, and also when UDP stays silent:
 * a server that answers TCP only is no good to a device and looks dead to it. Ends within `timeoutMs`, never throws.
 */
export async function askServer(
  server: DnsServer,
  name: string,
  type: DnsType,
  context: ProbeContext,
): Promise<DnsReply> {
  const port = server.port ?? DNS_PORT
  const state: State = { tries: 0, ignored: 0, withoutEdns: false, transport: '', truncated: false }
  const about = { server: server.address, port, name: name.replace(/\.$/, ''), type }
  if (isIP(server.address) === 0 || !isAskable(name) || !isPort(port))
    return reply(about, state, { outcome: 'not-tried' })
  const budget = startBudget(context)
  const udp = await overUdp(about, state, budget, context)
  if (!isFailure(udp) && udp !== 'malformed' && !udp.truncated) return heard(about, state, udp)
  if (udp === 'malformed') return reply(about, state, { outcome: 'malformed' })
  if (isFailure(udp) && (udp.failed === 'cancelled' || udp.failed === 'not-sent'))
    return reply(about, state, failure(udp))
  const tcp = await overTcp(about, state, budget, context)
  if (tcp === 'malformed') return reply(about, state, { outcome: 'malformed' })
  if (isFailure(udp)) {
    // The outcome stays that of UDP: it is what a device meets.
    if (isFailure(tcp)) return reply(about, state, failure(tcp.failed === 'cancelled' ? tcp : udp))
    return { ...heard(about, state, tcp), outcome: 'tcp-only', ...codeOf(udp) }
  }
  if (!isFailure(tcp)) return heard(about, state, tcp)
  if (tcp.failed === 'cancelled') return reply(about, state, { outcome: 'cancelled' })
  return { ...heard(about, state, udp), outcome: 'truncated-no-tcp', ...codeOf(tcp) }
}

type About = Pick<DnsReply, 'server' | 'port' | 'name' | 'type'>

function isPort(port: number): boolean {
  return Number.isInteger(port) && port > 0 && port < 65_536
}

interface Pending {
  readonly asked: Buffer
  readonly edns: boolean
  at: number
}

async function overUdp(about: About, state: State, budget: Budget, context: ProbeContext): Promise<Heard> {
  const socket = await openDatagram(about.server, about.port, context)
  if (isFailure(socket)) return socket
  try {
    // A late answer to the first question is as good as one to the second; each has its own ID and its own start.
    const pending: Pending[] = []
    let edns = true
    let last: Heard = { failed: 'timed-out' }
    for (const end of [SECOND_TRY, UDP_END]) {
      const failed = await send(socket, about, pending, edns, state, budget)
      if (failed !== undefined) return failed
      last = await listen(socket, pending, end * context.timeoutMs - budget.spent(), about, state)
      const old = edns && !isFailure(last) && last !== 'malformed' && NO_EDNS_HERE.has(last.rcode)
      if (!old && !(isFailure(last) && last.failed === 'timed-out')) break
      edns = false
    }
    return last
  } finally {
    socket.close()
  }
}

async function send(
  socket: Datagram,
  about: About,
  pending: Pending[],
  edns: boolean,
  state: State,
  budget: Budget,
): Promise<Failure | undefined> {
  if (!(await budget.turn())) return { failed: 'cancelled' }
  const asked = question(freshId(pending), about.name, about.type, edns)
  const at = await socket.send(asked)
  if (isFailure(at)) return at
  state.tries += 1
  pending.push({ asked, edns, at })
  return undefined
}

function freshId(pending: readonly Pending[]): number {
  for (;;) {
    const id = randomInt(0x10000)
    if (pending.every(({ asked }) => asked.readUInt16BE(0) !== id)) return id
  }
}

/** Waits for an answer to one of the questions; what answers another question is left aside. */
async function listen(
  socket: Datagram,
  pending: readonly Pending[],
  ms: number,
  about: About,
  state: State,
): Promise<Heard> {
  const until = performance.now() + ms
  let unreadable = false
  for (;;) {
    const packet = await socket.receive(until - performance.now())
    if (isFailure(packet)) return unreadable && packet.failed === 'timed-out' ? 'malformed' : packet
    const match = pending.find(({ asked }) => readAnswer(asked, packet.data) !== 'other')
    const message = match === undefined ? 'other' : readAnswer(match.asked, packet.data)
    if (match === undefined || message === 'other') {
      state.ignored += 1
      continue
    }
    state.transport = 'udp'
    state.ms = Math.round(packet.at - match.at)
    state.withoutEdns = !match.edns
    // Whoever saw the question could have sent this; a proper answer may still come.
    if (message === 'malformed' || meaningOf(message, about.name, about.type).outcome === 'malformed') {
      unreadable = true
      continue
    }
    state.truncated = message.truncated
    return message
  }
}

async function overTcp(about: About, state: State, budget: Budget, context: ProbeContext): Promise<Heard> {
  if (!(await budget.turn())) return { failed: 'cancelled' }
  const asked = question(freshId([]), about.name, about.type, !state.withoutEdns)
  state.tries += 1
  const answer = await askOverTcp(about.server, about.port, asked, {
    timeoutMs: budget.left(),
    bind: context.bind,
    signal: context.signal,
  })
  if (isFailure(answer)) return answer
  state.transport = 'tcp'
  state.ms = answer.ms
  state.ignored += answer.ignored
  return answer.message
}

function heard(about: About, state: State, message: Message): DnsReply {
  const { rcode, recursion, authoritative } = message
  const meaning = meaningOf(message, about.name, about.type)
  return reply(about, state, { ...meaning, rcode, recursion, authoritative })
}

function failure({ failed, code }: Failure): Partial<DnsReply> & Pick<DnsReply, 'outcome'> {
  const outcome = failed === 'timed-out' ? 'no-answer' : failed
  return { outcome, ...(code === undefined ? {} : { code }) }
}

function codeOf({ code }: Failure): Pick<DnsReply, 'code'> {
  return code === undefined ? {} : { code }
}

function reply(
  about: About,
  { ms, ...state }: State,
  said: Partial<DnsReply> & Pick<DnsReply, 'outcome'>,
): DnsReply {
  return {
    ...about,
    rcode: '',
    addresses: [],
    cnames: [],
    leftOut: 0,
    ...state,
    ...(ms === undefined ? {} : { ms }),
    slow: ms !== undefined && ms >= SLOW_ANSWER_MS,
    ...said,
  }
}
