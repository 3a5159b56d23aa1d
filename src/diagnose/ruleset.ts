// The rules in use, ready to be evaluated.
import type { Rule } from '../model/rule.ts'
import { CelEnvironment } from './cel.ts'
import type { RuleChange } from './overrides.ts'
import type { TypeTable } from './types.ts'

export interface LoadedRule extends Rule {
  /** File it was read from, relative to its pack. */
  readonly file: string
  /** The file as the person knows it, where that differs. */
  readonly label?: string
  readonly loop?: { readonly name: string; readonly list: string }
  /** Facts that decide the outcome: platform, generation, list, `applies`, `when`. `*` stands for list elements. */
  readonly reads: readonly string[]
}

export interface RuleSet {
  readonly rules: readonly LoadedRule[]
  readonly byId: ReadonlyMap<string, LoadedRule>
  readonly types: TypeTable
  readonly environment: CelEnvironment
  /** What packs changed of other rules. */
  readonly changes: readonly RuleChange[]
}

/** What `dist/rules.json` holds: checked rules and the types they were checked against. */
export interface CompiledRules {
  readonly format: 'smartlic.rules/v1'
  readonly types: TypeTable
  readonly rules: readonly LoadedRule[]
}

export function ruleSet(
  rules: readonly LoadedRule[],
  types: TypeTable,
  from: { readonly environment?: CelEnvironment; readonly changes?: readonly RuleChange[] } = {},
): RuleSet {
  return {
    rules,
    byId: new Map(rules.map(rule => [rule.id, rule])),
    types,
    environment: from.environment ?? new CelEnvironment(types),
    changes: from.changes ?? [],
  }
}

/** Shipped rules were checked when they were compiled: nothing is parsed before it is needed. */
export function fromCompiled(compiled: CompiledRules): RuleSet {
  if (compiled.format !== 'smartlic.rules/v1') {
    throw new Error('the compiled rules are of another version of smartlic; install it anew')
  }
  // Without rules every device would look healthy.
  if (compiled.rules.length === 0) throw new Error('the installation holds no rules; install smartlic anew')
  return ruleSet(compiled.rules, compiled.types)
}
