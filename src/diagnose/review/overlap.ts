// Rules that fail together although neither accounts for the other, and conditions a rule gives twice.
import { sourceOf } from '../cel.ts'
import type { FieldProblem } from '../lint.ts'
import type { LoadedRule } from '../ruleset.ts'
import type { Conditions } from './conditions.ts'

export interface ReviewedRule {
  readonly rule: LoadedRule
  readonly conditions: Conditions
}

/** Conditions of one rule that are written twice. */
export function repeated({ conditions }: ReviewedRule): FieldProblem[] {
  const seen = new Map<string, string>()
  return [...conditions.applies, ...conditions.when].flatMap(({ field, node, text }) => {
    const source = sourceOf(node)
    const first = seen.get(source)
    if (first === undefined) {
      seen.set(source, field)
      return []
    }
    return [{ field, message: `\`${text}\` is there already as ${first}; leave one out` }]
  })
}

/**
 * For each rule, the others that fail whenever it fails: the same conditions or fewer of them, on at least the same
 * platforms and generations. One that explains the other, or an advice beside it, is meant to.
 */
export function overlaps(
  rules: readonly ReviewedRule[],
): { readonly rule: LoadedRule; readonly problem: FieldProblem }[] {
  const keyed = rules.map(one => ({ ...one, parts: partsOf(one) }))
  return keyed.flatMap(({ rule, parts }) =>
    keyed.flatMap(other => {
      if (other.rule === rule || linked(rule, other.rule) || !within(rule, other.rule)) return []
      if (![...other.parts].every(part => parts.has(part))) return []
      const same = other.parts.size === parts.size && within(other.rule, rule)
      // Of two that say the same, the later one is told.
      if (same && rule.id < other.rule.id) return []
      const message = same
        ? `has the same conditions as ${other.rule.id}; leave one of the rules out`
        : `wherever this fails, ${other.rule.id} fails as well; let one explain the other, or tell them apart`
      return [{ rule, problem: { field: 'when', message } }]
    }),
  )
}

/** The conditions as written, `&&` taken apart; the loop is part of what they say. */
function partsOf({ rule, conditions }: ReviewedRule): ReadonlySet<string> {
  const parts = new Set<string>()
  for (const { node } of [...conditions.applies, ...conditions.when]) {
    const walk = (part: typeof node): void => {
      if (part.op === '&&') for (const side of part.args) walk(side)
      else parts.add(named(sourceOf(part), rule))
    }
    walk(node)
  }
  return parts
}

/** With the list in place of the loop's variable, which each rule may name as it likes. */
function named(source: string, { loop }: LoadedRule): string {
  return loop === undefined
    ? source
    : source.replaceAll(new RegExp(`\\b${loop.name}\\b`, 'g'), `${loop.list}[]`)
}

function within(rule: LoadedRule, other: LoadedRule): boolean {
  const covers = (mine: readonly string[] | undefined, theirs: readonly string[] | undefined): boolean =>
    theirs === undefined || (mine?.every(one => theirs.includes(one)) ?? false)
  return covers(rule.platforms, other.platforms) && covers(rule.generations, other.generations)
}

function linked(a: LoadedRule, b: LoadedRule): boolean {
  return (
    a.role === 'advice' ||
    b.role === 'advice' ||
    (a.explains?.includes(b.id) ?? false) ||
    (b.explains?.includes(a.id) ?? false)
  )
}
