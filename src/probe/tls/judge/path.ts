// From the served certificates to the path: each signed by the next, up to a root, a served one or one known here.
import { X509Certificate } from 'node:crypto'
import type { ChainVerdict, TlsCertificate } from '../../../model/probe/tls.ts'
import { signedBy } from '../certificate.ts'
import { type KnownRoot, knownRoots } from './roots.ts'

export interface Path {
  /** Places in the served chain, the server's own first. */
  readonly places: readonly number[]
  readonly verdict: ChainVerdict
  readonly outOfOrder: boolean
  /** The root when it is known here. */
  readonly known: KnownRoot | undefined
  /** Issuer nobody has; '' when the path ends in a root. */
  readonly missingIssuer: string
  /** A known root has the name of the path's root or missing issuer, and another key: somebody uses its name. */
  readonly borrowsName: boolean
}

/** `cloud`: the host is Cisco's, whose certificates never come from a root directly. */
export function findPath(chain: readonly TlsCertificate[], cloud: boolean): Path {
  const certificates = chain.map(one => new X509Certificate(Buffer.from(one.der, 'base64')))
  const places: number[] = []
  let known: KnownRoot | undefined
  for (let at = certificates.length === 0 ? -1 : 0; at !== -1; ) {
    places.push(at)
    const certificate = certificates[at]
    // A known root before served ones: a cross-signed copy of it leads no further than it does.
    if (certificate === undefined) break
    known = knownIssuer(certificate)
    if (known !== undefined || chain[at]?.selfSigned === true) break
    at = certificates.findIndex((other, place) => !places.includes(place) && issued(other, certificate))
  }
  const last = certificates[places.at(-1) ?? -1]
  const end = chain[places.at(-1) ?? -1]
  const served = end?.selfSigned === true
  const complete = known !== undefined || served
  return {
    places,
    verdict: verdictOf(end, places.length, known, chain, cloud),
    outOfOrder: places.some((place, index) => place !== index),
    known,
    missingIssuer: complete ? '' : (end?.issuer ?? ''),
    borrowsName: known === undefined && last !== undefined && knownRoots(last.issuer).length > 0,
  }
}

function verdictOf(
  end: TlsCertificate | undefined,
  length: number,
  known: KnownRoot | undefined,
  chain: readonly TlsCertificate[],
  cloud: boolean,
): ChainVerdict {
  if (end === undefined) return 'empty'
  if (end.selfSigned) return length === 1 ? 'self-signed' : 'complete'
  if (known !== undefined) {
    const root = known.certificate.fingerprint256.replaceAll(':', '')
    return chain.some(one => one.sha256 === root) ? 'complete' : 'root-left-out'
  }
  // Roots do not say where to get themselves; a certificate that does was issued by an intermediate.
  return cloud || end.issuerUrls.length > 0 ? 'missing-intermediate' : 'issuer-missing'
}

function knownIssuer(certificate: X509Certificate): KnownRoot | undefined {
  return knownRoots(certificate.issuer).find(root => signedBy(certificate, root.certificate))
}

function issued(issuer: X509Certificate, certificate: X509Certificate): boolean {
  return issuer.subject === certificate.issuer && signedBy(certificate, issuer)
}
