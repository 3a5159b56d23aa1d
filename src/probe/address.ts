// What kind of address it is: reached over the internet, inside a network, or never by a packet that leaves.
import { BlockList, isIP } from 'node:net'

/** `local`: loopback, link-local (cloud metadata too), multicast, unspecified, reserved; `none`: no IP address. */
export type AddressKind = 'global' | 'private' | 'local' | 'none'

const PRIVATE = listOf([
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['198.18.0.0', 15],
  ['fc00::', 7],
])
const LOCAL = listOf([
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
])
/** Addresses that carry an IPv4 address, and what comes before it in hexadecimal groups. */
const CARRIERS = listOf([
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
])
const SIX_TO_FOUR = listOf([['2002::', 16]])
const TEREDO = listOf([['2001::', 32]])

function listOf(nets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList()
  for (const [net, length] of nets) list.addSubnet(net, length, net.includes(':') ? 'ipv6' : 'ipv4')
  return list
}

export function addressKind(address: string): AddressKind {
  const family = isIP(address)
  // A zone id names an interface of this computer.
  if (family === 0 || address.includes('%')) return 'none'
  const type = family === 6 ? 'ipv6' : 'ipv4'
  if (family === 6) {
    const groups = groupsOf(address)
    if (CARRIERS.check(address, type)) return addressKind(dotted(groups[6] ?? 0, groups[7] ?? 0))
    if (SIX_TO_FOUR.check(address, type)) return addressKind(dotted(groups[1] ?? 0, groups[2] ?? 0))
    if (TEREDO.check(address, type)) return 'local'
  }
  if (LOCAL.check(address, type)) return 'local'
  return PRIVATE.check(address, type) ? 'private' : 'global'
}

/** The same address is spelled in one way only. */
export function sameAddress(a: string, b: string): boolean {
  if (a === b) return true
  return isIP(a) === 6 && isIP(b) === 6 && groupsOf(a).join() === groupsOf(b).join()
}

function groupsOf(address: string): number[] {
  const [head = '', tail] = withoutDots(address).split('::')
  const read = (part: string): number[] =>
    part === '' ? [] : part.split(':').map(group => Number.parseInt(group, 16))
  const first = read(head)
  const last = tail === undefined ? [] : read(tail)
  return [...first, ...new Array<number>(Math.max(0, 8 - first.length - last.length)).fill(0), ...last]
}

/** `::ffff:192.0.2.1` with its end in hexadecimal. */
function withoutDots(address: string): string {
  const at = address.lastIndexOf(':') + 1
  const bytes = address.slice(at).split('.').map(Number)
  if (bytes.length !== 4) return address
  const [a = 0, b = 0, c = 0, d = 0] = bytes
  return `${address.slice(0, at)}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
}

function dotted(high: number, low: number): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}
