// Where a secret begins and ends behind its keyword: encryption types, quotes, passwords with blanks, what follows them.
import { isMasked, marker, type SecretKind } from './kinds.ts'
import { SECRET_RANK, type Span } from './span.ts'
import type { LineView, Word } from './words.ts'

export interface ValueShape {
  /** An unencrypted value may hold blanks: it runs to the end of the line, but for one of the known tails. */
  readonly rest?: boolean
  /** More words than the usual ones that stand between keyword and value. */
  readonly skip?: ReadonlySet<string>
}

/** Words between a keyword and its value on any of the platforms. */
const QUALIFIERS = new Set(
  `encrypted clear cleartext clear-text plaintext unencrypted ascii hex text hmac-md5 password6
   local remote fallback`.split(/\s+/),
)
/** Encryption types as configurations print them; XR has 10, NX-OS 3. */
const TYPE = /^(?:[0-9]|10)$/

/** What may follow a value that runs to the end of its line; `*` is any word, `#` a number. */
const TAILS: readonly (readonly string[])[] = [
  ['role', '*'],
  ['privilege', '#'],
  ['expire', '*'],
  ['timeout', '#'],
  ['realm', '*'],
  ['hash', '*'],
  ['hash-function', '*'],
  ['cryptographic-algorithm', '*'],
  ['mode-list', '*'],
  ['level-1'],
  ['level-2'],
  ['level-1-2'],
  ['level', '#'],
  ['send-only'],
  ['port', '#'],
  ['auth-port', '#'],
  ['acct-port', '#'],
  ['authentication'],
  ['accounting'],
  ['retransmit', '#'],
  ['address', '*'],
  ['address', '*', '*'],
  ['address', 'ipv6', '*'],
  ['hostname', '*'],
  ['no-xauth'],
  ['transmit-key'],
  ['vrf', '*'],
  ['systemowner'],
]
const LONGEST_TAIL = 8
/** Words that may stand between a keyword and its value. */
const MOST_SKIPPED = 8

/** The span of the value that starts at word `at`; undefined when there is none or it was masked before. */
export function valueSpan(
  line: LineView,
  at: number,
  kind: SecretKind,
  shape: ValueShape = {},
): Span | undefined {
  let index = at
  let type: string | undefined
  for (; index < line.words.length - 1 && index < at + MOST_SKIPPED; index += 1) {
    const word = line.words[index]
    if (word === undefined) break
    if (TYPE.test(word.key) || QUALIFIERS.has(word.key)) type = word.key
    else if (shape.skip?.has(word.key) !== true) break
  }
  const word = line.words[index]
  // The device itself says `<removed>` in its tech-support.
  if (word === undefined || isMasked(word.text) || word.text === '<removed>') return undefined
  const inner = quoted(line.text, word)
  if (inner !== undefined) return hidden(inner.start, inner.end, kind)
  const single = shape.rest !== true || (type !== undefined && encodedAs(type, word.text))
  const last = single ? word : (line.words[tailAt(line, index + 1) - 1] ?? word)
  return hidden(word.start, endOf(line.text, word.start, last.end), kind)
}

/** One word, whatever it looks like. */
export function wordSpan(word: Word | undefined, kind: SecretKind, put?: string): Span | undefined {
  if (word === undefined || isMasked(word.text)) return undefined
  const whole = /^(["'])([^"']+)\1?$/.exec(word.text)
  if (whole === null) return hidden(word.start, word.end, kind, put)
  return hidden(word.start + 1, word.start + 1 + (whole[2] ?? '').length, kind, put)
}

export function hidden(start: number, end: number, kind: SecretKind, put = marker(kind)): Span | undefined {
  return end > start ? { start, end, kind, put, rank: SECRET_RANK } : undefined
}

/** What stands between quotes; an unclosed quote runs to the end of the line. */
function quoted(text: string, word: Word): { start: number; end: number } | undefined {
  const mark = word.text[0]
  if ((mark !== '"' && mark !== "'") || word.text.length === 1) return undefined
  const close = text.indexOf(mark, word.start + 1)
  return { start: word.start + 1, end: close < 0 ? text.length : close }
}

/** A quote that closes around the whole command is not part of the value: `cli command "enable secret x"`. */
function endOf(text: string, start: number, end: number): number {
  const mark = text[end - 1]
  if ((mark !== '"' && mark !== "'") || end - 1 <= start) return end
  const open = text.indexOf(mark)
  return open >= 0 && open < start ? end - 1 : end
}

/** An encoded value holds no blank: what follows it is something else. */
function encodedAs(type: string, value: string): boolean {
  if (value.startsWith('$') || value.startsWith('!!')) return true
  if (type === '7' || type === '3' || type === 'encrypted') return /^[0-9A-Fa-f]{4,}$/.test(value)
  return /^(?:4|5|6|8|9|10|password6)$/.test(type) && value.length >= 12
}

/** First word of the tail that ends the line, at or behind `from`; the number of words when the line has none. */
function tailAt(line: LineView, from: number): number {
  const { words } = line
  let best = words.length
  for (let start = words.length - 1; start >= from && start >= words.length - LONGEST_TAIL; start -= 1) {
    if (TAILS.some(tail => clauseEnds(words, start, tail, best))) best = start
  }
  return best
}

/** The clause stands at `start` and ends where the next one begins. */
function clauseEnds(words: readonly Word[], start: number, clause: readonly string[], end: number): boolean {
  if (start + clause.length !== end) return false
  return clause.every((part, offset) => {
    const key = words[start + offset]?.key ?? ''
    return part === '*' ? key !== '' : part === '#' ? /^\d+$/.test(key) : key === part
  })
}
