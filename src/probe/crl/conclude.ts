// What a device meets on a path with its `revocation-check` line: a pure judgement of what the probe saw.
import type {
  CrlCheck,
  CrlOutcome,
  DeviceRevocationVerdict,
  OcspCheck,
  OcspOutcome,
  RevocationConclusion,
  RevocationMethod,
  RevocationProbe,
  RevocationTarget,
} from '../../model/probe/crl.ts'

export interface ConcludeOptions {
  /** The device's clock in milliseconds since 1970: a list that is fresh here may be over, or not have begun, there. */
  readonly deviceMs?: number
  /** NX-OS checks only lists that a person installed (Cisco NX-OS Security Guide, "CRL Downloading, Caching, and Checking"). */
  readonly installedListsOnly?: boolean
}

type Answer = 'good' | 'revoked' | 'failed' | 'unclear'

/** Outcomes that say how this computer fared, not how a device would. */
const UNCLEAR: readonly (CrlOutcome | OcspOutcome)[] = [
  'unverified',
  'not-covering',
  'not-allowed',
  'unsupported-scheme',
  'cancelled',
]

/**
 * IOS XE tries the methods in their order. The next one's turn comes when a method fails; after the last the certificate is
 * refused, unless that is `none` (Cisco ISR 4000 administrator guidance, revocation checking). A certificate that
 * names no list may still be checked: the device may ask its authority by SCEP (Cisco IOS Security Command Reference, `crl
 * query`), or a responder that is configured on it. That cannot be seen from here.
 */
export function concludeRevocation(
  probe: RevocationProbe,
  methods: readonly RevocationMethod[],
  options: ConcludeOptions = {},
): RevocationConclusion {
  const each = probe.targets.map(target => concludeOne(probe, target, methods, options))
  const worst = [...each].sort((a, b) => RANK[b.verdict] - RANK[a.verdict])[0]
  if (worst === undefined) {
    const reason = 'no certificate of the path needs a check'
    return { methods, verdict: 'accepted', revoked: false, waits: false, url: '', reason }
  }
  const revoked = each.find(one => one.revoked)
  return { ...(revoked ?? worst), waits: each.some(one => one.waits) }
}

const RANK: Readonly<Record<DeviceRevocationVerdict, number>> = {
  accepted: 0,
  unchecked: 1,
  unknown: 2,
  refused: 3,
}

function concludeOne(
  probe: RevocationProbe,
  target: RevocationTarget,
  methods: readonly RevocationMethod[],
  options: ConcludeOptions,
): RevocationConclusion {
  let waits = false
  let url = ''
  let failed = ''
  let otherWays = false
  const end = (verdict: DeviceRevocationVerdict, reason: string, revoked = false): RevocationConclusion => ({
    methods,
    verdict,
    revoked,
    waits,
    certificate: target.certificate,
    url,
    reason,
  })
  for (const method of methods) {
    if (method === 'none') {
      return end(
        'unchecked',
        failed === '' ? 'the device does not check' : `${failed}; then none lets it pass`,
      )
    }
    const checks = checksOf(probe, target, method)
    const answers = checks.map(check => answerOf(check, options))
    const deciding =
      checks[
        Math.max(
          0,
          answers.findIndex(answer => answer === 'revoked' || answer === 'good'),
        )
      ]
    url = deciding?.url ?? ''
    waits ||= checks.some(check => check.outcome === 'timed-out')
    if (answers.includes('revoked')) return end('refused', deciding?.detail ?? 'revoked', true)
    if (method === 'crl' && options.installedListsOnly === true) {
      return end('unknown', 'the device checks only a list that was installed on it')
    }
    if (checks.length === 0 && urlsOf(target, method).length > 0) {
      return end('unknown', `${method}: this computer did not ask`)
    }
    if (answers.includes('good')) return end('accepted', `${method}: ${deciding?.detail ?? 'good'}`)
    if (answers.includes('unclear')) {
      const unclear = checks[answers.indexOf('unclear')]
      url = unclear?.url ?? ''
      return end('unknown', `${method}: ${unclear?.detail ?? 'not asked'}`)
    }
    failed = `${method} fails: ${whyFailed(checks, deciding, options, method)}`
    otherWays ||= urlsOf(target, method).length === 0
  }
  if (otherWays) return end('unknown', `${failed}; the device may know another way`)
  return end('refused', failed === '' ? 'no method is configured' : failed)
}

function checksOf(
  probe: RevocationProbe,
  target: RevocationTarget,
  method: 'crl' | 'ocsp',
): readonly (CrlCheck | OcspCheck)[] {
  return probe[method].filter(check => check.certificate === target.certificate)
}

function urlsOf(target: RevocationTarget, method: 'crl' | 'ocsp'): readonly string[] {
  return method === 'crl' ? target.crlUrls : target.ocspUrls
}

function answerOf(check: CrlCheck | OcspCheck, options: ConcludeOptions): Answer {
  if (check.outcome === 'revoked') return 'revoked'
  if (check.outcome === 'good') return timely(check, options.deviceMs) ? 'good' : 'failed'
  return UNCLEAR.includes(check.outcome) ? 'unclear' : 'failed'
}

function timely({ thisUpdate, nextUpdate }: CrlCheck | OcspCheck, ms: number | undefined): boolean {
  if (ms === undefined) return true
  const begun = thisUpdate === undefined || Date.parse(thisUpdate) <= ms
  return begun && (nextUpdate === undefined || ms <= Date.parse(nextUpdate))
}

function whyFailed(
  checks: readonly (CrlCheck | OcspCheck)[],
  shown: CrlCheck | OcspCheck | undefined,
  options: ConcludeOptions,
  method: 'crl' | 'ocsp',
): string {
  if (shown === undefined)
    return checks.length === 0 ? `the certificate names no ${NAMES[method]}` : 'no answer'
  const wrongTime = shown.outcome === 'good' && !timely(shown, options.deviceMs)
  return wrongTime ? "by the device's clock the answer is not valid" : shown.detail
}

const NAMES = { crl: 'revocation list', ocsp: 'responder' } as const
