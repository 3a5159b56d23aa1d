// The `callhome` section of an NX-OS configuration.
//
// Licensing always reports through the profile CiscoTAC-1. NX-OS profiles have no `active` of their own: a configured
// profile works as soon as callhome is enabled, so profiles are `active: true` and `callhome.enabled` is the switch.
import type { CommandParser, FactWriter, Line } from '../contract.ts'
import { indentOf } from '../text.ts'
import { readDestination } from '../url.ts'
import { vrfName } from './names.ts'

const HEADER = /^\s*call[ -]?home\s*$/i
/** What may stand in the section: pasted copies lose their indentation, then only the words tell. */
const MEMBER =
  /^(?:no\s+)?(?:email-contact|phone-contact|streetaddress|street-address|contract-id|customer-id|site-id|switch-priority|data-privacy|destination-profile|transport\s+(?:http|email)|enable|duplicate-message|periodic-inventory|alert-group|diagnostic-signature|distribute|user-def-cmd)\b/i
/** Below `diagnostic-signature`. */
const SUB_MEMBER = /^\s{2,}(?:no\s+)?(?:active|profile \S+|environment \S.*)\s*$/i
/** `transport http proxy server X` without a port. Source: NX-OS System Management guide, Smart Call Home. */
const DEFAULT_PROXY_PORT = 8080

export interface Section {
  readonly header: Line | undefined
  readonly lines: readonly Line[]
  /** Something else follows the section, so it is known to be whole. */
  readonly closed: boolean
  /**
   * Without indentation a line that is none of the section's ends it: whether the section does, is not certain. Nor is
   * it when nothing stands below the heading, which is printed with the lines below it or not at all.
   */
  readonly doubtful: boolean
}

/** Finds the section: indented lines, or section words at the margin when the indentation is lost. */
export function findCallhome(lines: readonly Line[]): Section | undefined {
  const start = lines.findIndex(line => HEADER.test(line.text))
  const header = lines[start]
  if (header === undefined) return undefined
  const margin = indentOf(header.text)
  const own: Line[] = []
  let indented = false
  for (const line of lines.slice(start + 1)) {
    const text = line.text.trim()
    if (text === '' || text.startsWith('!') || text.startsWith('```')) continue
    if (indentOf(line.text) <= margin && !MEMBER.test(text))
      return { header, lines: own, closed: indented, doubtful: !indented }
    indented ||= indentOf(line.text) > margin
    own.push(line)
  }
  return { header, lines: own, closed: false, doubtful: own.length === 0 }
}

/** Sets the facts of a section. `whole`: what is not there is not configured. `anchor` proves what is absent. */
export function readCallhome(section: Section, anchor: Line, whole: boolean, write: FactWriter): void {
  if (section.header !== undefined) write.claim(section.header)
  let enabled: { value: boolean; line: Line } | undefined
  let proxyServer: { host: string; port: number; line: Line } | undefined
  let proxyEnabled: { value: boolean; line: Line } | undefined
  const methods = new Map<string, { names: string[]; lines: Line[] }>()
  write.claim(section.lines.filter(line => MEMBER.test(line.text.trim()) || SUB_MEMBER.test(line.text)))
  for (const line of section.lines) {
    const text = line.text.trim()
    const server = /^transport http proxy server (\S+)(?:\s+port\s+(\d{1,5}))?/i.exec(text)
    const vrf = /^transport http use-vrf (\S+)/i.exec(text)
    const email = /^email-contact\s+(\S+)/i.exec(text)
    if (/^(no )?enable$/i.test(text)) enabled = { value: !/^no/i.test(text), line }
    else if (/^(no )?transport http proxy enable$/i.test(text))
      proxyEnabled = { value: !/^no/i.test(text), line }
    else if (server?.[1] !== undefined) {
      proxyServer = {
        host: server[1],
        port: server[2] === undefined ? DEFAULT_PROXY_PORT : Number(server[2]),
        line,
      }
    } else if (vrf?.[1] !== undefined) write.set('callhome.vrf', vrfName(vrf[1]), line)
    // Web pages turn the address into `a@b<mailto:a@b>`.
    else if (email?.[1] !== undefined)
      write.set('callhome.contact_email', email[1].replace(/<mailto:.*$/i, ''), line)
    else if (/^destination-profile\s/i.test(text)) readProfile(text, line, methods, write)
  }
  for (const [name, { names, lines }] of methods) {
    if (names.length > 0 || whole) write.set('callhome.profiles', [{ name, methods: names }], lines)
    // The built-in CiscoTAC-1 has an e-mail address and no URL of its own.
    if (whole) write.set('callhome.profiles', [{ name, destinations: [] }], lines)
  }
  if (enabled !== undefined) write.set('callhome.enabled', enabled.value, enabled.line)
  const proxyLines = [proxyServer?.line, proxyEnabled?.line].filter(line => line !== undefined)
  if (proxyServer !== undefined) {
    write.set(
      'callhome.proxy',
      { configured: true, host: proxyServer.host, port: proxyServer.port },
      proxyServer.line,
    )
  }
  if (proxyEnabled !== undefined) write.set('callhome.proxy.enabled', proxyEnabled.value, proxyEnabled.line)
  if (!whole) return
  write.set('callhome.enabled', false, anchor)
  write.set('callhome.contact_email', '', anchor)
  write.set('callhome.profiles', [], anchor)
  write.set('callhome.vrf', '', anchor)
  write.set('callhome.source_interface', '', anchor)
  const proofOfProxy = proxyLines.length > 0 ? proxyLines : [anchor]
  write.set('callhome.proxy', { configured: false, host: '', port: 0, enabled: false }, proofOfProxy)
}

function readProfile(
  text: string,
  line: Line,
  methods: Map<string, { names: string[]; lines: Line[] }>,
  write: FactWriter,
): void {
  const match = /^destination-profile\s+(\S+)(?:\s+index\s+(\d{1,5}))?(?:\s+(\S+)(?:\s+(\S+))?)?/i.exec(text)
  const [, name, index, word, value] = match ?? []
  if (name === undefined) return
  const known = {
    name,
    active: true,
    reports_licensing: name.toLowerCase() === 'ciscotac-1',
    anonymous: false,
  }
  write.set('callhome.profiles', [known], line)
  const entry = methods.get(name) ?? { names: [], lines: [] }
  methods.set(name, entry)
  entry.lines.push(line)
  if (/^transport-method$/i.test(word ?? '') && value !== undefined) {
    const method = value.toLowerCase()
    if (!entry.names.includes(method)) entry.names.push(method)
  } else if (/^http$/i.test(word ?? '') && value !== undefined) {
    const destination = readDestination(name, value, { index: Number(index ?? 0), explicit: true })
    write.set('callhome.profiles', [{ name, destinations: [destination] }], line)
  }
}

export const showRunningConfigCallhome: CommandParser = {
  command: 'show running-config callhome',
  platforms: ['nx-os'],
  aliases: [
    /^sho?w? run?n?i?n?g?-?c?o?n?f?i?g? call[ -]?home( all)?$/,
    /^sho?w? run?n?i?n?g?-?c?o?n?f?i?g? \| se?c?t?i?o?n? "?\^?call[ -]?home"?$/,
  ],
  recognise: head =>
    /^!Command: show running-config callhome/im.test(head) ||
    (/^\s*call ?home\s*$/im.test(head) &&
      !/^\s*(hostname|switchname) \S/im.test(head) &&
      /^\s*(destination-profile|transport http) /im.test(head)),
  provides: [
    'callhome.enabled',
    'callhome.contact_email',
    'callhome.profiles',
    'callhome.vrf',
    'callhome.proxy',
    'callhome.source_interface',
  ],
  rank: 20,
  parse: ({ lines, complete }, write) => {
    const head = lines.filter(line =>
      /^\s*(!Command:|!Running configuration|!Time:|version \S|!\s*$|```)/i.test(line.text),
    )
    write.claim(head)
    const found = findCallhome(lines)
    const loose = {
      header: undefined,
      lines: lines.filter(line => MEMBER.test(line.text.trim())),
      closed: false,
      doubtful: false,
    }
    const section = found ?? loose
    const anchor = section.header ?? section.lines[0] ?? head.find(line => !/^\s*(!\s*$|```)/.test(line.text))
    if (anchor === undefined) return
    readCallhome(section, anchor, (complete && !section.doubtful) || section.closed, write)
  },
}
