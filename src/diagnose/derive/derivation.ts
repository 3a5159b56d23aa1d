// What a derived fact is: the paths it reads, and a pure function that gives a value or nothing.
import type { RuleContext } from '../../model/facts/store.ts'
import type { Thresholds } from '../../model/thresholds.ts'

export interface Derivation {
  /** Dotted path of the fact it gives, e.g. `derived.failing_now`. */
  readonly path: string
  /** Fact paths it reads (base or earlier derived facts). */
  readonly reads: readonly string[]
  /**
   * The value, or undefined when what it needs is unknown. It must never turn a missing fact into a "no":
   * removing an input may only lead to undefined or to the same answer.
   */
  readonly compute: (facts: RuleContext, thresholds: Thresholds) => unknown
  /** Fact paths whose lines prove the value, where that is less than all it reads. */
  readonly proof?: (facts: RuleContext) => readonly string[]
}

/** Kleene "or": true wins, then unknown. */
export function anyTrue(values: readonly (boolean | undefined)[]): boolean | undefined {
  if (values.includes(true)) return true
  return values.includes(undefined) ? undefined : false
}

/** Kleene "and": false wins, then unknown. */
export function allTrue(values: readonly (boolean | undefined)[]): boolean | undefined {
  if (values.includes(false)) return false
  return values.includes(undefined) ? undefined : true
}
