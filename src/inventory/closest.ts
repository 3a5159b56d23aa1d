// Did you mean: the nearest of some names.
import { distance, closest as nearest } from 'fastest-levenshtein'

/** Undefined when none is near enough to be meant. */
export function closest(word: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined
  const near = nearest(word.toLowerCase(), [...names])
  return distance(word.toLowerCase(), near.toLowerCase()) <= Math.max(2, Math.floor(word.length / 3))
    ? near
    : undefined
}
