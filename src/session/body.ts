// The text of an answer, cleaned while it comes: a long one lies in memory once, not as bytes and as text as well.
import { cleanText, decode, endedByLine, escapeLength, withoutTimeLine } from './clean.ts'

/** What a device would print to wipe a pager line, whether it did or not. */
const WIPE = Buffer.from('\r\u001b[K')
const TAB = 0x09
const LF = 0x0a
const CR = 0x0d
const ESC = 0x1b
/** No escape sequence that {@link cleanText} knows is longer. */
const LONGEST_SEQUENCE = 2_112
const MOST_TRIES = 8

export class Body {
  private readonly pieces: string[] = []

  /**
   * @param bytes the next bytes of the answer
   * @param wiped where in them, in ascending order, a pager line was answered
   */
  add(bytes: Buffer, wiped: readonly number[] = []): void {
    const drawn = wiped.length === 0 ? bytes : withWipes(bytes, wiped)
    this.pieces.push(plainText(drawn) ?? cleanText(decode(drawn)))
  }

  /** The whole text; the pieces are forgotten. */
  finish(): string {
    const { pieces } = this
    while (pieces.length > 1 && isBlank(pieces[0])) pieces.splice(0, 2, `${pieces[0]}${pieces[1]}`)
    while (pieces.length > 1 && isBlank(pieces.at(-1))) pieces.pop()
    const first = pieces.shift()
    if (first === undefined) return ''
    const start = withoutTimeLine(first)
    const end = pieces.pop()
    // Strings added up are put into one place by V8 when somebody reads them: by then the bytes are gone.
    return end === undefined
      ? endedByLine(start)
      : pieces.reduce((all, piece) => all + piece, start) + endedByLine(end)
  }
}

function isBlank(text = ''): boolean {
  return !/\S/.test(text)
}

/** Used by one block after the other: new memory for each would be given back late. */
let scratch = Buffer.alloc(0)
const LEAST_KEPT = 262_144
/** Bytes. */
const SHORT = 65_536
const MORE_THAN_PLAIN = /[^\t\n\r -~]|\r[^\r\n]/
const LINE_ENDS = /\r+(?=\n|$)/g
/** A larger one is not held on to. */
const MOST_KEPT = 4_194_304

/**
 * What {@link cleanText} makes of ASCII without anything to draw, in one pass over the bytes: nearly every answer. A
 * replacement in the text would take twice its memory. Undefined when there is more to it.
 */
function plainText(bytes: Buffer): string | undefined {
  if (bytes.length < SHORT) return plainShort(bytes.toString('latin1'))
  if (scratch.length < bytes.length || scratch.length > MOST_KEPT)
    scratch = Buffer.allocUnsafeSlow(Math.max(bytes.length, LEAST_KEPT))
  const kept = scratch
  let length = 0
  for (let at = 0; at < bytes.length; at++) {
    const code = bytes[at] ?? 0
    if ((code >= 0x20 && code < 0x7f) || code === LF || code === TAB) kept[length++] = code
    else if (code !== CR || !isLineEnd(bytes[at + 1])) return undefined
  }
  return kept.toString('latin1', 0, length)
}

/** The same by what is fastest where memory is no matter. */
function plainShort(text: string): string | undefined {
  return MORE_THAN_PLAIN.test(text) ? undefined : text.replace(LINE_ENDS, '')
}

function isLineEnd(next: number | undefined): boolean {
  return next === LF || next === CR || next === undefined
}

/**
 * How many of the first `limit` bytes may be cleaned by themselves: up to a line end that lies in no escape sequence,
 * so that both parts cleaned are the whole cleaned. 0 when there is no such line end.
 */
export function cutBefore(bytes: Buffer, limit: number): number {
  const last = limit < 1 ? 0 : bytes.lastIndexOf(LF, limit - 1) + 1
  let end = last
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    if (end === 0) return 0
    const sequence = bytes.lastIndexOf(ESC, end - 1)
    if (sequence < 0 || sequence < end - LONGEST_SEQUENCE) return end
    const length = escapeLength(bytes.toString('latin1', sequence, sequence + LONGEST_SEQUENCE))
    if (sequence + length <= end) return end
    end = sequence === 0 ? 0 : bytes.lastIndexOf(LF, sequence - 1) + 1
  }
  // Line ends hidden in sequence after sequence: no device prints that, and waiting for an end to it would take memory.
  return last
}

function withWipes(bytes: Buffer, wiped: readonly number[]): Buffer {
  const parts: Buffer[] = []
  let at = 0
  for (const cut of wiped) {
    parts.push(bytes.subarray(at, cut), WIPE)
    at = cut
  }
  return Buffer.concat([...parts, bytes.subarray(at)])
}
