// License usage: blocks by name, blocks by handle (tech support), and the summary table.
import type { CompleteFacts } from '../../model/facts/schema.ts'
import type { Line } from '../contract.ts'
import { isNothing } from '../text.ts'
import { authorizationStatus } from './authorization.ts'
import type { Entry } from './entry.ts'
import { isTableHeading, isUsageHeading, type Section } from './sections.ts'
import type { LicenseContext } from './values.ts'

type Usage = Partial<CompleteFacts['license']['usage'][number]>

interface Found {
  readonly usage: Usage
  /** Lines that name the licence, its count and its status. */
  readonly lines: Line[]
}

export function readUsage(section: Section, context: LicenseContext): void {
  const { write } = context
  const table = section.entries.findIndex(entry => isTableHeading(entry.text))
  const found =
    table < 0 ? readBlocks(section.entries, context) : readTable(section.entries.slice(table + 1), context)
  if (table >= 0) write.claim(section.entries[table]?.lines ?? [])
  const none = section.entries.find(entry => /^no licen[sc]es? (is |are )?in use\b/i.test(entry.text))
  if (found.length > 0) {
    const elements = found.map(({ usage, lines }) => ({ value: usage, lines }))
    write.setEach('license.usage', elements, section.head ?? elements[0]?.lines ?? [])
    for (const { lines } of elements) write.claim(lines)
  } else if (none !== undefined) {
    write.set('license.usage', [], none.lines)
  } else if (context.complete && section.head !== undefined && section.entries.every(isRule)) {
    write.set('license.usage', [], section.head)
  }
}

/** `======` or `------` under a heading. */
export function isRule(entry: Entry): boolean {
  return /^[=\-*\s]+$/.test(entry.text)
}

function readBlocks(entries: readonly Entry[], { write }: LicenseContext): Found[] {
  const found: { usage: Usage & { description?: string }; lines: Line[] }[] = []
  for (const entry of entries) {
    if (isUsageHeading(entry)) {
      const open = entry.text.indexOf('(')
      const tag = entry.text.slice(open + 1, -2).trim()
      // NX-OS 10 prints `(LAN_ENTERPRISE_SERVICES_PKG):` with no name before the brackets.
      const name = entry.text.slice(0, open).trim() || tag
      found.push({ usage: { name, tag }, lines: [...entry.lines] })
      continue
    }
    if (entry.key === 'handle') {
      found.push({ usage: {}, lines: [...entry.lines] })
      continue
    }
    const current = found.at(-1)
    if (current === undefined || !readDetail(entry, current)) {
      if (isUsageLine(entry.text)) write.claim(entry.lines)
    }
  }
  return found.filter(one => one.usage.name !== undefined)
}

/** Details of a licence that settle nothing here, tech support's measurements among them. */
const DETAIL =
  /^((entitlement )?version|description|export status|feature (name|description)|enforcement type|licen[cs]e type|request time|status time|(authorized|out-of-compliance|insufficient|reserved|total reserved|reservation) (count|status)|no licen[cs]e|day-0 verification|measurements|entitlement|interval|current (value|report)|soft enforced|term information|reservation|export (restricted|authorized)|start date|end date|expiry date|subscription id|utility|.{1,24} measurement|out of compliance since|(license )?handle|specific|last (data push|file export|confirmation code|return code)|type|count|value)\s?:/i

function isUsageLine(text: string): boolean {
  return DETAIL.test(text) || /^no licen[sc]es? (is |are )?in use\b/i.test(text)
}

/** Takes a `key: value` line into a block; false when it tells no fact. */
function readDetail(entry: Entry, { usage, lines }: { usage: Usage; lines: Line[] }): boolean {
  switch (entry.key) {
    case 'license':
      usage.name ??= entry.value.replace(/^'|'$/g, '').trim()
      break
    case 'entitlement tag':
      usage.tag ??= isNothing(entry.value) ? '' : entry.value
      break
    case 'count':
      if (!/^\d{1,9}$/.test(entry.value)) return false
      usage.count ??= Number(entry.value)
      break
    case 'status':
      usage.status ??= usageStatus(entry.value)
      break
    case 'export status':
      usage.export_restricted ??= !/^not restricted/i.test(entry.value)
      return false
    case 'enforcement type':
      usage.enforcement ??= entry.value
      return false
    case 'license type':
      usage.type ??= entry.value.toLowerCase()
      return false
    default:
      return false
  }
  lines.push(...entry.lines)
  return true
}

/** Rows `name (tag) count STATUS`; a long name or tag may run on over the next line. */
function readTable(entries: readonly Entry[], { write }: LicenseContext): Found[] {
  const found: Found[] = []
  let pending: Entry[] = []
  for (const entry of entries) {
    if (isRule(entry)) {
      write.claim(entry.lines)
      continue
    }
    pending.push(entry)
    const usage = readRow(pending.map(part => part.text).join(' '))
    if (usage !== undefined) {
      const lines = pending.flatMap(part => part.lines)
      found.push({ usage, lines })
      pending = []
    } else if (pending.length > 3) pending = []
  }
  return found
}

function readRow(text: string): Usage | undefined {
  const row = text.replace(/\s+/g, ' ')
  const open = row.indexOf('(')
  // The status may hold brackets of its own only after a count, so the tag ends at the last bracket before ` <count> `.
  const close = row.lastIndexOf(')')
  if (open < 0 || close < open) return undefined
  const rest = /^\s*(\d{1,9}) (\S.{0,60})$/.exec(row.slice(close + 1))
  if (rest?.[1] === undefined || rest[2] === undefined) return undefined
  const tag = row.slice(open + 1, close).trim()
  return { name: row.slice(0, open).trim() || tag, tag, count: Number(rest[1]), status: usageStatus(rest[2]) }
}

/** `IN USE(15)`, `OutOfCompliance(4)`, `AUTHORIZED`, ... in the words of the fact schema. */
export function usageStatus(printed: string): string {
  const bracket = printed.indexOf('(')
  const text = (bracket < 0 ? printed : printed.slice(0, bracket)).trim().toLowerCase()
  const letters = text.replace(/[^a-z]/g, '')
  if (letters === 'inuse') return 'in-use'
  if (letters === 'notinuse') return 'not-in-use'
  return authorizationStatus(text) ?? text
}
