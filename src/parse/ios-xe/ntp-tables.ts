// NTP on IOS XE beyond its status: `show ntp associations detail` and `show ntp config`.
import type { CommandParser, FactWriter, Line, ParserInput } from '../contract.ts'
import { readPromptTimestamp } from './clock.ts'

/** `10.0.0.1 configured, ipv4, our_master, sane, valid, stratum 2` */
const PEER = /^([0-9A-Fa-f][0-9A-Fa-f.:]{2,44}) (configured|dynamic)?,?\s?.{0,160}\bstratum (\d{1,2})$/
const VRF = /\bvrf ([\w.:-]{1,64})\b/i
const DETAIL =
  /^(ref ID |our mode |root delay |delay |precision |assoc (id|name|in packets)|(org|rec|rcv|xmt) time |filt(delay|offset|error) = |minpoll = )/i

export interface Peer {
  readonly line: Line
  readonly value: Record<string, string | number | boolean>
}

function parseDetail(input: ParserInput, write: FactWriter): void {
  readPromptTimestamp(input.lines, write)
  const peers: Peer[] = []
  for (const line of input.lines) {
    const text = line.text.trim()
    const peer = PEER.exec(text)
    if (peer?.[1] !== undefined) {
      const vrf = VRF.exec(text)?.[1]
      const selected = /\bour_master\b/.test(text)
      peers.push({
        line,
        value: {
          address: peer[1],
          ...(vrf === undefined ? {} : { vrf }),
          selected,
          stratum: Number(peer[3]),
        },
      })
      if (peer[2] === 'configured') write.set('ntp.configured', true, line)
      if (selected) write.set('ntp.synchronised', true, line)
    }
    const reach = /^root delay .{0,80}\breach ([0-7]{1,3})\b/i.exec(text)?.[1]
    const last = peers.at(-1)
    if (reach !== undefined && last !== undefined) last.value['reached'] = Number(reach) > 0
    if (peer !== null || DETAIL.test(text)) write.claim(line)
  }
  writeAssociations(peers, input.complete, write)
  if (input.complete && peers.length > 0 && !peers.some(peer => peer.value['selected'] === true))
    write.set(
      'ntp.synchronised',
      false,
      peers.map(peer => peer.line),
    )
}

/** The list is told only by a whole answer: a cut one may lack the peer that answers. */
export function writeAssociations(peers: readonly Peer[], complete: boolean, write: FactWriter): void {
  const first = peers[0]
  if (!complete || first === undefined) return
  write.setEach(
    'ntp.associations',
    peers.map(({ line, value }) => ({ value, lines: line })),
    first.line,
  )
}

const SERVER = /^ntp (?:server|peer)\s+(?:vrf\s+(\S{1,64})\s+)?(?:ip(?:v6)?\s+)?(\S{1,255})/i

/** `show ntp config` prints the configuration lines, defaults included. */
function parseConfig(input: ParserInput, write: FactWriter): void {
  readPromptTimestamp(input.lines, write)
  const rows = input.lines.flatMap(line => {
    const row = SERVER.exec(line.text.trim())
    return row?.[2] === undefined ? [] : [{ line, value: [{ address: row[2], vrf: row[1] ?? '' }] }]
  })
  for (const line of input.lines) if (/^ntp /i.test(line.text.trim())) write.claim(line)
  if (!input.complete) return
  for (const { line, value } of rows) write.set('ntp.servers', value, line)
  const first = rows[0] ?? { line: input.lines.find(line => /^ntp /i.test(line.text.trim())) }
  if (first.line === undefined) return
  write.set('ntp.configured', rows.length > 0, first.line)
  write.set('ntp.servers', [], first.line)
}

export const ntpTableParsers: readonly CommandParser[] = [
  {
    command: 'show ntp associations detail',
    platforms: ['ios-xe'],
    recognise: head => /^\s*\S{3,45} (configured|dynamic), .{0,160}\bstratum \d{1,2}\s*$/im.test(head),
    provides: ['ntp.synchronised', 'ntp.associations'],
    rank: 22,
    parse: parseDetail,
  },
  {
    command: 'show ntp config',
    platforms: ['ios-xe'],
    recognise: head =>
      /^\s*ntp (server|peer) \S/m.test(head) && !/^\s*(!|hostname|version|interface) ?/m.test(head),
    provides: ['ntp.servers', 'ntp.configured'],
    rank: 62,
    parse: parseConfig,
  },
]
