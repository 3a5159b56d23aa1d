// Which lines may go on in the next one: as long as a terminal is wide, or cut right behind a word that wants a value.
import type { Unit } from './unit.ts'

export { TERMINAL_WIDTHS as WIDTHS } from '../../model/terminal.ts'

/** More lines than any wrapped command has. */
const MOST_PARTS = 16
/** A wrapped line fills most of its terminal. */
const LEAST = 60

const WANTS_VALUE =
  /(?:^|[\s"'])(?:password|passphrase|secret|community|key|key-string|server-key|pre-shared-key|authentication-key|set-key|psk|wpa-psk|idtoken|install|auth|priv|text|md5|version (?:1|2c)|bearer)(?:\s+(?:\d{1,2}|encrypted|clear|ascii|hex|text|md5|sha\S{0,4}|aes|aes-\d{3}|128|192|256|des|3des|hmac-\S{1,12}|local|remote|v3|0x)){0,4}\s*$/i

/** 'joined': the next line goes on at once. 'spaced': the terminal program cut the blank at the line's end off. */
export function goesOn(unit: Unit, widths: ReadonlySet<number>): 'joined' | 'spaced' | undefined {
  const text = unit.last?.seen.text ?? ''
  if (unit.parts.length >= MOST_PARTS || text.trim() === '') return undefined
  if (widths.has(text.length)) return 'joined'
  return text.length >= LEAST && WANTS_VALUE.test(text.slice(-120)) ? 'spaced' : undefined
}

const STAMP = /^[*.]?(?:[A-Z][a-z]{2} [ \d]\d (?:\d{4} )?\d\d:\d\d:|\d{4} [A-Z][a-z]{2} [ \d]\d \d\d:)/
const START =
  /^(?:! |!$|RP\/\d{1,3}\/|%[A-Z][A-Z0-9_]+-(?:[A-Z0-9_]+-)?\d-|[\w.-]{1,63}(?:\(config[\w-]{0,40}\))?[#>](?:$|\s|(?:sh|show|exit|end)\b))/

/** Log lines, comments and prompts begin like nothing a wrapped command goes on with. */
export function startsAnew(text: string): boolean {
  return STAMP.test(text) || START.test(text)
}
