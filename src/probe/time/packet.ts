// SNTP packets (RFC 4330, RFC 5905): a question, and bytes that may be its answer.
import { randomBytes } from 'node:crypto'
import type { TimeResult } from '../../model/probe/time.ts'

export const PACKET_BYTES = 48
const CLIENT = 0b00_100_011
const SERVER_MODE = 4
/** 1 January 1900 to 1 January 1970. */
const EPOCH_MS = 2_208_988_800_000
const ERA_MS = 2 ** 32 * 1000
const LEAPS = ['none', 'add-second', 'delete-second', 'not-set'] as const

/** What a server says of itself and its clock. Times in milliseconds since 1970. */
export interface TimeAnswer {
  readonly leap: NonNullable<TimeResult['leap']>
  readonly stratum: number
  readonly precisionMs: number
  readonly rootDelayMs: number
  readonly rootDispersionMs: number
  /** Four bytes as they are. */
  readonly referenceId: Buffer
  readonly receivedAt: number
  readonly sentAt: number
}

/** The transmit time is random: it tells an answer to this question, and tells the server nothing about our clock. */
export function timeQuestion(): Buffer {
  const packet = Buffer.alloc(PACKET_BYTES)
  packet[0] = CLIENT
  randomBytes(8).copy(packet, 40)
  return packet
}

/**
 * `other`: no answer to this question; `malformed`: an answer with no time in it. `near` (milliseconds since 1970) says
 * which 136 years are meant.
 */
export function readTimeAnswer(
  asked: Buffer,
  packet: Buffer,
  near: number,
): TimeAnswer | 'other' | 'malformed' {
  if (packet.length < PACKET_BYTES || !packet.subarray(24, 32).equals(asked.subarray(40, 48))) return 'other'
  const first = packet.readUInt8(0)
  const version = (first >> 3) & 7
  if ((first & 7) !== SERVER_MODE || version < 1 || version > 4) return 'other'
  const stratum = packet.readUInt8(1)
  const answer = {
    leap: LEAPS[first >> 6] ?? 'not-set',
    stratum,
    precisionMs: 2 ** Math.max(-32, Math.min(10, packet.readInt8(3))) * 1000,
    // Signed in the standard; no way back is shorter than no time.
    rootDelayMs: Math.max(0, packet.readInt32BE(4) / 65.536),
    rootDispersionMs: packet.readUInt32BE(8) / 65.536,
    referenceId: Buffer.from(packet.subarray(12, 16)),
    receivedAt: readTimestamp(packet, 32, near),
    sentAt: readTimestamp(packet, 40, near),
  }
  // RFC 4330, 5: a reply whose transmit time is zero is to be discarded. A kiss-o'-death needs no time.
  return packet.readBigUInt64BE(40) === 0n && stratum !== 0 ? 'malformed' : answer
}

/** Seconds since 1900 modulo 2^32: the era whose time lies nearest to `near`. */
function readTimestamp(packet: Buffer, at: number, near: number): number {
  const ms = packet.readUInt32BE(at) * 1000 + (packet.readUInt32BE(at + 4) / 2 ** 32) * 1000 - EPOCH_MS
  return ms + Math.round((near - ms) / ERA_MS) * ERA_MS
}

/** `GPS`, `192.0.2.1`; a kiss code for stratum 0. Printable ASCII only. */
export function referenceText(id: Buffer, stratum: number): string {
  if (stratum > 1) return [...id].join('.')
  return id.toString('latin1').replace(/[^\x21-\x7e]/g, '')
}
