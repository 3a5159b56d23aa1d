// Raw saved text to what a person saw on the screen, line by line: the number of lines never changes.
import { stripControls } from '../text.ts'
import { type Stamp, withoutStamp } from './stamp.ts'

// Anything but plain text; a carriage return counts only in front of something else than the line's end.
const ODD = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|\r(?=[^\r\n])/

/** LF line ends, no terminal controls, no time stamps that the terminal program put in front of each line. */
export function cleanText(raw: string, stamp?: Stamp): string {
  const odd = ODD.test(raw)
  if (!odd && stamp === undefined) return raw.includes('\r') ? raw.replace(/\r+(?=\n|$)/g, '') : raw
  return raw
    .split('\n')
    .map(line => cleanLine(line, stamp))
    .join('\n')
}

/** One line without its line end. */
export function cleanLine(raw: string, stamp?: Stamp): string {
  const ended = withoutEndingCr(raw)
  const line = stamp === undefined ? ended : withoutStamp(ended, stamp)
  if (!ODD.test(line)) return line
  if (!line.includes('\r')) return stripControls(line)
  // A carriage return inside a line writes over its start, as pagers and progress bars do.
  return line.split('\r').slice(-MOST_REWRITES).map(stripControls).reduce(overwritten).trimEnd()
}

/** No terminal redraws a line more often; hostile text may. */
const MOST_REWRITES = 500

function withoutEndingCr(line: string): string {
  let end = line.length
  while (end > 0 && line[end - 1] === '\r') end -= 1
  return end === line.length ? line : line.slice(0, end)
}

function overwritten(before: string, after: string): string {
  return after + before.slice(after.length)
}

const PAGER_END = /<?--+ ?\(?more\)?.{0,20}-->?\s*$/i
/** Nine blanks are what is left of the prompt's own and of wiping it; fewer are the indentation of the line behind it. */
const PAGER_LEFT = /^ ?<?--+ ?More(?: ?\(\d{1,3}%\))? ?--+>?(?: {9}| ?)/i

/** Removes what a pager left at the start of a line. */
export function withoutPager(line: string): string {
  return line.replace(PAGER_LEFT, '')
}

/** Does the same for all lines; the last printed one stays when `keepLast`, for it tells that there was more. */
export function withoutPagers(lines: readonly string[], keepLast: boolean): string[] {
  const last = keepLast ? lines.findLastIndex(line => line.trim() !== '') : -1
  return lines.map((line, at) => {
    const text = withoutPager(line)
    return at === last && text.trim() === '' ? line : text
  })
}

/** Evidence that the end is missing. A log that just stops is taken as whole: people copy without the last prompt. */
export function cutReason(lines: readonly string[]): string | undefined {
  const last = lines.findLast(line => line.trim() !== '')
  if (last === undefined) return undefined
  return PAGER_END.test(last.trimEnd().slice(-60)) ? 'the text ends at a --More-- prompt' : undefined
}
