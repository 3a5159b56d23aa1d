// Where in the tree the lines of a mode stand: in its block, or (IOS XR) written out on one line with its head in front.
import type { Platform } from '../../model/platform.ts'
import { type CommandRow, type Match, type ModeRow, matchRow, wordsOf } from './form.ts'
import type { ConfigNode } from './tree.ts'

/** Lines directly below `owner` that start with `prefix` are lines of the mode. */
export interface Place {
  readonly owner: ConfigNode
  readonly prefix: readonly string[]
}

/** A mode as entered: `profile "CiscoTAC-1"` of the mode with that head. */
export interface Level {
  readonly mode: ModeRow
  /** Comparable words of the head; empty for the global mode. */
  readonly key: readonly string[]
  /** The head as the device prints it. */
  readonly printed: string
  /** Spaces in front of the head as it was typed: deeper lines are meant for the mode. */
  readonly indent?: number
}

export interface Found {
  readonly owner: ConfigNode
  readonly node: ConfigNode
  /** Words of the line within its mode, `no` left out. */
  readonly words: readonly string[]
  readonly negated: boolean
}

/** All places of a mode. The last level is the mode itself. */
export function placesOf(root: ConfigNode, levels: readonly Level[], platform: Platform): Place[] {
  let places: Place[] = [{ owner: root, prefix: [] }]
  for (const level of levels) {
    if (level.key.length === 0) continue
    const next: Place[] = []
    const head = { form: level.mode.head, also: level.mode.also ?? [] }
    const firsts = firstWords(head) ?? new Set([level.key[0]?.toLowerCase() ?? ''])
    for (const place of places) {
      for (const { node, words, negated } of linesAt(place, firsts)) {
        if (negated) continue
        const match = matchRow(head, words, { platform })
        if (match !== undefined && sameKey(match.key, level.key)) next.push({ owner: node, prefix: [] })
      }
      if (level.mode.inline !== undefined)
        next.push({ owner: place.owner, prefix: [...place.prefix, ...level.key] })
    }
    places = next
  }
  return places
}

/** Commands at a place, in order; with `firsts` only those that begin with one of the words (in lower case). */
export function linesAt({ owner, prefix }: Place, firsts?: ReadonlySet<string>): Found[] {
  const found: Found[] = []
  for (const node of owner.children) {
    if (node.kind !== 'command') continue
    const { words: own, first, negated } = readLine(node)
    const begin = prefix.length === 0 ? first : own[prefix.length]?.toLowerCase()
    if (firsts !== undefined && (begin === undefined || !firsts.has(begin))) continue
    if (own.length > prefix.length && prefix.every((word, at) => same(word, own[at])))
      found.push({ owner, node, words: prefix.length === 0 ? own : own.slice(prefix.length), negated })
  }
  return found
}

interface ReadLine {
  readonly line: string
  /** Without `no`. */
  readonly words: readonly string[]
  readonly first: string | undefined
  readonly negated: boolean
}

/** The first words of lines a row may match; undefined when it may be any. */
export function firstWords(row: {
  readonly form: string
  readonly also?: readonly string[]
}): ReadonlySet<string> | undefined {
  const firsts = [row.form, ...(row.also ?? [])].map(form => form.split(' ', 1)[0] ?? '')
  return firsts.some(word => word.includes('<')) ? undefined : new Set(firsts.map(word => word.toLowerCase()))
}

/** Every typed line looks at every line of its mode: each is taken apart once. */
const READ = new WeakMap<ConfigNode, ReadLine>()

function readLine(node: ConfigNode): ReadLine {
  const known = READ.get(node)
  if (known?.line === node.line) return known
  const words = wordsOf(node.line)
  const negated = words[0]?.toLowerCase() === 'no'
  const own = negated ? words.slice(1) : words
  const read = { line: node.line, words: own, first: own[0]?.toLowerCase(), negated }
  READ.set(node, read)
  return read
}

/** Which row a line is of: the first that matches, as for a typed line. */
export function rowOf(
  mode: ModeRow,
  words: readonly string[],
  options: { platform: Platform; abbreviated?: boolean; partial?: boolean },
): { row: CommandRow; match: Match } | undefined {
  for (const row of mode.commands) {
    const match = matchRow(row, words, options)
    if (match !== undefined) return { row, match }
  }
  return undefined
}

export function sameKey(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word, at) => same(word, b[at]))
}

export function startsWith(whole: readonly string[], start: readonly string[]): boolean {
  return start.length <= whole.length && start.every((word, at) => same(word, whole[at]))
}

/** Names differ by case on no device in use, key words may be typed in any. */
function same(a: string, b: string | undefined): boolean {
  return b !== undefined && a.toLowerCase() === b.toLowerCase()
}
