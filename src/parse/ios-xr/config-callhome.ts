// The `call-home` section of an IOS XR configuration. Pasted copies lose their indentation: words decide.
import type { FactWriter, Line } from '../contract.ts'
import { indentOf } from '../text.ts'
import { CLOUD_URL, readDestination } from '../url.ts'
import { vrfName } from './names.ts'

const HEADER = /^\s*call-home\s*$/i
const MEMBER =
  /^(?:no )?(?:service active|contact\b|contact-email-addr|vrf|source-interface|http-proxy|profile|active|destination|reporting|anonymous-reporting-only|subscribe-to-alert-group|alert-group|mail-server|sender|site-id|phone-number|street-address|customer-id|contract-id|rate-limit|syslog-throttling|data-privacy|aaa-authorization|https?:\/\/)/i
/** Lines of the section that stand nowhere else. */
const OWN_LINE =
  /^\s*(?:service active|contact smart-licensing|contact-email-addr|profile CiscoTAC-1|destination address http)\b/i

/** `contact smart-licensing` stands for this address. Source: Smart Call Home configuration guide. */
const SMART_CONTACT = 'sch-smart-licensing@cisco.com'

export interface CallHomeSection {
  readonly header: Line
  readonly lines: readonly Line[]
  readonly closed: boolean
  /** Without indentation a line that is none of the section's ends it: whether the section does, is not certain. */
  readonly doubtful: boolean
}

export function isCallHomeLine(line: Line): boolean {
  return OWN_LINE.test(line.text)
}

export function findCallHome(lines: readonly Line[]): CallHomeSection | undefined {
  const start = lines.findIndex(line => HEADER.test(line.text))
  const header = lines[start]
  if (header === undefined) return undefined
  const margin = indentOf(header.text)
  const own: Line[] = []
  let indented = false
  for (const line of lines.slice(start + 1)) {
    const text = line.text.trim()
    if (text === '' || text.startsWith('```')) continue
    const inside = indentOf(line.text) > margin
    indented ||= inside
    // With indentation kept, the `!` at the margin ends the section; without, every `!` stands there.
    if (!inside && (text.startsWith('!') ? indented : !MEMBER.test(text)))
      return { header, lines: own, closed: indented, doubtful: !indented }
    own.push(line)
  }
  return { header, lines: own, closed: false, doubtful: false }
}

interface Profile {
  readonly name: string
  readonly line: Line
  active: Line | undefined
  anonymous: boolean
  readonly methods: string[]
  readonly reporting: { word: string; line: Line }[]
  readonly destinations: { url: string; line: Line }[]
}

export function readCallHome(section: CallHomeSection, whole: boolean, write: FactWriter): void {
  const { header } = section
  write.claim(header)
  let profile: Profile | undefined
  const profiles: Profile[] = []
  let addressBelow = false
  for (const line of section.lines) {
    const text = line.text.trim()
    const name = /^profile\s+"?([^"\s]+)"?$/i.exec(text)?.[1]
    write.claim(line)
    if (name !== undefined) {
      profile = {
        name,
        line,
        active: undefined,
        anonymous: false,
        methods: [],
        reporting: [],
        destinations: [],
      }
      profiles.push(profile)
    } else if (profile !== undefined && addressBelow && /^https?:\/\//i.test(text)) {
      profile.destinations.push({ url: text, line })
    } else if (profile === undefined || !readProfileLine(profile, text, line)) readGlobal(text, line, write)
    addressBelow = /^destination address http$/i.test(text)
  }
  if (whole || profiles.length > 0) write.set('callhome.profiles', [], header)
  for (const one of profiles) setProfile(one, whole, write)
  if (!whole) return
  write.set('callhome.enabled', false, header)
  setRest(header, write)
}

function readProfileLine(profile: Profile, text: string, line: Line): boolean {
  const url = /^destination address http\s+(\S+)$/i.exec(text)?.[1]
  const method = /^destination transport-method (http|email)$/i.exec(text)?.[1]
  const reporting = /^reporting (\S+)$/i.exec(text)?.[1]
  if (/^active$/i.test(text)) profile.active = line
  else if (/^anonymous-reporting-only$/i.test(text)) profile.anonymous = true
  else if (url !== undefined) profile.destinations.push({ url, line })
  else if (method !== undefined) profile.methods.push(method.toLowerCase())
  else if (reporting !== undefined) profile.reporting.push({ word: reporting.toLowerCase(), line })
  else return false
  return true
}

function readGlobal(text: string, line: Line, write: FactWriter): void {
  const email = /^contact-email-addr(?:ess)?\s+(\S+)$/i.exec(text)?.[1]
  const vrf = /^vrf\s+(\S+)$/i.exec(text)?.[1]
  const source = /^source-interface\s+(\S+)$/i.exec(text)?.[1]
  const proxy = /^http-proxy\s+"?([^"\s]+)"?(?:\s+port\s+(\d{1,5}))?/i.exec(text)
  if (/^service active$/i.test(text)) write.set('callhome.enabled', true, line)
  else if (email !== undefined) write.set('callhome.contact_email', email, line)
  else if (/^contact smart-licensing$/i.test(text)) write.set('callhome.contact_email', SMART_CONTACT, line)
  else if (vrf !== undefined) write.set('callhome.vrf', vrfName(vrf), line)
  else if (source !== undefined) write.set('callhome.source_interface', source, line)
  else if (proxy?.[1] !== undefined) {
    write.set(
      'callhome.proxy',
      { configured: true, host: proxy[1], port: Number(proxy[2] ?? 0), enabled: true },
      line,
    )
  }
}

function isBuiltIn(name: string): boolean {
  return name.toLowerCase() === 'ciscotac-1'
}

function setProfile(profile: Profile, whole: boolean, write: FactWriter): void {
  const { name, line } = profile
  const add = (part: Record<string, unknown>, proof: Line | readonly Line[]): void => {
    write.set('callhome.profiles', [{ name, ...part }], proof)
  }
  add({}, line)
  if (profile.active !== undefined) add({ active: true }, profile.active)
  else if (whole) add({ active: false }, line)
  const smart = profile.reporting.find(one => one.word === 'smart-licensing-data')
  // The built-in profile carries licensing data unless its reporting lines leave it out.
  if (smart !== undefined) add({ reports_licensing: true }, smart.line)
  else if (whole) add({ reports_licensing: isBuiltIn(name) && profile.reporting.length === 0 }, line)
  if (whole || profile.methods.length > 0) add({ methods: profile.methods }, line)
  if (whole) add({ anonymous: profile.anonymous }, line)
  for (const one of profile.destinations) {
    add({ destinations: [readDestination(name, one.url, { explicit: true })] }, one.line)
  }
  if (profile.destinations.length === 0 && whole) {
    const builtIn = isBuiltIn(name) ? [readDestination(name, CLOUD_URL, { explicit: false })] : []
    add({ destinations: builtIn }, line)
  }
}

function setRest(anchor: Line, write: FactWriter): void {
  write.set(
    'callhome',
    {
      contact_email: '',
      vrf: '',
      source_interface: '',
      proxy: { configured: false, host: '', port: 0, enabled: false },
    },
    anchor,
  )
}

/**
 * `% No such configuration item(s)`: nothing is configured, the built-in profile towards the cloud remains.
 * Whether that profile is active only `show call-home detail` tells. Source: ASR 9000 Smart Licensing guide.
 */
export function setNoCallHome(anchor: Line, write: FactWriter): void {
  const name = 'CiscoTAC-1'
  write.set('callhome.enabled', false, anchor)
  const destinations = [readDestination(name, CLOUD_URL, { explicit: false })]
  write.set('callhome.profiles', [{ name, reports_licensing: true, anonymous: false, destinations }], anchor)
  setRest(anchor, write)
}
