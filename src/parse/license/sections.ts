// Cuts licence output into its sections by their headings, which all three platforms share.
import type { Line } from '../contract.ts'
import { type Entry, readEntries, readEntry } from './entry.ts'

export type SectionId =
  | 'preamble'
  | 'registration'
  | 'authorization'
  | 'evaluation'
  | 'conversion'
  | 'policy-mode'
  | 'account'
  | 'transport'
  | 'policy'
  | 'reporting'
  | 'trust'
  | 'usage'
  | 'product'
  | 'ha-udis'
  | 'agent'
  | 'jobs'
  | 'communication'
  | 'certificates'
  | 'ha'
  | 'reservation'
  | 'authorizations'
  | 'reserved'
  | 'rum'
  | 'other'
  | 'understood'

export interface Section {
  readonly id: SectionId
  /** The heading; undefined for the preamble. */
  readonly head: Line | undefined
  readonly entries: readonly Entry[]
}

/** Headings in lower case without the closing colon. `understood`: read, holds no fact. */
const TITLES: ReadonlyMap<string, SectionId> = new Map<string, SectionId>([
  ['smart licensing tech support info', 'understood'],
  ['smart licensing status', 'preamble'],
  ['registration', 'registration'],
  ['license authorization', 'authorization'],
  ['evaluation period', 'evaluation'],
  ['license conversion', 'conversion'],
  ['smart license conversion', 'conversion'],
  ['export authorization key', 'understood'],
  ['utility', 'understood'],
  ['smart licensing using policy', 'policy-mode'],
  ['account information', 'account'],
  ['data privacy', 'understood'],
  ['transport', 'transport'],
  ['miscellaneous', 'understood'],
  ['policy', 'policy'],
  ['usage reporting', 'reporting'],
  ['trust code installed', 'trust'],
  ['license usage', 'usage'],
  ['product information', 'product'],
  ['ha udi list', 'ha-udis'],
  ['agent version', 'agent'],
  ['upcoming scheduled jobs', 'jobs'],
  ['communication statistics', 'communication'],
  ['license certificates', 'certificates'],
  ['ha info', 'ha'],
  ['reservation info', 'reservation'],
  ['license authorizations', 'authorizations'],
  ['specified license reservations', 'reserved'],
  ['purchased licenses', 'understood'],
  ['last reporting not required', 'understood'],
  ['usage report summary', 'rum'],
  ['device telemetry report summary', 'understood'],
  ['product analytics report summary', 'understood'],
  ['device enforcement state', 'understood'],
  ['other info', 'other'],
  ['platform provided mapping table', 'understood'],
  ['enforced licenses', 'understood'],
])

export function readSections(lines: readonly Line[]): Section[] {
  const sections: Section[] = []
  let id: SectionId = 'preamble'
  let head: Line | undefined
  let entries: Entry[] = []
  const close = (): void => {
    if (head !== undefined || entries.length > 0) sections.push({ id, head, entries })
    entries = []
  }
  for (const entry of readEntries(lines)) {
    const next: { id: SectionId; keep?: Entry } | undefined =
      heading(entry, id) ?? lostHeading(entry, id, entries)
    if (next === undefined) {
      entries.push(entry)
      continue
    }
    close()
    id = next.id
    head = entry.lines[0]
    if (next.keep !== undefined) entries.push(next.keep)
  }
  close()
  return sections
}

/** Blocks with one `Status:` each: a second one belongs to a block whose heading is lost, and proves nothing here. */
const ONE_STATUS: ReadonlySet<SectionId> = new Set(['registration', 'authorization'])

function lostHeading(
  entry: Entry,
  current: SectionId,
  entries: readonly Entry[],
): { id: SectionId; keep: Entry } | undefined {
  if (entry.key !== 'status' || !ONE_STATUS.has(current)) return undefined
  return entries.some(one => one.key === 'status') ? { id: 'understood', keep: entry } : undefined
}

/** The section an entry opens; `keep` is what of the heading line belongs to the section's content. */
function heading(entry: Entry, current: SectionId): { id: SectionId; keep?: Entry } | undefined {
  const title = entry.key === '' ? entry.text.toLowerCase() : entry.key
  const found = TITLES.get(title)
  const line = entry.lines[0]
  if (found !== undefined && line !== undefined) {
    const bare = entry.key === '' || entry.value === ''
    // Inside the statistics `Usage Reporting:` names an activity.
    if (found === 'reporting' && current === 'communication') return undefined
    if (bare) return { id: found }
    // `Trust Code Installed: <time>`; `Registration: Status: UNREGISTERED` when a copy lost its line ends.
    if (found === 'trust') return { id: found, keep: entry }
    if (entry.value.toLowerCase().startsWith('status:'))
      return { id: found, keep: readEntry(line, entry.value, false) }
    return undefined
  }
  // Commands that print one part only leave its heading out.
  if (title === 'license reservation' && current === 'preamble') return { id: 'reservation', keep: entry }
  if (title === 'overall status' && current !== 'reservation' && current !== 'authorizations') {
    return { id: 'authorizations', keep: entry }
  }
  if (current !== 'usage' && current !== 'reserved' && current !== 'authorizations' && opensUsage(entry))
    return { id: 'usage', keep: entry }
  return undefined
}

/** `name (tag):`, `Handle: 1`, or the header of the summary table. */
function opensUsage(entry: Entry): boolean {
  return (
    isUsageHeading(entry) ||
    isTableHeading(entry.text) ||
    (entry.key === 'handle' && /^\d+$/.test(entry.value))
  )
}

export function isUsageHeading(entry: Entry): boolean {
  return entry.text.endsWith('):') && entry.text.includes('(')
}

export function isTableHeading(text: string): boolean {
  return /^license\s.*\bcount\s+status$/i.test(text)
}
