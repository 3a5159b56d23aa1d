// `show clock` on NX-OS.
import type { CommandParser } from '../contract.ts'
import { parseTime, timeText } from '../time.ts'

/** The first line that says something is a clock reading. Every platform prints it alike. */
export function isClockOutput(head: string): boolean {
  const lines = head.split('\n', 4).filter(line => line.trim() !== '')
  return lines
    .slice(0, 2)
    .some(line => /^\s*[*.]?\d{1,2}:\d{2}:\d{2}\.\d{3} /.test(line) && parseTime(line) !== undefined)
}

export const showClock: CommandParser = {
  command: 'show clock',
  platforms: ['nx-os'],
  aliases: [/^sho?w? clock( detail)?$/],
  recognise: head => isClockOutput(head),
  provides: [
    'clock.device_time',
    'clock.zone',
    'clock.source',
    'clock.authoritative',
    'clock.synchronised_mark',
  ],
  rank: 10,
  parse: ({ lines, complete }, write) => {
    const clock = lines.find(line => parseTime(line.text) !== undefined)
    const time = clock === undefined ? undefined : parseTime(clock.text)
    if (clock === undefined || time === undefined) return
    // NX-OS prints no mark of its own; a `*` or `.` is taken at its word should a release print one.
    const mark = /^[*.]/.exec(clock.text.trim())?.[0] ?? ''
    write.set(
      'clock',
      { device_time: timeText(time), zone: time.zone, authoritative: mark !== '*', synchronised_mark: mark },
      clock,
    )
    const source = lines.find(line => /^\s*Time source is /i.test(line.text))
    if (source !== undefined)
      write.set('clock.source', source.text.trim().replace(/^Time source is\s+/i, ''), source)
    else if (complete) write.set('clock.source', '', clock)
  },
}
