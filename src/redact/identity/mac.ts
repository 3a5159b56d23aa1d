// MAC addresses: makers stay together, group addresses and those of redundancy protocols are kept.
import { type KeyedHash, substitute } from './bits.ts'

/** Virtual addresses of HSRP, VRRP and GLBP say no more than the group's number. */
const VIRTUAL = ['00000c07ac', '00000c9ff', '00005e0001', '00005e0002', '0007b400']

export function parseMac(text: string): number[] | undefined {
  const digits = text.replace(/[.:-]/g, '')
  if (!/^[0-9A-Fa-f]{12}$/.test(digits)) return undefined
  return Array.from({ length: 6 }, (_, at) => Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16))
}

export function isKeptMac(bytes: readonly number[]): boolean {
  const digits = hex(bytes)
  // Group addresses, broadcast among them; nothing at all.
  return ((bytes[0] ?? 0) & 1) === 1 || /^0+$/.test(digits) || VIRTUAL.some(head => digits.startsWith(head))
}

/** Bits that tell group from station and local from global stay. */
export function pseudonymMac(bytes: readonly number[], hash: KeyedHash): number[] {
  const out = substitute(bytes, 48, [], prefix => hash(`mac ${prefix}`))
  out[0] = ((out[0] ?? 0) & 0xfc) | ((bytes[0] ?? 0) & 3)
  return out
}

/** In the form of `like`: dots, colons or dashes, small letters or capitals. */
export function printMac(bytes: readonly number[], like: string): string {
  const digits = hex(bytes)
  const mark = /[.:-]/.exec(like)?.[0] ?? ''
  const groups = digits.match(mark === '.' ? /.{4}/g : mark === '' ? /.{12}/g : /.{2}/g) ?? [digits]
  const text = groups.join(mark)
  return /[A-F]/.test(like) ? text.toUpperCase() : text
}

function hex(bytes: readonly number[]): string {
  return bytes.map(byte => byte.toString(16).padStart(2, '0')).join('')
}
