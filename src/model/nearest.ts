// "Did you mean": the nearest known word, when it is near enough to be a slip of the finger.
import { distance } from 'fastest-levenshtein'

/** The nearest of `words`, or undefined when none is within about a third of the word's length. */
export function nearest(word: string, words: Iterable<string>): string | undefined {
  let best: string | undefined
  let bestDistance = Math.max(2, Math.floor(word.length / 3)) + 1
  for (const candidate of words) {
    const away = candidate.startsWith(word) && word.length >= 3 ? 1 : distance(word, candidate)
    if (away < bestDistance) {
      best = candidate
      bestDistance = away
    }
  }
  return best
}
