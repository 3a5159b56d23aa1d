// Time stamps that a terminal program (SecureCRT, PuTTY forks, Tera Term, iTerm, ts) put in front of every line.
import { readHeading } from './headings.ts'
import { readPrompt } from './prompt.ts'

/** The shape of one stamp: `d` for a digit, `a` for a letter, anything else for itself. */
export interface Stamp {
  readonly shape: string
}

const DATE = String.raw`(?:\d{4}[-/.]\d\d[-/.]\d\d|\d\d[-/.]\d\d[-/.]\d{4}|(?:[A-Z][a-z]{2} )?[A-Z][a-z]{2} \d\d)`
const TIME = String.raw`\d\d[:.]\d\d[:.]\d\d(?:[.,]\d{1,6})?`
const ZONE = String.raw`(?:Z|[+-]\d\d:?\d\d)?`
const YEAR = String.raw`(?: \d{4})?(?: [AP]M)?`
const BRACKETED = new RegExp(String.raw`^\[(?:${DATE}[ T])?${TIME}${ZONE}${YEAR}\] ?`)
const PLAIN = new RegExp(String.raw`^(?:${DATE}[ T])?${TIME}${ZONE}[ \t]`)

/** At least this share of the printed lines carries the stamp; a terminal program stamps them all. */
const SHARE = 0.8

/**
 * The stamp of a text, from its first lines; undefined when it has none. A log of a device has a time in front of
 * every line too: without brackets it takes a prompt or a heading behind the stamp to believe it.
 */
export function findStamp(lines: readonly string[]): Stamp | undefined {
  const printed = lines.filter(line => line.trim() !== '')
  for (const pattern of [BRACKETED, PLAIN]) {
    const shapes = printed.flatMap(line => {
      const found = pattern.exec(line.slice(0, 60))
      return found === null ? [] : [shapeOf(found[0])]
    })
    const shape = shapes[0]
    if (shape === undefined || shapes.length < Math.max(2, printed.length * SHARE)) continue
    const stamp = { shape: shape.trimEnd() }
    if (pattern === BRACKETED || printed.some(line => isMark(withoutStamp(line, stamp)))) return stamp
  }
  return undefined
}

function isMark(line: string): boolean {
  const prompt = readPrompt(line)
  return readHeading(line) !== undefined || (prompt !== undefined && prompt.command !== '')
}

function shapeOf(text: string): string {
  return text.replace(/[A-Za-z]|\d/g, found => (found >= '0' && found <= '9' ? 'd' : 'a'))
}

/** The line behind its stamp and one blank; the whole line when it has no such stamp. */
export function withoutStamp(line: string, stamp: Stamp): string {
  const { shape } = stamp
  for (let at = 0; at < shape.length; at++) {
    if (!fits(shape.charCodeAt(at), line.charCodeAt(at))) return line
  }
  const next = line[shape.length]
  return line.slice(next === ' ' || next === '\t' ? shape.length + 1 : shape.length)
}

/** The same on bytes: where the line's own text starts. */
export function afterStamp(bytes: Uint8Array, from: number, to: number, stamp: Stamp): number {
  const { shape } = stamp
  if (to - from < shape.length) return from
  for (let at = 0; at < shape.length; at++) {
    if (!fits(shape.charCodeAt(at), bytes[from + at] ?? 0)) return from
  }
  const next = bytes[from + shape.length]
  return from + shape.length + (next === 32 || next === 9 ? 1 : 0)
}

const DIGIT = 100
const LETTER = 97

function fits(wanted: number, code: number): boolean {
  if (wanted === DIGIT) return code >= 48 && code <= 57
  if (wanted === LETTER) return (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
  return wanted === code
}
