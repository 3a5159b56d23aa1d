// `service call-home` and the `call-home` block of an IOS XE configuration.
import type { FactWriter, Line } from '../contract.ts'
import { type Block, blockLines } from '../indent.ts'
import { CLOUD_URL, type Destination, readDestination } from '../url.ts'
import { type ConfigText, child, childTexts, rest } from './config-text.ts'

const BUILT_IN = 'CiscoTAC-1'

/** Lines that stand under `call-home` and nowhere else. */
const OWN_LINE = /^(?:contact-email-addr|profile ["A-Z]|http-proxy |mail-server |destination address )/

export function readCallHome(config: ConfigText, write: FactWriter): void {
  const service = config.blocks.findLast(block => /^(no )?service call-home$/.test(block.text))
  if (service !== undefined) write.set('callhome.enabled', !service.text.startsWith('no '), service.line)
  else if (config.scope.covers('service call-home')) write.set('callhome.enabled', false, config.witness)

  const macros = config.starting('call-home reporting', 'no call-home reporting')
  write.claim(macros.map(one => one.line))
  // A filter by section may let the macro's line stand at the head of the block.
  // What noise left of another line may look like an empty block.
  const blocks = config.blocks.filter(one => one.text === 'call-home')
  const block =
    blocks.find(one => one.children.length > 0) ?? blocks[0] ?? macros.find(one => one.children.length > 0)
  if (block === undefined) {
    // The block is there, its first line was torn apart.
    if (config.blocks.some(one => one.children.some(below => OWN_LINE.test(below.text)))) return
    if (config.scope.sections && config.scope.covers('call-home')) setAbsent(config, write)
    return
  }
  write.claim(block.line)
  readSettings(block, config.closed(block), write)
  if (config.closed(block)) readProfiles(config, block, write)
}

/** No `call-home` block at all: nothing is set and no profile was made active. */
function setAbsent(config: ConfigText, write: FactWriter): void {
  write.set(
    'callhome',
    { contact_email: '', vrf: '', source_interface: '', resolve_ipv4_first: false },
    config.witness,
  )
  write.set('callhome.proxy', { configured: false, enabled: false, host: '', port: 0 }, config.witness)
  write.set('callhome.profiles', [], config.witness)
}

function readSettings(block: Block, closed: boolean, write: FactWriter): void {
  const text = (path: string, value: string | undefined, line: Line | undefined): void => {
    if (value !== undefined && line !== undefined) write.set(path, value, line)
    else if (closed) write.set(path, '', block.line)
  }
  const contact = child(block, 'contact-email-addr')
  const smart = child(block, 'contact smart-licensing')
  if (contact !== undefined)
    write.set('callhome.contact_email', rest(contact.text, 'contact-email-addr'), contact.line)
  // The address of the portal is used, which the device writes as this well-known address.
  else if (smart !== undefined)
    write.set('callhome.contact_email', 'sch-smart-licensing@cisco.com', smart.line)
  else text('callhome.contact_email', undefined, undefined)

  const vrf = child(block, 'vrf')
  text('callhome.vrf', vrf && rest(vrf.text, 'vrf'), vrf?.line)
  const source = child(block, 'source-interface')
  text('callhome.source_interface', source && rest(source.text, 'source-interface'), source?.line)

  const proxy = child(block, 'http-proxy')
  const parts =
    proxy === undefined ? null : /^http-proxy\s+"?([^"\s]+)"?(?:\s+port\s+(\d{1,5}))?/.exec(proxy.text)
  if (proxy !== undefined && parts !== null) {
    const value = { configured: true, enabled: true, host: parts[1] ?? '', port: Number(parts[2] ?? 0) }
    write.set('callhome.proxy', value, proxy.line)
  } else if (closed) {
    write.set('callhome.proxy', { configured: false, enabled: false, host: '', port: 0 }, block.line)
  }

  // The identity check is on unless taken away (`show call-home` prints it as enabled by default).
  const check = child(block, 'http secure server-identity-check', 'no http secure server-identity-check')
  if (check !== undefined)
    write.set('callhome.server_identity_check', !check.text.startsWith('no '), check.line)
  else if (closed) write.set('callhome.server_identity_check', true, block.line)
  const resolve = child(block, 'http resolve-hostname')
  if (resolve !== undefined)
    write.set('callhome.resolve_ipv4_first', resolve.text.endsWith('ipv4-first'), resolve.line)
  else if (closed) write.set('callhome.resolve_ipv4_first', false, block.line)
  for (const one of block.children) if (!one.text.startsWith('profile ')) write.claim(one.line)
}

function readProfiles(config: ConfigText, block: Block, write: FactWriter): void {
  const profiles = block.children.filter(one => one.text.startsWith('profile '))
  for (const profile of profiles) readProfile(config, profile, write)
  if (!profiles.some(profile => nameOf(profile) === BUILT_IN)) {
    write.set('callhome.profiles', [builtIn(config)], block.line)
  }
}

/** The predefined profile exists on every device; unless configured it is inactive and sends to the cloud by e-mail. */
function builtIn(config: ConfigText): Record<string, unknown> {
  const macro = hasReportingMacro(config)
  const destinations = [readDestination(BUILT_IN, CLOUD_URL, { explicit: false })]
  const base = { name: BUILT_IN, reports_licensing: true, anonymous: false, methods: ['email'], destinations }
  return macro ? base : { ...base, active: false }
}

/** `call-home reporting ...` switches the predefined profile on by itself: then `active` is not told by the block. */
function hasReportingMacro(config: ConfigText): boolean {
  return config.starting('call-home reporting').length > 0
}

function readProfile(config: ConfigText, profile: Block, write: FactWriter): void {
  const name = nameOf(profile)
  const known = name === BUILT_IN
  write.claim(blockLines(profile))
  const texts = childTexts(profile)
  const leaf = (key: string, value: unknown, ...from: readonly (Block | undefined)[]): void => {
    const lines = from.flatMap(one => (one === undefined ? [] : [one.line]))
    write.set('callhome.profiles', [{ name, [key]: value }], lines.length > 0 ? lines : profile.line)
  }
  write.set('callhome.profiles', [{ name }], profile.line)

  // Command reference (call-home `active`): the predefined profile is off by default, a user's own is on.
  const active = child(profile, 'active', 'no active')
  if (active !== undefined) leaf('active', !active.text.startsWith('no '), active)
  else if (!known) leaf('active', true)
  else if (!hasReportingMacro(config)) leaf('active', false)

  const reporting = child(
    profile,
    'reporting smart-licensing-data', 'no reporting smart-licensing-data', 'reporting all', 'no reporting all',
  ) // biome-ignore format: pairs
  leaf('reports_licensing', reporting === undefined ? known : !reporting.text.startsWith('no '), reporting)

  const anonymous = child(profile, 'anonymous-reporting-only', 'no anonymous-reporting-only')
  leaf('anonymous', anonymous !== undefined && !anonymous.text.startsWith('no '), anonymous)

  const methods = child(profile, 'destination transport-method')
  leaf('methods', methodsOf(texts), methods)
  readDestinations(name, profile, write)
}

function methodsOf(texts: readonly string[]): string[] {
  const has = (text: string): boolean => texts.includes(text)
  const methods: string[] = []
  if (has('destination transport-method http')) methods.push('http')
  const email = has('destination transport-method email')
  // E-mail is the default method; naming HTTP replaces it (show call-home profile then prints `http` alone).
  if (email || (methods.length === 0 && !has('no destination transport-method email'))) methods.push('email')
  return methods
}

function readDestinations(name: string, profile: Block, write: FactWriter): void {
  const found = profile.children.filter(one => one.text.startsWith('destination address http '))
  const removed = profile.children.find(one => one.text.startsWith('no destination address http'))
  const add = (destinations: readonly Destination[], line: Line): void =>
    write.set('callhome.profiles', [{ name, destinations }], line)
  add([], removed?.line ?? profile.line)
  for (const one of found) add([readDestination(name, rest(one.text, 'destination address http'))], one.line)
  if (found.length === 0 && name === BUILT_IN && removed === undefined) {
    add([readDestination(name, CLOUD_URL, { explicit: false })], profile.line)
  }
}

function nameOf(profile: Block): string {
  return rest(profile.text, 'profile').replace(/^"|"$/g, '')
}
