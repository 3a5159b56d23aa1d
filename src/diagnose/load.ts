// Rule files to a rule set: everything that can be wrong with a rule is found here, with file and field.
import type { Rule } from '../model/rule.ts'
import { ruleSchema } from '../model/rule-schema.ts'
import { CelEnvironment } from './cel.ts'
import { type Checked, checkRule, type FieldProblem } from './lint.ts'
import { type LoadedRule, type RuleSet, ruleSet } from './ruleset.ts'
import { shapeProblems } from './shape.ts'
import { didYouMean } from './suggest.ts'
import type { TypeTable } from './types.ts'

export type { CompiledRules, LoadedRule, RuleSet } from './ruleset.ts'
export { fromCompiled } from './ruleset.ts'

/** A parsed rule file. */
export interface RuleDocument {
  /** Path within the pack, with `/`. */
  readonly file: string
  readonly data: unknown
}

export interface RuleProblem {
  readonly file: string
  readonly rule?: string
  readonly field: string
  readonly message: string
}

export interface Loading {
  readonly set: RuleSet
  readonly problems: readonly RuleProblem[]
}

/** One line: `rules/url/x.yaml: when.1: no such fact ...`. */
export function describeProblem(problem: RuleProblem): string {
  return `${problem.file}: ${problem.field === '' ? '' : `${problem.field}: `}${problem.message}`
}

/**
 * Checks rule documents and adds the sound ones to `base`. A broken rule is reported and left out; the rest loads.
 * Ids must be new, `explains` must name known rules and may not run in circles.
 */
export function loadRules(documents: readonly RuleDocument[], base: RuleSet | TypeTable): Loading {
  const known = isRuleSet(base) ? base : undefined
  const types = isRuleSet(base) ? base.types : base
  const environment = known?.environment ?? new CelEnvironment(types)
  const problems: RuleProblem[] = []
  const taken = new Map<string, string>((known?.rules ?? []).map(rule => [rule.id, rule.file]))
  const shaped: { file: string; rule: Rule }[] = []
  for (const { file, data } of documents) {
    const found = shapeProblems(data, ruleSchema)
    const id = idOf(data)
    if (found.length === 0) {
      const rule = data as Rule
      const other = taken.get(rule.id)
      if (other === undefined) {
        taken.set(rule.id, file)
        shaped.push({ file, rule })
      } else found.push({ field: 'id', message: `${rule.id} is the id of ${other} already` })
      if (rule.id !== nameOf(file))
        found.push({ field: 'id', message: `must be the file's name, ${nameOf(file)}` })
    }
    problems.push(...found.map(one => ({ file, ...(id === undefined ? {} : { rule: id }), ...one })))
  }
  expandGroups(shaped, known?.rules ?? [])
  const all = [...(known?.rules ?? []), ...shaped.map(one => one.rule)]
  const cycles = new Set(cyclicIds(all))
  const sound: LoadedRule[] = []
  for (const { file, rule } of shaped) {
    const checked = checkRule(rule, environment)
    const found: FieldProblem[] = [...checked.problems, ...circleProblems(rule, cycles)]
    const broken = found.length > 0 || problems.some(one => one.file === file)
    found.push(...linkProblems(rule, taken))
    problems.push(...found.map(one => ({ file, rule: rule.id, ...one })))
    if (!broken) sound.push(loaded(rule, file, checked))
  }
  sound.sort((a, b) => (a.id < b.id ? -1 : 1))
  return { set: ruleSet([...(known?.rules ?? []), ...sound], types, environment), problems }
}

/** Replaces group names in `explains` by the rules that carry them; a rule never accounts for itself. */
function expandGroups(shaped: { file: string; rule: Rule }[], known: readonly Rule[]): void {
  const members = new Map<string, string[]>()
  for (const rule of [...known, ...shaped.map(one => one.rule)]) {
    for (const group of rule.groups ?? []) members.set(group, [...(members.get(group) ?? []), rule.id])
  }
  for (const one of shaped) {
    if (one.rule.explains === undefined) continue
    const ids = one.rule.explains.flatMap(
      name => members.get(name)?.filter(id => id !== one.rule.id) ?? [name],
    )
    one.rule = { ...one.rule, explains: [...new Set(ids)] }
  }
}

function loaded(rule: Rule, file: string, { reads, loop }: Checked): LoadedRule {
  return { ...rule, file, reads, ...(loop === undefined ? {} : { loop }) }
}

/** A link to a rule that is not there is a problem, but costs the link only: correlation finds nothing to explain. */
function linkProblems(rule: Rule, taken: ReadonlyMap<string, string>): FieldProblem[] {
  const unknown = (rule.explains ?? []).filter(target => !taken.has(target))
  if (unknown.length === 0) return []
  const named = unknown.map(target => `${target}${didYouMean(target, taken.keys())}`)
  return [{ field: 'explains', message: `no rule ${named.join(', ')}` }]
}

function circleProblems(rule: Rule, cycles: ReadonlySet<string>): FieldProblem[] {
  if (!cycles.has(rule.id)) return []
  return [{ field: 'explains', message: `${rule.id} explains itself by way of the rules it explains` }]
}

/** Ids that lie on a circle of `explains`. */
function cyclicIds(rules: readonly Rule[]): string[] {
  const edges = new Map(rules.map(rule => [rule.id, rule.explains ?? []]))
  return rules
    .map(rule => rule.id)
    .filter(id => {
      const seen = new Set<string>()
      const queue = [...(edges.get(id) ?? [])]
      for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
        if (next === id) return true
        if (seen.has(next)) continue
        seen.add(next)
        queue.push(...(edges.get(next) ?? []))
      }
      return false
    })
}

function nameOf(file: string): string {
  return (file.split('/').at(-1) ?? file).replace(/\.ya?ml$/, '')
}

function idOf(data: unknown): string | undefined {
  const id = typeof data === 'object' && data !== null && 'id' in data ? data.id : undefined
  return typeof id === 'string' ? id : undefined
}

function isRuleSet(base: RuleSet | TypeTable): base is RuleSet {
  return 'environment' in base && base['environment'] instanceof CelEnvironment
}
