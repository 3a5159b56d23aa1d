// Does the device hold what the path needs, as far as its facts tell?
import type { DeviceTrust, NeededRoot, TlsCertificate } from '../../../model/probe/tls.ts'
import { CISCO_LICENSING, IDENTRUST_COMMERCIAL, QUOVADIS_2 } from './roots.ts'

/** What the device's facts hold of `pki`; each part may be missing. */
export interface DeviceStore {
  readonly trustpool?: {
    readonly identrust?: boolean
    readonly quovadis?: boolean
    readonly certificates?: number
  }
  /** `pki.certificates`. */
  readonly certificates?: readonly {
    readonly trustpoint?: string
    readonly kind?: string
    readonly subject?: string
    readonly serial?: string
  }[]
  /** `pki.trustpoints`. */
  readonly trustpoints?: readonly { readonly name?: string; readonly has_certificate?: boolean }[]
}

/** Trustpoints that IOS XE makes itself and that hold no public root. */
const BUILT_IN = /^(SLA-TrustPoint|TP-self-signed-\d{1,20}|CISCO_IDEVID_[A-Z0-9_]{1,40})$/i

/**
 * A trustpoint that holds the root or any authority of the path is enough: IOS XE ends its check at the first certificate a
 * trustpoint holds (`chain-validation`, Cisco IOS Security Command Reference).
 */
export function judgeDevice(
  chain: readonly TlsCertificate[],
  path: readonly number[],
  root: NeededRoot | undefined,
  store: DeviceStore | undefined,
): DeviceTrust {
  const answer = (holds: DeviceTrust['holds'], where: string, reason: string): DeviceTrust => ({
    holds,
    where,
    quovadisOnly: quovadisOnly(root, store),
    reason,
  })
  if (root === undefined) return answer('unknown', '', 'the server sent no certificate')
  if (store === undefined) return answer('unknown', '', 'nothing is known of the certificates on the device')
  const held = trustpointWith([root, ...path.slice(1).flatMap(place => chain[place] ?? [])], store)
  if (held !== undefined) return answer('yes', held, `the trustpoint ${held} holds it`)
  const named = root.from === 'named' ? trustpointNamed(root.subject, store) : undefined
  if (named !== undefined) {
    return answer(
      'yes',
      named,
      `the trustpoint ${named} holds an authority of that name, which was not served`,
    )
  }
  if (inTrustpool(root, store) === true) return answer('yes', 'trustpool', 'the trust pool holds it')
  const pool = inTrustpool(root, store) ?? (store.trustpool?.certificates === 0 ? false : undefined)
  if (pool === undefined) {
    return answer('unknown', '', 'which certificates the trust pool holds is not known for this root')
  }
  if (trustpointsMayHold(store)) {
    return answer('unknown', '', 'the trust pool lacks it; what the trustpoints hold is not known')
  }
  return answer('no', '', 'neither the trust pool nor a trustpoint holds it')
}

/** The trust pool of the device had the root of Cisco's servers until 2022, and not the one they use now. */
function quovadisOnly(root: NeededRoot | undefined, store: DeviceStore | undefined): boolean {
  const pool = store?.trustpool
  return root?.sha256 === IDENTRUST_COMMERCIAL && pool?.identrust === false && pool.quovadis === true
}

function inTrustpool(root: NeededRoot, { trustpool }: DeviceStore): boolean | undefined {
  if (root.sha256 === IDENTRUST_COMMERCIAL) return trustpool?.identrust
  if (root.sha256 === QUOVADIS_2) return trustpool?.quovadis
  return undefined
}

/** Name of the trustpoint that holds one of these authorities. */
function trustpointWith(
  wanted: readonly { subject: string; serial?: string }[],
  store: DeviceStore,
): string | undefined {
  for (const one of store.certificates ?? []) {
    if (one.kind !== undefined && one.kind !== 'ca') continue
    const same = wanted.some(
      other =>
        other.serial !== undefined &&
        bareSerial(other.serial) === bareSerial(one.serial ?? '') &&
        commonName(other.subject) === commonName(one.subject ?? ''),
    )
    if (same) return trustpointOf(one)
  }
  const licensing = wanted.some(one => 'sha256' in one && one.sha256 === CISCO_LICENSING)
  return licensing && store.trustpoints?.some(isLicensing) === true ? 'SLA-TrustPoint' : undefined
}

/** Name of the trustpoint whose authority has this whole name; which key it has cannot be told. */
function trustpointNamed(subject: string, { certificates = [] }: DeviceStore): string | undefined {
  const found = certificates.find(
    one => (one.kind ?? 'ca') === 'ca' && sameParts(subject) === sameParts(one.subject ?? ''),
  )
  return found === undefined ? undefined : trustpointOf(found)
}

function trustpointOf({ trustpoint }: { readonly trustpoint?: string }): string {
  return trustpoint === undefined || trustpoint === '' ? 'of the device' : trustpoint
}

/** IOS prints the parts of a name in the other order, and their types in lower case. */
function sameParts(subject: string): string {
  return subject.toLowerCase().split(/,\s*/).sort().join(',')
}

function isLicensing(trustpoint: { readonly name?: string; readonly has_certificate?: boolean }): boolean {
  return trustpoint.name === 'SLA-TrustPoint' && trustpoint.has_certificate === true
}

/** Could a trustpoint hold the root without the facts showing it? */
function trustpointsMayHold({ certificates, trustpoints }: DeviceStore): boolean {
  if (certificates !== undefined) return false
  return trustpoints === undefined || trustpoints.some(one => !BUILT_IN.test(one.name ?? ''))
}

function bareSerial(serial: string): string {
  const digits = serial
    .toUpperCase()
    .replace(/^0X/, '')
    .replace(/[^0-9A-F]/g, '')
  return digits.replace(/^0+/, '')
}

/** `CN=Name, O=Company` and `cn=Name, o=Company` alike. */
function commonName(subject: string): string {
  const part = subject.split(/,\s*/).find(text => /^cn=/i.test(text))
  return (part ?? subject).replace(/^cn=/i, '').trim().toLowerCase()
}
