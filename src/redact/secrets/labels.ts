// `Password: x`, `secret=x`, `"api_key": "x"`, `<password>x</password>`: secrets behind a name and a sign.
import { isMasked, PART_MARKER, type SecretKind } from '../kinds.ts'
import type { Span } from '../span.ts'
import { hidden } from '../value.ts'
import { all } from './rule.ts'

/** Names and their kinds; blanks, dashes and underscores between the parts of a name are all the same. */
const NAMES: readonly (readonly [RegExp, SecretKind])[] = [
  [/(?:pass ?word|passwd|passphrase|pwd|secret)s?$/, 'password'],
  [/(?:secret|access|private|master) keys?$/, 'api-key'],
  [/(?:^|snmp )community(?: name| string)?$|community (?:security ?name|index)$/, 'community'],
  [/(?:pre ?shared key|psk)$/, 'pre-shared-key'],
  [/(?:shared|server|radius|tacacs) key$|shared secret$|key string$/, 'server-key'],
  [/(?:auth|priv)(?:entication|acy)? (?:key|password)$/, 'snmp-key'],
  [
    /api ?key$|x auth token$|^(?:proxy )?authorization$|(?:access|refresh|session|bearer|auth) tokens?$|^apikey$/,
    'api-key',
  ],
  [/(?:id|registration|trust) ?tokens?$|^tokens?$/, 'token'],
  [
    /(?:request|return|confirmation|trust) code$|(?:^|reservation )authorization code$|^last (?:return|confirmation) code$|^pak$|product authorization key$|^sign$/,
    'code',
  ],
]
const ANY = /pass|pwd|secret|key|communit|psk|token|authorization|code|\bpak\b|\bsign=/i
/** A name of at most four words and its sign. Every part is bounded: no line takes long. */
const LABEL =
  /(?<![\w-])((?:[A-Za-z][\w-]{0,30}[ .]){0,3}[A-Za-z][\w-]{0,40})(["']?)(\s{0,4}[:=]\s{0,8})(?=\S)/g
const NOTHING =
  /^(?:<none>|<empty>|<not set>|none|\d{1,3}|not\b.{0,20}|n\/?a|disabled|enabled|true|false|installed.{0,40}|-+)[.,;]?$/i
const ELEMENT = /<((?:[\w-]{1,30}:)?[\w-]{1,40})(?:\s[^<>]{0,200})?>([^<>]{1,4096})<\//g

export function labelSpans(text: string): Span[] {
  if (!ANY.test(text)) return []
  const spans: Span[] = []
  let done = 0
  for (const found of text.matchAll(LABEL)) {
    const [whole, label = '', quote = '', sign = ''] = found
    const kind = kindOf(label)
    const at = found.index + whole.length
    if (kind === undefined || found.index < done || isOther(label, text, at)) continue
    for (const span of behind(text, at, kind, sign.includes('=') || quote !== '')) {
      spans.push(span)
      done = span.end
    }
  }
  for (const found of text.matchAll(ELEMENT)) {
    const kind = kindOf((found[1] ?? '').replace(/^.*:/, ''))
    const value = found[2] ?? ''
    if (kind === undefined || isMasked(value) || NOTHING.test(value)) continue
    const start = found.index + found[0].length - 2 - value.length
    spans.push(...all(hidden(start, start + value.length, kind, PART_MARKER)))
  }
  return spans
}

/** `License Authorization: AUTHORIZED` is a state, `Community: 65000:1` is BGP's. */
function isOther(label: string, text: string, at: number): boolean {
  const value = text.slice(at, at + 40)
  if (/authorization$/i.test(label))
    return !/^["']?(?:bearer|basic|digest|token|apikey|negotiate|ntlm|aws4)/i.test(value)
  return /community$/i.test(label) && /^\d+:\d/.test(value)
}

/** @param tight the value ends with its word: `secret=x`, and everything behind a quoted name */
function behind(text: string, at: number, kind: SecretKind, tight: boolean): Span[] {
  const mark = text[at]
  if (mark === '"' || mark === "'") return quotedValue(text, at, kind)
  if (mark === '[' && tight) return listed(text, at, kind)
  // `<password hidden>` holds a blank; an object has names of its own.
  if (mark === '{' || /^<(?:[a-z-]{1,20} )?hidden>/.test(text.slice(at, at + 40))) return []
  const end = tight ? wordEnd(text, at) : text.trimEnd().length
  const value = text.slice(at, end)
  if (NOTHING.test(value.slice(0, 80)) || isSentence(kind, value)) return []
  return all(hidden(at, end, kind, tight ? PART_MARKER : undefined))
}

function quotedValue(text: string, at: number, kind: SecretKind): Span[] {
  const end = closing(text, text[at] ?? '', at + 1)
  const value = text.slice(at + 1, end)
  if (isMasked(value.slice(0, 60)) || NOTHING.test(value.slice(0, 80)) || isSentence(kind, value)) return []
  return all(hidden(at + 1, end, kind))
}

/** `"tokens": ["x", "y"]`. */
function listed(text: string, at: number, kind: SecretKind): Span[] {
  const end = text.indexOf(']', at)
  const inside = text.slice(at, Math.min(end < 0 ? text.length : end, at + LONGEST_LIST))
  return [...inside.matchAll(/"(?=[^"])/g)].flatMap(found => {
    const opens = (inside.slice(0, found.index).match(/"/g)?.length ?? 0) % 2 === 0
    return opens ? quotedValue(text, at + found.index, kind) : []
  })
}

const LONGEST_LIST = 2_048

/** What a server says of a token is no token: `{"token":["The token has expired."]}`. */
function isSentence(kind: SecretKind, value: string): boolean {
  return kind === 'token' && (/\s/.test(value.trim()) || value.length < 6)
}

/** Where the quotes close; in JSON a backslash takes the meaning from the next character. */
function closing(text: string, mark: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === mark) return at
  }
  return text.length
}

const STOP = /[\s,;&"'<>)\]}]/g

function wordEnd(text: string, at: number): number {
  STOP.lastIndex = at
  const found = STOP.exec(text)
  return found === null ? text.length : found.index
}

function kindOf(label: string): SecretKind | undefined {
  const name = label
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[-_.\s]+/g, ' ')
  return NAMES.find(([pattern]) => pattern.test(name))?.[1]
}
