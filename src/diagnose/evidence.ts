// The lines of device output that prove a finding.
import { factAt, type Source, sourcesOf } from '../model/facts/store.ts'
import { type CelNode, sourceOf } from './cel.ts'
import { baseFactsOf, concrete, type DeviceView, type Element, scopeOf, valuesFor } from './device.ts'
import { evaluateCondition } from './evaluate.ts'
import { expand } from './paths.ts'
import { elementPath, pathOf } from './reads.ts'
import type { LoadedRule } from './ruleset.ts'

const MAX_LINES = 10

/**
 * Lines behind the rule's evidence paths; of a list only the elements that a `when` line singles out with
 * `exists` or `filter`. When these have no lines, the lines of what the conditions read: a fail is never unproven.
 */
export function evidenceOf(rule: LoadedRule, device: DeviceView, element: Element | undefined): Source[] {
  const chosen = chosenElements(rule, device, element)
  const named = (all: boolean): readonly Source[] =>
    rule.evidence.flatMap(path => sourcesFor(device, concrete(path, element), chosen, all))
  // An empty reason proves little beside a line that says something.
  for (const lines of [named(false), named(true)]) if (lines.length > 0) return newest(lines)
  return newest(
    rule.reads.flatMap(path =>
      expand(device.store.facts, path).present.flatMap(one => sourcesOf(device.store, one)),
    ),
  )
}

function sourcesFor(
  device: DeviceView,
  path: string,
  chosen: ReadonlyMap<string, readonly number[]>,
  all: boolean,
): readonly Source[] {
  for (const [list, indexes] of chosen) {
    if (path !== list && !path.startsWith(`${list}.`)) continue
    // Messages a condition looked for and did not find: the others prove nothing.
    if (indexes.length === 0 && list === 'log.events') return []
    const rest = path.slice(list.length)
    if (indexes.length > 0 && !/^\.\d+/.test(rest)) {
      return indexes.flatMap(index => presentSources(device, `${list}.${index}${rest}`, all))
    }
  }
  return presentSources(device, path, all)
}

function presentSources(device: DeviceView, path: string, all: boolean): readonly Source[] {
  const facts = device.store.facts
  const present = expand(facts, path).present.filter(one => all || saysSomething(one, factAt(facts, one)))
  const own = present.flatMap(one => {
    const lines = sourcesOf(device.store, one)
    const value = factAt(facts, one)
    return Array.isArray(value) && value.length === 0 ? lines.slice(0, 1).map(nothingOfTheKind) : lines
  })
  if (own.length > 0 || present.length === 0 || !path.startsWith('derived.')) return own
  return baseFactsOf(path).flatMap(base => presentSources(device, base, all))
}

/** What is not there has no line: the output as a whole is the proof. */
function nothingOfTheKind(source: Source): Source {
  return { ...source, line: 0, text: 'read in full, no such line' }
}

/** An empty text proves little; a configured list that is empty is the point, a computed one is not. */
function saysSomething(path: string, value: unknown): boolean {
  return value !== '' && !(path.startsWith('derived.') && Array.isArray(value) && value.length === 0)
}

/** Positions of the elements for which the predicate of an `exists`/`filter` over a list holds. */
function chosenElements(
  rule: LoadedRule,
  device: DeviceView,
  element: Element | undefined,
): ReadonlyMap<string, readonly number[]> {
  const chosen = new Map<string, readonly number[]>()
  for (const expression of rule.when) {
    const { program, verdict } = evaluateCondition(expression, rule, device, element)
    if (program === undefined || verdict.value !== 'true') continue
    for (const call of calls(program.ast)) {
      const found = matchingElements(call, device, element, rule)
      if (found !== undefined && (chosen.get(found.list)?.length ?? 0) === 0)
        chosen.set(found.list, found.indexes)
    }
  }
  return chosen
}

type Call = CelNode & { op: 'rcall' }

function calls(node: CelNode): Call[] {
  const found: Call[] = []
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk)
    else if (isNode(value)) {
      if (value.op === 'rcall' && (value.args[0] === 'exists' || value.args[0] === 'filter'))
        found.push(value)
      // What is inside another predicate depends on its variable.
      else walk(value.args)
    }
  }
  walk(node)
  return found
}

function matchingElements(
  call: Call,
  device: DeviceView,
  element: Element | undefined,
  rule: LoadedRule,
): { list: string; indexes: readonly number[] } | undefined {
  const [, receiver, [variable, predicate]] = call.args
  const list =
    pathOf(receiver, scopeOf(element)) ?? elementPath(receiver, scopeOf(element))?.replace(/\.\*$/, '')
  if (list === undefined || variable?.op !== 'id' || predicate === undefined) return undefined
  const items = factAt(device.store.facts, list)
  if (!Array.isArray(items)) return undefined
  const { environment } = device
  const type = environment.elementTypeAt(list)
  // With a `for` variable in the predicate as well there would be two loop variables: the whole list is shown then.
  if (type === undefined || (element !== undefined && rule.loop !== undefined)) return undefined
  const program = environment.compile(sourceOf(predicate), { name: variable.args, type })
  const indexes = items.flatMap((_, index) => {
    const values = valuesFor(device, { name: variable.args, path: `${list}.${index}`, index })
    return program.evaluate(values).value === 'true' ? [index] : []
  })
  return { list, indexes }
}

function isNode(value: unknown): value is CelNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'start' in value
}

/** Each line once, in the order of the output; of very many the last ones, which are the newest in a log. */
function newest(sources: readonly Source[]): Source[] {
  const lines = new Map(sources.map(one => [`${one.origin}\u0000${one.command}\u0000${one.line}`, one]))
  return [...lines.values()].slice(-MAX_LINES)
}
