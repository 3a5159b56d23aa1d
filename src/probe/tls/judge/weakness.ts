// Keys and signatures that today's software refuses.
import type { TlsCertificate, TlsWeakness } from '../../../model/probe/tls.ts'

const FEWEST_BITS: Readonly<Partial<Record<TlsCertificate['keyType'], number>>> = {
  rsa: 2048,
  dsa: 2048,
  ec: 224,
}
const OLD_SIGNATURE = /^(md2|md5|sha1|dsaWithSHA1|ecdsa-with-SHA1)/

/** A root's signature of itself proves nothing and may be old. `path` holds places in the chain. */
export function weaknesses(chain: readonly TlsCertificate[], path: readonly number[]): TlsWeakness[] {
  return path.flatMap(place => {
    const certificate = chain[place]
    if (certificate === undefined) return []
    const { keyType, keyBits, signatureAlgorithm, selfSigned } = certificate
    const found: TlsWeakness[] = []
    if (keyBits > 0 && keyBits < (FEWEST_BITS[keyType] ?? 0)) {
      found.push({ certificate: place, kind: 'key', what: `${keyType.toUpperCase()} ${keyBits} bits` })
    }
    if (OLD_SIGNATURE.test(signatureAlgorithm) && !(selfSigned && place !== 0)) {
      found.push({ certificate: place, kind: 'signature', what: signatureAlgorithm })
    }
    return found
  })
}
