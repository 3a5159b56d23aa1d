// All secrets of one line: the walk over its words, then what names, shapes and URLs give away.
import type { Span } from '../span.ts'
import { type LineView, type Word, wordsOf } from '../words.ts'
import { keyHandlers } from './keys.ts'
import { labelSpans } from './labels.ts'
import { licenceHandlers } from './licence.ts'
import { passwordEnding, passwordHandlers } from './passwords.ts'
import { protocolHandlers } from './protocols.ts'
import type { Handler } from './rule.ts'
import { shapeSpans } from './shapes.ts'
import { snmpHandlers } from './snmp.ts'
import { urlSpans } from './urls.ts'

const HANDLERS: ReadonlyMap<string, Handler> = new Map(
  Object.entries({
    ...passwordHandlers,
    ...snmpHandlers,
    ...keyHandlers,
    ...protocolHandlers,
    ...licenceHandlers,
  }),
)
/** Most lines hold no keyword: one look tells. `(?:...)` of all keywords, longest forms need not be told apart. */
const ANY_KEYWORD =
  /passw|passphrase|secret|communit|key|psk|pmk|auth|priv|trap|host|security|idtoken|id-token|token|install|spi|aaa|environment|\bpin\b|srvtab|syscon|groupname|\bmab\b|chap\b|\bpap\b|\blic|pkcs12|\bpem\b/i

/** A line a person typed in configuration mode: keywords may be short. */
const TYPED = /\(conf[\w-]{0,40}\)#/
const SHORTENED = [
  'password',
  'secret',
  'community',
  'key-string',
  'pre-shared-key',
  'authentication-key',
  'passphrase',
]

/** `sec`, `passw`, `comm`: enough letters to be no other keyword. */
function short(key: string): Handler | undefined {
  const word = key.length < 3 ? undefined : SHORTENED.find(one => one.startsWith(key))
  return word === undefined ? undefined : HANDLERS.get(word)
}

/** Linear in the length of the line: each word is looked at once, and what a handler hides is not walked again. */
export function secretSpans(text: string, parents: readonly string[]): Span[] {
  const spans: Span[] = [...labelSpans(text), ...shapeSpans(text), ...urlSpans(text)]
  const typed = TYPED.test(text.slice(0, 200))
  if (!typed && !ANY_KEYWORD.test(text)) return spans
  const line: LineView = { text, words: wordsOf(text), parents }
  let done = 0
  for (let at = 0; at < line.words.length; at += 1) {
    const word = line.words[at] as Word
    if (word.start < done || isLabel(line, at)) continue
    const found = (
      HANDLERS.get(word.key) ??
      passwordEnding(word.key) ??
      (typed ? short(word.key) : undefined)
    )?.(line, at)
    if (found === undefined) continue
    for (const span of Array.isArray(found) ? (found as readonly Span[]) : [found as Span]) {
      spans.push(span)
      done = Math.max(done, span.end)
    }
  }
  return spans
}

/** `Password: x` and `secret = x` are read as a name and its value. */
function isLabel(line: LineView, at: number): boolean {
  return (
    (/[:=]["']?$/.test(line.words[at]?.text ?? '') && line.words[at]?.key !== 'groupname') ||
    /^[:=]/.test(line.words[at + 1]?.text.slice(0, 1) ?? '')
  )
}
