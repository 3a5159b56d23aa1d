// The roots a path may end in: those Node ships, and Cisco's own for licensing servers.
import { X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'

export interface KnownRoot {
  readonly certificate: X509Certificate
  readonly from: 'public' | 'cisco'
}

/**
 * Cisco Licensing Root CA, which every IOS XE device has as SLA-TrustPoint and which signs the certificates of on-premises
 * servers; valid until 2038. Source: `crypto pki certificate chain SLA-TrustPoint` in any IOS XE configuration.
 */
const CISCO_LICENSING_ROOT_CA =
  'MIIDITCCAgmgAwIBAgIBATANBgkqhkiG9w0BAQsFADAyMQ4wDAYDVQQKEwVDaXNjbzEgMB4GA1UEAxMXQ2lzY28gTGljZW5zaW5nIFJv' +
  'b3QgQ0EwHhcNMTMwNTMwMTk0ODQ3WhcNMzgwNTMwMTk0ODQ3WjAyMQ4wDAYDVQQKEwVDaXNjbzEgMB4GA1UEAxMXQ2lzY28gTGljZW5z' +
  'aW5nIFJvb3QgQ0EwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQCmvL2WEx4F9xRepyws1obmFyIuofHv9k3LtMeYISqhR8ZV' +
  '2NeUcTgNhxFEHhqvBxqcrmOIijjlIBw5TXhGLvI5xln3FbmMCllbu1y9DP6+o3AKi/fY8lbuSqToDdtv0clgsf0Y/8aclm+miVeiYX3n' +
  'EE/cX+opVqxzkKPrK1Q2rchHosXatVPraamlNVjp8+PAvSPPWL1xiGjmlJEg8yDnlI5x1647zITxBoTHS8jgD1ObpCtCxou3x0eQlrTL' +
  'LWLqL1Bdx7BipGgR2VvoJQ/EXV1fuI8n0ZHFXw12YfmkzT2ZIyeouwO9Tm1waXy634vfX0NolRNeRN/Hxs8E3X/RAgMBAAGjQjBAMA4G' +
  'A1UdDwEB/wQEAwIBBjAPBgNVHRMBAf8EBTADAQH/MB0GA1UdDgQWBBRJ3IVLPTHlGz5qF2Bq8zM9O0xz6DANBgkqhkiG9w0BAQsFAAOC' +
  'AQEAUH8k05MqZoYCXZ/oOK5cbU32sEljHHgkDakFYE7c3v9P7St3/EYOzWNv291EaB46VnOrkJPTsWyePYvZiYe/5Ay9nhrsoMIhibtc' +
  'j6hWhs2YtkZVdbFGjfxmqEZ6PfRNVlcAat8PDc+DUBU8BP98Ieh4rBG6nNJVqSMsfKe35sGvdPYVLpm3sfz5u+lz3n9b3euGxx47SRdl' +
  'MItfsNoGuSr+f0lOip4HuFc386WL4RpIoinDfB5pOfCGeIDdzRbWus7K7rx8+YQoeHs1ICzcYORharYjzb0jDjr7QYYWqUCT4ElNEKt1' +
  'J+hvc5MuNbWIYv2uAnUVb3GbsvDWl99/KA=='

/** SHA-256 of the roots the rules on Cisco's servers are about. */
export const IDENTRUST_COMMERCIAL = '5D56499BE4D2E08BCFCAD08A3E38723D50503BDE706948E42F55603019E528AE'
export const QUOVADIS_2 = '85A0DD7DD720ADB7FF05F83D542B209DC7FF4528F7D677B18389FEA5E5C49E86'
export const CISCO_LICENSING = 'F1B52392C4A4EC2A8709B1308304A911FFCEC2CE0B63A94FBE969164567C4925'

let known: ReadonlyMap<string, readonly KnownRoot[]> | undefined

/** Known roots whose subject is this text (as Node prints it). Read once, when the first is asked for. */
export function knownRoots(subject: string): readonly KnownRoot[] {
  known ??= readRoots()
  return known.get(subject) ?? []
}

function readRoots(): ReadonlyMap<string, readonly KnownRoot[]> {
  const roots = new Map<string, KnownRoot[]>()
  const add = (certificate: X509Certificate, from: KnownRoot['from']): void => {
    const same = roots.get(certificate.subject)
    if (same === undefined) roots.set(certificate.subject, [{ certificate, from }])
    else same.push({ certificate, from })
  }
  for (const pem of rootCertificates) add(new X509Certificate(pem), 'public')
  add(new X509Certificate(Buffer.from(CISCO_LICENSING_ROOT_CA, 'base64')), 'cisco')
  return roots
}
