// Secrets inside URLs: user and password, query parameters, webhooks, and `user:password@host` without a scheme.
import { PART_MARKER } from '../kinds.ts'
import type { Span } from '../span.ts'
import { hidden } from '../value.ts'
import { all } from './rule.ts'

const ADDRESS = /\b[a-zA-Z][a-zA-Z0-9+.-]{0,15}:\/\/[^\s"'<>]{1,4096}/g
/** `user:password@host` as mail servers of call-home and EEM take it. */
const BARE = /(?<![^\s"'(=,])([\w.%+-]{1,64}):([^\s"'@/:][^\s"'@]{0,128})@(?=[\w[])/g
const NO_USER = /^(?:mailto|sips?|xmpp|tel|e?-?mail|address(?:\(es\))?|contact|to|from|cc|user|by|host)$/i
const PARAMETER =
  /([?&;](?:[\w-]{0,30}(?:token|passw(?:or)?d|pwd|secret|signature|api_?key|apikey|access_?key)|sig|key|auth|code)=)([^&;#\s"'<>]{1,2048})/gi
/** Whoever knows such an address may post: the path is the password. */
const WEBHOOK =
  /^https?:\/\/(?:[\w.-]*\.)?(?:hooks\.slack\.com|hooks\.zapier\.com|(?:ptb\.|canary\.)?discord(?:app)?\.com|[\w-]+\.webhook\.office\.com|outlook\.office(?:365)?\.com|webexapis\.com|api\.ciscospark\.com|chat\.googleapis\.com|api\.telegram\.org|[\w.-]+\.logic\.azure\.com|events\.pagerduty\.com|hooks\.[\w.-]+)(?::\d{1,5})?\//i
/** What every address of such a service has in common. */
const PUBLIC_PATHS =
  /^\/(?:services|webhookb?2?|api\/webhooks|v1\/webhooks\/incoming|workflows|hooks|integration|v2\/enqueue)\//i

export function urlSpans(text: string): Span[] {
  const spans: Span[] = []
  if (text.includes('://'))
    for (const found of text.matchAll(ADDRESS)) spans.push(...inUrl(found[0], found.index))
  if (text.includes('@')) {
    for (const found of text.matchAll(BARE)) {
      const [, user = '', word = ''] = found
      if (NO_USER.test(user) || word === PART_MARKER || word.startsWith('//')) continue
      const start = found.index + user.length + 1
      spans.push(...all(hidden(start, start + word.length, 'url-password', PART_MARKER)))
    }
  }
  if (text.includes('=')) {
    for (const found of text.matchAll(PARAMETER)) {
      const start = found.index + (found[1] ?? '').length
      spans.push(...all(hidden(start, start + (found[2] ?? '').length, 'token', PART_MARKER)))
    }
  }
  return spans
}

function inUrl(url: string, at: number): Span[] {
  const spans: Span[] = []
  const start = url.indexOf('://') + 3
  const credentials = credentialsEnd(url, start)
  if (credentials > start) {
    const colon = url.indexOf(':', start)
    const from = colon < 0 || colon > credentials ? credentials : colon + 1
    if (from < credentials && url.slice(from, credentials) !== PART_MARKER)
      spans.push(...all(hidden(at + from, at + credentials, 'url-password', PART_MARKER)))
  }
  const hook = WEBHOOK.exec(url)
  if (hook !== null) {
    const path = hook[0].length - 1
    const known = PUBLIC_PATHS.exec(url.slice(path))?.[0] ?? '/'
    const from = path + known.length
    spans.push(...all(hidden(at + from, at + url.length, 'webhook', PART_MARKER)))
  }
  return spans
}

/** Position of the `@` that ends user and password; `start` when there is none. A password may hold `@` and `/`. */
function credentialsEnd(url: string, start: number): number {
  const slash = url.indexOf('/', start)
  const authority = url.slice(start, slash < 0 ? url.length : slash)
  const inside = authority.lastIndexOf('@')
  if (inside >= 0) return start + inside
  // No port is anything but digits: what follows the colon is a password with a slash in it.
  return /^[^:[\]]+:(?!\d{1,5}$)./.test(authority) && url.includes('@', start) ? url.lastIndexOf('@') : start
}
