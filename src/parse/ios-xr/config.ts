// `show running-config ...` on IOS XR: the whole configuration, one section of it, or a filtered part.
import type { CommandParser, FactWriter, Line, ParserInput } from '../contract.ts'
import { blockLines, readBlocks } from '../indent.ts'
import { printedTime } from '../time.ts'
import { endsInside, hasOrphans, hasStrayEnd } from '../whole.ts'
import { readSections } from './config-blocks.ts'
import { findCallHome, isCallHomeLine, readCallHome, setNoCallHome } from './config-callhome.ts'
import { readNetLine, setNetAbsent } from './config-net.ts'
import { type Area, fullLines, ownLine, type XrConfig } from './config-tree.ts'
import { withoutStamp } from './stamp.ts'

/** Sections whose lines are read one by one; the rest is of no interest to licensing. */
const OWN = /^(domain|http client|ntp|license|crypto ca|router static)\b/i
const NOTHING = /^\s*% No such configuration item\(s\)/i
const EXEC_AREAS: readonly Area[] = [
  'call-home',
  'domain',
  'http',
  'ntp',
  'clock',
  'crypto',
  'routes',
  'interfaces',
  'vrfs',
  'license',
]

/** `ordered`: sections stand whole and in their own order, so one that is followed by another is complete. */
function readConfig(input: ParserInput, areas: readonly Area[], ordered: boolean, write: FactWriter): void {
  const lines = withoutStamp(input.lines, write).filter(
    line => !/^\s*Building configuration/i.test(line.text),
  )
  const nothing = lines.find(line => NOTHING.test(line.text))
  // Lost headings, or a last section without its end: what is not here may be on the device.
  const damaged = hasOrphans(lines) || hasStrayEnd(lines)
  const covered = new Set(input.complete && !damaged && !endsInside(lines) ? areas : [])
  const anchor = nothing ?? lines.find(line => !/^\s*!\s*$/.test(line.text))
  if (nothing !== undefined) write.claim(nothing)
  const config: XrConfig = { lines, write, covers: area => covered.has(area), anchor }
  if (anchor === undefined) return
  const callHome = findCallHome(lines)
  if (callHome !== undefined)
    readCallHome(
      callHome,
      (covered.has('call-home') && !callHome.doubtful) || (ordered && !damaged && callHome.closed),
      write,
    )
  // Its first line may have been torn apart: what stands below it is there.
  else if (covered.has('call-home') && !lines.some(isCallHomeLine)) setNoCallHome(anchor, write)
  const own = new Set(callHome?.lines ?? [])
  const rest: XrConfig = { ...config, lines: lines.filter(line => !own.has(line)) }
  for (const path of fullLines(rest.lines)) {
    if (!readNetLine(path, rest)) readTop(path.text, ownLine(path), write)
  }
  readSections(rest)
  for (const block of readBlocks(rest.lines))
    write.claim(OWN.test(block.text) ? blockLines(block).filter(isSeparator) : blockLines(block))
  setNetAbsent(rest)
}

function isSeparator(line: Line): boolean {
  return /^\s*!/.test(line.text)
}

function readTop(text: string, line: Line, write: FactWriter): void {
  const host = /^hostname (\S+)$/i.exec(text)?.[1]
  if (host !== undefined) write.set('device.hostname', host, line)
}

/** `!!` lines head the whole configuration; the last line is `end`. */
function readWhole(input: ParserInput, areas: readonly Area[], write: FactWriter): void {
  for (const line of input.lines) {
    const release = /^!! IOS XR (?:Admin )?Configuration\s+(?:version = )?(\d\S*)/i.exec(line.text)?.[1]
    const changed = /^!! Last configuration change at (.+?) by /i.exec(line.text)?.[1]
    if (release !== undefined) write.set('device.os_version', release, line)
    if (changed !== undefined) write.set('saved_config.changed_at', printedTime(changed), line)
    if (/^(!!|end\s*$)/.test(line.text)) write.claim(line)
  }
  const headed = input.lines.some(line => /^!! IOS XR /.test(line.text))
  const ended = input.lines.some(line => /^end\s*$/.test(line.text))
  readConfig(input, ended ? areas : [], headed, write)
}

function section(
  what: string,
  areas: readonly Area[],
  provides: readonly string[],
  recognise?: (head: string) => boolean,
  more: readonly RegExp[] = [],
): CommandParser {
  return {
    command: `show running-config ${what}`,
    platforms: ['ios-xr'],
    aliases: more,
    ...(recognise === undefined ? {} : { recognise }),
    provides,
    rank: 20,
    parse: (input, write) => readConfig(input, areas, true, write),
  }
}

export const configParsers: readonly CommandParser[] = [
  section(
    'call-home',
    ['call-home'],
    [
      'callhome.enabled',
      'callhome.contact_email',
      'callhome.profiles',
      'callhome.vrf',
      'callhome.source_interface',
      'callhome.proxy',
    ],
    head =>
      !/^!! IOS XR /m.test(head) &&
      /^call-home\s*$/im.test(head) &&
      // IOS XE quotes profile names and switches the service on outside the section.
      /^\s*(service active|profile [^"\s]+)\s*$/im.test(head),
    [/^sho?w? run?n?i?n?g?-?c?o?n?f?i?g? call(-home)?$/],
  ),
  section(
    'domain',
    ['domain'],
    ['dns'],
    head =>
      !/^!! IOS XR /m.test(head) &&
      /^domain (vrf \S+ )?(name-server|lookup|ipv[46] host) /im.test(head.slice(0, 400)),
  ),
  section('http client', ['http'], ['http_client'], undefined, [
    /^sho?w? run?n?i?n?g?-?c?o?n?f?i?g? http( client)?$/,
  ]),
  section('ntp', ['ntp'], ['ntp.configured', 'ntp.servers']),
  section('clock', ['clock'], ['clock.timezone', 'clock.summer_time']),
  section('crypto ca', ['crypto'], ['pki.trustpoints'], undefined, [
    /^sho?w? run?n?i?n?g?-?c?o?n?f?i?g? crypto( ca( trustpoint)?)?$/,
  ]),
  section('router static', ['routes'], ['routes']),
  section('interface', ['interfaces'], ['interfaces']),
  section('vrf', ['vrfs'], ['vrfs']),
  section(
    'license',
    ['license'],
    [
      'license.transport.configured_smart_url',
      'license.transport.configured_cslu_url',
      'license.transport.vrf',
      'license.transport.proxy',
      'license.flexible_consumption',
    ],
  ),
  {
    command: 'admin show running-config',
    platforms: ['ios-xr'],
    recognise: head => /^!! IOS XR Admin Configuration/im.test(head),
    provides: ['license.smart_enable_configured'],
    rank: 40,
    parse: (input, write) => readWhole(input, ['admin'], write),
  },
  {
    command: 'show running-config',
    platforms: ['ios-xr'],
    recognise: head => /^!! IOS XR Configuration/im.test(head),
    provides: [
      'callhome.enabled',
      'callhome.contact_email',
      'callhome.profiles',
      'callhome.vrf',
      'callhome.source_interface',
      'callhome.proxy',
      'dns',
      'http_client',
      'ntp.configured',
      'ntp.servers',
      'clock.timezone',
      'clock.summer_time',
      'pki.trustpoints',
      'routes',
      'interfaces',
      'vrfs',
      'license.flexible_consumption',
    ],
    rank: 40,
    parse: (input, write) => readWhole(input, EXEC_AREAS, write),
  },
  {
    // A filter shows parts: what is there counts, what is not there does not. One interface is a part as well.
    command: 'show running-config | include',
    platforms: ['ios-xr'],
    aliases: [
      /^(?:adm?i?n? )?sho?w? run?n?i?n?g?-?c?o?n?f?i?g?(?: \S.*)? \| /,
      /^sho?w? run?n?i?n?g?-?c?o?n?f?i?g? (?:int|inte|inter|interf|interfa|interfac|interface|vrf|router) \S.*$/,
    ],
    provides: [],
    rank: 45,
    parse: (input, write) => readConfig(input, [], false, write),
  },
]
