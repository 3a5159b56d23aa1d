// An OCSP request for one certificate, and what the answer says: its signer, its time, its status.
import { randomBytes, X509Certificate } from 'node:crypto'
import type { BasicOCSPResponse, Certificate, SingleResponse } from 'pkijs'
import type { OcspCheck, OcspOutcome } from '../../model/probe/crl.ts'
import { nameText, signedBy } from '../tls/certificate.ts'
import { isPage, reasonOf } from './judge-list.ts'

export interface OcspRequest {
  readonly der: Buffer
  readonly nonce: Buffer
}

export type OcspVerdict = Pick<
  OcspCheck,
  'outcome' | 'detail' | 'responder' | 'nonce' | 'thisUpdate' | 'nextUpdate' | 'revokedAt' | 'reason'
>

const NONCE = '1.3.6.1.5.5.7.48.1.2'
const BASIC = '1.3.6.1.5.5.7.48.1.1'
const EXTENDED_KEY_USAGE = '2.5.29.37'
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9'
const MAX_SIGNERS = 5
const SLACK_MS = 5 * 60_000

/** RFC 6960, 4.2.1; 0 is success. */
const STATUS: Readonly<Record<number, readonly [OcspOutcome, string]>> = {
  1: ['error', 'the responder says the request is malformed'],
  2: ['error', 'the responder has an internal error'],
  3: ['try-later', 'the responder is busy: try later'],
  5: ['error', 'the responder wants signed requests'],
  6: ['unauthorized', 'the responder does not answer for this certificate'],
}

/** With SHA-1 names and a nonce, as devices send it: a nonce is the default of IOS XE (ISR 4000 administrator guidance). */
export async function ocspRequest(certificate: Certificate, issuer: Certificate): Promise<OcspRequest> {
  const { Extension, OCSPRequest } = await import('pkijs')
  const { OctetString } = await import('asn1js')
  const request = new OCSPRequest()
  await request.createForCertificate(certificate, { hashAlgorithm: 'SHA-1', issuerCertificate: issuer })
  const nonce = randomBytes(16)
  const value = new OctetString({ valueHex: Uint8Array.from(nonce).buffer })
  request.tbsRequest.requestExtensions = [new Extension({ extnID: NONCE, extnValue: value.toBER() })]
  return { der: Buffer.from(request.toSchema(true).toBER()), nonce }
}

/** `now` is in milliseconds since 1970. Never rejects. */
export async function judgeOcsp(
  body: Buffer,
  contentType: string,
  subject: { readonly certificate: Certificate; readonly issuer: Certificate },
  nonce: Buffer,
  now: number,
): Promise<OcspVerdict> {
  if (isPage(body, contentType)) {
    return { outcome: 'html-answer', detail: 'a web page came instead of an OCSP answer' }
  }
  try {
    const read = await readAnswer(body)
    if (typeof read === 'number') {
      const [outcome, detail] = STATUS[read] ?? ['malformed', 'the answer has a status that does not exist']
      return { outcome, detail }
    }
    return await judgeSigned(read, subject, nonce, now)
  } catch {
    return { outcome: 'malformed', detail: 'what came is no OCSP answer' }
  }
}

async function readAnswer(body: Buffer): Promise<BasicOCSPResponse | number> {
  const { BasicOCSPResponse, OCSPResponse } = await import('pkijs')
  const response = OCSPResponse.fromBER(Uint8Array.from(body).buffer)
  const status = response.responseStatus.valueBlock.valueDec
  if (status !== 0) return status
  const bytes = response.responseBytes
  if (bytes === undefined || bytes.responseType !== BASIC) throw new Error('no basic answer')
  return BasicOCSPResponse.fromBER(Uint8Array.from(bytes.response.valueBlock.valueHexView).buffer)
}

async function judgeSigned(
  basic: BasicOCSPResponse,
  { certificate, issuer }: { readonly certificate: Certificate; readonly issuer: Certificate },
  nonce: Buffer,
  now: number,
): Promise<OcspVerdict> {
  const end = (outcome: OcspOutcome, detail: string, more: Partial<OcspVerdict> = {}): OcspVerdict => ({
    outcome,
    detail,
    ...more,
  })
  const signer = await signerOf(basic, issuer, now)
  if (typeof signer === 'string') return end('bad-signature', signer)
  const echoed = nonceOf(basic)
  const told = { responder: nameText(signer.subject), nonce: echoed !== undefined }
  if (echoed !== undefined && !echoed.equals(nonce)) {
    return end('wrong-nonce', 'the answer belongs to another question', told)
  }
  const single = await answerFor(basic, certificate, issuer)
  if (single === undefined) return end('wrong-certificate', 'the answer is about another certificate', told)
  const times = {
    ...told,
    thisUpdate: single.thisUpdate.toISOString(),
    ...(single.nextUpdate === undefined ? {} : { nextUpdate: single.nextUpdate.toISOString() }),
  }
  // A revocation is not taken back: how old the answer is does not matter.
  const status = statusOf(single)
  if (status.outcome === 'revoked') return { ...times, ...status }
  if (single.thisUpdate.getTime() > now + SLACK_MS) {
    return end('not-yet-valid', `the answer begins ${times.thisUpdate}`, times)
  }
  if (single.nextUpdate !== undefined && single.nextUpdate.getTime() < now) {
    return end('stale', `the answer ended ${single.nextUpdate.toISOString()}`, times)
  }
  return { ...times, ...status }
}

/** CertStatus: good [0], revoked [1] with its time and reason, unknown [2]. */
function statusOf(single: SingleResponse): Pick<OcspVerdict, 'outcome' | 'detail' | 'revokedAt' | 'reason'> {
  const status: unknown = single.certStatus
  const tag = tagOf(status)
  if (tag === 0) return { outcome: 'good', detail: 'the responder says it is good' }
  if (tag === 2) return { outcome: 'unknown', detail: 'the responder does not know the certificate' }
  if (tag !== 1) return { outcome: 'malformed', detail: 'the answer has a status that does not exist' }
  const [at, explicit] = childrenOf(status)
  const date =
    typeof at === 'object' && at !== null && 'toDate' in at ? (at as { toDate(): Date }).toDate() : undefined
  const reason = reasonOf(childrenOf(explicit)[0])
  const revokedAt =
    date === undefined || Number.isNaN(date.getTime()) ? {} : { revokedAt: date.toISOString() }
  return { outcome: 'revoked', detail: `revoked: ${reason}`, reason, ...revokedAt }
}

function tagOf(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null || !('idBlock' in value)) return undefined
  const id = value.idBlock
  return typeof id === 'object' && id !== null && 'tagNumber' in id ? Number(id.tagNumber) : undefined
}

function childrenOf(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null || !('valueBlock' in value)) return []
  const block = value.valueBlock
  const list = typeof block === 'object' && block !== null && 'value' in block ? block.value : undefined
  return Array.isArray(list) ? list : []
}

async function answerFor(
  basic: BasicOCSPResponse,
  certificate: Certificate,
  issuer: Certificate,
): Promise<SingleResponse | undefined> {
  const { CertID } = await import('pkijs')
  for (const single of basic.tbsResponseData.responses.slice(0, 20)) {
    const hashAlgorithm = HASHES[single.certID.hashAlgorithm.algorithmId]
    if (hashAlgorithm === undefined) continue
    const wanted = new CertID()
    await wanted.createForCertificate(certificate, { hashAlgorithm, issuerCertificate: issuer })
    if (wanted.isEqual(single.certID)) return single
  }
  return undefined
}

const HASHES: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
}

/** The authority itself, or a delegate it signed for this (RFC 6960, 4.2.2.2); else why not. */
async function signerOf(
  basic: BasicOCSPResponse,
  issuer: Certificate,
  now: number,
): Promise<Certificate | string> {
  if (await madeBy(basic, issuer)) return issuer
  for (const candidate of (basic.certs ?? []).slice(0, MAX_SIGNERS)) {
    if (!(await madeBy(basic, candidate))) continue
    if (!signedBy(nodeCertificate(candidate), nodeCertificate(issuer))) {
      return 'who signed the answer was not appointed by the issuer'
    }
    if (!isForOcsp(candidate)) return 'the certificate that signed the answer is not for OCSP'
    const [from, until] = [candidate.notBefore.value.getTime(), candidate.notAfter.value.getTime()]
    if (now < from || now > until) return "the responder's own certificate is not valid now"
    return candidate
  }
  return 'neither the issuer nor a certificate in the answer signed it'
}

async function madeBy(basic: BasicOCSPResponse, signer: Certificate): Promise<boolean> {
  const { getCrypto } = await import('pkijs')
  try {
    return await getCrypto(true).verifyWithPublicKey(
      Uint8Array.from(basic.tbsResponseData.tbsView).buffer,
      basic.signature,
      signer.subjectPublicKeyInfo,
      basic.signatureAlgorithm,
    )
  } catch {
    return false
  }
}

function nodeCertificate(certificate: Certificate): X509Certificate {
  return new X509Certificate(Buffer.from(certificate.toSchema().toBER()))
}

function isForOcsp(certificate: Certificate): boolean {
  const usage = certificate.extensions?.find(one => one.extnID === EXTENDED_KEY_USAGE)?.parsedValue
  if (typeof usage !== 'object' || usage === null || !('keyPurposes' in usage)) return false
  return Array.isArray(usage.keyPurposes) && usage.keyPurposes.includes(OCSP_SIGNING)
}

function nonceOf(basic: BasicOCSPResponse): Buffer | undefined {
  const found = basic.tbsResponseData.responseExtensions?.find(one => one.extnID === NONCE)
  if (found === undefined) return undefined
  const bytes = Buffer.from(found.extnValue.valueBlock.valueHexView)
  // An OCTET STRING inside the extension's own; old responders leave the inner one out.
  return bytes[0] === 4 && bytes[1] === bytes.length - 2 ? bytes.subarray(2) : bytes
}
