// What a connection attempt's system error means.
import type { TcpOutcome } from '../../model/probe/tcp.ts'

/**
 * EHOSTUNREACH comes from this host (no answer to ARP) or from a router (host unreachable, "administratively prohibited");
 * ENETUNREACH likewise for a network. EINVAL is what Linux says of a blackhole route, EACCES of a prohibit route. Source:
 * Linux ip-route(8), icmp_err_convert.
 */
const BY_CODE: Readonly<Record<string, TcpOutcome>> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timed-out',
  EHOSTUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETUNREACH: 'no-route',
  ENETDOWN: 'no-route',
  EADDRNOTAVAIL: 'no-route',
  EAFNOSUPPORT: 'no-route',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  EACCES: 'blocked-locally',
  EPERM: 'blocked-locally',
  EINVAL: 'blocked-locally',
}

export function outcomeOf(error: unknown): { outcome: TcpOutcome; code: string } {
  const code = codeOf(error)
  return { outcome: (Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined) ?? 'failed', code }
}

/** The system's or Node's code of an error; its message when it has none. */
export function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') {
    return error.code.slice(0, 60)
  }
  return error instanceof Error ? error.message.slice(0, 60) : 'unknown'
}
