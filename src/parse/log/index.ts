// Syslog buffers of all three platforms: the messages that bear on licensing, oldest first.

import type { Platform } from '../../model/platform.ts'
import type { CommandParser, FactWriter, Line, ParserInput } from '../contract.ts'
import { type LogEvent, matters, readHead } from './event.ts'

export type { LogEvent } from './event.ts'

const MAX_JOINED = 4

/**
 * Messages of a log buffer, oldest first as the device prints them, wrapped lines joined to their message.
 * Lines that start no message and follow none are left out. Linear in the text.
 */
export function parseLogEvents(lines: readonly Line[]): LogEvent[] {
  const events: LogEvent[] = []
  let index = -1
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as Line
    const head = readHead(line.text)
    if (head === undefined) continue
    index += 1
    if (!matters(head)) continue
    const more = continuation(lines, at)
    const text = [head.text, ...more.map(one => one.text.trim())].join(' ').replace(/\s+/g, ' ').trim()
    events.push({ ...head, text, index, lines: [line, ...more] })
  }
  return events
}

/** Following lines that belong to the message: no head and no time stamp of their own, not blank. */
function continuation(lines: readonly Line[], at: number): Line[] {
  const more: Line[] = []
  for (const line of lines.slice(at + 1, at + 1 + MAX_JOINED)) {
    const text = line.text.trim()
    if (text === '' || readHead(line.text) !== undefined || STARTS_ELSE.test(text)) break
    more.push(line)
  }
  return more
}

/** Debug lines with a stamp, other nodes' lines, prompts: never a continuation. */
const STARTS_ELSE =
  /^([*.]?(\d{4} )?(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d|\d{6}: |[A-Z]{2}\/\d+\/|[\w.:/-]{1,63}[#>])/

/** Writes `log.events`, each with its own lines as evidence. A cut buffer lacks its newest messages: nothing is told then. */
export function writeLogEvents(
  { lines, complete }: Pick<ParserInput, 'lines' | 'complete'>,
  write: FactWriter,
): void {
  write.claim(lines)
  if (!complete) {
    write.unreadable('log.events', 'the log is cut: its newest messages are missing')
    return
  }
  const events = parseLogEvents(lines)
  const elements = events.map(({ lines: own, ...value }) => ({ value, lines: own }))
  write.setEach(
    'log.events',
    elements,
    events.length > 0 ? events.flatMap(event => event.lines) : lines.slice(0, 1),
  )
}

const HEAD = /^(Syslog logging: (enabled|disabled)|\s*Log Buffer \(\d+ bytes\))/m

/** A log parser of one platform; `aliases` say how the command may be typed there. */
export function logParser(platform: Platform, command: string, aliases: readonly RegExp[]): CommandParser {
  return {
    command,
    platforms: [platform],
    aliases,
    recognise: head => recogniseLog(platform, head),
    provides: ['log.events'],
    parse: (input, write) => writeLogEvents(input, write),
  }
}

function recogniseLog(platform: Platform, head: string): boolean {
  const shapes: Readonly<Record<Platform, RegExp>> = {
    'ios-xe': /^(\d{6}: )?[*.]?[A-Z][a-z]{2} [ \d]\d (\d{4} )?\d\d:\d\d:\d\d[^%\n]{0,20}: %[A-Z]/m,
    'nx-os': /^\d{4} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(\.\d+)? \S* ?%/m,
    'ios-xr': /^(RP|LC|0)\/\d+\/\S{1,12}:[A-Z][a-z]{2} [ \d]\d /m,
  }
  if (shapes[platform].test(head)) return true
  return platform === 'ios-xe' && HEAD.test(head) && !shapes['ios-xr'].test(head)
}
