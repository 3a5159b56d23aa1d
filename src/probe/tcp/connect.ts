// Connects to every address of a host by itself, and tells IPv4 and IPv6 apart.
import type { Socket } from 'node:net'
import type { TcpAttempt, TcpFamilySummary, TcpOutcome, TcpResult } from '../../model/probe/tcp.ts'
import type { ProbeContext } from '../context.ts'
import { happyEyeballs } from './happy.ts'
import { familyOf, openTcp } from './open.ts'
import { codeOf } from './outcome.ts'

/** Addresses tried of each family; a name with more is a name of a content network. */
export const MOST_ADDRESSES = 8
/** Some filters accept and then tear down. */
const HOLD = 60

export interface TcpTargets {
  /** IP addresses of both families, in the order the resolver gave them. */
  readonly addresses: readonly string[]
  readonly port: number
  /** Milliseconds a fresh connection is held to see whether it lasts; 60 when not given. */
  readonly holdMs?: number
}

/**
 * Tries each address once, all at the same time as far as the rate limit lets it, sends nothing and closes what it opened.
 * Text that is no IP address comes back as `not-tried`.
 */
export async function connectTcp(targets: TcpTargets, ctx: ProbeContext): Promise<TcpResult> {
  const { chosen, leftOut } = choose(targets.addresses)
  const attempts = await Promise.all(chosen.map(address => tryOne(address, targets, ctx)))
  const picked = happyEyeballs(attempts)
  return {
    port: targets.port,
    attempts,
    v4: summary(attempts, 4),
    v6: summary(attempts, 6),
    ...(picked === undefined ? {} : { picked }),
    leftOut,
  }
}

function choose(addresses: readonly string[]): { chosen: string[]; leftOut: number } {
  const counts = { 0: 0, 4: 0, 6: 0 }
  const unique = [...new Set(addresses)]
  const chosen = unique.filter(address => ++counts[familyOf(address)] <= MOST_ADDRESSES)
  return { chosen, leftOut: unique.length - chosen.length }
}

async function tryOne(address: string, targets: TcpTargets, ctx: ProbeContext): Promise<TcpAttempt> {
  const { attempt, socket } = await openTcp({ address, port: targets.port }, ctx)
  if (socket === undefined) return attempt
  const end = await held(socket, targets.holdMs ?? HOLD)
  socket.destroy()
  if (end === 'open') return attempt
  if (end === 'closed') return { ...attempt, closedAtOnce: true }
  return { ...attempt, outcome: 'reset', code: end.code }
}

/** What the other side does with a connection nothing is sent on, for a moment. */
function held(socket: Socket, ms: number): Promise<'open' | 'closed' | { code: string }> {
  return new Promise(resolve => {
    const timer = setTimeout(() => resolve('open'), ms)
    const settle = (end: 'closed' | { code: string }): void => {
      clearTimeout(timer)
      resolve(end)
    }
    socket.once('error', error => settle({ code: codeOf(error) }))
    socket.once('end', () => settle('closed'))
    // Without reading, the end is never seen. A server that greets (SSH, SMTP) is left unread after its first packet.
    socket.once('data', () => socket.pause())
  })
}

// The most telling outcome of a family none of whose addresses connected.
const TELLING: readonly TcpOutcome[] = [
  'connected', 'refused', 'reset', 'blocked-locally', 'unreachable', 'timed-out', 'no-route', 'failed', 'cancelled',
  'not-tried',
] // biome-ignore format: one glance

function summary(attempts: readonly TcpAttempt[], family: 4 | 6): TcpFamilySummary {
  const own = attempts.filter(attempt => attempt.family === family)
  const outcome = TELLING.find(kind => own.some(attempt => attempt.outcome === kind))
  return {
    tried: own.length,
    connected: own.filter(attempt => attempt.outcome === 'connected').length,
    outcome: outcome ?? 'none',
  }
}
