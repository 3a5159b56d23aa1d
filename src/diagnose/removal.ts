// A missing fact may make an outcome unknown, never its opposite: takes facts away one at a time and judges again.
import type { FactStore, RuleContext } from '../model/facts/store.ts'
import type { Finding, Outcome } from '../model/finding.ts'
import { derive } from './derive/index.ts'
import { baseFactsOf, viewOf } from './device.ts'
import { evaluateRule } from './evaluate.ts'
import { expand, without } from './paths.ts'
import type { LoadedRule, RuleSet } from './ruleset.ts'

export interface Removal {
  readonly rule: string
  /** Concrete path of the fact that was taken away. */
  readonly path: string
  /** Everything derived was computed anew without it; false: a derived fact itself was taken away. */
  readonly computed: boolean
  readonly before: Outcome
  readonly after: Outcome
}

/** Which of the facts to try; all when absent. */
export type Choice = (path: string) => boolean

/**
 * Removals that change what a rule says on this device into anything but unknown. `base` is the store before anything
 * is derived. Each base fact is taken away once, and every rule that reads it, by itself or by way of derived facts,
 * is judged again; then each derived fact the rules read.
 */
export function wrongRemovals(
  base: FactStore,
  rules: readonly LoadedRule[],
  set: RuleSet,
  choose: Choice = () => true,
): Removal[] {
  const full = derive(base)
  const before = outcomesOf(full, rules, set)
  const wrong: Removal[] = []
  const tryWithout = (path: string, store: FactStore, readers: readonly LoadedRule[]): void => {
    for (const [rule, after] of outcomesOf(store, readers, set)) {
      const was = before.get(rule)
      if (was === undefined || !turned(was, after)) continue
      wrong.push({ rule: rule.id, path, computed: !path.startsWith('derived.'), before: was, after })
    }
  }
  for (const [path, readers] of readersOf(base, rules, baseReads)) {
    // A derived fact that a test case gives by hand would be computed anew, from facts the case does not mean.
    if (!path.startsWith('derived.') && choose(path)) tryWithout(path, derive(cut(base, path)), readers)
  }
  for (const [path, readers] of readersOf(full, rules, rule => rule.reads)) {
    if (path.startsWith('derived.') && choose(path)) tryWithout(path, cut(full, path), readers)
  }
  return wrong
}

/** What each rule says of a device; derived facts included in the store. */
export function outcomesOf(
  store: FactStore,
  rules: readonly LoadedRule[],
  set: RuleSet,
): ReadonlyMap<LoadedRule, Outcome> {
  const device = viewOf(store, set.environment)
  return new Map(rules.map(rule => [rule, outcomeOf(evaluateRule(rule, device))]))
}

/** True when knowing less led to another answer. */
export function turned(before: Outcome | undefined, after: Outcome | undefined): boolean {
  if (before === undefined || after === undefined || after === 'unknown') return false
  return verdict(after) !== verdict(before)
}

/** Not applicable and passed are both "nothing to report". */
function verdict(outcome: Outcome): Outcome {
  return outcome === 'not-applicable' ? 'pass' : outcome
}

/** The outcome of a rule as a whole: all its findings share it. */
export function outcomeOf(findings: readonly Pick<Finding, 'outcome'>[]): Outcome {
  return findings[0]?.outcome ?? 'pass'
}

/** Facts a rule reads, with those its derived facts are computed from. */
function baseReads(rule: LoadedRule): readonly string[] {
  const reads =
    knownReads.get(rule) ??
    rule.reads.flatMap(path => (path.startsWith('derived.') ? [path, ...baseFactsOf(path)] : [path]))
  knownReads.set(rule, reads)
  return reads
}

const knownReads = new WeakMap<LoadedRule, readonly string[]>()

/** The known facts of a device with the rules that read them. */
function readersOf(
  { facts }: FactStore,
  rules: readonly LoadedRule[],
  reads: (rule: LoadedRule) => readonly string[],
): ReadonlyMap<string, LoadedRule[]> {
  const readers = new Map<string, LoadedRule[]>()
  const expanded = new Map<string, readonly string[]>()
  for (const rule of rules) {
    const paths = new Set<string>()
    for (const pattern of reads(rule)) {
      const present = expanded.get(pattern) ?? expand(facts, pattern).present
      expanded.set(pattern, present)
      for (const path of present) paths.add(path)
    }
    for (const path of paths) {
      const known = readers.get(path)
      if (known === undefined) readers.set(path, [rule])
      else known.push(rule)
    }
  }
  return readers
}

/** The store without the fact at a path. */
function cut(store: FactStore, path: string): FactStore {
  return { ...store, facts: without(store.facts, path) as RuleContext }
}
