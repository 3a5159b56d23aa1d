// Which lines are worth decoding: the first bytes of a line tell nearly all that are neither prompt nor heading.

const WORD = 1
const ODD = 2
/** What a byte at the start of a line may be part of: a word of a prompt, or something to be looked at as text. */
const KIND = new Uint8Array(256)
for (let code = 0; code < 256; code++) {
  const char = String.fromCharCode(code)
  if (/[A-Za-z0-9_.-]/.test(char)) KIND[code] = WORD
  // Escapes, backspaces and the like may stand anywhere in a prompt.
  else if (code < 32 && code !== 9 && code !== 10 && code !== 13) KIND[code] = ODD
}

const TAB = 9
const CR = 13
const BLANK = 32
const BANG = 33
const HASH = 35
const OPEN = 40
const CLOSE = 41
const PLUS = 43
const DASH = 45
const SLASH = 47
const LESS = 60
const EQUAL = 61
const MORE = 62
const AT = 64
const UPPER_C = 67
const UPPER_P = 80
const UPPER_R = 82
const UPPER_S = 83
const SQUARE = 91
const TICK = 96
const A = 97
const C = 99
const S = 115
const Y = 121
const TILDE = 126
const LONGEST_WORD = 64

/** False for lines that are certainly text. `from` is the line's first byte, `to` the byte behind its last. */
export function mayBeMark(bytes: Uint8Array, from: number, to: number): boolean {
  const first = bytes[from] ?? 0
  if (KIND[first] === WORD) {
    if (first === DASH) return isDashed(bytes, from, to)
    if ((first === S || first === UPPER_S || first === A) && isVerb(bytes, from)) return true
    if (first === UPPER_R && bytes[from + 1] === UPPER_P && bytes[from + 2] === SLASH) return true
    return isPromptShape(bytes, from, to)
  }
  if (first === BLANK) return isIndented(bytes, from, to)
  return (
    KIND[first] === ODD ||
    first === TICK ||
    first === HASH ||
    first === MORE ||
    first === SQUARE ||
    (first === BANG && bytes[from + 1] === UPPER_C) ||
    (first === LESS && bytes[from + 1] === DASH) ||
    (first === PLUS && bytes[from + 1] === PLUS) ||
    (first === EQUAL && bytes[from + 1] === TILDE) ||
    (first === CR && to - from > 1)
  )
}

/** A word behind the first dashes; the rule below a table's head has none. */
function isDashed(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from + 1
  if (bytes[at] !== DASH) return false
  while (at < to && bytes[at] === DASH) at += 1
  while (at < to && (bytes[at] === BLANK || bytes[at] === TAB)) at += 1
  const next = bytes[at] ?? 0
  return at < to && (KIND[next] === ODD || (KIND[next] === WORD && next !== DASH))
}

/** `show `, `Show `, `admin show`, `sysadmin-vm:`, `Script started`. */
function isVerb(bytes: Uint8Array, from: number): boolean {
  const second = bytes[from + 1]
  const third = bytes[from + 2]
  const fourth = bytes[from + 3]
  const fifth = bytes[from + 4]
  // "how "
  if (second === 104 && third === 111 && fourth === 119 && fifth === BLANK) return true
  // "dmin"
  if (second === 100 && third === 109 && fourth === 105 && fifth === 110) return true
  // "crip"
  if (second === C && third === 114 && fourth === 105 && fifth === 112) return true
  // "ysad"
  return second === Y && third === S && fourth === A && fifth === 100
}

/** A word, then `#`, `>`, `(mode)#` or `@` (a shell); a control byte in it means: look at it as text. */
function isPromptShape(bytes: Uint8Array, from: number, to: number): boolean {
  const limit = Math.min(to, from + LONGEST_WORD)
  let at = from + 1
  while (at < limit && KIND[bytes[at] ?? 0] === WORD) at += 1
  if (at >= to) return false
  const next = bytes[at] ?? 0
  if (next === HASH || next === MORE || next === AT || KIND[next] === ODD) return true
  if (next === CR) return at + 1 < to && bytes[at + 1] !== CR
  if (next !== OPEN) return false
  const close = Math.min(to, at + 42)
  while (at < close && bytes[at] !== CLOSE) at += 1
  const last = bytes[at + 1]
  return bytes[at] === CLOSE && at + 1 < to && (last === HASH || last === MORE || KIND[last ?? 0] === ODD)
}

/** Headings may be indented a little; pagers leave a blank in front of `--More--`. */
function isIndented(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from + 1
  const limit = Math.min(to, from + 4)
  while (at < limit && (bytes[at] === BLANK || bytes[at] === TAB)) at += 1
  const next = bytes[at] ?? 0
  return (
    (next === DASH && isDashed(bytes, at, to)) ||
    next === TICK ||
    (next === PLUS && bytes[at + 1] === PLUS) ||
    (next === LESS && bytes[at + 1] === DASH) ||
    KIND[next] === ODD ||
    (next === CR && at + 1 < to && bytes[at + 1] !== CR)
  )
}
