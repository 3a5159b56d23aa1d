// Classic Smart Licensing on 32-bit IOS XR: the admin plane's `show license ...` answers (agent 1.x).
import type { CommandParser, FactWriter, Line } from '../contract.ts'
import { keyValue } from '../text.ts'
import { printedTime } from '../time.ts'
import { setClockFromStamp, withoutStamp } from './stamp.ts'

/** People type it in admin mode (no `admin`), abbreviated, and with the British spelling the device also takes. */
function adminForms(last: string): RegExp {
  return new RegExp(`^(?:adm?i?n? )?sho?w? lic(?:e|en|ens|enc|ense|ence)? ${last}(?: \\| .*)?$`)
}

function isClassic(write: FactWriter, line: Line): void {
  write.set('license.admin_plane', true, line)
  write.set('license.generation', 'classic', line)
  write.set('license.enabled', true, line)
}

const REGISTRATION: readonly (readonly [shape: RegExp, status: string, xr: string, outcome: string])[] = [
  [/^completed?\b/i, 'registered', 'completed', 'succeeded'],
  [/^not registered\b/i, 'unregistered', 'not-registered', 'none'],
  [/^(registration )?(is )?in.?progress\b|^pending\b|^retry/i, 'registering', 'in-progress', 'pending'],
  [/^(registration )?fail/i, 'unregistered', 'failed', 'failed'],
]

export const showRegisterStatus: CommandParser = {
  command: 'admin show license register-status',
  platforms: ['ios-xr'],
  aliases: [adminForms('register-?s?t?a?t?u?s?')],
  recognise: head => /^\s*Registration Status:\s/im.test(head),
  provides: [
    'license.registration',
    'license.authorization',
    'license.xr_registered',
    'license.id_cert_expires',
    'license.generation',
    'license.enabled',
    'license.admin_plane',
  ],
  rank: 30,
  parse: ({ lines, complete }, write) => {
    const past: string[] = []
    const found = new Map<string, { value: string; line: Line }>()
    for (const line of withoutStamp(lines, write)) {
      const entry = keyValue(line.text)
      if (entry !== undefined && REGISTER_KEYS.has(entry.key.toLowerCase()))
        found.set(entry.key.toLowerCase(), { value: entry.value, line })
    }
    const time = (key: string): { wall: string; line: Line } | undefined => {
      const entry = found.get(key)
      const wall = entry === undefined ? undefined : printedTime(entry.value)
      if (entry !== undefined) write.claim(entry.line)
      return wall === undefined || entry === undefined ? undefined : { wall, line: entry.line }
    }
    const status = found.get('registration status')
    if (status === undefined) return
    const known = REGISTRATION.find(([shape]) => shape.test(status.value))
    isClassic(write, status.line)
    if (known === undefined) {
      write.unreadable(
        'license.registration.status',
        `\`${status.value.slice(0, 60)}\` is not a known registration status`,
      )
      return
    }
    const [, plain, xr, outcome] = known
    write.set(
      'license.registration',
      { status: plain, detail: xr === 'failed' ? status.value : '' },
      status.line,
    )
    write.set('license.xr_registered', xr, status.line)
    // Known absent: the admin plane prints neither single tries nor an authorization deadline. Where a release
    // prints them elsewhere (`show license all`), that command ranks before this one.
    if (complete) {
      write.set(
        'license.authorization',
        {
          last_attempt: { outcome: 'none', at: '' },
          failure_reason: '',
          next_attempt: '',
          deadline: '',
          has_deadline: false,
        },
        status.line,
      )
    }
    const start = time('registration start time')
    if (start !== undefined) past.push(start.wall)
    write.set('license.registration.initial', { outcome, at: start?.wall ?? '' }, start?.line ?? status.line)
    const renew = time('next id cert renew time')
    if (renew !== undefined) write.set('license.registration.next_renewal', renew.wall, renew.line)
    const expires = time('next id cert expiration time')
    if (expires !== undefined) {
      write.set('license.registration.expires', expires.wall, expires.line)
      write.set('license.id_cert_expires', expires.wall, expires.line)
    }
    const answered = time('last response time')
    if (answered !== undefined) past.push(answered.wall)
    setResponse(found.get('last response message'), plain, write)
    if (complete) {
      write.set(
        'license.registration',
        // Tries to renew are not printed here either, only the date of the next.
        { last_renewal: { outcome: 'none', at: '' }, next_renewal: '', expires: '', last_response: '' },
        status.line,
      )
      if (plain === 'registered') write.set('license.registration.failure_reason', '', status.line)
    }
    setClockFromStamp(lines, past, write)
  },
}

const REGISTER_KEYS: ReadonlySet<string> = new Set([
  'registration status',
  'registration start time',
  'next id cert renew time',
  'next id cert expiration time',
  'last response time',
  'last response message',
])

function setResponse(
  entry: { value: string; line: Line } | undefined,
  status: string,
  write: FactWriter,
): void {
  if (entry === undefined) return
  write.set('license.registration.last_response', entry.value, entry.line)
  const good = /^OK\b/i.test(entry.value)
  if (good) write.set('license.registration.failure_reason', '', entry.line)
  else if (status !== 'registered') write.set('license.registration.failure_reason', entry.value, entry.line)
}

/** `admin show license status`: one line when out of compliance, nothing at all when all is well. */
export const showAdminStatus: CommandParser = {
  command: 'admin show license status',
  platforms: ['ios-xr'],
  aliases: [/^adm?i?n? sho?w? lic(?:e|en|ens|enc|ense|ence)? stat?u?s?$/],
  recognise: head => /^\s*Compliance Status:/im.test(head),
  provides: ['license.authorization.status'],
  rank: 60,
  parse: ({ lines, complete }, write) => {
    const rest = withoutStamp(lines, write)
    if (readCompliance(rest, write)) return
    const stamp = lines.find(line => line.text.trim() !== '')
    if (complete && rest.length === 0) write.set('license.authorization.status', 'authorized', stamp ?? [])
  },
}

/** Reads `Compliance Status:`; true when it is there. The plain `show license status` answers so in admin mode. */
export function readCompliance(lines: readonly Line[], write: FactWriter): boolean {
  for (const line of lines) {
    const word = /^\s*Compliance Status:\s*(.+)$/i.exec(line.text)?.[1]?.trim()
    if (word === undefined) continue
    isClassic(write, line)
    write.set('license.authorization.status', complianceStatus(word), line)
    return true
  }
  return false
}

/** Compliance words of the admin plane as authorization states. */
export function complianceStatus(word: string): string {
  if (/^out of compliance/i.test(word)) return 'out-of-compliance'
  if (/^(in compliance|authorized)/i.test(word)) return 'authorized'
  if (/^(eval|evaluation)\b.*expired/i.test(word)) return 'eval-expired'
  if (/^eval/i.test(word)) return 'eval'
  if (/^authorization expired/i.test(word)) return 'expired'
  return word.toLowerCase().replace(/\s+/g, '-')
}

export const showPool: CommandParser = {
  command: 'admin show license pool',
  platforms: ['ios-xr'],
  aliases: [adminForms('pool')],
  recognise: head => /^\s*Assigned Pool Info:/im.test(head),
  provides: ['license.pool', 'license.registration.virtual_account', 'license.generation'],
  parse: ({ lines }, write) => {
    for (const line of withoutStamp(lines, write)) {
      // Where traditional licensing runs, the word is a prefix of its own `show license pools`.
      if (/^\s*Pool:\s+\S/i.test(line.text)) write.set('license.generation', 'traditional', line)
      if (/^\s*(Feature|Allocated Node|Available|Total licen[cs]es?|Pool):/i.test(line.text))
        write.claim(line)
      const pool = /^\s*Assigned Pool Info:\s*(.*)$/i.exec(line.text)
      if (pool?.[1] === undefined) continue
      write.set('license.pool', pool[1].trim(), line)
      // A router has one pool, and it is the virtual account its token was made in (ASR 9000 Smart Licensing guide).
      write.set('license.registration.virtual_account', pool[1].trim(), line)
      isClassic(write, line)
    }
  },
}

export const showCert: CommandParser = {
  command: 'admin show license cert',
  platforms: ['ios-xr'],
  aliases: [adminForms('cert?i?f?i?c?a?t?e?s?')],
  recognise: head => /^\s*(Licensing Certificates:|ID Cert Info:)/im.test(head),
  provides: ['license.id_cert_expires', 'license.signing_cert_expires'],
  parse: ({ lines }, write) => {
    let path = ''
    for (const line of withoutStamp(lines, write)) {
      const expiry = /\bExpiry Date:\s*(.+?)\.?$/i.exec(line.text.trim())
      if (/^\s*ID Cert Info:/i.test(line.text)) path = 'license.id_cert_expires'
      else if (/^\s*Signing Cert Info:/i.test(line.text)) path = 'license.signing_cert_expires'
      else if (expiry?.[1] !== undefined && path !== '') write.set(path, printedTime(expiry[1]), line)
      else if (
        !/^\s*(Licensing Certificate[sd]:|Serial Number:|Version:|Subject\/SN:|Common Name:)/i.test(line.text)
      )
        continue
      write.claim(line)
    }
  },
}

/** Agents up to 4.x know registration and authorization; later ones are the policy generation. */
const LAST_CLASSIC_AGENT = 4

export const showLicenseVersion: CommandParser = {
  command: 'admin show license version',
  platforms: ['ios-xr'],
  aliases: [adminForms('ver?s?i?o?n?')],
  recognise: head => /^\s*Cisco Smart Licensing Agent, Version /im.test(head),
  provides: ['license.agent_version', 'license.generation'],
  rank: 55,
  parse: ({ lines }, write) => {
    for (const line of withoutStamp(lines, write)) {
      const version = /^\s*Cisco Smart Licensing Agent, Version\s+(\S+)/i.exec(line.text)?.[1]
      if (version === undefined) continue
      write.set('license.agent_version', version, line)
      write.set('license.enabled', true, line)
      if (Number.parseInt(version, 10) <= LAST_CLASSIC_AGENT) write.set('license.generation', 'classic', line)
    }
  },
}
