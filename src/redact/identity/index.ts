// Who and where a device is, found in one line: names, accounts, serial numbers, addresses.
import type { PseudonymKind } from '../kinds.ts'
import { isMasked } from '../kinds.ts'
import type { Pseudonyms } from '../pseudonyms.ts'
import { FILLER, type Span, TEXT_RANK } from '../span.ts'
import { addressSpans } from './addresses.ts'
import { type Context, contextsFor, HOST_CONTEXTS, NAME_CONTEXTS, NO_NAME } from './contexts.ts'
import { hostPseudonym, isKeptHost, isTld } from './hosts.ts'

/** What a redactor knows of the text it is in. */
export interface Scope {
  readonly map: Pseudonyms
  /** The token is left alone: it is a pseudonym already, in a text that was redacted before. */
  isOwn(token: string): boolean
  /** The text of the line from `start` to `end` with its secrets masked. */
  shown(start: number, end: number): string
  /** Something in the text was no pseudonym: the text was not redacted before. */
  sawOriginal(): void
}

export const IDENTITY_RANK = 1

const hostContexts = contextsFor(HOST_CONTEXTS)
const nameContexts = contextsFor(NAME_CONTEXTS)

export function identitySpans(text: string, scope: Scope): Span[] {
  const lower = text.toLowerCase()
  const spans: Span[] = [...mailSpans(text, scope), ...urlHostSpans(text, scope)]
  for (const { kind, pattern } of hostContexts(lower)) {
    each(text, pattern, (name, at) => push(spans, hostSpan(name, at, kind, scope)))
  }
  spans.push(...namedSpans(text, nameContexts(lower), scope))
  spans.push(...addressSpans(text, scope), ...serialSpans(text, scope), ...dottedSpans(text, scope))
  spans.push(...learntSpans(text, scope))
  return spans
}

/** Names behind the words that say what they are. */
export function namedSpans(
  text: string,
  contexts: readonly Context[],
  scope: Scope,
  kept: RegExp = NO_NAME,
): Span[] {
  const spans: Span[] = []
  for (const { kind, pattern } of contexts) {
    each(text, pattern, (name, at) => {
      if (kept.test(name) || isMasked(name) || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(name)) return
      push(spans, nameSpan(kind, name, at, scope))
    })
  }
  return spans
}

/** Sentences are no names: one word of them says nothing elsewhere. */
const FREE_TEXT: ReadonlySet<PseudonymKind> = new Set(['text', 'contact', 'mail'])

export function nameSpan(kind: PseudonymKind, name: string, at: number, scope: Scope): Span | undefined {
  if (scope.map.isOwn(name)) return undefined
  const secret = name.includes(FILLER)
  const free = kind === 'text' || kind === 'contact'
  // No secret may get into the map by way of a name it stands in.
  if (secret && !free) return undefined
  const original = secret ? scope.shown(at, at + name.length) : name
  scope.sawOriginal()
  if (!FREE_TEXT.has(kind)) scope.map.learn(kind, name)
  const put = scope.map.of(kind, original)
  return { start: at, end: at + name.length, kind, put, rank: free ? TEXT_RANK : IDENTITY_RANK }
}

function hostSpan(name: string, at: number, kind: PseudonymKind, scope: Scope): Span | undefined {
  const clean = name.replace(/\.+$/, '')
  if (isKeptHost(clean) || NO_NAME.test(clean) || /^[\d.]+$/.test(clean)) return undefined
  const put = hostPseudonym(clean, scope.map, kind === 'domain' ? 'domain' : 'host')
  if (put === clean) return undefined
  scope.sawOriginal()
  return { start: at, end: at + clean.length, kind, put, rank: IDENTITY_RANK }
}

const MAIL = /(?<![\w.%+-])([\w%+-][\w.%+-]{0,63})@((?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24})/dg
/** Addresses of Cisco's that configurations name; rules compare them. */
const CISCO_MAIL = /^(?:sch-smart-licensing|callhome|export|tac|attach|cs-.*)$/i

function mailSpans(text: string, scope: Scope): Span[] {
  if (!text.includes('@')) return []
  const spans: Span[] = []
  each(text, MAIL, (local, at, found) => {
    const domain = found[2] ?? ''
    const cisco = isKeptHost(domain)
    if (!(cisco && CISCO_MAIL.test(local))) push(spans, nameSpan('mail', local, at, scope))
    if (!cisco) push(spans, hostSpan(domain, at + local.length + 1, 'domain', scope))
  })
  return spans
}

const URL_HOST =
  /\b[a-zA-Z][a-zA-Z0-9+.-]{0,15}:\/\/(?:[^\s"'<>/@]{0,512}@|[^\s"'<>/@]{0,256}<hidden>@)?([A-Za-z0-9][\w.-]{0,252})/dg

function urlHostSpans(text: string, scope: Scope): Span[] {
  if (!text.includes('://')) return []
  const spans: Span[] = []
  each(text, URL_HOST, (name, at) => push(spans, hostSpan(name, at, 'host', scope)))
  return spans
}

/** Three letters, year and week, four more: every serial number of Cisco's since the nineties. */
const SERIAL = /(?<![\w-])([A-Z]{3}\d{2}[0-5]\d[0-9A-Z]{4})(?![\w-])/dg

function serialSpans(text: string, scope: Scope): Span[] {
  const spans: Span[] = []
  each(text, SERIAL, (name, at) => push(spans, nameSpan('serial', name, at, scope)))
  return spans
}

const DOTTED =
  /(?<![\w.@/-])((?:[A-Za-z0-9](?:[\w-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24})(?![\w-]|\.\w|\/\/)/dg

/** `ssm.example.net` anywhere: a dotted word that ends as host names do. */
function dottedSpans(text: string, scope: Scope): Span[] {
  if (!text.includes('.')) return []
  const spans: Span[] = []
  each(text, DOTTED, (name, at) => {
    if (isTld(name.slice(name.lastIndexOf('.') + 1))) push(spans, hostSpan(name, at, 'host', scope))
  })
  return spans
}

const TOKEN = /(?<![\w-])[A-Za-z0-9_](?:[\w-]|\.(?=[\w-])){3,63}(?![\w-])/g

/** Names learnt elsewhere in the bundle. */
function learntSpans(text: string, scope: Scope): Span[] {
  const spans: Span[] = []
  for (const found of text.matchAll(TOKEN)) {
    const whole = scope.map.learnt(found[0])
    if (whole !== undefined) push(spans, nameSpan(whole, found[0], found.index, scope))
    else {
      // The host in front of a domain the tool does not know.
      const first = found[0].split('.', 1)[0] ?? ''
      const kind = first === found[0] ? undefined : scope.map.learnt(first)
      if (kind !== undefined) push(spans, nameSpan(kind, first, found.index, scope))
    }
  }
  return spans
}

function push(spans: Span[], span: Span | undefined): void {
  if (span !== undefined) spans.push(span)
}

function each(
  text: string,
  pattern: RegExp,
  visit: (name: string, at: number, found: RegExpExecArray) => void,
): void {
  for (const found of text.matchAll(pattern)) {
    const place = (found as RegExpExecArray).indices?.[1]
    if (place !== undefined) visit(found[1] ?? '', place[0], found as RegExpExecArray)
  }
}
