// `show call-home smart-licensing statistics` on IOS XR. Counters are cumulative: only `Last-sent` is about now.
import type { CommandParser, Line } from '../contract.ts'
import { isUnset, parseTime, timeText } from '../time.ts'
import { setClockFromStamp, withoutStamp } from './stamp.ts'

/** The heading states the zone of the column: `Last-sent (GMT-08:00)`. */
const HEADING =
  /^\s*Msg Subtype\s+Success\s+Failed\s+Inqueue\s+Dropped\s+Last-sent\b(?:\s*\(([A-Za-z0-9+:_/-]{1,31})\))?/i
const ROW =
  /^\s*([A-Z][A-Z0-9_-]*)\s+(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})\s+(n\/a|\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2})\s*$/i

export const showStatistics: CommandParser = {
  command: 'show call-home smart-licensing statistics',
  platforms: ['ios-xr'],
  aliases: [/^sho?w? call-home smart-?lic\S*( stat\S*)?$/],
  recognise: head => /^\s*Msg Subtype\s+Success\s+Failed\s+Inqueue\s+Dropped/im.test(head),
  provides: ['callhome.statistics'],
  parse: ({ lines, complete }, write) => {
    const rest = withoutStamp(lines, write)
    write.claim(
      rest.filter(line => /^\s*(Success:|Failed\s*:|Inqueue:|Dropped:|-{3,}[\s-]*$)/i.test(line.text)),
    )
    const heading = rest.find(line => HEADING.test(line.text))
    if (heading === undefined) return
    write.claim(heading)
    const zone = HEADING.exec(heading.text)?.[1] ?? ''
    const past: string[] = []
    let rows = 0
    for (const line of rest) {
      const match = ROW.exec(line.text)
      if (match === null) continue
      rows += 1
      write.set('callhome.statistics', [row(match, zone, past)], line)
    }
    if (complete && rows === 0) write.set('callhome.statistics', [], heading satisfies Line)
    setClockFromStamp(lines, past, write)
  },
}

function row(match: RegExpExecArray, zone: string, past: string[]): Record<string, unknown> {
  const [, kind, success, failed, in_queue, dropped, last] = match
  const time = last === undefined ? undefined : parseTime(last)
  const sent = time === undefined || isUnset(time.wall) ? undefined : { ...time, zone }
  if (sent !== undefined) past.push(sent.wall)
  return {
    kind: (kind ?? '').toUpperCase(),
    success: Number(success),
    failed: Number(failed),
    in_queue: Number(in_queue),
    dropped: Number(dropped),
    sent: sent !== undefined,
    last_sent: sent === undefined ? '' : timeText(sent),
  }
}
