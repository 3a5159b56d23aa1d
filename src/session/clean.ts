// From what a terminal received to the text a person would have seen.
import { isAscii, isUtf8 } from 'node:buffer'

/** CSI, OSC and other escape sequences, in one linear pass. */
const ESCAPE =
  /\u001b(?:\[[0-?]{0,64}[ -/]{0,8}[@-~]|\][^\u0007\u001b]{0,2048}(?:\u0007|\u001b\\)|[ -/]{1,4}[0-~]|[0-~])/g
const ERASE_LINE = /\u001b\[[0-2]?K/g
/** Stands for "erase to the end of the line" while a line is redrawn. Never left in the text. */
const ERASE_MARK = '\u001f'
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g
const DRAWING = /[\r\u0008\u001f]/
const PLAIN = /^[^\u0000-\u0008\u000b-\u001f\u007f-\u009f]*$/

/** XR prints the time before each answer unless told not to: `Wed Nov 22 10:00:01.123 UTC`. The year is not printed. */
const XR_TIME_LINE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\d{1,2} \d\d:\d\d:\d\d(?:\.\d{1,6})? \S{1,10}$/

/** UTF-8 where the bytes of a line are that, Latin-1 otherwise: descriptions hold whatever somebody pasted. */
export function decode(bytes: Buffer): string {
  if (isAscii(bytes)) return bytes.toString('latin1')
  if (isUtf8(bytes)) return bytes.toString('utf8')
  const lines: string[] = []
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0x0a, at) + 1 || bytes.length
    const line = bytes.subarray(at, end)
    lines.push(line.toString(isUtf8(line) ? 'utf8' : 'latin1'))
    at = end
  }
  return lines.join('')
}

/** LF line ends; carriage returns, backspaces and erasures carried out; no control characters left. */
export function cleanText(raw: string): string {
  if (PLAIN.test(raw)) return raw
  const own = raw.includes(ERASE_MARK) ? raw.replaceAll(ERASE_MARK, '') : raw
  const marked = own.replace(ERASE_LINE, ERASE_MARK).replace(ESCAPE, '')
  return marked
    .split('\n')
    .map(line => (PLAIN.test(line) ? line : redraw(line)))
    .join('\n')
}

/** Characters of the escape sequence a text starts with. */
export function escapeLength(text: string): number {
  ESCAPE.lastIndex = 0
  const found = ESCAPE.exec(text)
  return found?.index === 0 ? found[0].length : 0
}

/** One line as a terminal would have drawn it. Line ends of any form (CR LF, CR CR LF) are no redrawing. */
function redraw(line: string): string {
  const body = line.replace(/[\r\u0000\u0007]+$/, '')
  if (!DRAWING.test(body)) return body.replace(CONTROLS, '')
  // NX-OS puts one before its prompt.
  const start = body.replace(/^\r+/, '')
  if (!DRAWING.test(start)) return start.replace(CONTROLS, '').trimEnd()
  const cells: string[] = []
  let at = 0
  for (const char of body) {
    if (char === '\r') at = 0
    else if (char === '\b') at = Math.max(0, at - 1)
    else if (char === ERASE_MARK) cells.length = Math.min(cells.length, at)
    else if (char === '\t' || !/[\u0000-\u001f\u007f-\u009f]/.test(char)) {
      while (cells.length < at) cells.push(' ')
      cells[at] = char
      at += 1
    }
  }
  return cells.join('').trimEnd()
}

/**
 * A command's answer: cleaned, the XR time line and the blank lines at the end removed. It ends with a line end, or is ''.
 * `Load for five secs` and `Time source is` lines stay: the clock is read from them.
 */
export function cleanAnswer(raw: string): string {
  return endedByLine(withoutTimeLine(cleanText(raw)))
}

/** The XR time line and the blank ones before it are cut off when it is the first that is not blank. */
export function withoutTimeLine(text: string): string {
  const first = text.search(/\S/)
  // Every name of a weekday starts with one of these.
  if (first < 0 || !'MTWFS'.includes(text[first] ?? '')) return text
  const end = endOfLine(text, first)
  return XR_TIME_LINE.test(text.slice(text.lastIndexOf('\n', first) + 1, end).trim()) ? text.slice(end) : text
}

/** Blank lines at the end are cut off, and a missing line end is added. '' when all is blank. */
export function endedByLine(text: string): string {
  let last = text.length - 1
  while (last >= 0 && text[last]?.trim() === '') last -= 1
  if (last < 0) return ''
  const end = endOfLine(text, last)
  const kept = end === text.length ? text : text.slice(0, end)
  return kept.endsWith('\n') ? kept : `${kept}\n`
}

/** The first character of the next line, or the end of the text. */
function endOfLine(text: string, at: number): number {
  return text.indexOf('\n', at) + 1 || text.length
}

/** A few words of device text, safe inside a message. */
export function quote(text: string, max = 80): string {
  const flat = cleanText(text).replace(/\s+/g, ' ').trim()
  return `"${flat.length > max ? `${flat.slice(0, max)}...` : flat}"`
}
