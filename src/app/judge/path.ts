// The path of a licensing message, hop by hop: ok, broken, unknown or not needed, and by what.
import type { RuleContext } from '../../model/facts/store.ts'
import type { Finding } from '../../model/finding.ts'
import { HOPS, type Hop, type HopStatus, TRAFFIC_HOPS } from '../../model/hop.ts'
import type { PathHop } from '../../model/report.ts'

/** Only a cause breaks a hop: a symptom shows that something is broken, not where. */
const breaks = (finding: Finding): boolean =>
  finding.outcome === 'fail' &&
  finding.role === 'cause' &&
  finding.severity !== 'info' &&
  finding.explained_by.length === 0

/** Hops behind the transport: an answer from the server does not prove these. */
const AFTER_TRANSPORT: ReadonlySet<Hop> = new Set(['clock', 'identity', 'entitlement', 'reporting'])

export function describePath(facts: RuleContext, findings: readonly Finding[]): PathHop[] {
  return HOPS.map(hop => {
    const own = findings.filter(finding => finding.hop === hop)
    const broken = own.filter(breaks)
    const status = broken.length > 0 ? 'broken' : hopStatus(hop, own, facts)
    return {
      hop,
      status,
      note: status === 'broken' ? (broken[0]?.title ?? '') : note(hop, facts),
      evidence: broken.flatMap(finding => finding.evidence).slice(0, 5),
      rules: [...new Set(broken.map(finding => finding.rule))],
    }
  })
}

function hopStatus(hop: Hop, own: readonly Finding[], facts: RuleContext): HopStatus {
  if (notNeeded(hop, facts)) return 'not-needed'
  const derived = facts.derived
  const answered = derived?.server_answered === true
  if (hop === 'mode') return facts.license?.generation === undefined ? 'unknown' : 'ok'
  // A server that accepts the device's messages accepts its clock.
  if (hop === 'clock' && !answered && facts.clock?.skew_seconds === undefined) return 'unknown'
  if (!AFTER_TRANSPORT.has(hop) && answered) {
    return 'ok'
  }
  // A configuration that looks right is no proof that packets arrive.
  if (TRAFFIC_HOPS.has(hop)) return 'unknown'
  // A symptom nobody explains says that something is wrong here, not what.
  const open = own.some(
    finding => finding.outcome === 'fail' && finding.severity !== 'info' && finding.explained_by.length === 0,
  )
  if (open || own.some(finding => finding.outcome === 'unknown' || finding.outcome === 'error'))
    return 'unknown'
  if (own.some(finding => finding.outcome === 'pass' || finding.outcome === 'fail')) return 'ok'
  return own.length === 0 ? 'unknown' : 'not-needed'
}

function notNeeded(hop: Hop, facts: RuleContext): boolean {
  const derived = facts.derived
  const offline = derived?.wants_contact === false && facts.license?.generation !== 'classic'
  if (offline && hop !== 'mode' && hop !== 'entitlement' && hop !== 'reporting') return true
  switch (hop) {
    case 'profile':
      return derived?.uses_callhome === false
    case 'vrf':
    case 'source':
      return hop === 'vrf' ? derived?.egress_vrf === '' : derived?.source?.name === ''
    case 'dns':
      return derived?.needs_dns === false
    case 'proxy':
      return derived?.proxy?.in_use === false
    case 'tls':
    case 'crl':
      return derived?.target?.scheme === 'http'
    case 'reporting':
      return facts.license?.generation === 'classic'
    default:
      return false
  }
}

function note(hop: Hop, facts: RuleContext): string {
  const derived = facts.derived
  switch (hop) {
    case 'mode':
      return facts.license?.generation ?? ''
    case 'profile':
      return derived?.smart_profiles?.join(', ') ?? ''
    case 'url':
      return derived?.target?.url ?? ''
    case 'vrf':
      return derived?.egress_vrf ?? ''
    case 'source':
      return derived?.source?.name ?? ''
    case 'dns':
      return derived?.lookup_name ?? ''
    case 'proxy':
      return derived?.proxy?.host ? `${derived.proxy.host}:${derived.proxy.port}` : ''
    default:
      return ''
  }
}
