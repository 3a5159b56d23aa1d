// Which address a client that races IPv6 and IPv4 would have taken, worked out from measured attempts.
import type { HappyEyeballs, TcpAttempt, TcpFamily } from '../../model/probe/tcp.ts'

/** Milliseconds before the next address is tried beside the ones under way. Source: RFC 8305, section 5. */
export const ATTEMPT_DELAY = 250

/**
 * RFC 8305: families alternate, IPv6 first, in the order the addresses were given; the next attempt starts after 250 ms or as soon
 * as the one before it failed; the first connection wins.
 */
export function happyEyeballs(attempts: readonly TcpAttempt[]): HappyEyeballs | undefined {
  let start = 0
  let best: { attempt: TcpAttempt; family: TcpFamily; ms: number } | undefined
  for (const attempt of interleaved(attempts)) {
    if (best !== undefined && start >= best.ms) break
    const ms = start + attempt.ms
    const connected = attempt.outcome === 'connected'
    if (connected && attempt.family !== 0 && (best === undefined || ms < best.ms)) {
      best = { attempt, family: attempt.family, ms }
    }
    start += connected ? ATTEMPT_DELAY : Math.min(ATTEMPT_DELAY, attempt.ms)
  }
  if (best === undefined) return undefined
  const { attempt, family, ms } = best
  return { address: attempt.address, family, ms, delay: ms - attempt.ms }
}

function interleaved(attempts: readonly TcpAttempt[]): TcpAttempt[] {
  const v6 = attempts.filter(({ family }) => family === 6)
  const v4 = attempts.filter(({ family }) => family === 4)
  const order: TcpAttempt[] = []
  for (let at = 0; at < Math.max(v6.length, v4.length); at++) {
    order.push(...v6.slice(at, at + 1), ...v4.slice(at, at + 1))
  }
  return order
}
