// Patterns of `re()`: RE2 syntax on an engine that is linear in the text, so only the pattern's own size must be bounded.
import { RE2JS } from 're2js'

const MAX_LENGTH = 500
/** Instructions a pattern may compile to; each costs time at every character of the text. `{n}` copies what it repeats. */
const MAX_PROGRAM = 2000

const patterns = new Map<string, RE2JS>()

/** Compiled once. @throws when the pattern is malformed */
export function pattern(source: string): RE2JS {
  let compiled = patterns.get(source)
  if (compiled === undefined) {
    compiled = RE2JS.compile(source)
    patterns.set(source, compiled)
  }
  return compiled
}

/** Why a pattern is refused, or undefined. */
export function patternProblem(source: string): string | undefined {
  if (source.length > MAX_LENGTH)
    return `the pattern in re() is ${source.length} characters long, at most ${MAX_LENGTH} are allowed; split it into several`
  try {
    const size = pattern(source).programSize()
    if (size <= MAX_PROGRAM) return undefined
    return `the pattern in re() repeats too much (${size} steps a character, at most ${MAX_PROGRAM}); use smaller {n}`
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
    return `bad pattern in re(): ${reason}; RE2 knows no lookaround, no backreferences, no {n} above 1000`
  }
}
