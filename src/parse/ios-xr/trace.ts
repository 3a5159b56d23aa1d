// `show call-home trace error last N` on IOS XR: error entries, wrapped lines joined.
import type { CommandParser, Line } from '../contract.ts'
import { withoutStamp } from './stamp.ts'

const ENTRY =
  /^([A-Z][a-z]{2}\s{1,2}\d{1,2} \d{2}:\d{2}:\d{2}\.\d{1,6}) call_?home\/(\S+) \S+ (?:t\d+\s+)?(.*)$/i
/** No entry is wrapped over more lines; endless ones would cost the square of their length. */
const MAX_WRAPS = 20
const HEADING = /^\s*\d+ (?:wrapping|unique|total) entries/i

export const showCallHomeTrace: CommandParser = {
  command: 'show call-home trace error last 20',
  platforms: ['ios-xr'],
  aliases: [/^sho?w? call-home trace( error| all)?( last \d+)?$/],
  recognise: head => /^[A-Z][a-z]{2}\s{1,2}\d{1,2} \S+ call_?home\/error /im.test(head),
  provides: ['callhome.trace'],
  parse: ({ lines, complete }, write) => {
    const rest = withoutStamp(lines, write)
    const heading = rest.find(line => HEADING.test(line.text))
    if (heading !== undefined) write.claim(heading)
    const found: { at: string; text: string; error: boolean; lines: Line[] }[] = []
    let open = false
    for (const line of lines) {
      // A wrapped entry goes on until a blank line (or the fence of a document it was copied into).
      if (line.text.trim() === '' || line.text.startsWith('```')) open = false
      const match = ENTRY.exec(line.text.trim())
      const last = found[found.length - 1]
      if (match?.[1] !== undefined) {
        found.push({
          at: match[1],
          text: match[3]?.trim() ?? '',
          error: /^error/i.test(match[2] ?? ''),
          lines: [line],
        })
      } else if (open && last !== undefined && line !== heading && last.lines.length < MAX_WRAPS) {
        last.text = `${last.text} ${line.text.trim()}`.trim()
        last.lines.push(line)
      } else continue
      open = true
      write.claim(line)
    }
    const errors = found.filter(one => one.error)
    const first = errors[0]
    if (first !== undefined) {
      const elements = errors.map(({ at, text, lines: own }) => ({ value: { at, text }, lines: own }))
      write.setEach('callhome.trace', elements, first.lines)
    } else if (complete && heading !== undefined) write.set('callhome.trace', [], heading)
  },
}
