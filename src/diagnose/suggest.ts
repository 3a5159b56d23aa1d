// "Did you mean": the nearest known word to a misspelt one.
import { nearest } from '../model/nearest.ts'

/** ` (did you mean x?)`, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const found = nearest(word, candidates)
  return found === undefined ? '' : ` (did you mean ${found}?)`
}

/** What to do about a fact that is not there: the nearest one, or where all are listed. */
export function nearestFact(path: string, facts: Iterable<string>): string {
  return didYouMean(path, facts) || '; `smartlic facts --list` names all'
}
