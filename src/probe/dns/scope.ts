// Where an address can be reached from.
import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net'

/** none: nobody's, e.g. 0.0.0.0 or a loopback address, as blocking name servers give. */
export type Scope = 'private' | 'public' | 'none'

const PRIVATE = subnets([
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10],
  ['fc00::', 7],
  ['fe80::', 10],
])
const NOBODY = subnets([
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['224.0.0.0', 3],
  ['::', 127],
  ['ff00::', 8],
])

function subnets(list: readonly (readonly [string, number])[]): BlockList {
  const blocks = new BlockList()
  for (const [net, prefix] of list) blocks.addSubnet(net, prefix, isIPv4(net) ? 'ipv4' : 'ipv6')
  return blocks
}

export function scopeOf(text: string): Scope {
  const address = text.replace(/%.*$/, '')
  if (isIP(address) === 0) return 'none'
  const family = isIPv6(address) ? 'ipv6' : 'ipv4'
  if (NOBODY.check(address, family)) return 'none'
  return PRIVATE.check(address, family) ? 'private' : 'public'
}

/** One spelling for each address, so that they can be compared. */
export function canonical(address: string): string {
  if (!isIPv6(address)) return address
  // The URL parser writes IPv6 as RFC 5952 wants it.
  try {
    return new URL(`http://[${address}]/`).hostname
  } catch {
    return address.toLowerCase()
  }
}
