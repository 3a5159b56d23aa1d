// A pack's `pack.yaml`: other rules switched off, or given another severity, each with its reason.
import { SEVERITIES, type Severity } from '../model/rule.ts'
import type { FieldProblem } from './lint.ts'
import { type Loading, problemIn, type RuleDocument } from './load.ts'
import { type LoadedRule, type RuleSet, ruleSet } from './ruleset.ts'
import { shapeProblems } from './shape.ts'
import { didYouMean } from './suggest.ts'

/** The file of a pack that is no rule; at the top of the pack's directory. */
export const PACK_FILE = 'pack.yaml'

/** What a pack changed of a rule. Named in every report. */
export interface RuleChange {
  readonly rule: string
  readonly reason: string
  /** The pack file that says so, as the person knows it. */
  readonly file: string
  /** Absent: the rule is switched off. */
  readonly severity?: { readonly from: Severity; readonly to: Severity }
}

/** `callhome-http-url is switched off by site/pack.yaml: the gateway speaks HTTP`. */
export function describeChange({ rule, reason, file, severity }: RuleChange): string {
  const what =
    severity === undefined
      ? 'is switched off'
      : `is always ${severity.to} (shipped: ${severity.from}), as decided`
  return `rule ${rule} ${what} by ${file}: ${reason}`
}

interface Override {
  readonly rule: string
  readonly severity?: Severity
  readonly disabled?: true
  readonly reason: string
}

const packSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['overrides'],
  properties: {
    overrides: {
      type: 'array',
      minItems: 1,
      maxItems: 1000,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['rule', 'reason'],
        properties: {
          rule: { type: 'string', minLength: 1 },
          severity: { enum: SEVERITIES },
          disabled: {},
          reason: { type: 'string', minLength: 1, description: 'why this network decides otherwise' },
        },
      },
    },
  },
}

/** The set with a pack's overrides applied. An override that cannot be applied is a problem. */
export function applyOverrides(set: RuleSet, document: RuleDocument): Loading {
  const shape = shapeProblems(document.data, packSchema)
  if (shape.length > 0)
    return { set, problems: shape.map(problem => problemIn(document, undefined, problem)) }
  const { overrides } = document.data as { readonly overrides: readonly Override[] }
  const rules = new Map<string, LoadedRule>(set.rules.map(rule => [rule.id, rule]))
  const changes = [...set.changes]
  const problems: FieldProblem[] = []
  for (const [at, one] of overrides.entries()) {
    const problem = overrideProblem(one, `overrides.${at}`, set, changes)
    if (problem !== undefined) {
      problems.push(problem)
      continue
    }
    const rule = rules.get(one.rule)
    if (rule === undefined) continue
    const change = { rule: one.rule, reason: one.reason.trim(), file: document.label ?? document.file }
    if (one.severity === undefined) {
      rules.delete(one.rule)
      changes.push(change)
    } else {
      // The pack has the last word: what the rule would lower or raise by itself no longer counts.
      const { severity_when: _, ...rest } = rule
      rules.set(one.rule, { ...rest, severity: one.severity })
      changes.push({ ...change, severity: { from: rule.severity, to: one.severity } })
    }
  }
  if (rules.size === 0) problems.push({ field: 'overrides', message: 'leaves no rule in use; keep some' })
  return {
    set: ruleSet([...rules.values()], set.types, { environment: set.environment, changes }),
    problems: problems.map(problem => problemIn(document, undefined, problem)),
  }
}

function overrideProblem(
  one: Override,
  field: string,
  set: RuleSet,
  changes: readonly RuleChange[],
): FieldProblem | undefined {
  if (one.disabled !== undefined && one.disabled !== true)
    return { field: `${field}.disabled`, message: 'must be true; to keep the rule, leave the entry out' }
  if ((one.disabled === undefined) === (one.severity === undefined))
    return { field, message: 'give either `disabled: true` or a `severity`' }
  const before = changes.find(change => change.rule === one.rule)
  if (before !== undefined)
    return {
      field: `${field}.rule`,
      message: `${one.rule} is changed by ${before.file} already; decide it once`,
    }
  const rule = set.byId.get(one.rule)
  if (rule === undefined) {
    const hint = didYouMean(one.rule, set.byId.keys())
    return {
      field: `${field}.rule`,
      message: `no rule ${one.rule}${hint}; \`smartlic rules list\` shows all`,
    }
  }
  if (rule.role === 'advice' && one.severity !== undefined && one.severity !== 'info')
    return { field: `${field}.severity`, message: `${one.rule} is advice, which is always of severity info` }
  return undefined
}
