// No secret of the device in its report: a line quoted as evidence may hold a password in its URL.
import { redactText } from '../../redact/redactor.ts'
import { redactSentence } from '../../redact/sentence.ts'

/** Where a report quotes the device. The rest is the tool's own words and lines whose every value has passed a filter. */
const QUOTES = new Set(['message', 'element', 'note', 'summary', 'value', 'reason', 'title'])

/** In a saved session somebody may have typed a token; what the tool itself sends holds none. */
const SENT = /^(?:admin )?show [\w .:/|-]*$/

/** Every text of the device masked as files are. Conditions with their values (`trace`) are not published. */
export function withoutSecrets<T>(value: T): T {
  return masked(value, false) as T
}

function masked(value: unknown, quoted: boolean): unknown {
  // Nothing shorter holds a telling word and a value.
  if (typeof value === 'string') return quoted && value.length >= 8 ? redactText(value) : value
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(one => masked(one, false))
  const isSource = 'line' in value && 'origin' in value
  // Why something could not be read: the tool's sentence around what the device said.
  const isProblem = 'kind' in value && 'message' in value
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      key === 'trace'
        ? one
        : typeof one === 'string' && isProblem && key === 'message'
          ? redactSentence(one)
          : masked(one, isQuote(key, one) || (isSource && key === 'text')),
    ]),
  )
}

function isQuote(key: string, value: unknown): boolean {
  return QUOTES.has(key) || (key === 'command' && typeof value === 'string' && !SENT.test(value))
}
