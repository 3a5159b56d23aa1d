// One certificate from its bytes: what a probe keeps of it. Node gives keys and fingerprints, pkijs the extensions.
import { X509Certificate } from 'node:crypto'
import type { Certificate, Extension, GeneralName, RelativeDistinguishedNames } from 'pkijs'
import type { SubjectAltName, TlsCertificate } from '../../model/probe/tls.ts'

const TEXT = 200
const MAX_NAMES = 50
const MAX_URLS = 5
/** A longer one stays too long, so that nobody asks at a URL that was cut. */
const MAX_URL = 2000

const NAME_OIDS: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '1.2.840.113549.1.9.1': 'emailAddress',
  '0.9.2342.19200300.100.1.25': 'DC',
}
const SIGNATURE_OIDS: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.2': 'md2WithRSAEncryption',
  '1.2.840.113549.1.1.4': 'md5WithRSAEncryption',
  '1.2.840.113549.1.1.5': 'sha1WithRSAEncryption',
  '1.2.840.113549.1.1.10': 'rsassaPss',
  '1.2.840.113549.1.1.11': 'sha256WithRSAEncryption',
  '1.2.840.113549.1.1.12': 'sha384WithRSAEncryption',
  '1.2.840.113549.1.1.13': 'sha512WithRSAEncryption',
  '1.2.840.10040.4.3': 'dsaWithSHA1',
  '1.2.840.10045.4.1': 'ecdsa-with-SHA1',
  '1.2.840.10045.4.3.2': 'ecdsa-with-SHA256',
  '1.2.840.10045.4.3.3': 'ecdsa-with-SHA384',
  '1.2.840.10045.4.3.4': 'ecdsa-with-SHA512',
  '1.3.101.112': 'ed25519',
  '1.3.101.113': 'ed448',
}
const CURVE_BITS: Readonly<Record<string, number>> = {
  prime192v1: 192,
  secp224r1: 224,
  prime256v1: 256,
  secp256k1: 256,
  secp384r1: 384,
  secp521r1: 521,
}
const ALT_KINDS: Readonly<Record<number, SubjectAltName['kind']>> = {
  1: 'email',
  2: 'dns',
  6: 'uri',
  7: 'ip',
}
const SUBJECT_ALT_NAME = '2.5.29.17'
const BASIC_CONSTRAINTS = '2.5.29.19'
const CRL_DISTRIBUTION_POINTS = '2.5.29.31'
const AUTHORITY_INFORMATION = '1.3.6.1.5.5.7.1.1'
const OCSP = '1.3.6.1.5.5.7.48.1'
const CA_ISSUERS = '1.3.6.1.5.5.7.48.2'

/** Undefined when the bytes are no certificate. */
export async function readCertificate(der: Uint8Array): Promise<TlsCertificate | undefined> {
  const { Certificate } = await import('pkijs')
  try {
    const node = new X509Certificate(der)
    const parsed = Certificate.fromBER(Uint8Array.from(der).buffer)
    const basic = extension(parsed, BASIC_CONSTRAINTS)
    return {
      subject: nameText(parsed.subject),
      issuer: nameText(parsed.issuer),
      commonNames: parsed.subject.typesAndValues
        .filter(part => String(part.type) === '2.5.4.3')
        .slice(0, MAX_NAMES)
        .map(part => valueText(part.value)),
      altNames: altNames(extension(parsed, SUBJECT_ALT_NAME)),
      notBefore: parsed.notBefore.value.toISOString(),
      notAfter: parsed.notAfter.value.toISOString(),
      serial: node.serialNumber.slice(0, TEXT),
      sha256: node.fingerprint256.replaceAll(':', ''),
      sha1: node.fingerprint.replaceAll(':', ''),
      // A certificate of version 1 has no extensions; the roots of old are such.
      isCa: basic === undefined ? parsed.version === 0 && selfSigned(node) : node.ca,
      selfSigned: selfSigned(node),
      ...keyOf(node),
      signatureAlgorithm:
        SIGNATURE_OIDS[parsed.signatureAlgorithm.algorithmId] ?? parsed.signatureAlgorithm.algorithmId,
      crlUrls: crlUrls(extension(parsed, CRL_DISTRIBUTION_POINTS)),
      ocspUrls: accessUrls(extension(parsed, AUTHORITY_INFORMATION), OCSP),
      issuerUrls: accessUrls(extension(parsed, AUTHORITY_INFORMATION), CA_ISSUERS),
      der: Buffer.from(der).toString('base64'),
    }
  } catch {
    return undefined
  }
}

/** `CN=name, O=company` in the order of the certificate; at most 200 characters. */
export function nameText(name: RelativeDistinguishedNames): string {
  return name.typesAndValues
    .slice(0, MAX_NAMES)
    .map(part => `${NAME_OIDS[String(part.type)] ?? String(part.type)}=${valueText(part.value)}`)
    .join(', ')
    .slice(0, TEXT)
}

function valueText(value: { valueBlock: unknown }): string {
  const block = value.valueBlock
  const text = typeof block === 'object' && block !== null && 'value' in block ? block.value : ''
  return typeof text === 'string' ? text.slice(0, TEXT) : ''
}

function extension(certificate: Certificate, oid: string): Extension | undefined {
  return certificate.extensions?.find(one => one.extnID === oid)
}

function altNames(found: Extension | undefined): SubjectAltName[] {
  const names = listIn<GeneralName>(found?.parsedValue, 'altNames')
  return names.slice(0, MAX_NAMES).map(name => {
    const kind = ALT_KINDS[name.type] ?? 'other'
    const value = kind === 'ip' ? addressText(name.value) : String(name.value)
    return { kind, value: kind === 'other' ? '' : value.slice(0, TEXT) }
  })
}

/** An address as Node writes it; the bytes in hexadecimal when they are none. */
function addressText(value: { valueBlock: { valueHexView: Uint8Array } }): string {
  const bytes = value.valueBlock.valueHexView
  if (bytes.length === 4) return bytes.join('.')
  const hex = Buffer.from(bytes).toString('hex')
  if (bytes.length !== 16) return hex
  return new URL(`http://[${(hex.match(/.{4}/g) ?? []).join(':')}]`).hostname.slice(1, -1)
}

function crlUrls(found: Extension | undefined): string[] {
  const urls: string[] = []
  for (const point of listIn<{ distributionPoint?: unknown }>(found?.parsedValue, 'distributionPoints')) {
    for (const name of Array.isArray(point.distributionPoint) ? point.distributionPoint : []) {
      if (isUri(name)) urls.push(name.value.slice(0, MAX_URL + 1))
    }
  }
  return urls.slice(0, MAX_URLS)
}

function accessUrls(found: Extension | undefined, method: string): string[] {
  return listIn<{ accessMethod: string; accessLocation: unknown }>(found?.parsedValue, 'accessDescriptions')
    .filter(one => one.accessMethod === method)
    .flatMap(({ accessLocation }) =>
      isUri(accessLocation) ? [accessLocation.value.slice(0, MAX_URL + 1)] : [],
    )
    .slice(0, MAX_URLS)
}

function isUri(name: unknown): name is { type: 6; value: string } {
  if (typeof name !== 'object' || name === null || !('type' in name) || !('value' in name)) return false
  return name.type === 6 && typeof name.value === 'string'
}

/** An extension that could not be parsed has no such list. */
function listIn<T>(value: unknown, key: string): T[] {
  if (typeof value !== 'object' || value === null || !(key in value)) return []
  const list = (value as Record<string, unknown>)[key]
  return Array.isArray(list) ? (list as T[]) : []
}

function keyOf(certificate: X509Certificate): Pick<TlsCertificate, 'keyType' | 'keyBits'> {
  try {
    const { asymmetricKeyType: type = 'other', asymmetricKeyDetails: details = {} } = certificate.publicKey
    if (type === 'rsa' || type === 'rsa-pss') return { keyType: 'rsa', keyBits: details.modulusLength ?? 0 }
    if (type === 'ec') return { keyType: 'ec', keyBits: CURVE_BITS[details.namedCurve ?? ''] ?? 0 }
    if (type === 'ed25519') return { keyType: 'ed25519', keyBits: 256 }
    if (type === 'ed448') return { keyType: 'ed448', keyBits: 456 }
    if (type === 'dsa') return { keyType: 'dsa', keyBits: details.modulusLength ?? 0 }
  } catch {
    // A key of an unknown kind.
  }
  return { keyType: 'other', keyBits: 0 }
}

function selfSigned(certificate: X509Certificate): boolean {
  return certificate.subject === certificate.issuer && signedBy(certificate, certificate)
}

/** Did the key in `issuer` make the signature of `certificate`? False also for keys Node cannot use. */
export function signedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.verify(issuer.publicKey)
  } catch {
    return false
  }
}
