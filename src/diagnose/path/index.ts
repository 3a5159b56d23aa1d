// The path of a licensing message, hop by hop: ok, broken, unknown or not needed, and by what.
import type { FactStore, Source } from '../../model/facts/store.ts'
import type { Finding } from '../../model/finding.ts'
import { HOPS, type Hop, hopOrder } from '../../model/hop.ts'
import type { PathHop } from '../../model/report.ts'
import { breakSeen } from './break.ts'
import { seenFromHere } from './computer.ts'
import { clock, entitlement, identity, reporting } from './licence.ts'
import { mode, profile, source, url, vrf } from './local.ts'
import { type Scene, sceneOf, type Verdict, verdict } from './scene.ts'
import { settledBy } from './settle.ts'
import { crl, dns, proxy, route, tcp, tls } from './traffic.ts'
import { notNeeded } from './way.ts'

const JUDGES: Readonly<Record<Hop, (scene: Scene) => Verdict>> = {
  mode, profile, url, vrf, source, route, dns, proxy, tcp, tls, crl, clock, identity, entitlement, reporting,
} // biome-ignore format: one glance

/** Hops that an answer of the server proves: the message went through all of them. */
const PROVEN_BY_ANSWER: ReadonlySet<Hop> = new Set([
  'profile', 'url', 'vrf', 'source', 'route', 'dns', 'proxy', 'tcp', 'tls', 'crl',
]) // biome-ignore format: one glance

/** Of these, what a certificate proves that the device then refuses. */
const PROVEN_BY_CERTIFICATE: ReadonlySet<Hop> = new Set([
  'profile', 'vrf', 'source', 'route', 'dns', 'tcp',
]) // biome-ignore format: one glance

/** Hops whose state cannot be told while one before them is broken. */
const BEYOND: ReadonlySet<Hop> = new Set([
  'route', 'dns', 'proxy', 'tcp', 'tls', 'crl', 'identity', 'entitlement', 'reporting',
]) // biome-ignore format: one glance

/** Hops that are judged by configuration and state where no answer proves them. */
const BY_CONFIGURATION: ReadonlySet<Hop> = new Set(['profile', 'url', 'vrf', 'source', 'proxy'])

const MAX_LINES = 10

/**
 * All hops in the order of the path. A cause breaks its hop: a critical one always, a warning unless the hop is proven
 * to work; where no cause is known, the device's own words or a test break one. What lies behind the first broken hop
 * and has no proof of its own is unknown.
 */
export function describePath(store: FactStore, findings: readonly Finding[]): PathHop[] {
  const scene = sceneOf(store)
  const causes = findings.filter(isCause)
  const open = findings.filter(one => one.role === 'cause' && one.outcome === 'unknown')
  const path = HOPS.map(hop => describeHop(hop, scene, causes, open))
  return notReached(withSeenBreak(path, scene, causes)).map(entry => {
    const probe = seenFromHere(entry.hop, scene)
    return probe === undefined ? entry : { ...entry, probe }
  })
}

/** Only a cause breaks a hop: a symptom shows that something is broken, not where. */
function isCause(finding: Finding): boolean {
  return (
    finding.outcome === 'fail' &&
    finding.role === 'cause' &&
    finding.severity !== 'info' &&
    finding.explained_by.length === 0
  )
}

function describeHop(hop: Hop, scene: Scene, causes: readonly Finding[], open: readonly Finding[]): PathHop {
  const own = causes.filter(cause => cause.hop === hop)
  const { status, note, lines } = judgeHop(hop, scene)
  const breaking = own.filter(
    cause => cause.severity === 'critical' || status !== 'ok' || !isProven(hop, scene),
  )
  const rules = [...new Set([...breaking, ...own].map(cause => cause.rule))]
  const [first] = breaking
  if (first === undefined) {
    const doubt = scene.answered ? undefined : open.find(one => one.hop === hop)
    return doubt === undefined || status === 'unknown' || !BY_CONFIGURATION.has(hop)
      ? { hop, status, note, evidence: lines, rules }
      : { hop, status: 'unknown', note: doubted(note, doubt), evidence: lines, rules }
  }
  return { hop, status: 'broken', note: first.title, evidence: once(breaking), rules }
}

/** A cause that could not be ruled out: the configuration read so far may look right and be wrong. */
function doubted(note: string, cause: Finding): string {
  const command = cause.missing.find(one => one.command !== '')?.command
  return command === undefined ? note : `${note}; ${settledBy(command)}`
}

/** Each line once, the lines of the first cause first. */
function once(causes: readonly Finding[]): Source[] {
  const lines = causes.flatMap(cause => cause.evidence)
  return [
    ...new Map(lines.map(line => [`${line.origin}\u0000${line.command}\u0000${line.line}`, line])).values(),
  ].slice(0, MAX_LINES)
}

/** Working licensing outweighs a warning; a configuration that merely looks right does not. */
function isProven(hop: Hop, scene: Scene): boolean {
  return scene.answered && scene.failing === false && hop !== 'mode'
}

function judgeHop(hop: Hop, scene: Scene): Verdict {
  const why = notNeeded(hop, scene.facts)
  if (why !== undefined) return verdict('not-needed', why)
  const own = JUDGES[hop](scene)
  if (scene.answered && PROVEN_BY_ANSWER.has(hop))
    return verdict('ok', answeredNote(hop, scene), scene.answer)
  if (own.status !== 'ok' && scene.certificate.length > 0 && PROVEN_BY_CERTIFICATE.has(hop))
    return verdict('ok', 'a certificate came back', scene.certificate)
  return own
}

/** What was used on the way to the server that answered. */
function answeredNote(hop: Hop, { facts, peer }: Scene): string {
  const { target, egress_vrf, source, lookup_name, proxy, smart_profiles } = facts.derived ?? {}
  const used: Partial<Record<Hop, string | undefined>> = {
    profile: smart_profiles?.join(', '),
    url: target?.url,
    vrf: egress_vrf,
    source: source?.name,
    dns: lookup_name,
    proxy: proxy?.host === undefined ? undefined : `${proxy.host}:${proxy.port}`,
    tcp: peer === undefined ? undefined : `${peer.host} port ${peer.port}`,
  }
  const what = used[hop]
  return what === undefined || what === '' ? 'the server answered' : `${what}: the server answered`
}

/** The device's own words count only where no cause accounts for them. */
function withSeenBreak(path: readonly PathHop[], scene: Scene, causes: readonly Finding[]): PathHop[] {
  const accounted = causes.some(
    cause =>
      cause.explains.length > 0 ||
      (cause.severity === 'critical' && hopOrder(cause.hop) <= hopOrder('clock')),
  )
  const stop = accounted ? undefined : breakSeen(scene)
  return path.map(entry =>
    entry.hop === stop?.hop && (entry.status === 'unknown' || entry.status === 'ok')
      ? { ...entry, status: 'broken', note: stop.text, evidence: stop.lines }
      : entry,
  )
}

function notReached(path: readonly PathHop[]): PathHop[] {
  const first = firstBroken(path)
  if (first === undefined) return [...path]
  return path.map(entry =>
    entry.status === 'unknown' && BEYOND.has(entry.hop) && hopOrder(entry.hop) > hopOrder(first.hop)
      ? { ...entry, note: `not reached: ${first.hop} is broken before it` }
      : entry,
  )
}

/** The hop to mend first; undefined when none is known to be broken. */
export function firstBroken(path: readonly PathHop[]): PathHop | undefined {
  return path.find(entry => entry.status === 'broken')
}
