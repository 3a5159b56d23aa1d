// The way of a licensing message, hop by hop, in the order a message travels.

export const HOPS = [
  'mode', 'profile', 'url', 'vrf', 'source', 'route', 'dns', 'proxy',
  'tcp', 'tls', 'crl', 'clock', 'identity', 'entitlement', 'reporting',
] as const // biome-ignore format: one glance
export type Hop = (typeof HOPS)[number]

export const HOP_STATUSES = ['ok', 'broken', 'unknown', 'not-needed'] as const
export type HopStatus = (typeof HOP_STATUSES)[number]

export function hopOrder(hop: Hop): number {
  return HOPS.indexOf(hop)
}
