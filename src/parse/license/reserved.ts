// `Specified license reservations:`, the licences a reservation (SLR/PLR) holds and when their terms end.
import type { CompleteFacts } from '../../model/facts/schema.ts'
import type { Line } from '../contract.ts'
import type { Entry } from './entry.ts'
import { isUsageHeading, type Section } from './sections.ts'
import { type LicenseContext, readTime } from './values.ts'

type Reserved = Partial<CompleteFacts['license']['reservation']['licenses'][number]>

interface Found {
  readonly value: Reserved
  readonly lines: Line[]
}

/**
 * `name (tag):` blocks with a count and, for each unit, type and end of the term. Several units share one block: the
 * term that ends first is kept.
 */
export function readReserved(section: Section, { write, complete }: LicenseContext): void {
  const found: Found[] = []
  for (const entry of section.entries) {
    if (isUsageHeading(entry)) {
      const name = entry.text.slice(0, entry.text.indexOf('(')).trim()
      found.push({ value: { name, ends: '', has_end: false }, lines: [...entry.lines] })
      continue
    }
    const current = found.at(-1)
    if (current !== undefined && readDetail(entry, current.value)) current.lines.push(...entry.lines)
  }
  const proof = section.head ?? found[0]?.lines
  if (proof === undefined) return
  if (found.length > 0 || complete) write.setEach('license.reservation.licenses', found, proof)
}

function readDetail(entry: Entry, value: Reserved): boolean {
  switch (entry.key) {
    case 'total reserved count':
    case 'reserved count':
      if (!/^\d{1,9}$/.test(entry.value)) return false
      value.count ??= Number(entry.value)
      return true
    case 'license type':
      value.type = entry.value.toLowerCase()
      return true
    case 'end date':
    case 'expiry date': {
      const wall = readTime(lastMoment(entry.value))
      if (wall === undefined) {
        // There is an end, and nobody knows when.
        delete value.ends
        value.has_end = true
        return true
      }
      if (wall === '' || (value.has_end === true && value.ends === undefined)) return false
      if (value.ends === '' || value.ends === undefined || wall < value.ends) value.ends = wall
      value.has_end = true
      return true
    }
    default:
      return false
  }
}

/** `2024-MAY-18 UTC`: a day without a time ends with the day. */
function lastMoment(printed: string): string {
  const day = /^(\d{4})-([A-Za-z]{3})-(\d{2})(?: ([A-Za-z]{1,5}))?$/.exec(printed)
  return day === null ? printed : `${day[2]} ${day[3]} 23:59:59 ${day[1]} ${day[4] ?? ''}`.trim()
}
