// The CEL environment of rules: types from the type table, the extra functions, three-valued evaluation.
import { type ASTNode, Environment, EvaluationError, serialize } from '@marcbachmann/cel-js'
import { isBefore, whyIncomparable } from '../model/facts/time.ts'
import { pattern } from './pattern.ts'
import { compareReleases, IncomparableRelease } from './release.ts'
import { elementType, isLeaf, type TypeName, type TypeTable, typeAt } from './types.ts'

export type CelNode = ASTNode

/** A fact tree as CEL sees it: typed objects, integers as BigInt (a plain number would be a CEL double). */
export type CelValues = Readonly<Record<string, unknown>>

export type Verdict =
  | { readonly value: 'true' | 'false' }
  | {
      readonly value: 'unknown'
      /** A release that could not be compared. */
      readonly release?: string
      /** Why two times could not be compared. */
      readonly times?: string
    }
  | { readonly value: 'error'; readonly error: string }

/** The variable of a `for` rule and the type of the list's elements. */
export interface LoopVariable {
  readonly name: string
  readonly type: TypeName
}

export interface Program {
  readonly expression: string
  readonly ast: CelNode
  /** The type problem of the expression (`undefined`: none) and its result type. */
  check(): { readonly type?: string; readonly problem?: string }
  evaluate(values: CelValues): Verdict
  /** Evaluates one side of a logical operator of this expression. */
  evaluatePart(part: CelNode, values: CelValues): Verdict
}

/** Rules are short; anything bigger is a mistake or an attack on the engine. */
export const MAX_EXPRESSION = 2000
const LIMITS = { maxAstNodes: 600, maxDepth: 40, maxListElements: 200, maxMapEntries: 1, maxCallArguments: 8 }

/** One per type table; parsed expressions are kept. */
export class CelEnvironment {
  readonly table: TypeTable
  readonly #root: Environment
  readonly #constructors = new Map<TypeName, new () => object>()
  readonly #loops = new Map<string, Environment>()
  readonly #programs = new Map<string, Program>()

  constructor(table: TypeTable) {
    this.table = table
    this.#root = new Environment({ limits: LIMITS })
    // Children first: a type must be registered before a type that holds it.
    for (const name of Object.keys(table).sort((a, b) => depth(b) - depth(a))) {
      if (name === '') continue
      const shape = { [name]: class {} }[name] as new () => object
      this.#constructors.set(name, shape)
      const fields = Object.entries(table[name] ?? {}).map(([field, type]) => [field, celType(type)])
      this.#root.registerType(name, { ctor: shape, fields: Object.fromEntries(fields) })
    }
    for (const [name, type] of Object.entries(table[''] ?? {}))
      this.#root.registerVariable(name, celType(type))
    registerFunctions(this.#root)
  }

  /** @throws ParseError of cel-js when the expression cannot be read */
  compile(expression: string, loop?: LoopVariable): Program {
    const key = loop === undefined ? expression : `${loop.name}:${loop.type}\n${expression}`
    const known = this.#programs.get(key)
    if (known !== undefined) return known
    const parsed = this.#environment(loop).parse(expression)
    const program: Program = {
      expression,
      ast: parsed.ast,
      check: () => {
        const result = parsed.check()
        if (result.valid) return result.type === undefined ? {} : { type: result.type }
        return { problem: result.error?.summary ?? 'type error' }
      },
      evaluate: values => judge(() => parsed(values)),
      evaluatePart: (part, values) => this.compile(sourceOf(part), loop).evaluate(values),
    }
    this.#programs.set(key, program)
    return program
  }

  /** Type of the elements of the list at a fact path. */
  elementTypeAt(list: string): TypeName | undefined {
    const type = typeAt(this.table, list)
    return type === undefined ? undefined : elementType(type)
  }

  /** Converts a fact tree once a device. Values that do not fit their type are passed on and end as `error`. */
  values(facts: unknown): CelValues {
    const values: Record<string, unknown> = {}
    for (const [name, type] of Object.entries(this.table[''] ?? {})) {
      const given = isRecord(facts) && Object.hasOwn(facts, name) ? facts[name] : undefined
      // An unknown list at the root stays away; an unknown branch is an object without facts.
      if (given !== undefined || elementType(type) === undefined)
        values[name] = this.#convert(given ?? {}, type)
    }
    return values
  }

  #environment(loop: LoopVariable | undefined): Environment {
    if (loop === undefined) return this.#root
    const key = `${loop.name}:${loop.type}`
    let environment = this.#loops.get(key)
    if (environment === undefined) {
      environment = this.#root.clone().registerVariable(loop.name, celType(loop.type))
      this.#loops.set(key, environment)
    }
    return environment
  }

  #convert(value: unknown, type: TypeName): unknown {
    if (type === 'int')
      return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value
    if (isLeaf(type)) return value
    const element = elementType(type)
    if (element !== undefined)
      return Array.isArray(value) ? value.map(item => this.#convert(item, element)) : value
    const shape = this.#constructors.get(type)
    if (!isRecord(value) || shape === undefined) return value
    const object = new shape() as Record<string, unknown>
    for (const [field, fieldType] of Object.entries(this.table[type] ?? {})) {
      const child = Object.hasOwn(value, field) ? value[field] : undefined
      if (child !== undefined && child !== null) object[field] = this.#convert(child, fieldType)
    }
    return object
  }
}

/** CEL knows times as text: they are compared by `before()`, never by their letters. */
function celType(type: TypeName): TypeName {
  return type === 'time' ? 'string' : type
}

/** A part of an expression as text of its own; its place in the input does not tell the brackets around it. */
export function sourceOf(part: CelNode): string {
  return serialize(part)
}

function judge(run: () => unknown): Verdict {
  try {
    const result = run()
    if (typeof result === 'boolean') return result ? TRUE : FALSE
    return { value: 'error', error: `the condition gives ${typeof result}, not true or false` }
  } catch (error) {
    if (error instanceof IncomparableRelease) return { value: 'unknown', release: error.release }
    if (error instanceof IncomparableTimes) return { value: 'unknown', times: error.message }
    // Names are checked when a rule is loaded, so a missing key (or list at the root) is always a missing fact.
    if (error instanceof EvaluationError) {
      const missing = error.code === 'no_such_key' || error.code === 'unknown_variable'
      return missing ? UNKNOWN : { value: 'error', error: error.summary }
    }
    return { value: 'error', error: error instanceof Error ? error.message : String(error) }
  }
}

const TRUE: Verdict = { value: 'true' }
const FALSE: Verdict = { value: 'false' }
const UNKNOWN: Verdict = { value: 'unknown' }

function registerFunctions(environment: Environment): void {
  environment
    .registerFunction('re(string, string): bool', (text: string, source: string) =>
      pattern(source).test(text),
    )
    .registerFunction('before(string, string): bool', before)
    .registerFunction('lower(string): string', (text: string) => text.toLowerCase())
    .registerFunction(
      'release_before(string, string): bool',
      (release: string, limit: string) => compareReleases(release, limit) < 0,
    )
    .registerFunction(
      'release_at_least(string, string): bool',
      (release: string, limit: string) => compareReleases(release, limit) >= 0,
    )
}

/** Times whose order depends on an offset nobody knows. */
class IncomparableTimes extends Error {}

function before(a: string, b: string): boolean {
  const result = isBefore(a, b)
  if (result === undefined) throw new IncomparableTimes(whyIncomparable(a, b))
  return result
}

function depth(path: string): number {
  return path === '' ? 0 : path.split('.').length
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
