// Which hops the way of a licensing message has at all, by the method it is sent by.
import type { RuleContext } from '../../model/facts/store.ts'
import type { Hop } from '../../model/hop.ts'
import { isNoCslu } from '../derive/target.ts'

/** Hops of a device that sends nothing, by why it does not. */
const SILENT: Readonly<Record<string, { readonly why: string; readonly hops: readonly Hop[] }>> = {
  reservation: { why: 'licences are reserved on the device: nothing is sent', hops: ['mode', 'entitlement'] },
  traditional: { why: 'traditional licences are files on the device: nothing is sent', hops: ['mode'] },
  off: { why: 'transport off: reports are carried by hand', hops: ['mode', 'reporting'] },
  nobody: { why: 'no server is named: nothing is sent', hops: ['mode', 'reporting'] },
}

function silence(facts: RuleContext): keyof typeof SILENT | undefined {
  const license = facts.license
  if (license?.generation === 'reservation' || license?.generation === 'traditional')
    return license.generation
  if (license?.generation !== 'policy') return undefined
  if (license.transport?.type === 'off') return 'off'
  const address = license.transport?.cslu_url
  const waits = facts.derived?.wants_contact === false
  return license.transport?.type === 'cslu' && waits && address !== undefined && isNoCslu(address)
    ? 'nobody'
    : undefined
}

/** Why the hop is not part of the way; undefined when it is, or when that is not known. */
export function notNeeded(hop: Hop, facts: RuleContext): string | undefined {
  const silent = silence(facts)
  const quiet = silent === undefined ? undefined : SILENT[silent]
  if (quiet !== undefined && !quiet.hops.includes(hop)) return quiet.why
  const derived = facts.derived
  const license = facts.license
  switch (hop) {
    case 'profile':
      return derived?.uses_callhome === false
        ? `transport ${license?.transport?.type ?? ''} does not use call-home`
        : undefined
    case 'vrf':
      return derived?.egress_vrf === '' ? 'licensing leaves by the global table' : undefined
    case 'source':
      return derived?.source?.name === '' ? 'no source interface is set: the route chooses one' : undefined
    case 'dns':
      return derived?.needs_dns === false && derived.target?.host !== ''
        ? `${derived.proxy?.in_use === true ? 'the address of the proxy' : 'the address'} is a number`
        : undefined
    case 'proxy':
      return derived?.proxy?.in_use === false ? 'no proxy is in use' : undefined
    case 'tls':
      return derived?.target?.scheme === 'http' ? 'plain HTTP' : undefined
    case 'crl':
      return derived?.target?.scheme === 'http' ? 'plain HTTP' : uncheckedRevocation(facts)
    case 'identity':
      return trustNotNeeded(facts)
    case 'entitlement':
      return entitlementNotNeeded(facts)
    case 'reporting':
      return reportNotNeeded(facts)
    default:
      return undefined
  }
}

/** `crl none` still tries the list first; `none` in front does not. */
function uncheckedRevocation(facts: RuleContext): string | undefined {
  const point = facts.pki?.trustpoints?.find(one => one.name === 'SLA-TrustPoint')
  return point?.revocation_check?.[0] === 'none' ? 'SLA-TrustPoint checks no revocation list' : undefined
}

/** A CSLU and an On-Prem server stand in for the device; only direct transports need a trust code. */
function trustNotNeeded(facts: RuleContext): string | undefined {
  return facts.license?.generation === 'policy' && facts.license.transport?.type === 'cslu'
    ? 'transport cslu needs no trust code'
    : undefined
}

/** With Using Policy only enforced and export-controlled licences are authorized before use. */
function entitlementNotNeeded(facts: RuleContext): string | undefined {
  const license = facts.license
  if (license?.generation === 'classic')
    return license.authorization?.status === 'none-in-use' ? 'no licence is in use' : undefined
  if (license?.generation !== 'policy') return undefined
  const enforced = license.usage?.some(
    entry =>
      entry.status !== 'not-in-use' &&
      (entry.export_restricted === true || /^(ENFORCED|EXPORT)/i.test(entry.enforcement ?? '')),
  )
  return enforced === false ? 'nothing in use is enforced: no authorization before use' : undefined
}

function reportNotNeeded(facts: RuleContext): string | undefined {
  const license = facts.license
  if (license?.generation === 'classic') return 'classic Smart Licensing sends no usage reports'
  if (license?.generation !== 'policy') return undefined
  return license.reporting?.has_ack_deadline === false && license.reporting.push_interval_days === 0
    ? 'the policy asks for no report'
    : undefined
}
