// NX-OS: what the device shows of names, peers, features, VRFs, routes and its second supervisor.
import type { CommandParser, FactWriter, Line, ParserInput } from '../contract.ts'
import { vrfName } from './names.ts'

const PLATFORM = ['nx-os'] as const
const DASHES = /^-{5,}/
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7})$/

/** `Vrf Name: default Default domain is x`, `Name servers are 10.0.0.53 10.0.0.54`. */
function parseHosts({ lines }: ParserInput, write: FactWriter): void {
  let vrf = ''
  for (const line of lines) {
    const text = line.text.trim()
    const lookup = /^DNS lookup (en|dis)abled/i.exec(text)?.[1]
    const named = /^Vrf Name:\s*(\S{1,64})/i.exec(text)?.[1]
    const domain = /\bDefault domain is (\S{1,255})$/i.exec(text)?.[1]
    const servers = /^Name servers are\s*(.*)$/i.exec(text)?.[1]
    if (named !== undefined) vrf = vrfName(named)
    if (lookup !== undefined) write.set('dns.lookup', lookup.toLowerCase() === 'en', line)
    else if (domain !== undefined) write.set('dns.resolvers', [{ vrf, domain }], line)
    else if (servers !== undefined) {
      // Broadcast stands where no server is configured.
      const found = servers.split(/[\s,]+/).filter(word => ADDRESS.test(word) && word !== '255.255.255.255')
      write.set('dns.resolvers', [{ vrf, servers: found }], line)
    } else if (
      named === undefined &&
      !/^(Name\/address lookup|Default domain|Host\s+Address)/i.test(text) &&
      !/^\S{1,255}\s+\d{1,3}(\.\d{1,3}){3}/.test(text)
    )
      continue
    write.claim(line)
  }
}

/** `show ntp peers`: configured peers and servers; the table has no VRF. */
function parseNtpPeers({ lines, complete }: ParserInput, write: FactWriter): void {
  const heading = lines.find(line => /^\s*Peer IP Address\s+Serv\/Peer/i.test(line.text))
  const rows = lines.filter(line => /^\s*\S{2,64}\s+(Server|Peer) \((configured|dynamic)\)/i.test(line.text))
  write.claim([...rows, ...lines.filter(line => DASHES.test(line.text.trim()))])
  if (heading === undefined) return
  write.claim(heading)
  if (rows.length > 0) write.set('ntp.configured', true, rows)
  else if (complete) write.set('ntp.configured', false, heading)
}

/** `show feature`: one row a feature and instance. */
function parseFeatures({ lines, complete }: ParserInput, write: FactWriter): void {
  const heading = lines.find(line => /^\s*Feature Name\s+Instance\s+State/i.test(line.text))
  for (const line of lines)
    if (/^\s*[\w.+/-]{2,64}\s+\d{1,3}\s+(en|dis)abled/i.test(line.text) || DASHES.test(line.text.trim()))
      write.claim(line)
  if (heading === undefined) return
  write.claim(heading)
  // `feature license smart` shows under this name where the release lists it at all.
  const smart = lines.find(line => /^\s*(smart-?licens\w*|license[-_]smart)\s+\d/i.test(line.text))
  if (smart !== undefined && complete)
    write.set('license.smart_enable_configured', /\benabled/i.test(smart.text), smart)
}

function parseVrfs({ lines, complete }: ParserInput, write: FactWriter): void {
  const heading = lines.find(line => /^\s*VRF-Name\s+VRF-ID\s+State/i.test(line.text))
  if (heading === undefined) return
  for (const line of lines) {
    const name = /^\s*(\S{1,64})\s+\d{1,6}\s+(Up|Down)\b/i.exec(line.text)?.[1]
    if (name === undefined) continue
    write.claim(line)
    if (vrfName(name) !== '') write.set('vrfs', [{ name }], line)
  }
  write.claim(heading)
  if (complete) write.set('vrfs', [], heading)
}

const TABLE = /^IP(?:v6)? Route Table for VRF "([^"\s]{1,64})"/i
const ROUTE = /^(\d{1,3}(?:\.\d{1,3}){3}\/\d{1,2}), ubest\/mbest:/
const HOP = /^\*{0,2}via ([\d.]{7,15})[,%]/

/** A default route counts whatever protocol brought it; `via` on the line below names the next hop. */
function parseRoutes({ command, lines, complete }: ParserInput, write: FactWriter): void {
  let table: { vrf: string; line: Line; found?: Line; hop?: string } | undefined
  let inDefault = false
  const asked = /\b(\d{1,3}(\.\d{1,3}){3})(\/\d+)?$/.exec(command.trim())?.[1]
  const whole = complete && (asked === undefined || asked === '0.0.0.0')
  const close = (): void => {
    if (table === undefined || (table.found === undefined && !whole)) return
    const value = { vrf: table.vrf, default_route: table.found !== undefined, next_hop: table.hop ?? '' }
    write.set('routing_tables', [value], table.found === undefined ? table.line : [table.line, table.found])
  }
  for (const line of lines) {
    const text = line.text.trim()
    const named = TABLE.exec(text)?.[1]
    const route = ROUTE.exec(text)?.[1]
    const hop = HOP.exec(text)?.[1]
    if (named !== undefined) {
      close()
      table = { vrf: vrfName(named), line }
      inDefault = false
    } else if (route !== undefined) {
      inDefault = route === '0.0.0.0/0'
      if (inDefault && table !== undefined) table.found = line
    } else if (hop !== undefined) {
      if (inDefault && table !== undefined) table.hop ??= hop
    } else if (!/^('\*|'\[|'%|\*via |via |Route not found)/.test(text)) continue
    write.claim(line)
  }
  close()
}

/** `show redundancy status` and `show system redundancy status`: this supervisor and the other one. */
function parseRedundancy({ lines }: ParserInput, write: FactWriter): void {
  let part = ''
  for (const line of lines) {
    const text = line.text.trim()
    const heading = /^(This|Other) supervisor\b/i.exec(text)?.[1]?.toLowerCase()
    const pair =
      /^(administrative|operational|Redundancy state|Supervisor state|Internal state):\s*(.*)$/i.exec(text)
    if (heading !== undefined) part = heading
    else if (pair !== null) readRedundancy(part, (pair[1] ?? '').toLowerCase(), pair[2] ?? '', line, write)
    else if (
      !/^(-{3,}|Redundancy (mode|information)|System (start|up)|Kernel uptime|Active supervisor)/i.test(text)
    )
      continue
    write.claim(line)
  }
}

function readRedundancy(part: string, key: string, value: string, line: Line, write: FactWriter): void {
  if (key === 'operational') write.set('redundancy.mode', value.toLowerCase(), line)
  if (key !== 'redundancy state') return
  if (part === 'this' && /^(active|standby)/i.test(value))
    write.set('redundancy.role', /^active/i.test(value) ? 'active' : 'standby', line)
  if (part !== 'other') return
  const present = !/not present|^n\/?a$/i.test(value)
  write.set('redundancy.configured', present, line)
  write.set('redundancy.peer_ready', /^standby/i.test(value), line)
}

export const nxOsShownParsers: readonly CommandParser[] = [
  {
    command: 'show hosts',
    platforms: PLATFORM,
    recognise: head => /^\s*DNS lookup (en|dis)abled/im.test(head),
    provides: ['dns.resolvers'],
    rank: 70,
    parse: parseHosts,
  },
  {
    command: 'show ntp peers',
    platforms: PLATFORM,
    recognise: head => /^\s*Peer IP Address\s+Serv\/Peer/im.test(head),
    provides: ['ntp.configured'],
    rank: 65,
    parse: parseNtpPeers,
  },
  {
    command: 'show feature',
    platforms: PLATFORM,
    recognise: head => /^\s*Feature Name\s+Instance\s+State/im.test(head),
    provides: [],
    rank: 90,
    parse: parseFeatures,
  },
  {
    command: 'show vrf',
    platforms: PLATFORM,
    recognise: head => /^\s*VRF-Name\s+VRF-ID\s+State/im.test(head),
    provides: ['vrfs'],
    rank: 70,
    parse: parseVrfs,
  },
  {
    command: 'show ip route vrf all',
    platforms: PLATFORM,
    aliases: [/^sho?w? ip route?( 0\.0\.0\.0(\/0)?)?( vrf [\w.:-]{1,64})?( 0\.0\.0\.0(\/0)?)?$/],
    recognise: head => /^\s*IP Route Table for VRF "/im.test(head),
    provides: ['routing_tables'],
    rank: 50,
    parse: parseRoutes,
  },
  {
    command: 'show redundancy status',
    platforms: PLATFORM,
    aliases: [/^sho?w? (system )?redund\w*( status)?$/],
    recognise: head => /^\s*This supervisor \(sup-\d\)/im.test(head),
    provides: ['redundancy'],
    rank: 40,
    parse: parseRedundancy,
  },
]
