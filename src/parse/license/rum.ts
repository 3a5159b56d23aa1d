// Usage reports (RUM): the summary block, and the list of `show license rum id all`.
import type { Entry } from './entry.ts'
import type { Section } from './sections.ts'
import type { LicenseContext } from './values.ts'

const LABELS: ReadonlyMap<string, string> = new Map([
  ['total', 'total'],
  ['purged', 'purged'],
  ['total acknowledged received', 'acknowledged'],
  ['waiting for ack', 'waiting'],
  ['mia', 'mia'],
])

/** `Total: 86,  Purged: 0(0)`: several pairs a line. The figure in brackets counts what is displayed: not taken. */
export function readRumSummary(section: Section, { write }: LicenseContext): void {
  for (const entry of section.entries) {
    let understood = false
    for (const match of entry.text.matchAll(/([A-Za-z][A-Za-z ]{1,40}):\s*(\d{1,9})\b/g)) {
      const leaf = LABELS.get((match[1] ?? '').trim().toLowerCase())
      if (leaf !== undefined) write.set(`license.rum.${leaf}`, Number(match[2]), entry.lines)
      understood = true
    }
    if (understood || entry.key === 'report module status') write.claim(entry.lines)
  }
}

/** Rows `1629870048  CLOSED  N  network-premier`. */
export function readRumList(entries: readonly Entry[], context: LicenseContext): void {
  const rows = entries.flatMap(entry => {
    const state = /^\d{6,20}\s+([A-Z]{2,12})\b/.exec(entry.text)?.[1]
    return state === undefined ? [] : [{ state, lines: entry.lines }]
  })
  if (!context.complete || rows.length === 0) return
  const acknowledged = rows.filter(row => row.state === 'ACK')
  const first = rows[0]?.lines ?? []
  context.write.set('license.rum.total', rows.length, first)
  context.write.set('license.rum.acknowledged', acknowledged.length, acknowledged[0]?.lines ?? first)
  for (const row of rows) context.write.claim(row.lines)
}
