// What time servers told, and which clock is wrong.

export const TIME_OUTCOMES = [
  'synchronised', // a usable time
  'unsynchronised', // the server says its own clock is not set (leap 3, or stratum 0 or 16)
  'unreliable', // set, but by its own word off by more than MAX_ROOT_DISTANCE_MS
  'kiss-of-death', // asked to go away or to slow down; `kiss` says how
  'no-answer', // silence
  'unreachable', // ICMP: nothing listens there, or no way to the host; `code` says which
  'malformed', // answers came, none of them a proper answer to this question
  'not-sent', // this computer cannot send there: no such local address, no route, own firewall
  'not-tried', // the server is no IP address
  'cancelled', // the run was ended
] as const
export type TimeOutcome = (typeof TIME_OUTCOMES)[number]

/** NTP (RFC 5905, MAXDIST) does not follow a server further than this from its root. */
export const MAX_ROOT_DISTANCE_MS = 1500

/** One server's time. Figures in milliseconds, with fractions. */
export interface TimeResult {
  readonly server: string
  readonly port: number
  readonly outcome: TimeOutcome
  /** Server minus this computer, missing without a usable time. */
  readonly offsetMs?: number
  /** `offsetMs` is right to within this: half the round trip and what the server says of itself. */
  readonly errorMs?: number
  /** Round trip without the server's own time. */
  readonly delayMs?: number
  /** 1: reference clock; 2-15: via other servers; 0 and 16: not set. Missing: no answer. */
  readonly stratum?: number
  readonly leap?: 'none' | 'add-second' | 'delete-second' | 'not-set'
  /** Reference clock (stratum 1, e.g. GPS) or address (IPv6: hash) of the server it follows. */
  readonly reference?: string
  readonly rootDelayMs?: number
  readonly rootDispersionMs?: number
  /** RATE, DENY, RSTR, ...: four printable characters. */
  readonly kiss?: string
  readonly tries: number
  /** Packets that answered another question, left aside. */
  readonly ignored: number
  readonly code?: string
}

/** The Date header of an HTTPS answer against this computer's clock, milliseconds. */
export interface DateOffset {
  /** Server minus this computer. */
  readonly offsetMs: number
  /** A second (the header is cut to whole ones, and some servers write it a moment ahead) and half the exchange. */
  readonly errorMs: number
}

export const CLOCK_KINDS = ['device', 'computer', 'ntp', 'https'] as const
export type ClockKind = (typeof CLOCK_KINDS)[number]

/** Clocks this close together are in step: nothing in licensing or certificates notices. */
export const CLOCK_TOLERANCE_MS = 60_000

export interface ClockReading {
  readonly kind: ClockKind
  /** Server or host; '' for device and computer. */
  readonly name: string
  /** This clock minus the computer's lies between these. */
  readonly leastMs: number
  readonly mostMs: number
  /** Took part in finding the true time; false: its reading is too vague, or it follows a clock that did. */
  readonly counted: boolean
  /** wrong: off by more than CLOCK_TOLERANCE_MS beyond all errors; unknown: no true time, or too vague. */
  readonly state: 'right' | 'wrong' | 'unknown'
  /** Clock minus true time, between these. Missing: no true time is known. */
  readonly offLeastMs?: number
  readonly offMostMs?: number
}

export const CLOCK_VERDICTS = [
  'in-step', // device and computer agree, and no majority of others is against them
  'device-wrong',
  'computer-wrong',
  'both-wrong',
  'cannot-tell', // `reason` says why
] as const
export type ClockVerdict = (typeof CLOCK_VERDICTS)[number]

export const CLOCK_REASONS = [
  'device-clock-unknown', // not read live
  'zone-unknown', // read, but what its zone means is not known; it is not off by more than a zone can explain
  'too-vague', // read, but the device answered too slowly
  'no-third-clock', // the two differ and nothing else told the time
  'clocks-differ', // others told the time, no majority
] as const
export type ClockReason = (typeof CLOCK_REASONS)[number]

export interface ClockComparison {
  readonly verdict: ClockVerdict
  readonly reason?: ClockReason
  readonly clocks: readonly ClockReading[]
  /** Names of time servers and hosts whose clock is wrong. */
  readonly wrongServers: readonly string[]
}
