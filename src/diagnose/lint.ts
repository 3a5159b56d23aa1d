// Checks one well-shaped rule against the fact types: conditions, loop, evidence, templates, fixes.
import type { Fix, Rule } from '../model/rule.ts'
import type { CelEnvironment, LoopVariable } from './cel.ts'
import { MAX_EXPRESSION } from './cel.ts'
import { readingOf, type Scope } from './reads.ts'
import { isSentence } from './remediate.ts'
import { nearestFact } from './suggest.ts'
import { parseTemplate } from './template.ts'
import { allPaths, elementType, isLeaf, type TypeName, typeAt } from './types.ts'

export interface FieldProblem {
  readonly field: string
  readonly message: string
}

export interface Checked {
  readonly problems: readonly FieldProblem[]
  readonly reads: readonly string[]
  readonly loop?: { readonly name: string; readonly list: string }
}

interface Check {
  readonly environment: CelEnvironment
  readonly problems: FieldProblem[]
  readonly loop: { readonly name: string; readonly list: string; readonly type: TypeName } | undefined
}

export function checkRule(rule: Rule, environment: CelEnvironment): Checked {
  const problems: FieldProblem[] = []
  const loop = rule.for === undefined ? undefined : readLoop(rule.for, environment, problems)
  const check: Check = { environment, problems, loop }
  const reads = new Set(['device.platform'])
  if (rule.generations !== undefined) reads.add('license.generation')
  if (loop !== undefined) reads.add(loop.list)
  const conditions = (field: string, expressions: readonly string[], inLoop: boolean): void => {
    for (const [i, expression] of expressions.entries()) {
      for (const path of checkCondition(
        `${field}.${i}`,
        expression,
        inLoop ? check : { ...check, loop: undefined },
      )) {
        reads.add(path)
      }
    }
  }
  // A broken `for` would make every line with its variable look wrong too.
  const loopBroken = rule.for !== undefined && loop === undefined
  conditions('applies', rule.applies ?? [], false)
  if (!loopBroken) {
    conditions('when', rule.when, true)
    for (const [i, entry] of (rule.severity_when ?? []).entries())
      checkCondition(`severity_when.${i}.when`, entry.when, check)
    for (const [i, path] of rule.evidence.entries()) checkPath(`evidence.${i}`, path, check)
    checkText('message', rule.message, check)
    checkText('why', rule.why, check)
    for (const [i, fix] of (rule.fix ?? []).entries()) checkFix(`fix.${i}`, fix, rule, check)
    for (const [i, one] of (rule.verify ?? []).entries()) {
      checkLines(`verify.${i}.run`, one.run, check)
      checkText(`verify.${i}.expect`, one.expect, check)
    }
  }
  if (rule.role === 'advice' && (rule.severity !== 'info' || rule.severity_when !== undefined)) {
    problems.push({
      field: 'severity',
      message: 'advice is of severity info; make the rule a cause or a symptom',
    })
  }
  if (rule.role === 'advice' && (rule.explains?.length ?? 0) > 0) {
    problems.push({ field: 'explains', message: 'advice explains nothing; make the rule a cause' })
  }
  return {
    problems,
    reads: [...reads].sort(),
    ...(loop === undefined ? {} : { loop: { name: loop.name, list: loop.list } }),
  }
}

function readLoop(text: string, environment: CelEnvironment, problems: FieldProblem[]): Check['loop'] {
  const [name = '', , list = ''] = text.split(/\s+/)
  const type = typeAt(environment.table, list)
  const problem = (message: string): undefined => {
    problems.push({ field: 'for', message })
    return undefined
  }
  if (type === undefined)
    return problem(`no such fact: ${list}${nearestFact(list, allPaths(environment.table))}`)
  const element = elementType(type)
  if (element === undefined) return problem(`${list} is no list; leave the loop out and read it`)
  if (
    list
      .split('.')
      .some(
        (_, i, keys) =>
          i < keys.length - 1 &&
          elementType(typeAt(environment.table, keys.slice(0, i + 1).join('.')) ?? '') !== undefined,
      )
  ) {
    return problem(`${list} lies inside another list; loop over the outer list or over a derived one`)
  }
  if (typeAt(environment.table, name) !== undefined)
    return problem(`the variable ${name} hides a fact of that name; choose another`)
  return { name, list, type: element }
}

/** Checks a condition and gives the facts it reads. */
function checkCondition(
  field: string,
  expression: string,
  { environment, problems, loop }: Check,
): readonly string[] {
  const add = (message: string): void => {
    problems.push({ field, message })
  }
  if (expression.length > MAX_EXPRESSION) {
    add(`the condition is longer than ${MAX_EXPRESSION} characters; split it into several`)
    return []
  }
  try {
    const variable: LoopVariable | undefined =
      loop === undefined ? undefined : { name: loop.name, type: loop.type }
    const program = environment.compile(expression, variable)
    const scope: Scope = new Map(loop === undefined ? [] : [[loop.name, `${loop.list}.*`]])
    const reading = readingOf(program.ast, environment.table, scope)
    for (const message of reading.problems) add(message)
    if (reading.problems.length > 0) return []
    const { type, problem } = program.check()
    if (problem !== undefined) add(`${problem}; compare values of one type`)
    else if (type !== 'bool') add(`the condition gives ${type ?? 'nothing'}, it must give true or false`)
    return reading.reads
  } catch (error) {
    add(
      `cannot be read: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}; check quotes and brackets`,
    )
    return []
  }
}

/** A fact path or a path of the loop variable. */
function checkPath(
  field: string,
  path: string,
  { environment, problems, loop }: Check,
): TypeName | undefined {
  const [root = ''] = path.split('.')
  const type =
    loop !== undefined && root === loop.name
      ? typeAt(environment.table, path.slice(root.length + 1), loop.type)
      : typeAt(environment.table, path)
  if (type === undefined) {
    problems.push({
      field,
      message: `no such fact: ${path}${nearestFact(path, allPaths(environment.table))}`,
    })
  }
  return type
}

function checkText(field: string, template: string, check: Check): void {
  const { parts, problems } = parseTemplate(template)
  check.problems.push(...problems.map(message => ({ field, message })))
  for (const part of parts) {
    if (typeof part === 'string') continue
    const type = checkPath(field, part.path, check)
    const inner = type === undefined ? undefined : (elementType(type) ?? type)
    if (inner !== undefined && !isLeaf(inner)) {
      check.problems.push({ field, message: `{{${part.path}}} is a whole branch; name one of its facts` })
    }
  }
}

/** Lines to paste: every value needs a filter that suits its type. */
function checkLines(field: string, template: string, check: Check): void {
  checkText(field, template, check)
  for (const part of parseTemplate(template).parts) {
    if (typeof part === 'string') continue
    if (part.filter === undefined) {
      check.problems.push({
        field,
        message: `{{${part.path}}} goes into a line to paste: give it a filter, {{${part.path} | name}}`,
      })
      continue
    }
    const type = checkPath(field, part.path, { ...check, problems: [] })
    const leaf = type === undefined ? undefined : (elementType(type) ?? type)
    if (leaf !== undefined && isLeaf(leaf) && leaf !== (part.filter === 'number' ? 'int' : 'string')) {
      check.problems.push({
        field,
        message: `{{${part.path} | ${part.filter}}}: the fact is ${leaf}; use another filter`,
      })
    }
  }
  if (/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.test(template)) {
    check.problems.push({ field, message: 'holds a tab or another control character; use spaces' })
  }
}

/** Lines the platform adds itself. */
const ADDED =
  /^\s*(conf(igure)?( t(erminal)?)?|end|commit|wr(ite)?( mem(ory)?)?|copy running-config startup-config|copy run start)\s*$/im

function checkFix(field: string, fix: Fix, rule: Rule, check: Check): void {
  const add = (part: string, message: string): void => {
    check.problems.push({ field: `${field}.${part}`, message })
  }
  for (const platform of fix.platforms) {
    if (!rule.platforms.includes(platform))
      add('platforms', `the rule is not for ${platform}; add it to the rule, or leave the fix out`)
  }
  if (fix.when !== undefined) checkCondition(`${field}.when`, fix.when, check)
  if (fix.title !== undefined) checkText(`${field}.title`, fix.title, check)
  checkText(`${field}.impact`, fix.impact, check)
  for (const [i, step] of (fix.steps ?? []).entries()) checkText(`${field}.steps.${i}`, step, check)
  for (const part of ['config', 'admin_config', 'exec'] as const) {
    const block = fix[part]
    if (block === undefined) continue
    checkLines(`${field}.${part}`, block, check)
    if (part !== 'exec' && ADDED.test(block))
      add(part, 'the platform adds configure terminal, commit, end and the save; leave them out')
  }
  if (isSentence(fix.undo)) checkText(`${field}.undo`, fix.undo, check)
  else {
    checkLines(`${field}.undo`, fix.undo, check)
    if (ADDED.test(fix.undo))
      add('undo', 'the platform adds configure terminal, commit, end and the save; leave them out')
  }
  if (fix.admin_config !== undefined && !fix.platforms.every(platform => platform === 'ios-xr')) {
    add('admin_config', 'only IOS XR has an admin plane; use config')
  }
  if (
    fix.config === undefined &&
    fix.admin_config === undefined &&
    fix.exec === undefined &&
    fix.steps === undefined
  ) {
    add('steps', 'the fix says nothing to do: give config, exec or steps')
  }
}
