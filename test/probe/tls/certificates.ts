// Makes certificates, revocation lists and OCSP answers in memory, good and bad ones, for tests without OpenSSL.
import { webcrypto } from 'node:crypto'
import * as asn1js from 'asn1js'
import {
  AccessDescription,
  AttributeTypeAndValue,
  BasicConstraints,
  Certificate,
  CRLDistributionPoints,
  DistributionPoint,
  Extension,
  ExtKeyUsage,
  GeneralName,
  GeneralNames,
  InfoAccess,
  RelativeDistinguishedNames,
} from 'pkijs'

export interface Made {
  readonly der: Buffer
  readonly pem: string
  readonly keyPem: string
  readonly key: webcrypto.CryptoKey
  readonly certificate: Certificate
}

export interface Wanted {
  readonly cn?: string
  readonly organisation?: string
  readonly dns?: readonly string[]
  readonly ips?: readonly string[]
  readonly ca?: boolean
  readonly issuer?: Made
  readonly from?: string
  readonly until?: string
  readonly serial?: string
  readonly crl?: readonly string[]
  readonly ocsp?: readonly string[]
  readonly caIssuers?: readonly string[]
  readonly rsaBits?: number
  readonly hash?: 'SHA-1' | 'SHA-256'
  readonly ocspSigning?: boolean
}

let nextSerial = 0x100000

/** A certificate with a key of its own, by default P-256 and valid from 2020 to 2040; signed by itself without an issuer. */
export async function make(wanted: Wanted): Promise<Made> {
  const keys = (await webcrypto.subtle.generateKey(algorithm(wanted), true, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair
  const certificate = new Certificate()
  certificate.version = 2
  certificate.serialNumber = new asn1js.Integer({
    valueHex: Uint8Array.from(Buffer.from(wanted.serial ?? (nextSerial++).toString(16), 'hex')).buffer,
  })
  certificate.subject = nameOf(wanted)
  certificate.issuer = wanted.issuer?.certificate.subject ?? certificate.subject
  certificate.notBefore.value = new Date(wanted.from ?? '2020-01-01T00:00:00Z')
  certificate.notAfter.value = new Date(wanted.until ?? '2040-01-01T00:00:00Z')
  certificate.extensions = extensionsOf(wanted)
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey)
  await certificate.sign(wanted.issuer?.key ?? keys.privateKey, wanted.hash ?? 'SHA-256')
  const der = Buffer.from(certificate.toSchema(true).toBER(false))
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey))
  return {
    der,
    pem: pem('CERTIFICATE', der),
    keyPem: pem('PRIVATE KEY', pkcs8),
    key: keys.privateKey,
    certificate: Certificate.fromBER(Uint8Array.from(der).buffer),
  }
}

export function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}

function algorithm({ rsaBits, hash = 'SHA-256' }: Wanted) {
  if (rsaBits === undefined) return { name: 'ECDSA', namedCurve: 'P-256' }
  return {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: rsaBits,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash,
  }
}

function nameOf({ cn, organisation }: Wanted): RelativeDistinguishedNames {
  const part = (type: string, value: string | undefined): AttributeTypeAndValue[] =>
    value === undefined ? [] : [new AttributeTypeAndValue({ type, value: new asn1js.Utf8String({ value }) })]
  return new RelativeDistinguishedNames({
    typesAndValues: [...part('2.5.4.10', organisation), ...part('2.5.4.3', cn)],
  })
}

function extensionsOf(wanted: Wanted): Extension[] {
  const found: Extension[] = []
  const add = (extnID: string, schema: { toSchema(): asn1js.BaseBlock }, critical = false): void => {
    found.push(new Extension({ extnID, critical, extnValue: schema.toSchema().toBER(false) }))
  }
  if (wanted.ca === true) add('2.5.29.19', new BasicConstraints({ cA: true }), true)
  if (wanted.ocspSigning === true) add('2.5.29.37', new ExtKeyUsage({ keyPurposes: ['1.3.6.1.5.5.7.3.9'] }))
  const names = [
    ...(wanted.dns ?? []).map(value => new GeneralName({ type: 2, value })),
    ...(wanted.ips ?? []).map(ip => new GeneralName({ type: 7, value: octets(ip) })),
  ]
  if (names.length > 0) add('2.5.29.17', new GeneralNames({ names }))
  if (wanted.crl !== undefined) {
    const distributionPoints = wanted.crl.map(
      value => new DistributionPoint({ distributionPoint: [new GeneralName({ type: 6, value })] }),
    )
    add('2.5.29.31', new CRLDistributionPoints({ distributionPoints }))
  }
  const access = [
    ...(wanted.ocsp ?? []).map(url => accessTo('1.3.6.1.5.5.7.48.1', url)),
    ...(wanted.caIssuers ?? []).map(url => accessTo('1.3.6.1.5.5.7.48.2', url)),
  ]
  if (access.length > 0) add('1.3.6.1.5.5.7.1.1', new InfoAccess({ accessDescriptions: access }))
  return found
}

function accessTo(accessMethod: string, value: string): AccessDescription {
  return new AccessDescription({ accessMethod, accessLocation: new GeneralName({ type: 6, value }) })
}

function octets(ip: string): asn1js.OctetString {
  const bytes = ip.includes(':')
    ? Buffer.from(
        ip
          .split(':')
          .map(group => group.padStart(4, '0'))
          .join(''),
        'hex',
      )
    : Buffer.from(ip.split('.').map(Number))
  return new asn1js.OctetString({ valueHex: Uint8Array.from(bytes).buffer })
}
