// The second vantage point: the same hops as this computer saw them when it was asked to probe.
import type { RuleContext } from '../../model/facts/store.ts'
import type { Hop, HopStatus } from '../../model/hop.ts'
import type { PathHop } from '../../model/report.ts'
import { stopOf } from '../derive/probe.ts'
import { linesOf, type Scene, type Verdict, verdict } from './scene.ts'

type Probe = NonNullable<RuleContext['probe']>
type View = NonNullable<PathHop['probe']>

const NOT_TRIED = 'not reached from this computer'

/** What this computer saw of a hop; undefined where nothing was probed, or nothing can be seen of it from here. */
export function seenFromHere(hop: Hop, scene: Scene): View | undefined {
  const { probe, derived } = scene.facts
  const judge = JUDGES[hop]
  if (probe === undefined || judge === undefined) return undefined
  const judged = judge(probe, scene)
  if (judged === undefined) return undefined
  const { status, note, lines } =
    derived?.probe?.answered === false && judged.status !== 'not-needed'
      ? verdict('unknown', 'this computer has no way out')
      : judged
  return { status, note, evidence: lines }
}

type Judge = (probe: Probe, scene: Scene) => Verdict | undefined

const JUDGES: Partial<Readonly<Record<Hop, Judge>>> = { url, dns, proxy, tcp, tls, crl, clock }

function dns(probe: Probe, { store }: Scene): Verdict | undefined {
  const { resolution } = probe
  if (resolution?.name === undefined) return undefined
  if (resolution.name === '') return verdict('not-needed', 'the host is an address')
  const lines = linesOf(store, ['probe.dns'])
  const own = probe.dns?.filter(one => one.of !== 'device') ?? []
  const addresses = [...new Set(own.flatMap(one => one.addresses ?? []))]
  const outcomes = own.map(one => `${one.server}: ${one.outcome}`).join(', ')
  const said: Readonly<Record<string, readonly [HopStatus, string]>> = {
    resolves: ['ok', `${resolution.name} is ${addresses.slice(0, 3).join(', ')}`],
    partly: ['ok', `${resolution.name} is ${addresses.slice(0, 3).join(', ')} (${outcomes})`],
    fails: ['broken', `${resolution.name}: ${outcomes}`],
    none: ['unknown', 'this computer has no name server of its own'],
  }
  const [status, note] = said[resolution.computer ?? ''] ?? ['unknown', outcomes]
  return verdict(status, note, lines)
}

function proxy(probe: Probe, { store }: Scene): Verdict | undefined {
  if (probe.proxy?.in_use === undefined) return undefined
  if (!probe.proxy.in_use) return verdict('not-needed', 'no proxy is in use')
  const stop = stopOf(probe)
  if (stop === undefined || stop.hop === 'dns') return verdict('unknown', NOT_TRIED)
  const lines = linesOf(store, ['probe.tunnel', 'probe.tcp'])
  return stop.hop === 'proxy'
    ? verdict('broken', stop.what, lines)
    : verdict('ok', `${probe.proxy.host}:${probe.proxy.port} opens a tunnel`, lines)
}

function tcp(probe: Probe, { store }: Scene): Verdict | undefined {
  const tried = probe.tcp ?? []
  const open = tried.find(one => one.outcome === 'connected')
  if (open !== undefined)
    return verdict(
      'ok',
      `${open.address} port ${open.port} opens${raced(probe)}`,
      linesOf(store, [`probe.tcp.${tried.indexOf(open)}`]),
    )
  if (tried.length === 0) {
    const kept = probe.refused?.find(one => one.use === 'peer')
    const note = kept === undefined ? NOT_TRIED : `not connected to ${kept.what}: ${kept.reason}`
    return verdict('unknown', note, linesOf(store, ['probe.refused']))
  }
  const what = tried.map(one => `${one.address} port ${one.port}: ${one.outcome}`)
  return verdict('broken', what.slice(0, 3).join(', '), linesOf(store, ['probe.tcp']))
}

/** Which family a client of both would have taken, where there were both. */
function raced({ tcp = [], picked }: Probe): string {
  const both = [true, false].every(six => tcp.some(one => one.address?.includes(':') === six))
  if (!both || picked?.family === undefined || picked.family === 0) return ''
  const lost = picked.delay_ms ?? 0
  return ` (happy eyeballs: IPv${picked.family}${lost === 0 ? '' : `, ${lost} ms lost`})`
}

/** Certificates a device would refuse break the hop although this computer does not mind. */
function tls(probe: Probe, { store }: Scene): Verdict | undefined {
  const shown = probe.tls
  if (probe.target?.scheme === 'http') return verdict('not-needed', 'plain HTTP')
  if (shown?.outcome === undefined || shown.outcome === 'not-tried') return verdict('unknown', NOT_TRIED)
  const lines = linesOf(store, ['probe.tls'])
  if (shown.outcome !== 'ok') return verdict('broken', shown.outcome, lines)
  const fault = certificateFault(shown)
  const by = shown.issuer === undefined ? '' : `, issued by ${shown.issuer}`
  return fault === undefined
    ? verdict('ok', `${shown.version}${by}`, lines)
    : verdict('broken', `${fault}${by}`, lines)
}

function certificateFault(shown: NonNullable<Probe['tls']>): string | undefined {
  if (shown.vouched_by === 'interception') return 'the certificate was made by something on the way'
  if (shown.validity === 'expired') return 'a certificate has expired'
  if (shown.validity === 'not-yet-valid') return 'a certificate is not valid yet'
  if (shown.name === 'mismatch' || shown.name === 'unusable') return 'the certificate names other hosts'
  return shown.chain === 'missing-intermediate'
    ? 'the server leaves out a certificate of the chain'
    : undefined
}

const REVOCATION: Readonly<Record<string, HopStatus>> = {
  accepted: 'ok',
  unchecked: 'ok',
  refused: 'broken',
}

function crl(probe: Probe, { store }: Scene): Verdict | undefined {
  const { revocation } = probe
  if (probe.target?.scheme === 'http') return verdict('not-needed', 'plain HTTP')
  if (revocation?.verdict === undefined || revocation.verdict === 'not-tried')
    return verdict('unknown', NOT_TRIED)
  if (revocation.methods?.[0] === 'none') return verdict('not-needed', 'no revocation list is asked for')
  return verdict(
    REVOCATION[revocation.verdict] ?? 'unknown',
    revocation.reason ?? '',
    linesOf(store, ['probe.revocation']),
  )
}

function url(probe: Probe, { store }: Scene): Verdict | undefined {
  const answer = probe.http
  if (answer?.outcome === undefined || answer.outcome === 'not-tried') return verdict('unknown', NOT_TRIED)
  const status = answer.status === undefined || answer.status === 0 ? '' : ` (${answer.status})`
  const lines = linesOf(store, ['probe.http'])
  const stop = stopOf(probe)
  if (stop?.hop !== 'url') return verdict('ok', `the endpoint answers${status}`, lines)
  const found = answer.found === undefined || answer.found === '' ? '' : `; ${answer.found} answers`
  return verdict('broken', `${answer.outcome}${status}${found}`, lines)
}

const CLOCKS: Readonly<Record<string, readonly [HopStatus, string]>> = {
  'in-step': ['ok', 'the clock of the device agrees with this computer'],
  'device-wrong': ['broken', 'the clock of the device is wrong'],
  'both-wrong': ['broken', 'the clocks of the device and of this computer are wrong'],
  'computer-wrong': ['unknown', 'the clock of this computer is wrong'],
}

function clock(probe: Probe, { store }: Scene): Verdict | undefined {
  const { time } = probe
  if (time?.verdict === undefined) return undefined
  const off = time.device_off_seconds
  const [status, note] = CLOCKS[time.verdict] ?? [
    'unknown',
    `cannot be told (${time.reason || 'no other clock'})`,
  ]
  const by = status === 'broken' && off !== undefined ? ` by ${Math.abs(off)} s at least` : ''
  return verdict(status, `${note}${by}`, linesOf(store, ['probe.time']))
}
