// NX-OS licence commands: smart ones on the shared grammar, licence files and the classic usage table here.
import type { CommandParser, FactWriter, Line, ListElement, ParserInput } from '../contract.ts'
import { registerTyped } from '../license/exec.ts'
import {
  parseLicenseAll,
  parseLicenseStatus,
  parseLicenseSummary,
  parseLicenseUdi,
  parseLicenseUsage,
} from '../license/index.ts'
import {
  LICENSE_ALL_PROVIDES,
  LICENSE_STATUS_PROVIDES,
  looksLikeLicenseAll,
  looksLikeLicenseStatus,
  looksLikeLicenseSummary,
  looksLikeLicenseUsage,
} from '../license/recognise.ts'

const PLATFORM = ['nx-os'] as const
const TABLE = /^\s*Feature\s+Ins\s+Lic\b.*\bStatus\b/i
const FILE = /^\s*(SERVER this_host|INCREMENT \S+ \S+ )/

/** `show license usage` without smart licensing: one row a feature, installed or not. */
function readUsageTable(heading: Line, { lines, complete }: ParserInput, write: FactWriter): void {
  write.claim(heading)
  write.set('license.generation', 'traditional', heading)
  const found: ListElement[] = []
  for (const line of lines) {
    const row = /^\s*(\S+)\s+(Yes|No)\s+(-|\d{1,9})\s+(In use|Unused)\b/i.exec(line.text)
    if (row?.[1] !== undefined) {
      const status = /^in use$/i.test(row[4] ?? '') ? 'in-use' : 'not-in-use'
      const installed = /^yes$/i.test(row[2] ?? '')
      // Used without a licence: the device counts the days down.
      const grace = /\bGrace\s+(\d{1,4})D\b/i.exec(line.text)?.[1]
      const value = { name: row[1], tag: '', count: Number(row[3]) || 0, status, installed }
      found.push({
        value: grace === undefined ? value : { ...value, grace_days: Number(grace) },
        lines: line,
      })
    } else if (!/^\s*(-{5,}|Count)\s*$/i.test(line.text)) continue
    write.claim(line)
  }
  if (complete) write.setEach('license.usage', found, heading)
}

export const nxOsLicenseParsers: readonly CommandParser[] = [
  {
    command: 'show license all',
    platforms: PLATFORM,
    recognise: looksLikeLicenseAll,
    provides: LICENSE_ALL_PROVIDES,
    rank: 20,
    parse: parseLicenseAll,
  },
  {
    command: 'show license status',
    platforms: PLATFORM,
    recognise: looksLikeLicenseStatus,
    provides: LICENSE_STATUS_PROVIDES,
    rank: 25,
    parse: parseLicenseStatus,
  },
  {
    command: 'show license usage',
    platforms: PLATFORM,
    recognise: head =>
      TABLE.test(head.split('\n').find(line => TABLE.test(line)) ?? '') || looksLikeLicenseUsage(head),
    provides: ['license.usage'],
    rank: 40,
    parse: (input, write) => {
      const heading = input.lines.find(line => TABLE.test(line.text))
      if (heading === undefined) parseLicenseUsage(input, write)
      else readUsageTable(heading, input, write)
    },
  },
  {
    command: 'show license summary',
    platforms: PLATFORM,
    recognise: looksLikeLicenseSummary,
    provides: ['license.usage', 'license.registration.smart_account', 'license.registration.virtual_account'],
    rank: 45,
    parse: parseLicenseSummary,
  },
  {
    command: 'show license udi',
    platforms: PLATFORM,
    provides: ['license.udi', 'license.ha_udis'],
    rank: 47,
    parse: parseLicenseUdi,
  },
  {
    // Licence files of traditional licensing. They may stay installed under smart licensing: this ranks last.
    command: 'show license',
    platforms: PLATFORM,
    recognise: head => head.split('\n').some(line => FILE.test(line)),
    provides: ['license.generation'],
    rank: 85,
    parse: ({ lines }, write) => {
      const files = lines.filter(line => FILE.test(line.text))
      if (files.length === 0) return
      write.claim(lines)
      write.set('license.generation', 'traditional', files.slice(0, 2))
    },
  },
  registerTyped(PLATFORM),
]
