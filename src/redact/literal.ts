// Secrets known by their value: masked wherever they stand, also where nothing in the line says that it holds one.
import type { Span } from './span.ts'
import { hidden } from './value.ts'

/** A shorter one may be a part of any word (`lab`): it is masked only where it stands alone. */
const DISTINCT = 6
/** Every text holds such words: masking them would take it apart and hide nothing. */
const SHORTEST = 3

/** Each place where one of the secrets stands, in no order. */
export function literalSpans(text: string, secrets: Iterable<string>): Span[] {
  const spans: Span[] = []
  for (const secret of secrets) {
    if (secret.length < SHORTEST) continue
    for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + secret.length)) {
      const end = at + secret.length
      if (secret.length < DISTINCT && !standsAlone(text, at, end)) continue
      const span = hidden(at, end, 'password')
      if (span !== undefined) spans.push(span)
    }
  }
  return spans
}

function standsAlone(text: string, start: number, end: number): boolean {
  return !isPart(text[start - 1]) && !isPart(text[end])
}

function isPart(char: string | undefined): boolean {
  return char !== undefined && /[\w./@-]/.test(char)
}
