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
/** A person's text as a whole: what is secret in it is hidden before the text gets its pseudonym. */
export const TEXT_RANK = 3

/** Stands for each character of a secret while the rest of the line is looked at: part of no name and no address. */
export const FILLER = '\u0001'

export function withFiller(text: string, secrets: readonly Span[]): string {
  return replaced(text, 0, text.length, secrets, ({ start, end }) => FILLER.repeat(end - start))
}

/** The stretch of the text with its secrets masked. */
export function withMarkers(text: string, from: number, to: number, secrets: readonly Span[]): string {
  return replaced(text, from, to, secrets, ({ put }) => put)
}

/** @param spans in order, without overlaps */
function replaced(
  text: string,
  from: number,
  to: number,
  spans: readonly Span[],
  put: (span: Span) => string,
): string {
  let out = ''
  let done = from
  for (const span of spans) {
    if (span.end <= from || span.start >= to) continue
    out += text.slice(done, Math.max(span.start, done)) + put(span)
    done = Math.max(span.end, done)
  }
  return out + text.slice(done, to)
}

/**
 * In order, without overlaps. What lies inside a person's text goes with it; otherwise what meets a secret is hidden with
 * it, and of two pseudonyms that meet the higher rank stands for both.
 */
export function settle(spans: readonly Span[]): Span[] {
  if (spans.length < 2) return [...spans]
  const sorted = [...spans].sort((a, b) => a.start - b.start || b.rank - a.rank || b.end - a.end)
  const out: Span[] = []
  for (const span of sorted) {
    const last = out[out.length - 1]
    if (last === undefined || span.start >= last.end) out.push(span)
    else if (span.end > last.end || last.rank < TEXT_RANK) out[out.length - 1] = joined(last, span)
  }
  return out
}

function joined(a: Span, b: Span): Span {
  const inside = b.end <= a.end
  const secret = [a, b].find(one => one.rank === SECRET_RANK)
  // Of two names that start alike the longer one is meant.
  if (secret === undefined && inside) return a
  return { ...(secret ?? (b.rank > a.rank ? b : a)), start: a.start, end: Math.max(a.end, b.end) }
}
