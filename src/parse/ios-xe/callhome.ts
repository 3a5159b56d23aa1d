// The `show call-home ...` commands of IOS XE.
import type { CommandParser, FactWriter, Line } from '../contract.ts'
import { keyValue, orEmpty } from '../text.ts'
import type { Destination } from '../url.ts'
import { isCallHomeLine } from './callhome-lines.ts'
import { readShownProfiles, shownDestination } from './callhome-profile.ts'

export const callHomeProfileAll: CommandParser = {
  command: 'show call-home profile all',
  platforms: ['ios-xe'],
  recognise: head =>
    /^\s*Profile Name: /m.test(head.slice(0, 400)) &&
    /Profile status: /.test(head) &&
    !/Current call home settings/.test(head),
  provides: ['callhome.profiles'],
  rank: 30,
  parse: ({ lines, complete }, write) => readShownProfiles(lines, complete, write),
}

const SETTINGS = [
  'callhome.enabled', 'callhome.contact_email', 'callhome.vrf', 'callhome.source_interface', 'callhome.proxy',
  'callhome.server_identity_check', 'callhome.resolve_ipv4_first', 'callhome.smart_messages',
] // biome-ignore format: by subject

export const callHomeDetail: CommandParser = {
  command: 'show call-home detail',
  platforms: ['ios-xe'],
  recognise: head => /Current call home settings/.test(head) && /Profile status: /.test(head),
  provides: [...SETTINGS, 'callhome.profiles'],
  rank: 32,
  parse: ({ lines, complete }, write) => {
    readSettings(lines, write)
    readShownProfiles(lines, complete, write)
  },
}

export const callHome: CommandParser = {
  command: 'show call-home',
  platforms: ['ios-xe'],
  recognise: head => /Current call home settings/.test(head) && !/Profile status: /.test(head),
  provides: SETTINGS,
  rank: 34,
  parse: ({ lines }, write) => readSettings(lines, write),
}

/** `Key: value` lines, each a fact of its own; `Not yet set up` is known absence. */
function readSettings(lines: readonly Line[], write: FactWriter): void {
  let profiles = false
  for (const line of lines) {
    if (/^\s*Profiles:\s*$/.test(line.text)) profiles = true
    if (isCallHomeLine(line.text.trim())) write.claim(line)
    if (profiles) continue
    const pair = keyValue(line.text)
    if (pair === undefined) continue
    const { value } = pair
    switch (pair.key.toLowerCase()) {
      case 'call home feature':
        write.set('callhome.enabled', /^enable/i.test(value), line)
        break
      case 'vrf for call-home messages':
        write.set('callhome.vrf', orEmpty(value), line)
        break
      case "contact person's email address":
        write.set('callhome.contact_email', orEmpty(value), line)
        break
      case 'source interface':
        write.set('callhome.source_interface', orEmpty(value), line)
        break
      case 'http proxy':
        write.set('callhome.proxy', proxyOf(orEmpty(value)), line)
        break
      case 'server identity check':
        write.set('callhome.server_identity_check', /^enable/i.test(value), line)
        break
      case 'http resolve-hostname':
        write.set('callhome.resolve_ipv4_first', /ipv4-first/i.test(value), line)
        break
      case 'smart licensing messages':
        write.set('callhome.smart_messages', /^enable/i.test(value), line)
        break
    }
  }
}

/** `host:port`, `host port n` or `Address: host Port: n`. */
function proxyOf(value: string): { configured: boolean; enabled: boolean; host: string; port: number } {
  const parts = /^(?:address:?\s*)?"?([^\s":,]+)"?(?:[\s:,]+(?:port:?\s*)?(\d{1,5}))?/i.exec(value)
  const host = parts?.[1] ?? ''
  return { configured: host !== '', enabled: host !== '', host, port: Number(parts?.[2] ?? 0) }
}

export const callHomeSmartLicensing: CommandParser = {
  command: 'show call-home smart-licensing',
  platforms: ['ios-xe'],
  recognise: head => /Current smart-licensing transport settings/i.test(head),
  provides: ['callhome.smart_messages', 'callhome.profiles'],
  // Below the configuration: it lists only the profile that carries licensing data.
  rank: 70,
  parse: ({ lines }, write) => {
    let profile = ''
    for (const line of lines) {
      const pair = keyValue(line.text)
      if (isCallHomeLine(line.text.trim())) write.claim(line)
      if (pair === undefined) continue
      const key = pair.key.toLowerCase().replace(/\s+/g, ' ')
      if (key === 'smart-license messages') {
        write.set('callhome.smart_messages', /^enable/i.test(pair.value), line)
      } else if (key === 'profile') {
        const parts = /^"?([^"\s(]+)"?\s*\(status:\s*(\w+)\)/i.exec(pair.value)
        profile = parts?.[1] ?? ''
        if (profile !== '') {
          const active = /^active$/i.test(parts?.[2] ?? '')
          write.set('callhome.profiles', [{ name: profile, active, reports_licensing: true }], line)
        }
      } else if (key === 'destination url(s)' && profile !== '') {
        const found: Destination[] = orEmpty(pair.value)
          .split(/[\s,]+/)
          .filter(url => /^http/i.test(url))
          .map(url => shownDestination(profile, url))
        if (found.length > 0)
          write.set('callhome.profiles', [{ name: profile, methods: ['http'], destinations: found }], line)
      }
    }
    write.claim(lines.filter(line => /smart-licensing transport settings/i.test(line.text)))
  },
}

export const callHomeParsers: readonly CommandParser[] = [
  callHomeProfileAll,
  callHomeDetail,
  callHome,
  callHomeSmartLicensing,
]
