// Conditions that can never hold, always hold, or say what others say already.
import type { Rule } from '../../model/rule.ts'
import { type CelEnvironment, type CelNode, type LoopVariable, sourceOf } from '../cel.ts'
import type { FieldProblem } from '../lint.ts'
import { elementPath, pathOf, type Scope } from '../reads.ts'
import { didYouMean } from '../suggest.ts'
import { among, type Formula, formulaOf, not } from './formula.ts'
import { canHold, type Domain } from './satisfy.ts'

/** A condition of a rule, ready to be compared with others. */
export interface Condition {
  readonly field: string
  readonly text: string
  readonly node: CelNode
  readonly scope: Scope
  readonly formula: Formula
}

export interface Conditions {
  /** `platforms` and `generations`. */
  readonly gates: readonly { readonly field: string; readonly formula: Formula }[]
  readonly applies: readonly Condition[]
  readonly when: readonly Condition[]
}

/** The conditions of a rule that was loaded: every one can be read. */
export function conditionsOf(rule: Rule, environment: CelEnvironment): Conditions {
  const loop = loopOf(rule, environment)
  const gates = [{ field: 'platforms', formula: among('device.platform', rule.platforms) }]
  if (rule.generations !== undefined)
    gates.push({ field: 'generations', formula: among('license.generation', rule.generations) })
  return {
    gates,
    applies: (rule.applies ?? []).map((text, i) => conditionOf(`applies.${i}`, text, environment, undefined)),
    when: rule.when.map((text, i) => conditionOf(`when.${i}`, text, environment, loop)),
  }
}

type Loop = { readonly variable: LoopVariable; readonly list: string } | undefined

function loopOf(rule: Rule, environment: CelEnvironment): Loop {
  const [name = '', , list = ''] = (rule.for ?? '').split(/\s+/)
  const type = environment.elementTypeAt(list)
  return type === undefined ? undefined : { variable: { name, type }, list }
}

function conditionOf(field: string, text: string, environment: CelEnvironment, loop: Loop): Condition {
  const node = environment.compile(text, loop?.variable).ast
  const scope: Scope = new Map(loop === undefined ? [] : [[loop.variable.name, `${loop.list}.*`]])
  return { field, text, node, scope, formula: formulaOf(node, scope) }
}

/** What is wrong with the conditions, field by field; sound: nothing is called impossible that some device could show. */
export function reviewConditions(rule: Rule, environment: CelEnvironment, domain: Domain): FieldProblem[] {
  const { gates, applies, when } = conditionsOf(rule, environment)
  const loop = loopOf(rule, environment)
  const lines = [...applies, ...when]
  const offered = [
    ...(rule.severity_when ?? []).map(({ when: text }, i) => ({ field: `severity_when.${i}.when`, text })),
    ...(rule.fix ?? []).flatMap(({ when: text }, i) =>
      text === undefined ? [] : [{ field: `fix.${i}.when`, text }],
    ),
  ].map(({ field, text }) => conditionOf(field, text, environment, loop))
  const strange = [...lines, ...offered].flatMap(one => strangeValues(one, domain))
  const known = new Set(strange.map(problem => problem.field))
  const before: { field: string; text?: string; formula: Formula }[] = [...gates]
  const problems = [...strange]
  for (const line of lines) {
    const problem = known.has(line.field) ? undefined : reviewLine(line, before, domain)
    if (problem !== undefined) problems.push(problem)
    // After the first contradiction everything would contradict.
    if (problem === undefined) before.push(line)
  }
  if (problems.length > 0) return problems
  const whole = before.map(one => one.formula)
  problems.push(...reviewGates(rule, whole, domain))
  const earlier: Formula[] = []
  for (const line of offered) {
    const severity = line.field.startsWith('severity_when')
    const now = severity ? [...whole, ...earlier.map(not)] : whole
    if (!canHold([...now, line.formula], domain)) {
      const message = `\`${line.text}\` never holds where the rule fails; change it or leave the entry out`
      problems.push({ field: line.field, message })
    }
    if (severity) earlier.push(line.formula)
  }
  return problems
}

function reviewLine(
  line: Condition,
  before: readonly { field: string; text?: string; formula: Formula }[],
  domain: Domain,
): FieldProblem | undefined {
  const problem = (message: string): FieldProblem => ({ field: line.field, message })
  const shown = `\`${line.text}\``
  if (!canHold([line.formula], domain))
    return problem(`${shown} is never true, so the rule can never fail; change it`)
  if (!canHold([not(line.formula)], domain)) return problem(`${shown} is always true; leave it out`)
  const name = (one: { field: string; text?: string }): string =>
    one.text === undefined ? one.field : `${one.field} \`${one.text}\``
  const against = before.find(one => !canHold([one.formula, line.formula], domain))
  if (against !== undefined)
    return problem(`${shown} contradicts ${name(against)}, so the rule can never fail; change one of them`)
  if (!canHold([...before.map(one => one.formula), line.formula], domain))
    return problem(
      `${shown} contradicts the conditions before it, so the rule can never fail; change one of them`,
    )
  const same = before.find(one => !canHold([one.formula, not(line.formula)], domain))
  if (same !== undefined) return problem(`${shown} follows from ${name(same)}; leave one of them out`)
  return undefined
}

/** Platforms and generations on which the conditions never hold together. */
function reviewGates(rule: Rule, whole: readonly Formula[], domain: Domain): FieldProblem[] {
  const gates = [
    ...rule.platforms.map(value => ({ field: 'platforms', path: 'device.platform', value })),
    ...(rule.generations ?? []).map(value => ({ field: 'generations', path: 'license.generation', value })),
  ]
  return gates
    .filter(({ path, value }) => !canHold([...whole, among(path, [value])], domain))
    .map(({ field, value }) => ({
      field,
      message: `the conditions never hold for ${value}; take it out or change them`,
    }))
}

/** Comparisons with a value the fact never has, at any depth. */
function strangeValues(line: Condition, domain: Domain): FieldProblem[] {
  const problems: FieldProblem[] = []
  const compare = (subject: CelNode, literals: readonly CelNode[], scope: Scope): void => {
    const path = pathOf(subject, scope)
    const values = path === undefined ? undefined : domain(path)
    if (values === undefined) return
    for (const literal of literals) {
      if (literal.op !== 'value' || typeof literal.args !== 'string' || values.includes(literal.args))
        continue
      const hint = didYouMean(literal.args, values) || `; it is one of ${values.filter(Boolean).join(', ')}`
      problems.push({ field: line.field, message: `${path} is never "${literal.args}"${hint}` })
    }
  }
  walk(line.node, line.scope, (node, scope) => {
    if (node.op === 'rcall') {
      const body = elementTest(node, scope)
      if (body !== undefined && !canHold([body], domain)) {
        const [name, receiver] = node.args
        const message = `no element of ${sourceOf(receiver)} can ever satisfy its .${name}(); change the test`
        problems.push({ field: line.field, message })
      }
    }
    if (node.op === '==' || node.op === '!=') {
      compare(node.args[0], [node.args[1]], scope)
      compare(node.args[1], [node.args[0]], scope)
    } else if (node.op === 'in') {
      const [value, list] = node.args
      if (list.op === 'list') compare(value, list.args, scope)
    }
  })
  return problems
}

const LOOPS = new Set(['exists', 'all', 'exists_one', 'filter', 'map'])

function walk(node: CelNode, scope: Scope, visit: (node: CelNode, scope: Scope) => void): void {
  visit(node, scope)
  if (node.op === 'rcall') {
    const [name, receiver, args] = node.args
    walk(receiver, scope, visit)
    const inner = LOOPS.has(name) ? innerScope(node, scope) : scope
    for (const body of inner === scope ? args : args.slice(1)) walk(body, inner, visit)
    return
  }
  const children: unknown = node.args
  for (const child of Array.isArray(children) ? children.flat() : [children]) {
    if (isNode(child)) walk(child, scope, visit)
  }
}

/** The scope within `.exists(x, ...)` and its like. */
function innerScope(node: CelNode & { op: 'rcall' }, scope: Scope): Scope {
  const [, receiver, [variable]] = node.args
  return variable?.op === 'id' ? new Map(scope).set(variable.args, elementPath(receiver, scope)) : scope
}

/** What `.exists()`, `.filter()` or `.all()` asks of an element. */
function elementTest(node: CelNode & { op: 'rcall' }, scope: Scope): Formula | undefined {
  const [name, , [, body]] = node.args
  if (body === undefined || !['exists', 'filter', 'all'].includes(name)) return undefined
  return formulaOf(body, innerScope(node, scope))
}

function isNode(value: unknown): value is CelNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'start' in value
}
