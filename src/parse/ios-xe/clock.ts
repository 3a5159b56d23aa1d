// IOS XE clock lines: `show clock [detail]` and the header `exec prompt timestamp` puts above every command.
import type { FactWriter, Line } from '../contract.ts'
import { isNothing } from '../text.ts'
import { parseTime, timeText } from '../time.ts'

const STAMP = /^([*.]?)(\d{1,2}:\d{2}:\d{2}\b.{0,60})$/

/** `*16:15:41.123 UTC Wed Jun 22 2022`: `*` never set, `.` set but NTP lost. False when the text is no such line. */
export function readClockLine(text: string, line: Line, write: FactWriter): boolean {
  const match = STAMP.exec(text.trim())
  const time = match?.[2] === undefined ? undefined : parseTime(match[2])
  if (match === null || time === undefined) return false
  const mark = match[1] ?? ''
  write.set('clock.device_time', timeText(time), line)
  write.set('clock.zone', time.zone, line)
  write.set('clock.authoritative', mark !== '*', line)
  write.set('clock.synchronised_mark', mark, line)
  return true
}

/** `Time source is NTP, .05:30:30.132 UTC Fri Oct 22 2021`, `No time source, *17:05:54.449 UTC ...`, `Time source is NTP`. */
export function readTimeSource(line: Line, write: FactWriter): boolean {
  const text = line.text.trim()
  const match = /^(?:Time source is ([A-Za-z0-9 _-]{1,40})|(No time source))(?:,\s*(.{8,70}))?$/i.exec(text)
  if (match === null) return false
  const source = match[2] === undefined ? (match[1] ?? '').trim() : ''
  write.set('clock.source', isNothing(source) ? '' : source, line)
  if (match[3] !== undefined) readClockLine(match[3], line, write)
  return true
}

/** Reads the header of a capture: `Load for five secs: ...` and the time source below it. */
export function readPromptTimestamp(lines: readonly Line[], write: FactWriter): void {
  for (const line of lines.slice(0, 6)) {
    if (/^Load for five secs:/i.test(line.text.trim())) write.claim(line)
    else readTimeSource(line, write)
  }
}
