// "Did you mean": the nearest known word to a misspelt one.
import { distance } from 'fastest-levenshtein'

/** The nearest candidate when it is near enough to be a slip of the finger, else undefined. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined
  let bestDistance = Math.max(2, Math.floor(word.length / 3)) + 1
  for (const candidate of candidates) {
    const d = distance(word, candidate)
    if (d < bestDistance) {
      best = candidate
      bestDistance = d
    }
  }
  return best
}

/** ` (did you mean x?)`, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const found = nearest(word, candidates)
  return found === undefined ? '' : ` (did you mean ${found}?)`
}

/** What to do about a fact that is not there: the nearest one, or where all are listed. */
export function nearestFact(path: string, facts: Iterable<string>): string {
  return didYouMean(path, facts) || '; `smartlic facts --list` names all'
}
