// A condition as a formula of propositional logic over tests of single facts, for finding conditions that can never or always hold.
import { type CelNode, sourceOf } from '../cel.ts'
import { pattern } from '../pattern.ts'
import { pathOf, type Scope } from '../reads.ts'

/** A test of one value. `subject` is the value as written; `path` the fact it is, where it is one. */
export type Test =
  | {
      readonly kind: 'among'
      readonly subject: string
      readonly path?: string
      readonly values: readonly string[]
    }
  | { readonly kind: 'below'; readonly subject: string; readonly limit: number }
  | { readonly kind: 'release-below'; readonly subject: string; readonly limit: string }
  | {
      readonly kind: 'text'
      readonly subject: string
      readonly key: string
      readonly holds: (value: string) => boolean
    }
  | { readonly kind: 'opaque'; readonly key: string }

export type Formula =
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Formula[] }
  | { readonly kind: 'test'; readonly test: Test; readonly positive: boolean }

export const TRUE: Formula = { kind: 'all', parts: [] }
export const FALSE: Formula = { kind: 'any', parts: [] }

export function not(formula: Formula): Formula {
  if (formula.kind === 'test') return { ...formula, positive: !formula.positive }
  return { kind: formula.kind === 'all' ? 'any' : 'all', parts: formula.parts.map(not) }
}

export function all(...parts: readonly Formula[]): Formula {
  return { kind: 'all', parts }
}

function any(...parts: readonly Formula[]): Formula {
  return { kind: 'any', parts }
}

function is(test: Test): Formula {
  return { kind: 'test', test, positive: true }
}

export function among(path: string, values: readonly string[]): Formula {
  return is({ kind: 'among', subject: path, path, values })
}

/** How the fact behind an expression is named, loop variables included. */
interface Context {
  readonly scope: Scope
}

/** The formula of a condition. What is not understood becomes a test of its own that is equal to itself only. */
export function formulaOf(node: CelNode, scope: Scope): Formula {
  return read(node, { scope })
}

function read(node: CelNode, context: Context): Formula {
  switch (node.op) {
    case '&&':
      return all(...node.args.map(side => read(side, context)))
    case '||':
      return any(...node.args.map(side => read(side, context)))
    case '!_':
      return not(read(node.args, context))
    case '?:': {
      const [condition, then, otherwise] = node.args.map(side => read(side, context))
      if (condition === undefined || then === undefined || otherwise === undefined) break
      return any(all(condition, then), all(not(condition), otherwise))
    }
    case 'value':
      if (typeof node.args === 'boolean') return node.args ? TRUE : FALSE
      break
    case '==':
      return equal(node.args[0], node.args[1], context)
    case '!=':
      return not(equal(node.args[0], node.args[1], context))
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compare(node.op, node.args[0], node.args[1]) ?? opaque(node)
    case 'in':
      return contained(node.args[0], node.args[1], context) ?? opaque(node)
    case 'call':
      return call(node.args[0], node.args[1]) ?? opaque(node)
    case 'rcall':
      return method(node)
    case 'id':
    case '.':
      // A fact that is true or false by itself.
      return is({ kind: 'among', ...subjectOf(node, context), values: ['true'] })
    default:
  }
  return opaque(node)
}

function opaque(node: CelNode): Formula {
  return is({ kind: 'opaque', key: sourceOf(node) })
}

function subjectOf(node: CelNode, { scope }: Context): { subject: string; path?: string } {
  const path = pathOf(node, scope)
  return { subject: sourceOf(node), ...(path === undefined ? {} : { path }) }
}

function equal(left: CelNode, right: CelNode, context: Context): Formula {
  const [value, other] = literalOf(left) === undefined ? [right, left] : [left, right]
  const literal = literalOf(value)
  if (literal === undefined) {
    if (value.op === 'list' && value.args.length === 0) return empty(other)
    if (other.op === 'list' && other.args.length === 0) return empty(value)
    // `a == b` is `b == a`.
    return is({ kind: 'opaque', key: [sourceOf(left), sourceOf(right)].sort().join(' == ') })
  }
  if (literalOf(other) !== undefined) return literal === literalOf(other) ? TRUE : FALSE
  if (typeof literal === 'boolean') {
    const formula = read(other, context)
    return literal ? formula : not(formula)
  }
  if (typeof literal === 'number') return between(numberSubject(other), literal, literal + 1)
  return is({ kind: 'among', ...subjectOf(other, context), values: [literal] })
}

function between(subject: string, from: number, to: number): Formula {
  return all(is({ kind: 'below', subject, limit: to }), not(is({ kind: 'below', subject, limit: from })))
}

/** The size of a list is a number of its own, whichever way it is asked for. */
function empty(list: CelNode): Formula {
  return between(sizeOf(list), 0, 1)
}

function sizeOf(list: CelNode): string {
  return `size(${sourceOf(list)})`
}

function numberSubject(node: CelNode): string {
  if (node.op === 'rcall' && node.args[0] === 'size') return sizeOf(node.args[1])
  return sourceOf(node)
}

/** Whole numbers only: `a <= 3` is `a < 4`. */
function compare(op: '<' | '<=' | '>' | '>=', left: CelNode, right: CelNode): Formula | undefined {
  const limit = literalOf(right)
  if (typeof limit !== 'number') {
    const mirrored = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const
    return typeof literalOf(left) === 'number' ? compare(mirrored[op], right, left) : undefined
  }
  const subject = numberSubject(left)
  const below = is({ kind: 'below', subject, limit: op === '<' || op === '>=' ? limit : limit + 1 })
  return op === '<' || op === '<=' ? below : not(below)
}

/** `x in ["a", "b"]`. */
function contained(value: CelNode, list: CelNode, context: Context): Formula | undefined {
  if (list.op !== 'list' || literalOf(value) !== undefined) return undefined
  const values = list.args.map(literalOf)
  if (!values.every(one => typeof one === 'string')) return undefined
  return is({ kind: 'among', ...subjectOf(value, context), values: values as string[] })
}

function call(name: string, args: readonly CelNode[]): Formula | undefined {
  const [first, second] = args
  const literal = second === undefined ? undefined : literalOf(second)
  if (first === undefined || second === undefined || typeof literal !== 'string') return undefined
  const subject = sourceOf(first)
  if (name === 'release_before') return is({ kind: 'release-below', subject, limit: literal })
  if (name === 'release_at_least') return not(is({ kind: 'release-below', subject, limit: literal }))
  if (name !== 're') return undefined
  const key = `re ${JSON.stringify(literal)}`
  return is({ kind: 'text', subject, key, holds: value => pattern(literal).test(value) })
}

const TEXT_METHODS: Readonly<Record<string, (value: string, part: string) => boolean>> = {
  startsWith: (value, part) => value.startsWith(part),
  endsWith: (value, part) => value.endsWith(part),
  contains: (value, part) => value.includes(part),
}

function method(node: CelNode & { op: 'rcall' }): Formula {
  const [name, receiver, args] = node.args
  const [first, second] = args
  const holds = Object.hasOwn(TEXT_METHODS, name) ? TEXT_METHODS[name] : undefined
  const literal = first === undefined ? undefined : literalOf(first)
  if (holds !== undefined && typeof literal === 'string') {
    const key = `${name} ${JSON.stringify(literal)}`
    return is({ kind: 'text', subject: sourceOf(receiver), key, holds: value => holds(value, literal) })
  }
  // An element that is so needs a list that is not empty.
  if (name === 'exists' && second !== undefined) return all(opaque(node), not(empty(receiver)))
  return opaque(node)
}

function literalOf(node: CelNode): string | number | boolean | undefined {
  if (node.op === '-_') {
    const inner = literalOf(node.args)
    return typeof inner === 'number' ? -inner : undefined
  }
  if (node.op !== 'value') return undefined
  const value: unknown = node.args
  if (typeof value === 'string' || typeof value === 'boolean') return value
  return typeof value === 'bigint' ? Number(value) : undefined
}
