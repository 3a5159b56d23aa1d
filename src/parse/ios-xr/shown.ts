// IOS XR: what the device shows of NTP peers, route processors, VRFs and routes.
import type { CommandParser, FactWriter, Line, ParserInput } from '../contract.ts'
import { vrfName } from './names.ts'
import { withoutStamp } from './stamp.ts'

const PLATFORM = ['ios-xr'] as const

/** `*~10.0.0.1 vrf MGMT`, with the figures on the same line or the next one. */
const PEER =
  /^\s{0,2}([*#+x-]?)(~?)\s{0,2}([0-9A-Fa-f][0-9A-Fa-f.:]{2,44})(?: vrf (\S{1,64}))?(?:\s+(\S.*))?$/
/** ref clock, stratum, when, poll, reach. */
const FIGURES = /^\S+\s+(\d{1,2})\s+(?:\d{1,9}[smhdy]?|-)\s+\d{1,6}\s+([0-7]{1,3})\s/

function parseAssociations(input: ParserInput, write: FactWriter): void {
  const lines = withoutStamp(input.lines, write)
  const peers: { value: Record<string, string | number | boolean>; lines: Line[] }[] = []
  let open = false
  for (const line of lines) {
    const text = line.text.trim()
    if (/^(address\s+ref clock|\* sys_peer)/i.test(text)) write.claim(line)
    else {
      const peer = PEER.exec(line.text)
      const figures = FIGURES.exec(`${(peer === null ? text : peer[5]) ?? ''} `)
      const last = peers.at(-1)
      if (peer?.[3] !== undefined) {
        const vrf = vrfName(peer[4] ?? '')
        peers.push({ value: { address: peer[3], vrf, selected: peer[1] === '*' }, lines: [line] })
        if (peer[2] === '~') write.set('ntp.configured', true, line)
      } else if (open && figures !== null && last !== undefined) last.lines.push(line)
      else continue
      const current = peers.at(-1)
      if (figures !== null && current !== undefined) {
        current.value['stratum'] = Number(figures[1])
        current.value['reached'] = Number(figures[2]) > 0
      }
      open = figures === null
      write.claim(line)
    }
  }
  const first = peers[0]
  if (!input.complete || first === undefined) return
  write.setEach('ntp.associations', peers, first.lines)
  const selected = peers.find(peer => peer.value['selected'] === true)
  write.set('ntp.synchronised', selected !== undefined, selected?.lines ?? peers.flatMap(peer => peer.lines))
}

function parseRedundancy(input: ParserInput, write: FactWriter): void {
  for (const line of withoutStamp(input.lines, write)) {
    const text = line.text.trim()
    const own = /^Node \S{3,20} is in (ACTIVE|STANDBY) role/i.exec(text)?.[1]
    const partner = /^Partner node \(\S{3,24}\) is in (\w{3,12}) role/i.exec(text)?.[1]
    const ready = /^Standby node in \S{3,20} is (not )?ready$/i.exec(text)
    const booted = /^Active node booted (.{20,30}\d{4}):/i.exec(text)?.[1]
    const pair = NODE_PAIR.exec(text)
    const count = /^There ha(?:s|ve) been (\d{1,6}) switch-overs? since reload/i.exec(text)?.[1]
    if (own !== undefined) write.set('redundancy.role', own.toLowerCase(), line)
    else if (partner !== undefined) write.set('redundancy.configured', /^standby/i.test(partner), line)
    else if (/^No valid partner\b|has no valid partner/i.test(text)) {
      write.set('redundancy.configured', false, line)
      write.set('redundancy.peer_ready', false, line)
    } else if (ready !== null) write.set('redundancy.peer_ready', ready[1] === undefined, line)
    else if (count !== undefined) write.set('redundancy.switchovers', Number(count), line)
    else if (pair !== null) {
      write.set('redundancy.configured', pair[1] !== 'N/A', line)
      write.set('redundancy.peer_ready', /^\(Node Ready/i.test(pair[2] ?? ''), line)
    } else if (booted === undefined && !REDUNDANCY_LINE.test(text)) continue
    write.claim(line)
  }
}

/** `show redundancy summary`: `0/RSP0/CPU0(A) 0/RSP1/CPU0(S) (Node Ready, NSR: Ready)`. */
const NODE_PAIR = /^\d\/\w{2,6}\/CPU\d(?:\(A\))?\s+(N\/A|\d\/\w{2,6}\/CPU\d)(?:\(S\))?(?:\s+(\(.{2,80}\)))?$/

const REDUNDANCY_LINE =
  /^(Redundancy information for node|Active Node\s+Standby Node|-{3,}\s+-{3,}|[=-]{5,}|Standby node |Active node |Reload and Boot Info|Last switch-over|Details$|Current (active|standby)|Group\s|Process Group|\S{3,30} reloaded |v?\d?-?\w{1,16}\s+0\/\S+\s+(0\/\S+|N\/A))/i

function parseVrfs(input: ParserInput, write: FactWriter): void {
  const lines = withoutStamp(input.lines, write)
  const heading = lines.find(line => /^\s*VRF\s+RD\s+RT\s+AFI\s+SAFI/i.test(line.text))
  if (heading === undefined) return
  write.claim(heading)
  for (const line of lines) {
    const name = /^(\S{1,64})\s+(not set|\S+:\S+)\s*$/i.exec(line.text)?.[1]
    if (name !== undefined && vrfName(name) !== '') write.set('vrfs', [{ name }], line)
    if (name !== undefined || /^\s+(import|export)\s/i.test(line.text)) write.claim(line)
  }
  if (input.complete) write.set('vrfs', [], heading)
}

const ROUTE_LINE =
  /^(Codes:|[A-Za-z0-9*()!]{1,3}\s{1,2}- |[A-Za-z*][\w*() ]{0,6}\s+\d{1,3}(\.\d{1,3}){3}\/\d{1,2}\b|\[\d|VRF: |% No matching routes)/

function parseRoutes(input: ParserInput, write: FactWriter): void {
  let vrf = vrfName(/\bvrf (\S{1,64})/i.exec(input.command)?.[1] ?? '')
  for (const line of withoutStamp(input.lines, write)) {
    const text = line.text.trim()
    const table = /^VRF: (\S{1,64})$/.exec(text)?.[1]
    const gateway = /^Gateway of last resort is (?:(not set)|(\S+) to network )/i.exec(text)
    if (table !== undefined) vrf = vrfName(table)
    if (gateway !== null)
      write.set(
        'routing_tables',
        [{ vrf, default_route: gateway[1] === undefined, next_hop: gateway[2] ?? '' }],
        line,
      )
    else if (ROUTE_LINE.test(text)) write.claim(line)
  }
}

export const iosXrShownParsers: readonly CommandParser[] = [
  {
    command: 'show ntp associations',
    platforms: PLATFORM,
    aliases: [/^sho?w? ntp assoc\w*$/],
    recognise: head => /^\s*address\s+ref clock\s+st\s+when/im.test(head) && /\bsys_peer\b/i.test(head),
    provides: ['ntp.associations', 'ntp.synchronised'],
    rank: 30,
    parse: parseAssociations,
  },
  {
    command: 'show redundancy',
    platforms: PLATFORM,
    aliases: [/^sho?w? redun\w*( summary)?$/],
    recognise: head =>
      /^\s*Redundancy information for node \d/im.test(head) || /^\s*Active Node\s+Standby Node/im.test(head),
    provides: ['redundancy'],
    rank: 40,
    parse: parseRedundancy,
  },
  {
    command: 'show vrf all',
    platforms: PLATFORM,
    recognise: head => /^\s*VRF\s+RD\s+RT\s+AFI\s+SAFI/im.test(head),
    provides: ['vrfs'],
    rank: 70,
    parse: parseVrfs,
  },
  {
    command: 'show route',
    platforms: PLATFORM,
    aliases: [/^sho?w? (ip )?route?( vrf \S{1,64})?( ipv4)?( unicast)?$/],
    recognise: head =>
      /^Gateway of last resort is /im.test(head) &&
      /\(!\) - FRR Backup path|A - access\/subscriber/.test(head),
    provides: ['routing_tables'],
    rank: 50,
    parse: parseRoutes,
  },
]
