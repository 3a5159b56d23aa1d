// Facts and rules in, findings out.
import type { FactStore } from '../model/facts/store.ts'
import type { Finding } from '../model/finding.ts'
import { correlate } from './correlate.ts'
import { viewOf } from './device.ts'
import { type EvaluateOptions, evaluateRule } from './evaluate.ts'
import { findingOf } from './finding.ts'
import type { LoadedRule, RuleSet } from './ruleset.ts'

export type { CompiledRules, LoadedRule, RuleSet } from './ruleset.ts'

/**
 * Judges every rule on one device. `store` must hold the derived facts already (see derive). Every rule gives at
 * least one finding, `for` rules one a failing element; failing ones come first, causes in the order of the path.
 */
export function diagnose(store: FactStore, rules: RuleSet): Finding[] {
  const device = viewOf(store, rules.environment)
  const findings = rules.rules.flatMap(rule =>
    evaluateRule(rule, device).map(judgement => findingOf(rule, judgement, device)),
  )
  return correlate(findings, rules)
}

/** One rule alone, with every condition and its facts when `full`. */
export function judgeRule(
  rule: LoadedRule,
  store: FactStore,
  rules: RuleSet,
  options: EvaluateOptions = {},
): Finding[] {
  const device = viewOf(store, rules.environment)
  return evaluateRule(rule, device, options).map(judgement => findingOf(rule, judgement, device))
}
