// What an answer means: follows its aliases and tells the kinds of no apart.
import { isIPv4, isIPv6 } from 'node:net'
import type { DnsAddress, DnsOutcome, DnsReply, DnsType } from '../../model/probe/dns.ts'
import type { Message } from './message.ts'

const MAX_ADDRESSES = 32
const MAX_CNAMES = 16
const MAX_TEXT = 200

export interface Meaning {
  readonly outcome: DnsOutcome
  readonly addresses: readonly DnsAddress[]
  readonly cnames: readonly string[]
  readonly leftOut: number
  readonly lame?: NonNullable<DnsReply['lame']>
}

export function meaningOf(message: Message, name: string, type: DnsType): Meaning {
  const chain = followAliases(message, name)
  const found = addressesOf(message, chain.tail, type)
  if (found === undefined) return { outcome: 'malformed', addresses: [], cnames: [], leftOut: 0 }
  const lists = {
    addresses: found.slice(0, MAX_ADDRESSES),
    cnames: chain.names.slice(0, MAX_CNAMES).map(one => one.slice(0, MAX_TEXT)),
    leftOut: Math.max(0, found.length - MAX_ADDRESSES) + Math.max(0, chain.names.length - MAX_CNAMES),
  }
  if (chain.loops) return { outcome: 'looping-cname', ...lists }
  if (message.rcode !== 'NOERROR') return { outcome: failureOf(message.rcode), ...lists }
  if (found.length > 0) return { outcome: 'answered', ...lists }
  const lame = lameness(message, chain.names.length > 0)
  return lame === undefined ? { outcome: 'no-data', ...lists } : { outcome: 'lame', ...lists, lame }
}

function failureOf(rcode: string): DnsOutcome {
  if (rcode === 'NXDOMAIN') return 'nxdomain'
  return rcode === 'SERVFAIL' ? 'servfail' : 'refused'
}

/**
 * NOERROR without an address. Name servers of another zone and no SOA: a referral (RFC 2308, 2.2). A server that neither
 * recurses nor holds the zone knows nothing; one that holds it, but not where its alias leads, gives half an answer.
 */
function lameness(message: Message, aliased: boolean): DnsReply['lame'] {
  const has = (type: string): boolean => message.authorities.some(record => record.type === type)
  if (has('SOA')) return undefined
  if (!aliased && !message.authoritative && has('NS')) return 'referral'
  return !message.recursion && (aliased || !message.authoritative) ? 'no-recursion' : undefined
}

interface Chain {
  readonly names: readonly string[]
  readonly tail: string
  readonly loops: boolean
}

function followAliases({ answers }: Message, name: string): Chain {
  const targets = new Map<string, string>()
  for (const record of answers)
    if (record.type === 'CNAME' && !targets.has(record.name.toLowerCase()))
      targets.set(record.name.toLowerCase(), record.data)
  const names: string[] = []
  const seen = new Set([name.toLowerCase()])
  let tail = name.toLowerCase()
  for (let next = targets.get(tail); next !== undefined; next = targets.get(tail)) {
    names.push(next)
    tail = next.toLowerCase()
    if (seen.has(tail)) return { names, tail, loops: true }
    seen.add(tail)
  }
  return { names, tail, loops: false }
}

/** Undefined: a record of that type holds no address. */
function addressesOf({ answers }: Message, owner: string, type: DnsType): DnsAddress[] | undefined {
  const found: DnsAddress[] = []
  for (const record of answers) {
    if (record.type !== type || record.name.toLowerCase() !== owner) continue
    if (!(type === 'A' ? isIPv4 : isIPv6)(record.data)) return undefined
    found.push({ address: record.data, ttl: record.ttl ?? 0 })
  }
  return found
}
