// Stretches of a line that are replaced, and how they are settled when they meet.
import type { MaskKind } from './kinds.ts'

export interface Span {
  readonly start: number
  /** Behind the last character. */
  readonly end: number
  readonly kind: MaskKind
  readonly put: string
  /** Higher wins where two meet: secrets over pseudonyms. */
  readonly rank: number
}

export const SECRET_RANK = 2

/** In order, without overlaps. Two secrets that meet become one; what meets a secret is hidden with it. */
export function settle(spans: readonly Span[]): Span[] {
  if (spans.length < 2) return [...spans]
  const sorted = [...spans].sort((a, b) => a.start - b.start || b.rank - a.rank || b.end - a.end)
  const out: Span[] = []
  for (const span of sorted) {
    const last = out[out.length - 1]
    if (last === undefined || span.start >= last.end) out.push(span)
    else if (last.rank >= SECRET_RANK || span.rank >= SECRET_RANK) {
      const winner = span.rank > last.rank ? span : last
      out[out.length - 1] = { ...winner, start: last.start, end: Math.max(last.end, span.end) }
    }
  }
  return out
}
