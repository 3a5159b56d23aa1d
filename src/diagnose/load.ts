// Rule files to a rule set: everything that can be wrong with a rule is found here, with file and field.
import type { Rule } from '../model/rule.ts'
import { ruleSchema } from '../model/rule-schema.ts'
import { CelEnvironment } from './cel.ts'
import { circlesOf } from './circles.ts'
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
  /** The path as the person knows it; `file` when absent. */
  readonly label?: string
  readonly data: unknown
  /** 1-based line of a field such as `fix.0.risk`. */
  lineOf?(field: string): number
}

export interface RuleProblem {
  readonly file: string
  /** 1-based. */
  readonly line?: number
  readonly rule?: string
  readonly field: string
  readonly message: string
}

export interface Loading {
  readonly set: RuleSet
  readonly problems: readonly RuleProblem[]
}

/** One line: `rules/url/x.yaml:14: when.1: no such fact ...`. */
export function describeProblem({ file, line, field, message }: RuleProblem): string {
  const place = line === undefined ? file : `${file}:${line}`
  return `${place}: ${field === '' ? '' : `${field}: `}${message}`
}

/** A problem of a field, with the file and line it stands in. */
export function problemIn(document: RuleDocument, rule: string | undefined, one: FieldProblem): RuleProblem {
  return {
    file: document.label ?? document.file,
    ...(document.lineOf === undefined ? {} : { line: document.lineOf(one.field) }),
    ...(rule === undefined ? {} : { rule }),
    field: one.field,
    message: one.message,
  }
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
  const broken = new Set<RuleDocument>()
  const taken = new Map<string, string>((known?.rules ?? []).map(rule => [rule.id, placeOf(rule)]))
  const shaped: Shaped[] = []
  for (const document of documents) {
    const { data, file } = document
    const found = shapeProblems(data, ruleSchema)
    if (found.length === 0) {
      const rule = data as Rule
      const other = taken.get(rule.id)
      if (other === undefined) {
        taken.set(rule.id, document.label ?? file)
        shaped.push({ document, rule })
      } else found.push({ field: 'id', message: `${rule.id} is the id of ${other} already; choose another` })
      if (rule.id !== nameOf(file))
        found.push({ field: 'id', message: `must be the file's name, ${nameOf(file)}` })
    }
    if (found.length > 0) broken.add(document)
    problems.push(...found.map(one => problemIn(document, idOf(data), one)))
  }
  expandGroups(shaped, known?.rules ?? [])
  const all = [...(known?.rules ?? []), ...shaped.map(one => one.rule)]
  const circles = circlesOf(new Map(all.map(rule => [rule.id, rule.explains ?? []])))
  const sound: LoadedRule[] = []
  for (const { document, rule } of shaped) {
    const checked = checkRule(rule, environment)
    const found: FieldProblem[] = [...checked.problems, ...circleProblems(circles.get(rule.id))]
    if (found.length === 0 && !broken.has(document)) sound.push(loaded(rule, document, checked))
    found.push(...linkProblems(rule, taken))
    problems.push(...found.map(one => problemIn(document, rule.id, one)))
  }
  sound.sort((a, b) => (a.id < b.id ? -1 : 1))
  return {
    set: ruleSet([...(known?.rules ?? []), ...sound], types, { environment, changes: known?.changes ?? [] }),
    problems,
  }
}

interface Shaped {
  readonly document: RuleDocument
  rule: Rule
}

function placeOf(rule: LoadedRule): string {
  return rule.label ?? rule.file
}

/** Replaces group names in `explains` by the rules that carry them; a rule never accounts for itself. */
function expandGroups(shaped: Shaped[], known: readonly Rule[]): void {
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

function loaded(rule: Rule, { file, label }: RuleDocument, { reads, loop }: Checked): LoadedRule {
  return {
    ...rule,
    file,
    ...(label === undefined || label === file ? {} : { label }),
    reads,
    ...(loop === undefined ? {} : { loop }),
  }
}

/** A link to a rule that is not there is a problem, but costs the link only: correlation finds nothing to explain. */
function linkProblems(rule: Rule, taken: ReadonlyMap<string, string>): FieldProblem[] {
  const unknown = (rule.explains ?? []).filter(target => !taken.has(target))
  if (unknown.length === 0) return []
  const named = unknown.map(target => `${target}${didYouMean(target, taken.keys())}`)
  return [{ field: 'explains', message: `no rule ${named.join(', ')}; \`smartlic rules list\` shows all` }]
}

function circleProblems(circle: readonly string[] | undefined): FieldProblem[] {
  if (circle === undefined) return []
  const way = circle.length > 12 ? [...circle.slice(0, 11), '...', ...circle.slice(-1)] : circle
  return [{ field: 'explains', message: `goes round in a circle, ${way.join(' -> ')}; take one link out` }]
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
