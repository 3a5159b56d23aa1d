// How far this computer came on the path the device takes, by the probe it was asked for.
import type { RuleContext } from '../../model/facts/store.ts'
import { anyTrue, type Derivation } from './derivation.ts'

type Probe = NonNullable<RuleContext['probe']>

/** Answers that no packet could have brought but from beyond this computer. */
const HEARD: ReadonlySet<string> = new Set([
  'answered',
  'ipv6-only',
  'no-data',
  'nxdomain',
  'lame',
  'tcp-only',
])
/** The resolver of this computer itself says these when it reaches nobody. */
const HEARD_OF_DEVICE: ReadonlySet<string> = new Set(['servfail', 'refused'])
const SILENT_CLOCKS: ReadonlySet<string> = new Set([
  'no-answer',
  'unreachable',
  'malformed',
  'not-sent',
  'not-tried',
  'cancelled',
])

function answered({ dns, tcp, clocks }: Probe): boolean | undefined {
  const nameServer = dns?.map(({ of, outcome }) =>
    of === undefined || outcome === undefined
      ? undefined
      : HEARD.has(outcome) || (of !== 'computer' && HEARD_OF_DEVICE.has(outcome)),
  )
  const host = tcp?.map(({ outcome }) =>
    outcome === undefined ? undefined : ['connected', 'refused', 'reset'].includes(outcome),
  )
  const clock = clocks?.map(({ outcome }) =>
    outcome === undefined ? undefined : !SILENT_CLOCKS.has(outcome),
  )
  return anyTrue([nameServer, host, clock].flatMap(one => one ?? [undefined]))
}

export interface Stop {
  /** '' when an answer of the endpoint came. */
  readonly hop: '' | 'dns' | 'proxy' | 'tcp' | 'tls' | 'url'
  /** What was seen there, in a few words. */
  readonly what: string
}

/** The first hop at which this computer is stopped. Undefined where the probe was cut short or kept itself from trying. */
export function stopOf(probe: Probe): Stop | undefined {
  const { target, proxy, tcp, tunnel, tls, http } = probe
  if (proxy?.in_use === undefined || target?.scheme === undefined || tcp === undefined) return undefined
  if (tcp.some(one => one.outcome === undefined)) return undefined
  if (tcp.length === 0) return unresolved(probe)
  const peer = proxy.in_use ? 'the proxy ' : ''
  if (!tcp.some(one => one.outcome === 'connected'))
    return {
      hop: proxy.in_use ? 'proxy' : 'tcp',
      what: `${peer}${tcp.map(connection).slice(0, 3).join(', ')}`,
    }
  if (proxy.in_use) {
    if (tunnel?.outcome === undefined) return undefined
    if (tunnel.outcome !== 'established') return { hop: 'proxy', what: `the proxy: ${tunnel.outcome}` }
  }
  if (target.scheme === 'https') {
    if (tls?.outcome === undefined) return undefined
    if (tls.outcome !== 'ok') return { hop: 'tls', what: `TLS: ${tls.outcome}` }
  }
  if (http?.outcome === undefined) return undefined
  return REACHED.has(http.outcome)
    ? { hop: '', what: `the endpoint answers (${http.outcome})` }
    : { hop: 'url', what: http.outcome }
}

/** The server spoke; whether it likes what it was asked is another matter. */
const REACHED: ReadonlySet<string> = new Set([
  'right-path',
  'answers-otherwise',
  'server-error',
  'forbidden',
  'auth-required',
])

/** Nothing was connected to: no name server gave an address, or only such as are never connected to. */
function unresolved({ resolution, refused }: Probe): Stop | undefined {
  if (refused === undefined || resolution === undefined || refused.some(one => one.use !== 'ntp'))
    return undefined
  const { name, computer, device } = resolution
  if (name === undefined || computer === undefined || device === undefined) return undefined
  return computer === 'fails' || device === 'fails'
    ? { hop: 'dns', what: `${name} has no address` }
    : undefined
}

function connection(one: NonNullable<Probe['tcp']>[number]): string {
  return `${one.address ?? ''} port ${one.port ?? ''}: ${one.outcome ?? ''}`
}

const READS = [
  'probe.target',
  'probe.proxy',
  'probe.resolution',
  'probe.tcp',
  'probe.tunnel',
  'probe.tls.outcome',
  'probe.http.outcome',
  'probe.refused',
]

export const probeDerivations: readonly Derivation[] = [
  {
    path: 'derived.probe.answered',
    reads: ['probe.dns', 'probe.tcp', 'probe.clocks'],
    compute: ({ probe }) => (probe === undefined ? undefined : answered(probe)),
  },
  {
    path: 'derived.probe.stopped_at',
    reads: READS,
    compute: ({ probe }) => (probe === undefined ? undefined : stopOf(probe)?.hop),
    proof: ({ probe }) => proofOf(probe === undefined ? undefined : stopOf(probe)?.hop),
  },
  {
    path: 'derived.probe.what',
    reads: READS,
    compute: ({ probe }) => (probe === undefined ? undefined : stopOf(probe)?.what),
    proof: ({ probe }) => proofOf(probe === undefined ? undefined : stopOf(probe)?.hop),
  },
]

/** The lines of the hop itself. */
function proofOf(hop: Stop['hop'] | undefined): readonly string[] {
  const PROOFS = {
    '': ['probe.http'],
    dns: ['probe.dns', 'probe.resolution'],
    proxy: ['probe.tunnel', 'probe.tcp'],
    tcp: ['probe.tcp'],
    tls: ['probe.tls'],
    url: ['probe.http'],
  }
  return hop === undefined ? [] : PROOFS[hop]
}
