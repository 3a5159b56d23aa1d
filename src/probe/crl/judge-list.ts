// Is a revocation list good for a certificate: its issuer, scope, signature and times, and does it name the certificate?
import type { Certificate, CertificateRevocationList, Extension, RevokedCertificate } from 'pkijs'
import {
  type CrlCheck,
  type CrlOutcome,
  REVOCATION_REASONS,
  type RevocationReason,
} from '../../model/probe/crl.ts'
import { nameText } from '../tls/certificate.ts'
import { derOf, readList } from './list.ts'

export interface Subject {
  /** The certificate that is checked, and the one that issued it when it is at hand. */
  readonly certificate: Certificate
  readonly issuer: Certificate | undefined
}

export type ListVerdict = Pick<
  CrlCheck,
  'outcome' | 'detail' | 'issuer' | 'entries' | 'thisUpdate' | 'nextUpdate' | 'revokedAt' | 'reason'
>

const DELTA = '2.5.29.27'
const ISSUING_POINT = '2.5.29.28'
const REASON = '2.5.29.21'
/** Clocks differ a little. */
const SLACK_MS = 5 * 60_000

/** `now` is in milliseconds since 1970. Never rejects. */
export async function judgeList(
  body: Buffer,
  contentType: string,
  subject: Subject,
  now: number,
): Promise<ListVerdict> {
  const der = derOf(body)
  if (der === undefined) return notAList(body, contentType)
  const list = await readList(der, serialOf(subject.certificate))
  if (list === undefined) return { outcome: 'malformed', detail: 'what came is no revocation list' }
  const { header, entry, entries } = list
  const told = {
    issuer: nameText(header.issuer),
    entries,
    ...timeOf('thisUpdate', header.thisUpdate.value),
    ...timeOf('nextUpdate', header.nextUpdate?.value),
  }
  const end = (outcome: CrlOutcome, detail: string): ListVerdict => ({ ...told, outcome, detail })
  if (!header.issuer.isEqual(subject.certificate.issuer)) {
    return end('wrong-issuer', 'the list is of another authority than the certificate')
  }
  const scope = scopeProblem(header, subject.certificate)
  if (scope !== undefined) return end('not-covering', scope)
  if (subject.issuer === undefined) {
    return end('unverified', "the issuer's certificate was not served, so the signature cannot be checked")
  }
  const signed = await signedBy(header, subject.issuer)
  if (signed === undefined) {
    return end('unverified', 'the list is signed in a way this computer cannot check')
  }
  if (!signed) {
    return end('bad-signature', "the issuer's key did not sign the list")
  }
  if (entry !== undefined) {
    const { at, reason } = revocationOf(entry)
    return { ...end('revoked', `revoked: ${reason}`), reason, ...timeOf('revokedAt', at) }
  }
  if (header.thisUpdate.value.getTime() > now + SLACK_MS) {
    return end('not-yet-valid', `the list begins ${told.thisUpdate ?? 'later'}`)
  }
  if (header.nextUpdate !== undefined && header.nextUpdate.value.getTime() < now) {
    return end('stale', `the list ended ${told.nextUpdate ?? 'earlier'}`)
  }
  return end('good', `not among ${entries} revoked certificates`)
}

function notAList(body: Buffer, contentType: string): ListVerdict {
  return isPage(body, contentType)
    ? { outcome: 'html-answer', detail: 'a web page came instead of a revocation list' }
    : {
        outcome: 'malformed',
        detail: body.length === 0 ? 'the answer is empty' : 'what came is no revocation list',
      }
}

/** A page of a portal, or of a proxy. */
export function isPage(body: Buffer, contentType: string): boolean {
  const begin = body
    .subarray(0, 300)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
  return begin.startsWith('<') || (/^text\/html/i.test(contentType) && body[0] !== 0x30)
}

function timeOf<K extends string>(key: K, value: Date | undefined): { [P in K]?: string } {
  if (value === undefined || Number.isNaN(value.getTime())) return {}
  return { [key]: value.toISOString() } as { [P in K]?: string }
}

/** Why the list does not speak of such a certificate; RFC 5280, 5.2.4 and 5.2.5. */
function scopeProblem(list: CertificateRevocationList, certificate: Certificate): string | undefined {
  const found = (oid: string): Extension | undefined =>
    list.crlExtensions?.extensions.find(one => one.extnID === oid)
  if (found(DELTA) !== undefined) return 'it is a delta list, which holds changes only'
  const point = found(ISSUING_POINT)?.parsedValue
  if (typeof point !== 'object' || point === null) return undefined
  const says = (name: string): boolean => (point as Record<string, unknown>)[name] === true
  const basic = certificate.extensions?.find(one => one.extnID === '2.5.29.19')?.parsedValue
  const isCa =
    typeof basic === 'object' && basic !== null && (basic as Record<string, unknown>)['cA'] === true
  if (says('onlyContainsCACerts') && !isCa) return 'it covers authorities only'
  if (says('onlyContainsUserCerts') && isCa) return 'it covers end certificates only'
  if (says('onlyContainsAttributeCerts')) return 'it covers attribute certificates only'
  return says('indirectCRL') ? 'it is an indirect list' : undefined
}

function serialOf({ serialNumber }: Certificate): string {
  return Buffer.from(serialNumber.valueBlock.valueHexView).toString('hex')
}

/** Undefined for an algorithm or a key that cannot be used here, e.g. MD5. */
async function signedBy(list: CertificateRevocationList, issuer: Certificate): Promise<boolean | undefined> {
  const { getCrypto } = await import('pkijs')
  try {
    return await getCrypto(true).verifyWithPublicKey(
      Uint8Array.from(list.tbsView).buffer,
      list.signatureValue,
      issuer.subjectPublicKeyInfo,
      list.signatureAlgorithm,
    )
  } catch {
    return undefined
  }
}

function revocationOf(entry: RevokedCertificate): { at: Date; reason: RevocationReason } {
  const found = entry.crlEntryExtensions?.extensions.find(one => one.extnID === REASON)?.parsedValue
  return { at: entry.revocationDate.value, reason: reasonOf(found) }
}

/** An ENUMERATED value as asn1js gives it. */
export function reasonOf(value: unknown): RevocationReason {
  if (typeof value !== 'object' || value === null || !('valueBlock' in value)) return 'unspecified'
  const block = value.valueBlock
  const code = typeof block === 'object' && block !== null && 'valueDec' in block ? Number(block.valueDec) : 0
  // Code 7 is not used.
  return code === 7 ? 'unspecified' : (REVOCATION_REASONS[code > 7 ? code - 1 : code] ?? 'unspecified')
}
