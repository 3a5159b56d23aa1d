// `admin show license entitlement` on IOS XR: one record a tag, wrapped wherever the terminal ended.
import type { CommandParser, Line } from '../contract.ts'
import { parseTime } from '../time.ts'
import { complianceStatus } from './admin-license.ts'
import { setClockFromStamp, withoutStamp } from './stamp.ts'

interface Entitlement {
  tag: string
  status: string
  /** Undefined when its line could not be read. */
  count: number | undefined
  at: string | undefined
  readonly lines: Line[]
}

const MAX_WRAPS = 6

export const showEntitlement: CommandParser = {
  command: 'admin show license entitlement',
  platforms: ['ios-xr'],
  aliases: [/^(?:adm?i?n? )?sho?w? lic(?:e|en|ens|enc|ense|ence)? enti?t?l?e?m?e?n?t?s?(?: \| .*)?$/],
  recognise: head => /^\s*Tag: \S+.*/im.test(head) && /\b(Enforce Mode:|Not In Use)/i.test(head),
  provides: ['license.usage'],
  parse: ({ lines, complete }, write) => {
    const rest = withoutStamp(lines, write)
    const heading = rest.find(line => /^\s*Entitlement:\s*$/i.test(line.text))
    const found = readRecords(rest)
    write.claim(rest.filter(line => /^\s*(Entitlement:|Vendor String:|Requested Time\b)/i.test(line.text)))
    for (const one of found) write.claim(one.lines)
    if (!complete) return
    if (found.length === 0 && heading === undefined) return
    write.setEach(
      'license.usage',
      found.map(({ tag, status, count, lines: own }) => ({
        value: { name: nameOf(tag), tag, status, ...(count === undefined ? {} : { count }) },
        lines: own,
      })),
      heading ?? found[0]?.lines ?? [],
    )
    const past = found.map(one => one.at).filter(at => at !== undefined)
    setClockFromStamp(lines, past, write)
  },
}

function readRecords(lines: readonly Line[]): Entitlement[] {
  const found: Entitlement[] = []
  let open: { text: string; lines: Line[] } | undefined
  const close = (): void => {
    const read = open === undefined ? undefined : readTag(open.text, open.lines)
    if (read !== undefined) found.push(read)
    open = undefined
  }
  for (const line of lines) {
    const text = line.text.trim()
    if (/^Tag:/i.test(text)) {
      close()
      open = { text, lines: [line] }
    } else if (/^(Requested Time\b|Vendor String:)/i.test(text)) {
      close()
      const last = found[found.length - 1]
      if (last !== undefined) readRequest(text, last)
    } else if (open !== undefined && open.lines.length < MAX_WRAPS) {
      // Inside the tag the wrap falls between any two characters; after it, between words.
      open.text += /,\s*Version:/i.test(open.text) ? ` ${text}` : text
      open.lines.push(line)
    }
  }
  close()
  return found
}

function readTag(text: string, lines: Line[]): Entitlement | undefined {
  const at = text.search(/,\s*Version:/i)
  if (at < 0) return undefined
  const tag = text.slice('Tag:'.length, at).replace(/\s+/g, '')
  const rest = text.slice(at)
  const mode = /Enforce Mode:\s*([A-Za-z][A-Za-z ]*)/i.exec(rest)?.[1]?.trim()
  const status = /\bNot In Use\b/i.test(rest)
    ? 'not-in-use'
    : mode === undefined
      ? 'in-use'
      : complianceStatus(mode)
  return { tag, status, count: undefined, at: undefined, lines }
}

/** `Requested Count: NA` stands for none. */
function readRequest(text: string, record: Entitlement): void {
  const count = /Requested Count:\s*(\d{1,9}|NA)\b/i.exec(text)?.[1]
  if (count !== undefined) record.count = /^NA$/i.test(count) ? 0 : Number(count)
  const time = /Requested Time\s*:\s*([^,]+),/i.exec(text)?.[1]
  if (time !== undefined) record.at = parseTime(time)?.wall
}

/** `regid.2014-04.com.cisco.A9K-24X10-OPT-LIC,1.0_66d3...` is the licence A9K-24X10-OPT-LIC. */
function nameOf(tag: string): string {
  return tag.replace(/^regid\.[\d-]+\.com\.cisco\./i, '').replace(/,.*$/, '')
}
