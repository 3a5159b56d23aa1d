// Communication statistics of tech support: one record an activity, counters kept apart from ongoing failures.
import type { Line } from '../contract.ts'
import { orEmpty } from '../text.ts'
import { type Entry, foldReasons, isReason } from './entry.ts'
import type { Section } from './sections.ts'
import { type LicenseContext, readTime, splitOn } from './values.ts'

const KEYS: ReadonlySet<string> = new Set([
  'attempts',
  'last response',
  'last success time',
  'last failure time',
])

const COUNTERS: readonly (readonly [leaf: string, label: string])[] = [
  ['total', 'total'],
  ['success', 'success'],
  ['fail', 'fail'],
  ['ongoing_overall', 'overall'],
  ['ongoing_communication', 'communication'],
]

interface Activity {
  readonly record: Record<string, string | number>
  readonly lines: Line[]
}

export function readCommunication(section: Section, { write }: LicenseContext): void {
  const activities: Activity[] = []
  const entries = foldReasons(
    section.entries,
    new Set([...KEYS, ...section.entries.filter(isTitle).map(one => one.key)]),
  )
  for (const entry of entries) {
    if (entry.key === 'communication level allowed') {
      write.set('license.communication_level', orEmpty(entry.value).toUpperCase(), entry.lines)
    } else if (entry.key === 'overall state') {
      write.set('license.overall_state', orEmpty(entry.value), entry.lines)
    } else if (isTitle(entry)) {
      activities.push({ record: { activity: entry.text.slice(0, -1).trim() }, lines: [...entry.lines] })
    } else {
      const current = activities.at(-1)
      if (current !== undefined && takeEntry(entry, current.record)) current.lines.push(...entry.lines)
    }
  }
  if (activities.length === 0) return
  const elements = activities.map(({ record, lines }) => ({ value: record, lines }))
  write.setEach('license.communication', elements, section.head ?? activities[0]?.lines ?? [])
  for (const { lines } of elements) write.claim(lines)
}

/** `Usage Reporting:` with nothing after it; every other key of a record has a value, or is one of the known keys. */
function isTitle(entry: Entry): boolean {
  return entry.value === '' && entry.key !== '' && !KEYS.has(entry.key) && !isReason(entry.key)
}

function takeEntry(entry: Entry, record: Record<string, string | number>): boolean {
  if (isReason(entry.key)) {
    record['failure_reason'] = orEmpty(entry.value)
    return true
  }
  switch (entry.key) {
    case 'attempts':
      for (const [leaf, label] of COUNTERS) {
        const value = new Map(counters(entry.value)).get(label)
        if (value !== undefined) record[leaf] = value
      }
      return true
    case 'last response':
      record['last_response'] = orEmpty(splitOn(entry.value).word)
      return true
    case 'last success time':
    case 'last failure time': {
      const wall = readTime(entry.value)
      if (wall !== undefined)
        record[entry.key === 'last success time' ? 'last_success' : 'last_failure'] = wall
      return true
    }
  }
  return false
}

/** `Total=4, Success=3, Fail=1  Ongoing Failure: Overall=1 Communication=1` */
function counters(text: string): [string, number][] {
  return [...text.matchAll(/\b([A-Za-z]{1,20})=(\d{1,9})\b/g)].map(match => [
    (match[1] ?? '').toLowerCase(),
    Number(match[2]),
  ])
}
