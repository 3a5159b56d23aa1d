// Judges one rule on one device: fail, pass, unknown, not-applicable or error, with every condition's value.
import { factAt, missingAt } from '../model/facts/store.ts'
import type { ConditionTrace, Outcome } from '../model/finding.ts'
import type { CelNode, Program, Verdict } from './cel.ts'
import {
  type DeviceView,
  type Element,
  type MissingFact,
  missingFacts,
  scopeOf,
  valuesFor,
} from './device.ts'
import { expand, isKnown } from './paths.ts'
import { readsOf } from './reads.ts'
import type { LoadedRule } from './ruleset.ts'
import { readFacts, showFacts } from './show.ts'

export interface Judgement {
  readonly outcome: Outcome
  /** The element that fails, for `for` rules. */
  readonly element?: Element
  readonly trace: readonly ConditionTrace[]
  readonly missing: readonly MissingFact[]
  readonly error?: string
}

export interface EvaluateOptions {
  /** Evaluate every line, also those that no longer matter, with the facts of each and their sources. */
  readonly full?: boolean
}

/** Conditions of a list: false stops (unless `full`), unknown and error are kept. */
interface Lines {
  readonly value: 'true' | 'false' | 'unknown' | 'error'
  readonly trace: readonly ConditionTrace[]
  readonly missing: readonly MissingFact[]
  readonly error?: string
}

/**
 * Gates in order: platform, generation, `applies`; then `when`. One judgement, or one per failing element of a
 * `for` rule. Without platform or generation nothing is judged; an unknown `applies` line leaves a rule unknown
 * unless a `when` line is false: then it cannot fail (pass).
 */
export function evaluateRule(
  rule: LoadedRule,
  device: DeviceView,
  options: EvaluateOptions = {},
): readonly Judgement[] {
  const gate = checkGates(rule, device)
  if (gate !== 'not-applicable' && gate.length === 0) return evaluateOpen(rule, device, options)
  // In full, a person wants to see what the conditions would have said.
  const trace =
    options.full === true ? evaluateOpen(rule, device, options).flatMap(one => [...one.trace]) : []
  if (gate === 'not-applicable') return [{ outcome: 'not-applicable', trace, missing: [] }]
  return [{ outcome: 'unknown', trace, missing: missingFacts(device.store, gate) }]
}

/** The outcome behind open gates. */
function evaluateOpen(rule: LoadedRule, device: DeviceView, options: EvaluateOptions): readonly Judgement[] {
  const applies = checkLines('applies', rule.applies ?? [], rule, device, undefined, options)
  const closed = applies.value === 'false'
  if (closed && options.full !== true)
    return [{ outcome: 'not-applicable', trace: applies.trace, missing: [] }]
  if (applies.value === 'error') return [failed(applies, applies.trace)]
  const judgements =
    rule.loop === undefined
      ? [
          settle(
            checkLines('when', rule.when, rule, device, undefined, options),
            applies.missing,
            applies.trace,
          ),
        ]
      : evaluateElements(rule, rule.loop, device, applies.missing, applies.trace, options)
  if (!closed) return judgements
  return [{ outcome: 'not-applicable', trace: judgements.flatMap(one => [...one.trace]), missing: [] }]
}

/** Facts of the gates that are unknown (none: the gates are open), or `not-applicable`. Plain comparisons first: most rules end here. */
function checkGates(rule: LoadedRule, device: DeviceView): 'not-applicable' | string[] {
  const { device: about, license } = device.store.facts
  const unknown: string[] = []
  const platform = about?.platform
  if (platform === undefined) unknown.push('device.platform')
  else if (!(rule.platforms as readonly string[]).includes(platform)) return 'not-applicable'
  if (rule.generations !== undefined) {
    const generation = license?.generation
    if (generation === undefined) unknown.push('license.generation')
    else if (!(rule.generations as readonly string[]).includes(generation)) return 'not-applicable'
  }
  return unknown
}

function evaluateElements(
  rule: LoadedRule,
  loop: { readonly name: string; readonly list: string },
  device: DeviceView,
  gateMissing: readonly MissingFact[],
  appliesTrace: readonly ConditionTrace[],
  options: EvaluateOptions,
): readonly Judgement[] {
  const list = factAt(device.store.facts, loop.list)
  if (!Array.isArray(list)) {
    const missing = [...gateMissing, ...missingFacts(device.store, [loop.list])]
    return [{ outcome: 'unknown', trace: appliesTrace, missing: unique(missing) }]
  }
  const judgements = list.map((_, index): Judgement => {
    const element: Element = { name: loop.name, path: `${loop.list}.${index}`, index }
    const when = checkLines('when', rule.when, rule, device, element, options)
    return { ...settle(when, gateMissing, appliesTrace), element }
  })
  const failing = judgements.filter(one => one.outcome === 'fail')
  if (failing.length > 0) return failing
  const broken = judgements.find(one => one.outcome === 'error')
  if (broken !== undefined) return [broken]
  const undecided = judgements.filter(one => one.outcome === 'unknown')
  return [
    {
      outcome: undecided.length > 0 ? 'unknown' : 'pass',
      trace: [...appliesTrace, ...judgements.flatMap(one => one.trace.slice(appliesTrace.length))],
      missing: unique(undecided.flatMap(one => one.missing)),
    },
  ]
}

/** The outcome of `when` under gates that are true (nothing missing) or unknown. */
function settle(
  when: Lines,
  gateMissing: readonly MissingFact[],
  appliesTrace: readonly ConditionTrace[],
): Judgement {
  const trace = [...appliesTrace, ...when.trace]
  if (when.value === 'error') return failed(when, trace)
  if (when.value === 'false') return { outcome: 'pass', trace, missing: [] }
  if (when.value === 'true' && gateMissing.length === 0) return { outcome: 'fail', trace, missing: [] }
  return { outcome: 'unknown', trace, missing: unique([...gateMissing, ...when.missing]) }
}

function failed(lines: Lines, trace: readonly ConditionTrace[]): Judgement {
  return {
    outcome: 'error',
    trace,
    missing: [],
    ...(lines.error === undefined ? {} : { error: lines.error }),
  }
}

function checkLines(
  kind: ConditionTrace['kind'],
  expressions: readonly string[],
  rule: LoadedRule,
  device: DeviceView,
  element: Element | undefined,
  options: EvaluateOptions,
): Lines {
  const evaluated: { expression: string; verdict?: Verdict; program?: Program }[] = []
  let value: Lines['value'] = 'true'
  for (const expression of expressions) {
    if (value === 'false' && options.full !== true) evaluated.push({ expression })
    else {
      const result = evaluateCondition(expression, rule, device, element)
      evaluated.push({ expression, ...result })
      value = combine(value, result.verdict.value)
    }
  }
  // What a "no" rests on is shown on request only: most rules say no, and looking it up costs more than judging.
  const inFull = options.full === true || value !== 'false'
  const missing: MissingFact[] = []
  let error: string | undefined
  const trace = evaluated.map(({ expression, verdict, program }): ConditionTrace => {
    const facts = inFull && program !== undefined ? showFacts(program, device, element) : []
    if (verdict?.value === 'unknown' && value !== 'false' && program !== undefined) {
      missing.push(...missingOf(program, verdict, device, element))
    }
    const read =
      options.full === true && program !== undefined ? { read: readFacts(program, device, element) } : {}
    if (verdict?.value !== 'error')
      return { kind, expression, value: verdict?.value ?? 'not-evaluated', facts, ...read }
    error ??= `${kind} \`${expression}\`: ${verdict.error}`
    return { kind, expression, value: 'error', facts, ...read, error: verdict.error }
  })
  return { value, trace, missing, ...(error === undefined ? {} : { error }) }
}

/** False decides; an error must be seen unless the line before it already said no; unknown otherwise. */
function combine(before: Lines['value'], now: Lines['value']): Lines['value'] {
  for (const value of ['false', 'error', 'unknown'] as const)
    if (before === value || now === value) return value
  return 'true'
}

/** Evaluates one expression; one that cannot even be read is an error, not an exception. */
export function evaluateCondition(
  expression: string,
  rule: LoadedRule,
  device: DeviceView,
  element: Element | undefined,
): { readonly verdict: Verdict; readonly program?: Program } {
  try {
    const program = device.environment.compile(expression, loopVariable(rule, device, element))
    return { program, verdict: program.evaluate(valuesFor(device, element)) }
  } catch (error) {
    return { verdict: { value: 'error', error: error instanceof Error ? error.message : String(error) } }
  }
}

export function loopVariable(
  rule: LoadedRule,
  device: DeviceView,
  element: Element | undefined,
): { name: string; type: string } | undefined {
  if (rule.loop === undefined || element === undefined) return undefined
  const type = device.environment.elementTypeAt(rule.loop.list)
  return type === undefined ? undefined : { name: rule.loop.name, type }
}

function missingOf(
  program: Program,
  verdict: Verdict & { value: 'unknown' },
  device: DeviceView,
  element: Element | undefined,
): MissingFact[] {
  const paths = new Set<string>()
  const values = valuesFor(device, element)
  const decides = (node: CelNode, value: 'true' | 'false'): boolean => {
    const reads = readsOf(node, device.environment.table, scopeOf(element))
    if (!reads.every(path => isKnown(device.store.facts, path))) return false
    return program.evaluatePart(node, values).value === value
  }
  // Only what keeps the answer open is named: in `a && b` nothing of it when the other side already says no.
  const collect = (node: CelNode): void => {
    if (node.op === '!_') {
      collect(node.args)
      return
    }
    if (node.op === '&&' || node.op === '||') {
      const deciding = node.op === '&&' ? 'false' : 'true'
      if (node.args.some(side => decides(side, deciding))) return
      for (const side of node.args) collect(side)
      return
    }
    for (const path of readsOf(node, device.environment.table, scopeOf(element))) {
      for (const gap of expand(device.store.facts, path).absent) paths.add(gap)
    }
  }
  collect(program.ast)
  const missing = missingFacts(device.store, paths)
  if (verdict.times !== undefined) {
    const command = missingAt(device.store, 'clock.timezone.name')?.command ?? 'show clock'
    return [{ path: 'clock.timezone', reason: verdict.times, command }, ...missing]
  }
  if (verdict.release === undefined) return missing
  const reason = `the release "${verdict.release}" cannot be compared`
  return [{ path: 'device.os_version', reason, command: 'show version' }, ...missing]
}

function unique(missing: readonly MissingFact[]): MissingFact[] {
  return [...new Map(missing.map(one => [one.path, one])).values()]
}
