// Which mode a typed line is meant for: the present one, an outer one, or none.
import type { Platform } from '../../model/platform.ts'
import { type CommandRow, compileForm, type Match, type ModeRow, matchRow } from './form.ts'
import { isExecLine } from './grammar.ts'
import { type Level, linesAt, rowOf } from './places.ts'
import type { ConfigNode } from './tree.ts'

export type Verb = 'set' | 'no' | 'default'

/** The modes entered, the global one first. */
export interface Context {
  readonly platform: Platform
  readonly root: ConfigNode
  readonly levels: readonly Level[]
}

/** A mode, and the row of the line; without a match the line is the head of the innermost mode, or one no table lists. */
export interface Destination {
  /** Index of the mode among those entered. */
  readonly depth: number
  /** Modes the line itself leads into. */
  readonly inner: readonly Level[]
  readonly row?: CommandRow
  readonly match?: Match
}

/**
 * The present mode, then outwards; full words before words cut short. A line no table lists goes where its indentation
 * puts it, where its like stands, or by its first word. `words` come without `no`.
 */
export function lookUp(
  context: Context,
  words: readonly string[],
  verb: Verb,
  indent: number,
): Destination | undefined {
  const { levels, platform } = context
  const top = levels.length - 1
  const here = levels[top] as Level
  const open = top > 0 && here.mode.open === true
  const inside = open && indent > (here.indent ?? Number.POSITIVE_INFINITY)
  const first = words[0]?.toLowerCase() ?? ''
  const own = open && here.mode.words?.includes(first) === true
  const found = listed(context, words, verb, false)
  if (found !== undefined) {
    // Global forms of two words and more are told with certainty; the head of a mode is not, below another head.
    const weak = found.row === undefined ? inside : isWeak(found.row)
    if (found.depth === top || !weak || !(inside || own)) return found
  }
  const unlisted: Destination = { depth: top, inner: [] }
  if (inside || own) {
    const short = below(platform, here.mode, words, verb, true)
    return short === undefined ? unlisted : { depth: top, ...short }
  }
  const short = listed(context, words, verb, true)
  if (short !== undefined) return short
  const global = levels[0]?.mode.words ?? []
  if (open && !global.includes(first)) return unlisted
  if (isExecLine(platform, words.join(' '))) return undefined
  return global.includes(first) || hasLike(context.root, words) ? { depth: 0, inner: [] } : undefined
}

function listed(
  { platform, levels }: Context,
  words: readonly string[],
  verb: Verb,
  abbreviated: boolean,
): Destination | undefined {
  for (let depth = levels.length - 1; depth >= 0; depth -= 1) {
    if (depth === 0 && isExecLine(platform, words.join(' '))) return undefined
    const found = below(platform, (levels[depth] as Level).mode, words, verb, abbreviated)
    if (found !== undefined) return { depth, ...found }
  }
  return undefined
}

function below(
  platform: Platform,
  mode: ModeRow,
  words: readonly string[],
  verb: Verb,
  abbreviated: boolean,
): Omit<Destination, 'depth'> | undefined {
  const whole = { platform, abbreviated, partial: false }
  for (const sub of mode.modes ?? []) {
    const head = matchRow({ form: sub.head, also: sub.also ?? [] }, words, whole)
    if (head !== undefined) return { inner: [levelOf(sub, head)] }
  }
  const command = rowOf(mode, words, { ...whole, partial: verb !== 'set' })
  if (command !== undefined) return { inner: [], ...command }
  // IOS XR: `ntp server X` on one line.
  for (const sub of mode.modes ?? []) {
    if (sub.inline === undefined) continue
    const width = sub.head.split(' ').length
    const head = words.length > width ? matchRow({ form: sub.head }, words.slice(0, width), whole) : undefined
    const rest = head === undefined ? undefined : below(platform, sub, words.slice(width), verb, abbreviated)
    if (head !== undefined && rest !== undefined)
      return { ...rest, inner: [levelOf(sub, head), ...rest.inner] }
  }
  return undefined
}

function levelOf(mode: ModeRow, head: Match): Level {
  return { mode, key: head.key, printed: head.printed.join(' ') }
}

/** Only its first word tells the line: `logging ...` is one of an interface as well. */
function isWeak(row: CommandRow): boolean {
  return compileForm(row.form).key.filter(word => !word.includes('<')).length < 2
}

/** The configuration holds a line that begins with the same two words. */
function hasLike(root: ConfigNode, words: readonly string[]): boolean {
  const head = words.slice(0, 2).join(' ').toLowerCase()
  return linesAt({ owner: root, prefix: [] }).some(
    line => line.words.slice(0, 2).join(' ').toLowerCase() === head,
  )
}
