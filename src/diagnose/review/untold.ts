// Conditions on facts that no command of a platform tells: there they stay unknown for ever.
import type { FactEntry } from '../../model/facts/reference.ts'
import type { Platform } from '../../model/platform.ts'
import type { CelNode } from '../cel.ts'
import type { FieldProblem } from '../lint.ts'
import { readingOf, type Scope } from '../reads.ts'
import type { LoadedRule } from '../ruleset.ts'
import type { TypeTable } from '../types.ts'
import type { Conditions } from './conditions.ts'

/** Conditions that keep the rule from ever failing on one of its platforms. */
export function untold(
  rule: LoadedRule,
  conditions: Conditions,
  facts: readonly FactEntry[],
  types: TypeTable,
): FieldProblem[] {
  const commands = new Map(facts.map(fact => [fact.path, fact.commands]))
  const silent = (path: string): readonly Platform[] => {
    const known = commands.get(path)
    // Facts about the collection itself, and derived ones, come from no single command.
    if (known === undefined || Object.keys(known).length === 0) return []
    return rule.platforms.filter(platform => known[platform] === undefined)
  }
  return [...conditions.applies, ...conditions.when].flatMap(({ field, node, scope }) =>
    [...decisive(node, scope, types)].flatMap(path =>
      silent(path).map(platform => ({
        field,
        message: `no command of ${platform} tells ${path}, so the rule can never fail there; take ${platform} out of its platforms`,
      })),
    ),
  )
}

/** Facts without which the condition cannot be true: nothing but comparisons joined by `&&`. */
function decisive(node: CelNode, scope: Scope, types: TypeTable): ReadonlySet<string> {
  if (node.op === '&&') {
    return new Set(node.args.flatMap(side => [...decisive(side, scope, types)]))
  }
  return isPlain(node) ? new Set(readingOf(node, types, scope).reads) : new Set()
}

/** No alternatives, and no lists that may be empty. */
function isPlain(node: CelNode): boolean {
  switch (node.op) {
    case 'id':
    case '.':
    case 'value':
      return true
    case '!_':
      return isPlain(node.args)
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return node.args.every(isPlain)
    case 'call':
      return node.args[1].every(isPlain)
    default:
      return false
  }
}
