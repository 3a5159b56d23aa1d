// The shape of a rule for secrets: a keyword, and what to hide when the walk over a line's words meets it.
import type { Span } from '../span.ts'
import type { LineView } from '../words.ts'

/** `at` is the position of the keyword. Looks at a bounded number of words before it, and on to the line's end once. */
export type Handler = (line: LineView, at: number) => Span | readonly Span[] | undefined

/** Handlers by keyword, lower case. */
export type Handlers = Readonly<Record<string, Handler>>

/** Spans that exist. */
export function all(...spans: readonly (Span | undefined)[]): Span[] {
  return spans.filter(span => span !== undefined)
}
