// A revocation list from its bytes: header, the one entry that matters, and the signature; whatever its size.
import type { CertificateRevocationList, RevokedCertificate } from 'pkijs'
import { type Element, elementAt, elementsIn, INTEGER, SEQUENCE, wrap } from './der.ts'

export interface RevocationList {
  /** Without its entries; the bytes that were signed are the original ones. */
  readonly header: CertificateRevocationList
  /** Entries of the list. */
  readonly entries: number
  /** The entry of the certificate, when it has one. */
  readonly entry: RevokedCertificate | undefined
}

const PEM = /-----BEGIN X509 CRL-----([A-Za-z0-9+/=\s]*)-----END X509 CRL-----/
const PEM_START = Buffer.from('-----BEGIN ')
/** Tags of the two kinds of time. */
const TIMES: readonly (number | undefined)[] = [0x17, 0x18]

/** DER of a list that came as DER or PEM; undefined when it is neither. */
export function derOf(body: Buffer): Buffer | undefined {
  if (body[0] === SEQUENCE) return body
  if (!body.subarray(0, 2000).includes(PEM_START)) return undefined
  const text = PEM.exec(body.toString('latin1'))?.[1]
  return text === undefined ? undefined : Buffer.from(text, 'base64')
}

/** `serial` is the certificate's serial number in hexadecimal. Undefined when the bytes are no revocation list. */
export async function readList(der: Buffer, serial: string): Promise<RevocationList | undefined> {
  const { CertificateRevocationList, RevokedCertificate } = await import('pkijs')
  const { fromBER } = await import('asn1js')
  const outer = elementAt(der, 0, der.length)
  const [tbs, algorithm, signature] = outer?.tag === SEQUENCE ? (elementsIn(der, outer, 3) ?? []) : []
  if (tbs === undefined || algorithm === undefined || signature === undefined) return undefined
  const parts = elementsIn(der, tbs, 8)
  if (parts === undefined) return undefined
  const entries = entriesOf(parts)
  const found = entries === undefined ? { count: 0 } : search(der, entries, bareSerial(serial))
  if (found === undefined) return undefined
  const bytes = (one: Element): Buffer => der.subarray(one.start, one.end)
  try {
    const slim = wrap(
      SEQUENCE,
      wrap(SEQUENCE, ...parts.filter(part => part !== entries).map(bytes)),
      bytes(algorithm),
      bytes(signature),
    )
    const header = CertificateRevocationList.fromBER(Uint8Array.from(slim).buffer)
    header.tbsView = Uint8Array.from(bytes(tbs))
    const entry =
      found.entry === undefined
        ? undefined
        : new RevokedCertificate({ schema: fromBER(Uint8Array.from(bytes(found.entry)).buffer).result })
    return { header, entries: found.count, entry }
  } catch {
    return undefined
  }
}

/** The entries follow the times: version, algorithm, issuer, this update, next update, entries, extensions. */
function entriesOf(parts: readonly Element[]): Element | undefined {
  return parts.find((part, index) => part.tag === SEQUENCE && TIMES.includes(parts[index - 1]?.tag))
}

function search(
  der: Buffer,
  entries: Element,
  serial: string,
): { readonly count: number; readonly entry?: Element } | undefined {
  let count = 0
  let entry: Element | undefined
  for (let at = entries.content; at < entries.end; count++) {
    const one = elementAt(der, at, entries.end)
    const number = one === undefined ? undefined : elementAt(der, one.content, one.end)
    if (one?.tag !== SEQUENCE || number?.tag !== INTEGER) return undefined
    if (entry === undefined && isSerial(der, number, serial)) entry = one
    at = one.end
  }
  return entry === undefined ? { count } : { count, entry }
}

function isSerial(der: Buffer, number: Element, serial: string): boolean {
  // A length that cannot be the serial's needs no comparing.
  if (number.end - number.content > serial.length / 2 + 2) return false
  return bareSerial(der.toString('hex', number.content, number.end)) === serial
}

function bareSerial(hex: string): string {
  return hex.toLowerCase().replace(/^0+/, '')
}
