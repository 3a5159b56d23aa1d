// The syntax tree of a condition: is it in the safe part of CEL, and which facts does it read?
import type { CelNode } from './cel.ts'
import { patternProblem } from './pattern.ts'
import { didYouMean, nearestFact } from './suggest.ts'
import { allPaths, elementType, isLeaf, type TypeTable, typeAt } from './types.ts'

/** Variables of loops and comprehensions: the fact path of the element, or undefined for computed values. */
export type Scope = ReadonlyMap<string, string | undefined>

export interface Reading {
  /** Fact paths read, lists as themselves, fields of elements with `*`; sorted. */
  readonly reads: readonly string[]
  /** Why the expression is refused; empty when it is safe. */
  readonly problems: readonly string[]
}

/** Macros whose first argument names a variable for the elements of the receiver. */
const LOOPS: ReadonlySet<string> = new Set(['exists', 'all', 'exists_one', 'filter', 'map'])
const METHODS: ReadonlySet<string> = new Set([
  ...LOOPS,
  'size',
  'startsWith',
  'endsWith',
  'contains',
  'lowerAscii',
  'upperAscii',
  'trim',
  'join',
])
const FUNCTIONS: ReadonlySet<string> = new Set([
  're',
  'lower',
  'before',
  'release_before',
  'release_at_least',
  'size',
  'string',
])
const INSTEAD: Readonly<Record<string, string>> = {
  has: 'has() turns unknown into false; read the fact itself',
  matches: "matches runs on a backtracking engine; use re(text, 'pattern')",
  dyn: 'dyn() switches type checking off',
}

/** Reads and problems of an expression; `loop` is the scope a `for` gives. */
export function readingOf(ast: CelNode, table: TypeTable, loop: Scope = new Map()): Reading {
  const reads = new Set<string>()
  const problems = new Set<string>()
  visit(ast, loop, { table, reads, problems })
  return { reads: [...reads].sort(), problems: [...problems] }
}

const known = new WeakMap<CelNode, readonly string[]>()

/** Fact paths a condition reads, loop variables traced back to their lists; remembered where no loop is around it. */
export function readsOf(ast: CelNode, table: TypeTable, loop: Scope = new Map()): readonly string[] {
  if (loop.size > 0) return readingOf(ast, table, loop).reads
  const reads = known.get(ast) ?? readingOf(ast, table).reads
  known.set(ast, reads)
  return reads
}

interface Walk {
  readonly table: TypeTable
  readonly reads: Set<string>
  readonly problems: Set<string>
}

type Place = 'value' | 'list' | 'element'

function visit(node: CelNode, scope: Scope, walk: Walk, place: Place = 'value'): void {
  switch (node.op) {
    case 'id':
    case '.': {
      const path = pathOf(node, scope)
      if (path !== undefined) visitPath(path, node, walk, place)
      else if (node.op === '.') visit(node.args[0], scope, walk)
      return
    }
    case 'value':
      if (node.args === null) walk.problems.add('null is never a fact: known absent is "", false or []')
      return
    case 'call':
      visitCall(node.args[0], node.args[1], scope, walk)
      return
    case 'rcall':
      visitMethod(node, scope, walk)
      return
    case '.?':
    case '[?]':
      walk.problems.add('optional access (.?) turns unknown into false; read the fact itself')
      return
    case '[]':
      walk.problems.add('a position in a list ([...]) is refused; use .exists(), .all() or .filter()')
      return
    case 'map':
      walk.problems.add('map literals ({...}) are refused')
      return
    case 'list':
      for (const item of node.args) visit(item, scope, walk)
      return
    case '!_':
    case '-_':
      visit(node.args, scope, walk)
      return
    case '==':
    case '!=': {
      const empty = node.args.some(side => side.op === 'list' && side.args.length === 0)
      if (!node.args.some(side => side.op === 'value' && side.args === '')) refuseTimes(node, scope, walk)
      for (const side of node.args) visit(side, scope, walk, empty ? 'list' : 'value')
      return
    }
    case '<':
    case '<=':
    case '>':
    case '>=':
      refuseTimes(node, scope, walk)
      for (const side of node.args) visit(side, scope, walk)
      return
    default:
      for (const child of node.args) visit(child, scope, walk)
  }
}

/** `10:00+01:00` is earlier than `09:30Z`: the letters of times have no order, and one instant has several spellings. */
function refuseTimes(node: CelNode & { args: [CelNode, CelNode] }, scope: Scope, walk: Walk): void {
  const time = node.args.find(side => {
    const path = pathOf(side, scope)
    return path !== undefined && typeAt(walk.table, path) === 'time'
  })
  if (time !== undefined)
    walk.problems.add(`${written(time)} is a time: compare times with before(a, b); == "" asks for none`)
}

function visitPath(path: string, node: CelNode, walk: Walk, place: Place): void {
  const type = typeAt(walk.table, path)
  if (type === undefined) {
    walk.problems.add(`no such fact: ${written(node)}${nearestFact(path, allPaths(walk.table))}`)
    return
  }
  const element = elementType(type)
  if (element === undefined && !isLeaf(type)) {
    // A bare loop variable as the result of map() or the like; reading it proves nothing about its fields.
    if (node.op !== 'id' || place === 'value')
      walk.problems.add(`${written(node)} is a whole branch; read one of its facts`)
    return
  }
  if (element !== undefined && !isLeaf(element) && place === 'value') {
    walk.problems.add(`${written(node)} is a list of objects; use .exists(), .all(), .filter() or .size()`)
    return
  }
  if (!path.endsWith('.*')) walk.reads.add(path)
}

function visitCall(name: string, args: readonly CelNode[], scope: Scope, walk: Walk): void {
  if (!FUNCTIONS.has(name)) {
    walk.problems.add(
      INSTEAD[name] ??
        `no such function: ${name}()${didYouMean(name, FUNCTIONS) || `; there are ${[...FUNCTIONS].join(', ')}`}`,
    )
    return
  }
  if (name === 're') checkPattern(args[1], walk)
  for (const argument of args) visit(argument, scope, walk, name === 'size' ? 'list' : 'value')
}

function checkPattern(argument: CelNode | undefined, walk: Walk): void {
  if (argument?.op !== 'value' || typeof argument.args !== 'string') {
    walk.problems.add('the pattern of re() must be a literal text')
    return
  }
  const problem = patternProblem(argument.args)
  if (problem !== undefined) walk.problems.add(problem)
}

function visitMethod(node: CelNode & { op: 'rcall' }, scope: Scope, walk: Walk): void {
  const [name, receiver, args] = node.args
  if (!METHODS.has(name)) {
    walk.problems.add(
      INSTEAD[name] ??
        `no such method: .${name}()${didYouMean(name, METHODS) || `; there are ${[...METHODS].join(', ')}`}`,
    )
    return
  }
  visit(receiver, scope, walk, 'list')
  if (!LOOPS.has(name)) {
    for (const argument of args) visit(argument, scope, walk)
    return
  }
  const [variable, ...bodies] = args
  if (variable?.op !== 'id') {
    walk.problems.add(`.${name}() needs a variable name first`)
    return
  }
  if (typeAt(walk.table, variable.args) !== undefined) {
    walk.problems.add(`the variable ${variable.args} hides a fact of that name; choose another`)
    return
  }
  const inner = new Map(scope).set(variable.args, elementPath(receiver, scope))
  for (const body of bodies) visit(body, inner, walk, 'element')
}

/** The fact path an identifier or a chain of selections names; undefined when it hangs on a computed value. */
export function pathOf(node: CelNode, scope: Scope): string | undefined {
  if (node.op === 'id') return scope.has(node.args) ? scope.get(node.args) : node.args
  if (node.op !== '.') return undefined
  const base = pathOf(node.args[0], scope)
  return base === undefined ? undefined : `${base}.${node.args[1]}`
}

/** The fact path of one element of a list expression: `callhome.profiles.filter(..)` gives `callhome.profiles.*`. */
export function elementPath(list: CelNode, scope: Scope): string | undefined {
  const path = pathOf(list, scope)
  if (path !== undefined) return `${path}.*`
  if (list.op === '?:') {
    const [left, right] = [elementPath(list.args[1], scope), elementPath(list.args[2], scope)]
    return left === right ? left : undefined
  }
  if (list.op !== 'rcall') return undefined
  const [name, receiver, args] = list.args
  if (name === 'filter') return elementPath(receiver, scope)
  const [variable, ...bodies] = args
  const result = bodies.at(-1)
  if (name !== 'map' || variable?.op !== 'id' || result === undefined) return undefined
  return pathOf(result, new Map(scope).set(variable.args, elementPath(receiver, scope)))
}

function written(node: CelNode): string {
  return node.input.slice(node.start, node.end)
}
