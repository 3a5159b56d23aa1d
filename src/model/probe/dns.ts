// What name servers answered, and what their answers mean together.

export const DNS_OUTCOMES = [
  'answered', // at least one address of the type asked for
  'no-data', // the name is there (or an alias of it), an address of that type is not
  'nxdomain', // the server says there is no such name
  'servfail', // the server tried and failed: dead forwarder, broken DNSSEC, broken zone
  'refused', // REFUSED or another error: the server will not answer this client; `rcode` says which
  'no-answer', // silence over UDP and TCP
  'tcp-only', // silent or closed over UDP, answers over TCP: of no use to a device
  'unreachable', // ICMP: nothing listens there, or no way to the host; `code` says which
  'lame', // answers without answering: refers elsewhere or does no recursion; `lame` says which
  'malformed', // an answer to this question that cannot be read
  'truncated-no-tcp', // cut over UDP, and TCP does not work
  'looping-cname', // aliases that lead back to themselves
  'not-sent', // this computer cannot send there: no such local address, no route, own firewall
  'not-tried', // the server or the name is none
  'cancelled', // the run was ended
] as const
export type DnsOutcome = (typeof DNS_OUTCOMES)[number]

/** Outcomes of a server that was heard: what it said is about the name, not about the way to the server. */
export const DNS_VERDICTS = ['answered', 'no-data', 'nxdomain'] as const

export const DNS_TYPES = ['A', 'AAAA'] as const
export type DnsType = (typeof DNS_TYPES)[number]

/** IOS waits 3 s for an answer (`ip domain timeout`); from here on the way from the device may be too slow. */
export const SLOW_ANSWER_MS = 1000

export interface DnsServer {
  readonly address: string
  /** 53 when not given. */
  readonly port?: number
}

export interface DnsAddress {
  readonly address: string
  /** Seconds. */
  readonly ttl: number
}

/** One question to one server. Strings of the server at most 200 characters, otherwise as received. */
export interface DnsReply {
  readonly server: string
  readonly port: number
  /** Full name asked for, without the last dot. */
  readonly name: string
  readonly type: DnsType
  readonly outcome: DnsOutcome
  /** NOERROR, NXDOMAIN, ...; '' when nothing readable came. */
  readonly rcode: string
  readonly addresses: readonly DnsAddress[]
  /** Aliases in the order they lead from the name, the name itself left out. */
  readonly cnames: readonly string[]
  /** Addresses or aliases beyond the limit, not listed. */
  readonly leftOut: number
  /** Of the last answer; '' when none came. */
  readonly transport: 'udp' | 'tcp' | ''
  /** The UDP answer was cut and the question was asked again over TCP. */
  readonly truncated: boolean
  /** The answer came to a question without EDNS, after one with EDNS was rejected or not answered. */
  readonly withoutEdns: boolean
  /** The server says it would ask others (RA). Missing: nothing readable came. */
  readonly recursion?: boolean
  /** The server says it holds the zone (AA). Missing: nothing readable came. */
  readonly authoritative?: boolean
  readonly lame?: 'referral' | 'no-recursion'
  /** Whole milliseconds from the question that was answered to its answer. Missing: none came. */
  readonly ms?: number
  /** `ms` is {@link SLOW_ANSWER_MS} or more. */
  readonly slow: boolean
  /** Questions sent, over UDP and TCP. */
  readonly tries: number
  /** Packets that answered another question (wrong ID or name), left aside. */
  readonly ignored: number
  /** The system's error code, e.g. ECONNREFUSED. */
  readonly code?: string
}

export const DNS_SERVER_OWNERS = ['device', 'computer', 'both'] as const
export type DnsServerOwner = (typeof DNS_SERVER_OWNERS)[number]

/** A reply, and whose server and which host it is about. */
export interface DnsAnswer extends DnsReply {
  /** Host as the device spells it. */
  readonly host: string
  /** Search domain put behind the host; '' when it was asked for as it stands. */
  readonly domain: string
  /** Who is set to ask this server. */
  readonly of: DnsServerOwner
  /** The device's VRF the server is set in; '' = global, or this computer's. */
  readonly vrf: string
  /**
   * false: says nothing about the device. A server of the device that refuses this computer, or lies in a VRF (`vrf`) and
   * is silent, may well answer the device; and a question that was not sent got no answer.
   */
  readonly conclusive: boolean
}

/** What one side (the device's servers, this computer's servers) makes of a host. */
export const DNS_VIEWS = [
  'resolves', // every server that was heard gives an address
  'partly', // some give an address, some fail
  'fails', // none gives an address, at least one was heard saying so
  'unknown', // nothing conclusive
  'none', // no server on this side
] as const
export type DnsView = (typeof DNS_VIEWS)[number]

export const DNS_AGREEMENTS = [
  'agree', // the answers share an address, or all say there is none
  'balanced', // other public addresses behind the same alias or name: load balancing, no fault
  'differ', // split DNS; `differences` says how
  'single', // only one server was heard
  'unknown', // none was heard
] as const
export type DnsAgreement = (typeof DNS_AGREEMENTS)[number]

export const DNS_DIFFERENCES = [
  'missing', // one gives addresses, the other says there are none
  'private-public', // one gives private (or unusable) addresses, the other public ones
  'other-private', // private addresses on both sides, none in common
  'other-alias', // public addresses, none in common, behind aliases of other domains
] as const
export type DnsDifferenceKind = (typeof DNS_DIFFERENCES)[number]

export interface DnsDifference {
  readonly kind: DnsDifferenceKind
  /** The two servers as `address` or `address#port`; a device's server comes first. */
  readonly servers: readonly [string, string]
  readonly of: readonly [DnsServerOwner, DnsServerOwner]
}

export interface DnsStatic {
  readonly address: string
  readonly vrf: string
  /** differs: addresses of its family were answered and it is none of them. */
  readonly state: 'matches' | 'differs' | 'unknown'
  /** All answered addresses of its family are public: a balanced name may still serve the old address. */
  readonly balanced: boolean
}

export const DNS_SEARCHES = [
  'as-it-stands', // the name answers without a search domain
  'with-domain', // a short name answers with a search domain
  'only-with-domain', // a full name is not found, but answers with a search domain behind it (mostly a wildcard)
  'not-found', // neither way
  'unknown', // nothing was heard
] as const
export type DnsSearch = (typeof DNS_SEARCHES)[number]

/** All replies about one host, put together. */
export interface DnsSummary {
  readonly host: string
  readonly device: DnsView
  readonly computer: DnsView
  readonly agreement: DnsAgreement
  readonly differences: readonly DnsDifference[]
  /** Addresses there are, and every heard server says there is no IPv4 address. */
  readonly onlyIpv6: boolean
  /** Servers that give an IPv6 address and no IPv4 address. */
  readonly onlyIpv6Servers: readonly string[]
  /** The longest chain of aliases. */
  readonly cnames: readonly string[]
  readonly statics: readonly DnsStatic[]
  readonly search: DnsSearch
  /** Search domain of the answer; '' when none was needed. */
  readonly domain: string
  /** Servers with a slow answer. */
  readonly slowServers: readonly string[]
  /** Servers of the device in a VRF that this computer did not hear: unknown, no fault. */
  readonly vrfServers: readonly string[]
}

export interface DnsResult {
  readonly answers: readonly DnsAnswer[]
  readonly summaries: readonly DnsSummary[]
  /** Hosts, servers or search domains beyond the limits, not asked. */
  readonly leftOut: number
}
