// IPv4 addresses: which are kept, and the pseudonyms of the others.
import { inRange, type KeyedHash, type Range, substitute } from './bits.ts'

const range = (bits: number, ...bytes: number[]): Range => ({ bits, bytes: [...bytes, 0, 0, 0].slice(0, 4) })

/** Special ranges say nothing of whom they belong to: this network, loopback, link-local, multicast, reserved, masks. */
const KEPT = [range(8, 0), range(8, 127), range(16, 169, 254), range(3, 224)]
/** Private space stays private space. */
const PRIVATE = [range(8, 10), range(12, 172, 16), range(16, 192, 168), range(10, 100, 64)]
const RANGES = [...KEPT, ...PRIVATE]

/** The last eight bits stay: `.0`, `.1` and `.255` keep their meaning in a subnet of that size. */
const HOST_BITS = 8

/** Four bytes; undefined for what is no address. Leading zeros are not taken for decimal. */
export function parseIpv4(text: string): number[] | undefined {
  const parts = text.split('.')
  if (parts.length !== 4) return undefined
  const bytes = parts.map(part => (/^(?:0|[1-9]\d{0,2})$/.test(part) ? Number(part) : 256))
  return bytes.every(byte => byte < 256) ? bytes : undefined
}

export function isKeptIpv4(bytes: readonly number[]): boolean {
  return KEPT.some(kept => inRange(bytes, kept)) || isMask(bytes)
}

/** A netmask such as 192.0.0.0 or a wildcard mask such as 31.255.255.255. */
function isMask(bytes: readonly number[]): boolean {
  const value = bytes.reduce((sum, byte) => sum * 256 + byte, 0)
  const inverse = 0xffffffff - value
  return isPower(value + 1) || (isPower(inverse + 1) && value >= 0x80000000)
}

function isPower(value: number): boolean {
  return Number.isInteger(Math.log2(value))
}

export function pseudonymIpv4(bytes: readonly number[], hash: KeyedHash): string {
  return substitute(bytes, 32 - HOST_BITS, RANGES, prefix => hash(`ipv4 ${prefix}`)).join('.')
}
