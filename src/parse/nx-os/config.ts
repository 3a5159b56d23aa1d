// `show running-config` on NX-OS, whole or filtered.

import type { CommandParser, Line, ParserInput } from '../contract.ts'
import { type Block, blockLines, readBlocks } from '../indent.ts'
import { scopeOf } from '../ios-xe/config-scope.ts'
import { hasOrphans } from '../whole.ts'
import { findCallhome, readCallhome } from './callhome.ts'
import { readAccessLists, readInterface, readTrustpoint, readVrfContext } from './config-blocks.ts'
import { type ConfigContext, readHeader } from './config-header.ts'
import { readLicenseLine, setLicenseAbsent } from './config-license.ts'
import { readNetLine, setNetAbsent } from './config-net.ts'

/** Filters that show parts: nothing missing from them is known absent unless the filter let it through. */
const FILTERED = /^sho?w? run?n?i?n?g?-?c?o?n?f?i?g?(?: \S.*)? \| /

/** Marks of a person who left lines out. */
const ELIDED = /^\s*(\(?\.\.\.\)?|<snip>|[.\s]*output (snipped|omitted)[.\s]*)\s*$/i

/** These stand behind name servers, routes and VRFs in every NX-OS configuration. */
const BEHIND = /^\s*(interface mgmt0|line (console|vty)|boot (nxos|kickstart|system|poap))\b/i

/** Routes and servers of a VRF below another heading: the line of their `vrf context` is lost. */
function hasStrays(lines: readonly Line[]): boolean {
  let context = false
  for (const { text } of lines) {
    if (/^\S/.test(text)) context = /^vrf context /i.test(text)
    else if (!context && /^\s+(ip(v6)? route|ip name-server) /i.test(text)) return true
  }
  return false
}

const PROVIDES = [
  'callhome.enabled',
  'callhome.contact_email',
  'callhome.profiles',
  'callhome.vrf',
  'callhome.proxy',
  'callhome.source_interface',
  'http_client.source_interface',
  'http_client.source_interface_vrf',
  'dns.lookup',
  'dns.servers',
  'dns.hosts',
  'clock.timezone',
  'clock.summer_time',
  'ntp.configured',
  'ntp.servers',
  'vrfs',
  'routes',
  'interfaces',
  'access_lists',
  'pki.trustpoints',
  'license.smart_enable_configured',
  'license.transport.configured_smart_url',
  'license.transport.configured_cslu_url',
  'license.transport.proxy',
  'license.transport.vrf',
] as const

export const showRunningConfig: CommandParser = {
  command: 'show running-config',
  platforms: ['nx-os'],
  aliases: [/^sho?w? run?n?i?n?g?-?c?o?n?f?i?g?( all)?$/],
  recognise: head =>
    /^!Command: show running-config\s*$/im.test(head) ||
    (/^version \S+ Bios:version/im.test(head) && /^\s*(hostname|switchname) \S/im.test(head)),
  provides: PROVIDES,
  rank: 40,
  parse: (input, write) => {
    readConfig({ input, write, ...shape(input) })
  },
}

/** Parts of the configuration: what is there counts, what is not there does not. */
export const showRunningConfigPart: CommandParser = {
  command: 'show running-config | include',
  platforms: ['nx-os'],
  aliases: [
    FILTERED,
    /^sho?w? run?n?i?n?g?-?c?o?n?f?i?g? (interface|vrf|ntp|license|security|services) ?\S*( all)?$/,
  ],
  provides: [],
  rank: 45,
  parse: (input, write) => {
    readConfig({
      input,
      write,
      whole: false,
      ordered: false,
      anchor: input.lines.find(line => line.text.trim() !== ''),
    })
  },
}

/** The header tells what was really shown; without one a configuration starts with its version line. */
function shape(input: ParserInput): Pick<ConfigContext, 'whole' | 'ordered' | 'anchor'> {
  const header = input.lines.find(line => /^\s*!Command:/i.test(line.text))
  const version = input.lines.find(line => /^\s*version \d/i.test(line.text))
  const shown =
    header === undefined ? undefined : /^\s*!Command:\s*(.*)$/i.exec(header.text)?.[1]?.trim().toLowerCase()
  const named = input.lines.some(line => /^\s*(hostname|switchname) \S/i.test(line.text))
  const entire =
    shown === undefined ? version !== undefined && named : /^show running-config( all)?$/.test(shown)
  const ordered =
    entire &&
    !input.lines.some(line => ELIDED.test(line.text)) &&
    !hasOrphans(input.lines) &&
    !hasStrays(input.lines)
  return {
    // There is no `end` line: what stands behind the sections licensing needs proves that they were read.
    whole: input.complete && ordered && input.lines.some(line => BEHIND.test(line.text)),
    ordered,
    anchor: header ?? version ?? input.lines.find(line => line.text.trim() !== ''),
  }
}

function readConfig(context: ConfigContext): void {
  const { input, write, whole, ordered, anchor } = context
  const scope = scopeOf(input.command, whole || (input.complete && input.command.includes('|')))
  const callhome = findCallhome(input.lines)
  const own = new Set<Line>(
    callhome === undefined ? [] : [callhome.header, ...callhome.lines].filter(line => line !== undefined),
  )
  const rest = input.lines.filter(line => !own.has(line))
  if (callhome?.header !== undefined)
    readCallhome(
      callhome,
      callhome.header,
      (whole && !callhome.doubtful) || (ordered && callhome.closed),
      write,
    )
  else if (whole && anchor !== undefined)
    readCallhome({ header: undefined, lines: [], closed: true, doubtful: false }, anchor, true, write)
  const blocks = readBlocks(rest)
  for (const block of blocks) readBlock(block, context)
  readAccessLists(blocks, context)
  if (anchor === undefined) return
  setNetAbsent(context, anchor, scope)
  setLicenseAbsent(context, anchor, scope)
}

function readBlock(block: Block, context: ConfigContext): void {
  if (readHeader(block, context) || readNetLine(block, '', context) || readLicenseLine(block, context)) return
  const vrf = /^vrf context (\S+)$/i.exec(block.text)
  const port = /^interface (\S.*)$/i.exec(block.text)
  const trustpoint = /^crypto ca trustpoint (\S+)$/i.exec(block.text)
  if (vrf?.[1] !== undefined) readVrfContext(vrf[1], block, context)
  else if (port?.[1] !== undefined) readInterface(port[1], block, context)
  else if (trustpoint?.[1] !== undefined) readTrustpoint(trustpoint[1], block, context)
  context.write.claim(blockLines(block))
}
