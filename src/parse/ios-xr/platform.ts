// `show license platform summary|detail` on IOS XR: the state of the Software Innovation Access (SIA) subscription.
import type { CommandParser } from '../contract.ts'
import { parseTime } from '../time.ts'
import { setClockFromStamp, withoutStamp } from './stamp.ts'

export const showLicensePlatform: CommandParser = {
  command: 'show license platform summary',
  platforms: ['ios-xr'],
  aliases: [/^sho?w? licen[cs]e platf?o?r?m?( summa?r?y?| detai?l?)?$/],
  recognise: head => /^\s*SIA Status:/im.test(head),
  provides: ['license.sia'],
  parse: ({ lines, complete }, write) => {
    const past: string[] = []
    const rest = withoutStamp(lines, write)
    for (const line of rest) {
      const status = /^\s*SIA Status:\s*(.+)$/i.exec(line.text)?.[1]
      const last = /\bLAST:\s*(.+)$/.exec(line.text)?.[1]
      if (status !== undefined) write.set('license.sia', siaStatus(status.trim()), line)
      else if (last !== undefined) past.push(parseTime(last)?.wall ?? '')
      else if (
        !/^\s*(NEXT:|Feature\/Area|=+ |\*{5,}|Parameters:|Reporting\s+interval|Throughput gauge|SW Upgrades)/i.test(
          line.text,
        )
      )
        continue
      write.claim(line)
    }
    // Platforms without flexible consumption print the schedule and no SIA line.
    const heading = rest.find(line => /^\s*(Collection|Reporting):\s/i.test(line.text))
    if (complete && heading !== undefined) write.set('license.sia', 'none', heading)
    setClockFromStamp(lines, past, write)
  },
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
