// What connecting told: each address by itself, and IPv4 and IPv6 apart.

export const TCP_OUTCOMES = [
  'connected', // the other side accepted
  'refused', // a host answered: nothing listens there, or a filter rejects with a reset
  'timed-out', // no answer at all: dropped, or the host is away
  'unreachable', // a router or this host says: no way to that host
  'no-route', // this computer has no route there, or no address to send from; or a router says so of the network
  'reset', // accepted, and torn down while connecting
  'blocked-locally', // this computer's own firewall, policy or blackhole route refuses to send
  'not-tried', // a source address of the other family was asked for, or the address is none
  'cancelled', // the run was ended
  'failed', // anything else; `code` says what
] as const
export type TcpOutcome = (typeof TCP_OUTCOMES)[number]

export type TcpFamily = 4 | 6

export interface TcpAttempt {
  readonly address: string
  /** 0: not an IP address. */
  readonly family: TcpFamily | 0
  readonly port: number
  readonly outcome: TcpOutcome
  /** Whole milliseconds until the outcome. */
  readonly ms: number
  /** The system's error code, e.g. ECONNREFUSED. */
  readonly code?: string
  /** Connected, and the other side closed at once, before anything was sent. */
  readonly closedAtOnce?: true
}

/** One family: `none` when no address of it was given. */
export interface TcpFamilySummary {
  readonly tried: number
  readonly connected: number
  readonly outcome: TcpOutcome | 'none'
}

/** What a client that races both families (RFC 8305) would have taken, worked out from the measured times. */
export interface HappyEyeballs {
  readonly address: string
  readonly family: TcpFamily
  /** Milliseconds until its connection stood, with the waits for the addresses before it. */
  readonly ms: number
  /** Milliseconds lost to addresses that were preferred and did not answer. */
  readonly delay: number
}

export interface TcpResult {
  readonly port: number
  readonly attempts: readonly TcpAttempt[]
  readonly v4: TcpFamilySummary
  readonly v6: TcpFamilySummary
  /** Missing: no address answered. */
  readonly picked?: HappyEyeballs
  /** Addresses beyond the limit, not tried. */
  readonly leftOut: number
}
