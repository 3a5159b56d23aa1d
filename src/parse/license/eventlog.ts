// The licence agent's event log: only events that tell of an error are kept.
import type { FactWriter, Line, ParserInput } from '../contract.ts'
import { printedTime } from '../time.ts'

/** Newest error events kept: a log of 5 MB repeats one failure thousands of times. */
const KEEP = 300
const EVENT =
  /^(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?:\.\d{1,6})?(?: [A-Za-z][\w+:-]{0,20})?)\s+(SAEVT_[A-Z0-9_]{1,60})\s*(.*)$/

interface Event {
  readonly at: string
  readonly event: string
  text: string
  readonly lines: Line[]
}

export function parseLicenseEventLog(input: ParserInput, write: FactWriter): void {
  const events: Event[] = []
  for (const line of input.lines) {
    const text = line.text.trim()
    const match = EVENT.exec(text)
    if (match?.[1] !== undefined && match[2] !== undefined) {
      const at = printedTime(match[1]) ?? ''
      events.push({ at, event: match[2], text: match[3] ?? '', lines: [line] })
    } else if (events.length > 0 && text !== '') {
      const last = events.at(-1)
      if (last !== undefined && last.lines.length < 4) {
        last.text += line.text.startsWith(' ') ? ` ${text}` : text
        last.lines.push(line)
      }
    }
    if (text !== '') write.claim(line)
  }
  const errors = events.filter(isError)
  if (errors.length === 0 && !(input.complete && isEventLog(input))) return
  const kept = errors.slice(-KEEP)
  write.setEach(
    'license.eventlog',
    kept.map(({ at, event, text, lines }) => ({ value: { at, event, text }, lines })),
    kept[0]?.lines ?? input.lines.slice(0, 1),
  )
}

function isEventLog(input: ParserInput): boolean {
  return input.lines.some(line => /event log/i.test(line.text) || EVENT.test(line.text.trim()))
}

/** `error="..."` that says something, a message status other than success, or an event whose name says so. */
function isError({ event, text }: Event): boolean {
  const error = /\berror="([^"]*)"/i.exec(text)?.[1]
  if (error !== undefined && !/^(none|no error|ok|success|0)?$/i.test(error.trim())) return true
  const status = /\bmsgStatus="([^"]*)"/i.exec(text)?.[1]
  if (status !== undefined && !/^(LS_)?(OK|SUCCESS|OK_POLL)?$/i.test(status)) return true
  return /FAIL|ERROR|EXPIRE/.test(event)
}
