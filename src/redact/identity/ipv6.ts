// IPv6 addresses: reading, printing, which are kept, and the pseudonyms of the others.
import { inRange, type KeyedHash, type Range, substitute } from './bits.ts'
import { isKeptIpv4, parseIpv4, pseudonymIpv4 } from './ipv4.ts'

const range = (bits: number, ...bytes: number[]): Range => ({
  bits,
  bytes: [...bytes, ...new Array<number>(16).fill(0)].slice(0, 16),
})

const MULTICAST = range(8, 0xff)
const LINK_LOCAL = range(10, 0xfe, 0x80)
/** The first addresses of all: unspecified, loopback, IPv4 inside IPv6. */
const LOW = range(8, 0)
const NAT64 = range(96, 0, 0x64, 0xff, 0x9b)
/** Global addresses stay global ones, unique local ones stay unique local. */
const RANGES = [MULTICAST, LINK_LOCAL, LOW, range(3, 0x20), range(8, 0xfc), range(8, 0xfd)]

/** Sixteen bytes; undefined for what is no address. */
export function parseIpv6(text: string): number[] | undefined {
  const embedded = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text)
  const tail = embedded === null ? undefined : parseIpv4(embedded[2] ?? '')
  if (embedded !== null && tail === undefined) return undefined
  const head =
    embedded === null || tail === undefined
      ? text
      : `${embedded[1]}${group(tail[0], tail[1])}:${group(tail[2], tail[3])}`
  const halves = head.split('::')
  if (halves.length > 2) return undefined
  const [left, right] = halves.map(half => (half === '' ? [] : half.split(':')))
  if (left === undefined) return undefined
  const missing = 8 - left.length - (right?.length ?? 0)
  if (right === undefined ? missing !== 0 : missing < 1) return undefined
  const groups = [...left, ...new Array<string>(missing).fill('0'), ...(right ?? [])]
  if (!groups.every(one => /^[0-9A-Fa-f]{1,4}$/.test(one))) return undefined
  return groups.flatMap(one => [Number.parseInt(one, 16) >> 8, Number.parseInt(one, 16) & 255])
}

function group(high = 0, low = 0): string {
  return (high * 256 + low).toString(16)
}

/** Shortest form (RFC 5952); letters in capitals where `like` has them so, as IOS XE prints them. */
export function printIpv6(bytes: readonly number[], like: string): string {
  const groups = Array.from({ length: 8 }, (_, at) => group(bytes[2 * at], bytes[2 * at + 1]))
  let best = { at: -1, length: 1 }
  for (let at = 0; at < 8; at += 1) {
    let length = 0
    while (groups[at + length] === '0') length += 1
    if (length > best.length) best = { at, length }
  }
  const text =
    best.at < 0
      ? groups.join(':')
      : `${groups.slice(0, best.at).join(':')}::${groups.slice(best.at + best.length).join(':')}`
  return /[A-F]/.test(like) ? text.toUpperCase() : text
}

/** undefined: the address is kept. `mac`: the pseudonym of the MAC address an interface identifier was made from. */
export function pseudonymIpv6(
  bytes: readonly number[],
  hash: KeyedHash,
  mac: (bytes: readonly number[]) => readonly number[],
): number[] | undefined {
  if (inRange(bytes, MULTICAST)) return undefined
  const v4 = isMapped(bytes) || inRange(bytes, NAT64)
  if (v4) {
    const tail = bytes.slice(12)
    if (isKeptIpv4(tail)) return undefined
    return [...bytes.slice(0, 12), ...(parseIpv4(pseudonymIpv4(tail, hash)) ?? tail)]
  }
  if (inRange(bytes, LOW)) return undefined
  const host = hostPart(bytes, hash, mac)
  if (inRange(bytes, LINK_LOCAL)) {
    const same = host.every((byte, at) => byte === bytes[8 + at])
    return same ? undefined : [...bytes.slice(0, 8), ...host]
  }
  const net = substitute(bytes, 64, RANGES, prefix => hash(`ipv6 ${prefix}`))
  return [...net.slice(0, 8), ...host]
}

function isMapped(bytes: readonly number[]): boolean {
  return bytes.slice(0, 10).every(byte => byte === 0) && bytes[10] === 255 && bytes[11] === 255
}

/** `::1` and its like stay; an identifier made from a MAC address follows the MAC; all others are substituted. */
function hostPart(
  bytes: readonly number[],
  hash: KeyedHash,
  mac: (bytes: readonly number[]) => readonly number[],
): readonly number[] {
  const host = bytes.slice(8)
  if (host.slice(0, 6).every(byte => byte === 0)) return host
  if (host[3] === 0xff && host[4] === 0xfe) {
    const own = [(host[0] ?? 0) ^ 2, host[1] ?? 0, host[2] ?? 0, ...host.slice(5)]
    const put = mac(own)
    return [(put[0] ?? 0) ^ 2, put[1] ?? 0, put[2] ?? 0, 0xff, 0xfe, ...put.slice(3)]
  }
  if (inRange(bytes, LINK_LOCAL)) return substitute(host, 56, [], prefix => hash(`identifier ${prefix}`))
  return substitute(bytes, 120, RANGES, prefix => hash(`ipv6 ${prefix}`)).slice(8)
}
