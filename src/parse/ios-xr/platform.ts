// `show license platform summary|detail` on IOS XR: the state of the Software Innovation Access (SIA) subscription.
import type { CommandParser, ListElement } from '../contract.ts'
import { parseTime } from '../time.ts'
import { setClockFromStamp, withoutStamp } from './stamp.ts'

export const showLicensePlatform: CommandParser = {
  command: 'show license platform summary',
  platforms: ['ios-xr'],
  aliases: [/^sho?w? licen[cs]e platf?o?r?m?( summa?r?y?| detai?l?)?$/],
  recognise: head => /^\s*SIA Status:/im.test(head),
  provides: ['license.sia', 'license.sia_grace_days'],
  parse: ({ lines, complete }, write) => {
    const past: string[] = []
    const rest = withoutStamp(lines, write)
    const used: ListElement[] = []
    let columns: readonly number[] = []
    for (const line of rest) {
      const status = /^\s*SIA Status:\s*(.+)$/i.exec(line.text)?.[1]
      const grace = /\bgrace period(?: remaining)?:?\s*(\d{1,4}) days?/i.exec(line.text)?.[1]
      const row = rowOf(line.text, columns)
      if (/^=+ =+/.test(line.text.trim())) columns = columnsOf(line.text)
      if (grace !== undefined) write.set('license.sia_grace_days', Number(grace), line)
      if (row !== undefined) used.push({ value: row, lines: line })
      const last = /\bLAST:\s*(.+)$/.exec(line.text)?.[1]
      if (status !== undefined) write.set('license.sia', siaStatus(status.trim()), line)
      else if (last !== undefined) past.push(parseTime(last)?.wall ?? '')
      else if (
        row === undefined &&
        grace === undefined &&
        !/^\s*(Count$|NEXT:|Feature\/Area|=+ |\*{5,}|Parameters:|Reporting\s+interval|Throughput gauge|SW Upgrades)/i.test(
          line.text,
        )
      )
        continue
      write.claim(line)
    }
    const table = rest.find(line => /^\s*Feature\/Area\s/i.test(line.text))
    if (complete && table !== undefined) write.setEach('license.usage', used, table)
    // Platforms without flexible consumption print the schedule and no SIA line.
    const heading = rest.find(line => /^\s*(Collection|Reporting):\s/i.test(line.text))
    if (complete && heading !== undefined) write.set('license.sia', 'none', heading)
    setClockFromStamp(lines, past, write)
  },
}

/** Where the columns begin, by the rule of `=` under the heading. */
function columnsOf(rule: string): number[] {
  return [...rule.matchAll(/=+/g)].map(match => match.index)
}

/** Area, entitlement, and how many were consumed at the last and will be at the next report. */
function rowOf(text: string, columns: readonly number[]): { name: string; count: number } | undefined {
  const [, name, last] = columns
  if (name === undefined || last === undefined) return undefined
  const count = /^\s*(\d{1,9})\s+\d{1,9}\s*$/.exec(text.slice(last))?.[1]
  const words = text.slice(name, last).trim()
  return count === undefined || words === '' ? undefined : { name: words, count: Number(count) }
}

function siaStatus(text: string): string {
  if (/^in compliance/i.test(text)) return 'in-compliance'
  if (/^out of compliance/i.test(text))
    return /grace period expired/i.test(text) ? 'grace-expired' : 'out-of-compliance'
  if (/^(not applicable|n\/a|none|disabled)/i.test(text)) return 'none'
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '')
}
