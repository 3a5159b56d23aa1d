// Which units the device has (UDI, HA list) and which of them hold a trust code.
import type { FactWriter, Line } from '../contract.ts'
import { isNothing } from '../text.ts'
import type { Section } from './sections.ts'
import { type LicenseContext, readTime, readUnit, setAbsent, splitOn, type Unit } from './values.ts'

const ROLES = /^(active|standby|member|local device)$/

/** `UDI: PID:...,SN:...`, wherever it stands. */
export function readProduct(
  section: Section,
  context: LicenseContext,
  haListFollows: boolean,
): Unit | undefined {
  const { write } = context
  for (const entry of section.entries) {
    const unit = entry.key === 'udi' ? readUnit(entry.value, '') : undefined
    if (unit === undefined) continue
    write.set('license.udi', { pid: unit.pid, sn: unit.sn }, entry.lines)
    if (!haListFollows) {
      write.set('device.models', [unit], entry.lines)
      setAbsent(context, section, { 'license.ha_udis': [] })
    }
    return unit
  }
  return undefined
}

export function readHaUdis(section: Section, { write }: LicenseContext): Unit[] {
  const units: { value: Unit; lines: readonly Line[] }[] = []
  for (const entry of section.entries) {
    const unit = ROLES.test(entry.key) ? readUnit(entry.value, entry.key) : undefined
    if (unit === undefined) continue
    units.push({ value: unit, lines: entry.lines })
  }
  if (units.length > 0) {
    const proof = section.head ?? units[0]?.lines ?? []
    write.setEach('license.ha_udis', units, proof)
    write.setEach('device.models', units, proof)
  }
  return units.map(unit => unit.value)
}

interface Trust extends Partial<Unit> {
  installed?: boolean
  at?: string
  expires?: string
}

interface Member {
  readonly value: Trust
  readonly lines: Line[]
}

/**
 * `Trust Code Installed: <none>`, `... <time>`, or a list of units each with `INSTALLED on <time>`.
 * `Valid on` and `Expired on` are labels of dates, not states: the latter stands for a date to come too, and
 * `Jan 01 1970` means not set.
 */
export function readTrust(
  section: Section,
  { write, complete }: LicenseContext,
  own: Unit | undefined,
): void {
  const members: Member[] = []
  // Most releases print no end at all.
  const noEnd = complete ? { expires: '' } : {}
  for (const entry of section.entries) {
    if (entry.key === 'trust code installed') {
      if (isNothing(entry.value)) {
        write.set('license.trust_code', { installed: false, members: [] }, entry.lines)
        return
      }
      const at = readTime(entry.value)
      if (at !== undefined && at !== '')
        members.push({ value: { ...own, installed: true, at, ...noEnd }, lines: [...entry.lines] })
      continue
    }
    const unit = ROLES.test(entry.key) ? readUnit(entry.value, entry.key) : undefined
    if (unit !== undefined) {
      // A unit says `INSTALLED on` or `NOT INSTALLED` below its line; without that line nothing is known of it.
      members.push({ value: { ...unit, ...noEnd }, lines: [...entry.lines] })
      continue
    }
    const current = members.at(-1)
    if (current === undefined) continue
    if (/^not installed\b/i.test(entry.text)) {
      current.value.installed = false
      current.value.at = ''
      current.lines.push(...entry.lines)
      continue
    }
    const installed = /^installed on\b/i.test(entry.text)
    if (installed) {
      current.value.installed = true
      const at = installedAt(entry.text)
      if (at === undefined) delete current.value.at
      else current.value.at = at
      current.lines.push(...entry.lines)
    }
    const end = entry.text.toLowerCase().indexOf('expired on ')
    if (end >= 0) {
      const expires = readTime(entry.text.slice(end + 'expired on '.length))
      if (expires === undefined) delete current.value.expires
      else current.value.expires = expires
      if (!installed) current.lines.push(...entry.lines)
    }
  }
  setMembers(members, write)
}

/** Recent releases put `Valid on ...` on the same line, far to the right. */
function installedAt(text: string): string | undefined {
  const printed = splitOn(text).printed
  const next = printed.toLowerCase().indexOf(' valid on ')
  return readTime(next < 0 ? printed : printed.slice(0, next))
}

/**
 * Trust lines of tech support's `Other Info`: `P:..,S:..: ..., state[2], Trust Data INSTALLED`, `No Trust Data`,
 * `state[1], NOT INSTALLED`. Used where the release prints no `Trust Code Installed:` block.
 */
export function readTrustData(section: Section, { write }: LicenseContext, units: readonly Unit[]): void {
  const members: Member[] = []
  for (const entry of section.entries) {
    const shaped = entry.key === 'p' || entry.key === 'local device'
    if (!shaped || !/trust data|\binstalled\b/i.test(entry.text)) continue
    const unit = readUnit(entry.text, '') ?? (units.length === 1 ? units[0] : undefined)
    const role = units.find(other => other.pid === unit?.pid && other.sn === unit?.sn)?.role ?? ''
    const installed = /\binstalled\b/i.test(entry.text) && !/\bnot installed\b/i.test(entry.text)
    members.push({ value: { ...unit, role, installed }, lines: [...entry.lines] })
  }
  setMembers(members, write)
}

function setMembers(members: readonly Member[], write: FactWriter): void {
  const trusted = members.filter(member => member.value.installed === true)
  const proof = (trusted.length > 0 ? trusted : members).flatMap(member => member.lines)
  if (proof.length === 0) return
  const known = trusted.length > 0 || members.every(member => member.value.installed === false)
  if (known) write.set('license.trust_code.installed', trusted.length > 0, proof)
  write.setEach('license.trust_code.members', members, proof)
}
