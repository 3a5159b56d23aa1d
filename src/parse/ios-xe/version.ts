// IOS XE (and IOS) `show version`.
import type { CommandParser, FactWriter, Line, ParserInput } from '../contract.ts'
import { printedTime } from '../time.ts'
import { readPromptTimestamp } from './clock.ts'

interface Unit {
  pid: string
  sn: string
  readonly lines: Line[]
}

export function parseVersion(input: ParserInput, write: FactWriter): void {
  readPromptTimestamp(input.lines, write)
  readSoftware(input.lines, write)
  readUnits(input.lines, write)
  readLicenseLevel(input, write)
  readStart(input, write)
  /** Inside the copyright or export notice. */
  let notice = false
  for (const line of input.lines) {
    const text = line.text.trim()
    const up = /^(\S{1,64}) uptime is (.{1,100})$/.exec(text)
    if (up?.[1] !== undefined && up[2] !== undefined) {
      write.set('device.hostname', up[1], line)
      const minutes = uptimeMinutes(up[2])
      if (minutes !== undefined) write.set('device.uptime_minutes', minutes, line)
    }
    const mode = /^(?:router operating mode|license mode):\s*(\S+)/i.exec(text)?.[1]
    if (mode !== undefined) write.set('device.controller_mode', /^controller/i.test(mode), line)
    if (/^(all rights reserved|this product contains cryptographic)/i.test(text)) notice = true
    if (notice || isProse(text)) write.claim(line)
    if (text === 'software.' || text === 'export@cisco.com.' || /^rom:/i.test(text)) notice = false
  }
  // Most releases print the mode only in controller mode: a whole answer without the line means autonomous.
  const uptime = input.lines.find(line => / uptime is /.test(line.text))
  if (!input.complete || uptime === undefined) return
  write.set('device.controller_mode', false, uptime)
  write.set('device.throughput', '', uptime)
}

/** The `Cisco IOS Software` line names the release as people write it (17.9.4a); the XE line pads it (17.09.04a). */
function readSoftware(lines: readonly Line[], write: FactWriter): void {
  let padded: { version: string; line: Line } | undefined
  for (const line of lines) {
    const text = line.text.trim()
    const version = /\bVersion ([^\s,]{1,60})/.exec(text)?.[1]
    if (version === undefined) continue
    if (/^(Cisco IOS Software|IOS \(tm\))/i.test(text)) write.set('device.os_version', version, line)
    else if (/^Cisco IOS[ -]XE Software, Version/i.test(text)) padded ??= { version, line }
  }
  if (padded === undefined) return
  write.set('device.os_version', padded.version, padded.line)
  write.claim(padded.line)
}

const GENERATIONS: readonly (readonly [shape: RegExp, generation: string])[] = [
  [/^smart licensing using policy/i, 'policy'],
  // 17.3.2 and its neighbours print the states of classic licensing as not applicable.
  [/^registration not applicable/i, 'policy'],
  [/^(un)?registered\b|^registration (completed|failed|expired)/i, 'classic'],
]

/** Image, last start and its reason, and what the banner says of licensing. */
function readStart(input: ParserInput, write: FactWriter): void {
  for (const line of input.lines) {
    const text = line.text.trim()
    const image = /^System image file is "([^"]{1,250})"/i.exec(text)?.[1]
    const started = /^System restarted at (.{10,60})$/i.exec(text)?.[1]
    const reason = /^Last re(?:load|set)(?: reason| from)?\s*:?\s+(\S.{0,200})$/i.exec(text)?.[1]
    const status = /^Smart Licensing Status:\s*(\S.{0,80})$/i.exec(text)?.[1]
    const level = /^The current throughput level is (\S.{0,40})$/i.exec(text)?.[1]
    if (level !== undefined) write.set('device.throughput', level, line)
    if (image !== undefined) write.set('device.image', image, line)
    else if (started !== undefined) write.set('device.boot_time', printedTime(started), line)
    else if (reason !== undefined) write.set('device.reload_reason', reason, line)
    else if (status !== undefined) {
      const generation = GENERATIONS.find(([shape]) => shape.test(status))?.[1]
      if (generation !== undefined) write.set('license.generation', generation, line)
    }
  }
}

/** Stack members print model and serial number each; other chassis name one board. */
function readUnits(lines: readonly Line[], write: FactWriter): void {
  const units: Unit[] = []
  let chassis: { name: string; line: Line } | undefined
  let board: { sn: string; line: Line } | undefined
  for (const line of lines) {
    const text = line.text.trim()
    const name = /^(?:cisco|allen-bradley) (\S{1,40}) .{0,80}(?:processor|bytes of memory)/i.exec(text)?.[1]
    if (name !== undefined && !/^ios(?!v)/i.test(name)) chassis ??= { name, line }
    const sn = /^processor board id (\S{4,20})/i.exec(text)?.[1]
    if (sn !== undefined) board ??= { sn, line }
    const pair = /^(model number|system serial number)\s{0,40}:\s*(\S{2,40})$/i.exec(text)
    if (pair?.[2] === undefined) continue
    if (/^model/i.test(pair[1] ?? '')) units.push({ pid: pair[2], sn: '', lines: [line] })
    else {
      const unit = units.at(-1)
      if (unit === undefined || unit.sn !== '') continue
      unit.sn = pair[2]
      unit.lines.push(line)
    }
  }
  if (chassis !== undefined) write.set('device.chassis', chassis.name, chassis.line)
  if (board !== undefined) write.claim(board.line)
  const whole = units.filter(unit => unit.sn !== '')
  if (whole.length > 0) {
    const role = (index: number): string => (whole.length === 1 ? '' : index === 0 ? 'active' : 'member')
    const elements = whole.map(({ pid, sn, lines: own }, index) => ({
      value: { role: role(index), pid, sn },
      lines: own,
    }))
    write.setEach('device.models', elements, whole[0]?.lines ?? [])
    for (const { lines: own } of elements) write.claim(own)
  } else if (chassis !== undefined && board !== undefined) {
    write.set('device.models', [{ role: '', pid: chassis.name, sn: board.sn }], [chassis.line, board.line])
  }
}

/** `License Level: ipbase`, or the rows of `Technology Package License Information:`. */
function readLicenseLevel(input: ParserInput, write: FactWriter): void {
  for (const line of input.lines) {
    const level = /^\s*license level:\s*(\S{1,40})/i.exec(line.text)?.[1]
    if (level === undefined) continue
    write.set('device.license_boot_level', level, line)
    return
  }
  const rows = packageRows(input.lines)
  const named = rows.filter(row => row.level !== '')
  for (const row of rows) write.claim(row.line)
  if (named.length > 0) {
    write.set(
      'device.license_boot_level',
      named.map(row => row.level).join(', '),
      named.map(row => row.line),
    )
  }
}

function packageRows(lines: readonly Line[]): { level: string; line: Line }[] {
  const start = lines.findIndex(line => /technology package license information/i.test(line.text))
  if (start < 0) return []
  const rows: { level: string; line: Line }[] = []
  let rules = 0
  for (const line of lines.slice(start + 1, start + 30)) {
    const text = line.text.trim()
    if (/^-{10,}$/.test(text)) rules += 1
    // Some captures hold an empty line after every line.
    else if (text === '') continue
    else if (rules >= 2) {
      // Switches: current, type, next reboot. Routers put the technology first.
      const cells = text
        .split(/\s{2,}|\t+/)
        .map(cell => cell.trim())
        .filter(cell => cell !== '')
      const level = cells.length >= 4 ? cells[1] : cells.length === 3 ? cells[0] : undefined
      if (level === undefined) break
      // `None` is no level, but its row is read.
      rows.push({ level: /^none$/i.test(level) ? '' : level, line })
    }
  }
  return rows
}

const UNIT_MINUTES: Readonly<Record<string, number>> = {
  year: 525_600,
  week: 10_080,
  day: 1_440,
  hour: 60,
  minute: 1,
}

/** `1 year, 51 weeks, 2 days, 41 minutes`. */
export function uptimeMinutes(text: string): number | undefined {
  let total = 0
  let found = false
  for (const match of text.matchAll(/\b(\d{1,6}) (year|week|day|hour|minute)s?\b/g)) {
    total += Number(match[1]) * (UNIT_MINUTES[match[2] ?? ''] ?? 0)
    found = true
  }
  return found ? total : undefined
}

/** Board names, counts and compatibility notes that differ by family. */
const HARDWARE =
  /^(cisco internetwork operating system software|this software is supported for|the password-recovery mechanism|version id\b|hardware board revision|dram configuration|next reboot license level|the current throughput level|running (default|standard) (software|image)|time since \S+ switched|(system fpga version|cip serial number|sku brand name)\s*:|device#\s|\*?\d\s+\S+\s+[A-Z0-9]{8,14}$|suite\b|foundationsuite|advucsuite|(securityk9|appxk9|uck9|cme-srst|cube)$|active smu information|state \(st\)|type\s+defect_id|smu\s+CSC|technology\s+technology-|jawa revision|dagobah revision|\S+ (cpu|processor)( at|: part number)? |bridging software|superlat software|x\.25 software|tn3270 emulation|\d+ ((external )?alarm|channelized|enhanced|ethernet\/ieee|[\w/ ()-]{3,40} interface))/i

/** The parts of `show version` that say nothing about licensing: hardware counts, notices, assembly numbers. */
function isProse(text: string): boolean {
  return (
    /^(technical support|copyright|compiled|cisco ios-xe software, copyright|rom:|bootldr:|system (returned|restarted|image)|last re(load|set)|license (type|info|udi)|technology[ -]package|next reload|current {2}|smart licensing status|image text-base|air license|next reload|uptime for|this product|a summary|if you require|configuration register|licensed under|software code|with absolutely|gpl code|documentation|or the applicable|software\.)/i.test(
      text,
    ) ||
    /^\d+K? (bytes|virtual|gigabit|ten|twentyfive|forty|hundred|fast|serial|terminal)/i.test(text) ||
    /^(base ethernet|motherboard|model revision|clei|power supply|daughterboard|top assembly|switch (ports|uptime|\d+)|[-\s]+$|\*?\s*\d+ \d+ +\S+ +\S+ +\S+( +(install|bundle))?$)/i.test(
      text,
    ) ||
    HARDWARE.test(text)
  )
}

export const iosXeVersionParser: CommandParser = {
  command: 'show version',
  platforms: ['ios-xe'],
  recognise: head =>
    /^\s*(Cisco IOS[ -]XE Software, Version|Cisco IOS Software\b|IOS \(tm\) )/im.test(head) &&
    !/^Building configuration/m.test(head),
  provides: ['device'],
  // Behind the licence commands: their UDI list names the units and roles the licensing server knows.
  rank: 60,
  parse: parseVersion,
}
