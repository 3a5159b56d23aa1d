// Prefix-preserving substitution of addresses, bit by bit: what two addresses share, their pseudonyms share.
// The scheme is Crypto-PAn's (Xu, Fan, Ammar, Moon, 2002) with one keyed hash for each eight bits.

/** A keyed hash of at least 32 bytes, e.g. HMAC-SHA-256 with the bundle's secret. */
export type KeyedHash = (text: string) => Uint8Array

/** A prefix that stays as it is: its bytes, and how many bits of them count. */
export interface Range {
  readonly bytes: readonly number[]
  readonly bits: number
}

export function inRange(bytes: readonly number[], range: Range): boolean {
  return sameBits(bytes, range.bytes, range.bits)
}

/** The first `bits` bits agree. */
function sameBits(a: readonly number[], b: readonly number[], bits: number): boolean {
  const whole = bits >> 3
  for (let at = 0; at < whole; at += 1) if (a[at] !== b[at]) return false
  const left = bits & 7
  return left === 0 || (((a[whole] ?? 0) ^ (b[whole] ?? 0)) & (0xff00 >> left) & 0xff) === 0
}

/**
 * Each bit is flipped or not, as the hash of the bits before it says. Bits on the way to a range are never flipped:
 * nothing enters or leaves it. `upTo`: the bits from there on stay.
 */
export function substitute(
  bytes: readonly number[],
  upTo: number,
  ranges: readonly Range[],
  flips: (prefix: string) => Uint8Array,
): number[] {
  const out = [...bytes]
  for (let at = 0; at * 8 < upTo; at += 1) {
    const digest = flips(bytes.slice(0, at).join('.'))
    let value = 0
    for (let bit = 0; bit < 8 && at * 8 + bit < upTo; bit += 1) {
      const place = at * 8 + bit
      const own = ((bytes[at] ?? 0) >> (7 - bit)) & 1
      const fixed = ranges.some(range => place < range.bits && sameBits(bytes, range.bytes, place))
      // The node of the byte's binary tree: 1 bit for each of its 255 inner nodes.
      const node = (1 << bit) - 1 + value
      const flip = ((digest[node >> 3] ?? 0) >> (node & 7)) & 1
      if (!fixed && flip === 1) out[at] = (out[at] ?? 0) ^ (1 << (7 - bit))
      value = (value << 1) | own
    }
  }
  return out
}
