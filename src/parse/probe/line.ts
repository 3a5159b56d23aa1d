// One line of a probe capture back to the result it was printed from. Linear, bounded, never throws.

export interface ProbeLine {
  readonly kind: string
  readonly fields: Readonly<Record<string, unknown>>
}

type Tree = Record<string, unknown> | unknown[]

const PAIR = /[ ]([A-Za-z][A-Za-z0-9_.-]{0,200})=("(?:[^"\\]|\\.)*"|[^ "]+)/y
const KIND = /^([a-z]{1,20})(?= |$)/
const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i
const KEY = /^[A-Za-z][A-Za-z0-9_-]{0,60}$/
const PLACE = /^(0|[1-9]\d{0,3})$/
const MAX_PAIRS = 5_000
const MAX_DEPTH = 10

/** Undefined when it is not wholly such a line: half a result is none. */
export function readProbeLine(text: string): ProbeLine | undefined {
  const kind = KIND.exec(text)?.[1]
  if (kind === undefined) return undefined
  const fields: Record<string, unknown> = {}
  let at = kind.length
  for (let count = 0; at < text.length; count += 1) {
    PAIR.lastIndex = at
    const pair = PAIR.exec(text)
    if (pair === null || count === MAX_PAIRS) return undefined
    const value = readValue(pair[2] ?? '')
    if (value === undefined || !put(fields, (pair[1] ?? '').split('.'), value)) return undefined
    at = PAIR.lastIndex
  }
  return { kind, fields }
}

function readValue(text: string): unknown {
  if (text === '[]') return []
  if (text === '{}') return {}
  if (text === 'true' || text === 'false') return text === 'true'
  if (NUMBER.test(text)) return Number(text)
  if (!text.startsWith('"')) return text
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Elements of a list come in their order. False when the name does not fit what is there. */
function put(tree: Record<string, unknown>, keys: readonly string[], value: unknown): boolean {
  if (keys.length > MAX_DEPTH) return false
  let node: Tree = tree
  for (const [depth, key] of keys.entries()) {
    const next = keys[depth + 1]
    const there = fieldOf(node, key)
    if (there === 'misfit') return false
    if (next === undefined) return there === undefined && set(node, key, value)
    if (there === undefined) {
      const made: Tree = PLACE.test(next) ? [] : {}
      if (!set(node, key, made)) return false
      node = made
    } else if (typeof there === 'object' && there !== null) node = there as Tree
    else return false
  }
  return false
}

function fieldOf(node: Tree, key: string): unknown {
  if (Array.isArray(node)) return PLACE.test(key) && Number(key) <= node.length ? node[Number(key)] : 'misfit'
  if (!KEY.test(key)) return 'misfit'
  return Object.hasOwn(node, key) ? node[key] : undefined
}

function set(node: Tree, key: string, value: unknown): boolean {
  if (Array.isArray(node)) node[Number(key)] = value
  else node[key] = value
  return true
}
