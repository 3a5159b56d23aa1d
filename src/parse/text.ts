// Text tools shared by parsers: lines, control characters, small readers. All linear.
import type { Line } from './contract.ts'

// CSI (ESC [ ... final), OSC (ESC ] ... BEL or ST), two-character escapes.
const ESCAPES =
  /\u001b(?:\[[0-?]{0,64}[ -/]{0,8}[@-~]|\][^\u0007\u001b]{0,2048}(?:\u0007|\u001b\\)|[@-Z\\-_])/g
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g

/** Text without terminal escapes, backspace erasures and control characters; CR LF and CR CR LF become LF. */
export function stripControls(text: string): string {
  let out = text.replace(ESCAPES, '')
  if (out.includes('\b')) out = eraseBackspaces(out)
  return out.replace(/\r+\n/g, '\n').replace(/\r/g, '\n').replace(CONTROLS, '')
}

/** A backspace takes back the character before it, never past the start of its line. */
function eraseBackspaces(text: string): string {
  const out: string[] = []
  for (const char of text) {
    if (char !== '\b') out.push(char)
    else if (out.length > 0 && out[out.length - 1] !== '\n') out.pop()
  }
  return out.join('')
}

/** Splits text into numbered lines without trailing white space. Numbers start at `first` (default 1). */
export function toLines(text: string, first = 1): Line[] {
  const lines = text.split('\n')
  if (lines[lines.length - 1] === '') lines.pop()
  return lines.map((line, index) => ({ number: first + index, text: line.trimEnd() }))
}

/** `Key: value` of a line, trimmed; undefined when the line has no such shape. Splits at the first colon. */
export function keyValue(text: string): { key: string; value: string } | undefined {
  const colon = text.indexOf(':')
  if (colon <= 0) return undefined
  return { key: text.slice(0, colon).trim(), value: text.slice(colon + 1).trim() }
}

/** Number of leading blanks; a tab counts as eight. */
export function indentOf(text: string): number {
  let width = 0
  for (const char of text) {
    if (char === ' ') width += 1
    else if (char === '\t') width += 8
    else break
  }
  return width
}

/** `<none>`, `<empty>`, `Not yet set up`, `None`: the ways devices print nothing. */
export function isNothing(value: string): boolean {
  return /^(<none>|<empty>|none|n\/?a|not yet set up|not configured)?$/i.test(value.trim())
}

/** A value with the device's words for nothing turned into ''. */
export function orEmpty(value: string): string {
  return isNothing(value) ? '' : value.trim()
}
