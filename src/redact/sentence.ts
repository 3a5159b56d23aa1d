// A sentence of the tool that may quote a device or an address: it speaks of passwords itself, and must stay readable.
import { literalSpans } from './literal.ts'
import { redactText } from './redactor.ts'
import { urlSpans } from './secrets/urls.ts'
import { settle, withMarkers } from './span.ts'

/**
 * Masks what stands between the first and the last quotation mark as device text is (there may be some in it), passwords
 * in URLs, and the `literals` wherever they stand.
 */
export function redactSentence(text: string, literals: ReadonlySet<string> = new Set()): string {
  const quoted = text.replace(/"[\s\S]*"/, part => `"${redactText(part.slice(1, -1), { literals })}"`)
  const spans = settle([...literalSpans(quoted, literals), ...urlSpans(quoted)])
  return withMarkers(quoted, 0, quoted.length, spans)
}
