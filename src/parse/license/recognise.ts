// Tells licence outputs apart by their first lines, and names the facts each of them holds.

// Some releases leave the title out; only tech support lists licences by handle.
const TECH = /^[ \t]*(Smart Licensing Tech Support info|Handle: \d{1,4}[ \t]*\n[ \t]*License:)/im
const BLOCKS =
  /^[ \t]*(Registration|License Authorization|Smart Licensing Using Policy|Usage Reporting|Transport|Utility):[ \t]*$/im
const RULED = /^[ \t]*Smart Licensing Status[ \t]*\n=+/im
const ENABLED = /^[ \t]*Smart Licensing is (ENABLED|DISABLED)\b/im
const TABLE = /^[ \t]*License\s.{0,80}Count\s+Status[ \t]*$/im
const USAGE = /^[ \t]*.{0,120}\([^)\n]{0,120}\):[ \t]*\n[ \t]*Description:/im
const STATUS_ONLY =
  /^[ \t]*(Transport|Policy in use|Reporting push interval|Data Privacy|Next Renewal Attempt|Registration Expires):/im

export function looksLikeTechSupport(head: string): boolean {
  return TECH.test(head)
}

export function looksLikeLicenseAll(head: string): boolean {
  return RULED.test(head) && !TECH.test(head)
}

export function looksLikeLicenseSummary(head: string): boolean {
  return TABLE.test(head) && !RULED.test(head) && !TECH.test(head)
}

export function looksLikeLicenseStatus(head: string): boolean {
  if (RULED.test(head) || TECH.test(head) || TABLE.test(head)) return false
  return (ENABLED.test(head) && BLOCKS.test(head)) || (BLOCKS.test(head) && STATUS_ONLY.test(head))
}

/** `show license usage`: blocks by name without the rest of `show license all`. */
export function looksLikeLicenseUsage(head: string): boolean {
  if (RULED.test(head) || TECH.test(head) || TABLE.test(head) || STATUS_ONLY.test(head)) return false
  return USAGE.test(head)
}

export function looksLikeEventLog(head: string): boolean {
  return (
    /\*{2,} ?Event Log ?\*{2,}/i.test(head) || /^\d{4}-\d{2}-\d{2} \S{5,20}( \S{1,8})? SAEVT_/m.test(head)
  )
}

/** Fact prefixes of `show license status`. */
export const LICENSE_STATUS_PROVIDES: readonly string[] = [
  'license.generation',
  'license.method',
  'license.enabled',
  'license.registration',
  'license.authorization',
  'license.evaluation',
  'license.conversion',
  'license.transport',
  'license.policy',
  'license.reporting',
  'license.trust_code',
]

export const LICENSE_ALL_PROVIDES: readonly string[] = [
  ...LICENSE_STATUS_PROVIDES,
  'license.agent_version',
  'license.usage',
  'license.rum',
  'license.reservation',
  'license.slac_installed',
  'license.udi',
  'license.ha_udis',
]

export const LICENSE_TECH_PROVIDES: readonly string[] = [
  ...LICENSE_ALL_PROVIDES,
  'license.communication',
  'license.overall_state',
  'license.communication_level',
  'license.id_cert_expires',
  'license.signing_cert_expires',
  'license.write_erase_occurred',
  'redundancy.role',
]
