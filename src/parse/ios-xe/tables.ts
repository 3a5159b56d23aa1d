// Routing on IOS XE: `show vrf` and `show ip route [vrf NAME]`.
import type { CommandParser, FactWriter, Line, ParserInput } from '../contract.ts'
import { readPromptTimestamp } from './clock.ts'
import { vrfOf } from './hosts.ts'
import { interfaceName } from './names.ts'

const VRF_HEADING = /^\s*Name\s+Default RD\b.*\bInterfaces\s*$/i
/** Name, route distinguisher, protocols (`show vrf` only), first interface. */
const VRF_ROW =
  /^\s{0,4}(\S{1,64})\s+(<not set>|\S+:\S+)(?:\s+((?:ipv[46],?){1,2}))?(?:\s+([A-Za-z][\w./:-]{1,40}))?\s*$/
const MORE = /^\s{20,}([A-Za-z][\w./:-]{1,40})\s*$/

function parseVrfs(input: ParserInput, write: FactWriter): void {
  readPromptTimestamp(input.lines, write)
  const heading = input.lines.find(line => VRF_HEADING.test(line.text))
  if (heading === undefined) return
  write.claim(heading)
  let vrf = ''
  for (const line of input.lines) {
    const row = VRF_ROW.exec(line.text)
    const more = MORE.exec(line.text)?.[1]
    if (row?.[1] !== undefined && line !== heading) {
      vrf = row[1]
      write.set('vrfs', [{ name: vrf }], line)
    } else if (more === undefined || vrf === '') continue
    const name = row?.[4] ?? more
    if (name !== undefined && line !== heading)
      write.set('interfaces', [{ name: interfaceName(name), vrf }], line)
    write.claim(line)
  }
  if (input.complete) write.set('vrfs', [], heading)
}

const GATEWAY = /^Gateway of last resort is (?:(not set)|(\S+) to network \S+)/i
const ROUTE = /^([A-Z][\w%+*& -]{0,8})\s+(?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,2})?[ ,]/
const LEGEND = /^(Codes:|[A-Za-z0-9+%*&]{1,4}( [A-Z0-9]{2})? - )/

/** Routing protocols bring default routes that no configuration holds: only the table settles that. */
function parseRoutes(input: ParserInput, write: FactWriter): void {
  readPromptTimestamp(input.lines, write)
  const asked = vrfOf(input.command)
  let vrf = asked
  for (const line of input.lines) {
    const text = line.text.trim()
    const table = /^Routing Table: (\S{1,64})$/i.exec(text)?.[1]
    const gateway = GATEWAY.exec(text)
    if (table !== undefined) vrf = table.toLowerCase() === 'default' ? '' : table
    else if (gateway !== null) setDefault(vrf, gateway[2] ?? '', gateway[1] === undefined, line, write)
    else if (!isRouteLine(text)) continue
    write.claim(line)
  }
}

function isRouteLine(text: string): boolean {
  return (
    ROUTE.test(text) ||
    LEGEND.test(text) ||
    /^(\[\d|via |(\d{1,3}\.){3}\d{1,3}\/\d{1,2} is (variably )?subnetted)/i.test(text)
  )
}

function setDefault(vrf: string, nextHop: string, found: boolean, line: Line, write: FactWriter): void {
  // A default route out of an interface alone is shown as 0.0.0.0 to network 0.0.0.0.
  write.set(
    'routing_tables',
    [{ vrf, default_route: found, next_hop: nextHop === '0.0.0.0' ? '' : nextHop }],
    line,
  )
}

export const tableParsers: readonly CommandParser[] = [
  {
    command: 'show vrf',
    platforms: ['ios-xe'],
    aliases: [/^sh(o|ow)? (ip )?vrf( brief)?$/i],
    recognise: head => VRF_HEADING.test(head.split('\n').find(line => VRF_HEADING.test(line)) ?? ''),
    provides: ['vrfs'],
    rank: 70,
    parse: parseVrfs,
  },
  {
    command: 'show ip route',
    platforms: ['ios-xe'],
    aliases: [/^sh(o|ow)? ip route?( vrf [\w.:*-]{1,64})?( 0\.0\.0\.0( 0\.0\.0\.0)?)?$/i],
    recognise: head => /^Gateway of last resort is /im.test(head) && /^Codes: .{0,40}local/im.test(head),
    provides: ['routing_tables'],
    rank: 50,
    parse: parseRoutes,
  },
]
