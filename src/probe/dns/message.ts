// DNS messages: a question as bytes, and bytes that may be its answer.
import { type Answer, type DecodedPacket, decode, encode, RECURSION_DESIRED } from 'dns-packet'
import type { DnsType } from '../../model/probe/dns.ts'

/** What fits every path without fragments (DNS flag day 2020). */
const EDNS_SIZE = 1232
const HEADER = 12

const RCODES = [
  'NOERROR',
  'FORMERR',
  'SERVFAIL',
  'NXDOMAIN',
  'NOTIMP',
  'REFUSED',
  'YXDOMAIN',
  'YXRRSET',
  'NXRRSET',
  'NOTAUTH',
  'NOTZONE',
]

/** A readable answer to the question. Names in lower case, as far as the server gave them as text. */
export interface Message {
  /** NOERROR, NXDOMAIN, ..., RCODE11 for one without a name. */
  readonly rcode: string
  readonly truncated: boolean
  readonly recursion: boolean
  readonly authoritative: boolean
  readonly answers: readonly Answer[]
  readonly authorities: readonly Answer[]
}

/** Letters, digits, `-` and `_`, labels of 1 to 63, 253 in all. One dot at the end is allowed. */
export function isAskable(name: string): boolean {
  const plain = name.replace(/\.$/, '')
  return plain.length <= 253 && plain.split('.').every(label => /^[A-Za-z0-9_-]{1,63}$/.test(label))
}

/** A recursive question. With EDNS the server may answer in more than 512 bytes; DNSSEC records are not asked for. */
export function question(id: number, name: string, type: DnsType, edns: boolean): Buffer {
  return encode({
    type: 'query',
    id,
    flags: RECURSION_DESIRED,
    questions: [{ type, name: name.replace(/\.$/, ''), class: 'IN' }],
    additionals: edns
      ? [
          {
            type: 'OPT',
            name: '.',
            udpPayloadSize: EDNS_SIZE,
            extendedRcode: 0,
            ednsVersion: 0,
            flags: 0,
            flag_do: false,
            options: [],
          },
        ]
      : [],
  })
}

/** `other`: no answer to this question (ID, name, type or direction differ); `malformed`: one that cannot be read. */
export function readAnswer(asked: Buffer, packet: Buffer): Message | 'other' | 'malformed' {
  if (packet.length < HEADER || packet.readUInt16BE(0) !== asked.readUInt16BE(0)) return 'other'
  const flags = packet.readUInt16BE(2)
  if ((flags & 0x8000) === 0) return 'other'
  const code = flags & 0xf
  const questions = packet.readUInt16BE(4)
  // Servers that cannot read a question, or do not want to, often leave it out.
  if (!(questions === 1 && echoes(asked, packet)) && !(questions === 0 && code !== 0)) return 'other'
  const header = {
    truncated: (flags & 0x0200) !== 0,
    recursion: (flags & 0x0080) !== 0,
    authoritative: (flags & 0x0400) !== 0,
  }
  const read = tryDecode(packet)
  // A cut answer may end in the middle of a record.
  if (read === undefined)
    return header.truncated ? { ...header, rcode: rcode(code), answers: [], authorities: [] } : 'malformed'
  return {
    ...header,
    rcode: rcode(code + (extendedRcode(read) << 4)),
    answers: read.answers ?? [],
    authorities: read.authorities ?? [],
  }
}

function tryDecode(packet: Buffer): DecodedPacket | undefined {
  try {
    return decode(packet)
  } catch {
    return undefined
  }
}

/** The question section byte for byte, but for the case of letters. Lengths of labels are below `A`. */
function echoes(asked: Buffer, packet: Buffer): boolean {
  const end = asked.indexOf(0, HEADER) + 5
  if (packet.length < end) return false
  return asked
    .subarray(HEADER, end)
    .every((byte, index) => lower(byte) === lower(packet[HEADER + index] ?? 0))
}

function lower(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte
}

function extendedRcode(packet: DecodedPacket): number {
  const opt = packet.additionals?.find(record => record.type === 'OPT')
  return opt?.type === 'OPT' ? opt.extendedRcode : 0
}

function rcode(value: number): string {
  return value === 16 ? 'BADVERS' : (RCODES[value] ?? `RCODE${value}`)
}
