// One line taken into a configuration, or out of it.
import type { Platform } from '../../model/platform.ts'
import { type CommandRow, compileForm, type Match, matchRow, unquote, wordsOf } from './form.ts'
import { INDENT } from './grammar.ts'
import {
  type Found,
  firstWords,
  type Level,
  linesAt,
  type Place,
  placesOf,
  rowOf,
  sameKey,
  startsWith,
} from './places.ts'
import { type ConfigNode, commandNode } from './tree.ts'

export interface Target {
  readonly root: ConfigNode
  readonly platform: Platform
  readonly levels: readonly Level[]
}

/** Sets the line; true when something changed. */
export function setLine(target: Target, row: CommandRow, match: Match): boolean {
  const { marker } = compileForm(row.form)
  const places = placesOf(target.root, target.levels, target.platform)
  const { positive, negative } = sameLines(target, places, row, match, true)
  const text = [...match.printed, ...match.values].join(' ')
  let changed = false
  for (const head of row.drops ?? []) changed = dropLines(target, places, head, positive) || changed
  const first = positive[0]
  if (first !== undefined) {
    for (const one of negative) changed = take(target, one) || changed
    if (marker === '') return changed
    if (marker === '+') return addValues(target, positive, match) || changed
    for (const other of positive.slice(1)) changed = take(target, other) || changed
    return rewrite(first, text) || changed
  }
  if (row.on === true && row.shown !== true && marker === '') {
    for (const one of negative) changed = take(target, one) || changed
    return changed
  }
  const [off, ...others] = negative
  if (off === undefined) addLine(target, text)
  else {
    for (const one of others) take(target, one)
    rewrite(off, text)
  }
  return true
}

/** `no LINE`; true when something was there to take away (or the default had to be denied). */
export function unsetLine(target: Target, row: CommandRow, match: Match): boolean {
  const { marker } = compileForm(row.form)
  const places = placesOf(target.root, target.levels, target.platform)
  const { positive, negative } = sameLines(target, places, row, match)
  if ((marker === '+' || marker === '=+') && match.values.length > 0)
    return takeValues(target, positive, match)
  if (row.on !== true || !match.whole) return takeAll(target, positive)
  const text = `no ${match.printed.join(' ')}`
  const [first, ...others] = positive
  if (first === undefined) {
    if (negative.length > 0) return false
    addLine(target, text)
    return true
  }
  takeAll(target, others)
  if (negative.length > 0) return take(target, first)
  return rewrite(first, text)
}

/** `default LINE`: neither the line nor its `no` stays. */
export function resetLine(target: Target, row: CommandRow, match: Match): boolean {
  const places = placesOf(target.root, target.levels, target.platform)
  const { positive, negative } = sameLines(target, places, row, match)
  return takeAll(target, [...positive, ...negative])
}

/** The block of a mode, made when it is not there. Outer blocks are made as well. */
export function blockOf(target: Target): ConfigNode {
  let owner = target.root
  for (let depth = 1; depth < target.levels.length; depth += 1) {
    const levels = target.levels.slice(0, depth + 1)
    const level = levels[depth] as Level
    const blocks = placesOf(target.root, levels, target.platform).filter(place => place.prefix.length === 0)
    const found = blocks[0]?.owner
    owner = found ?? insert(owner, level.printed, target.platform, true)
  }
  return owner
}

/** Takes away the blocks (and one-line forms) of a mode. */
export function removeMode(target: Target): boolean {
  const places = placesOf(target.root, target.levels, target.platform)
  const parents = placesOf(target.root, target.levels.slice(0, -1), target.platform)
  let removed = false
  for (const parent of parents) {
    for (const place of places) {
      const at = parent.owner.children.indexOf(place.owner)
      if (place.prefix.length > 0 || at < 0) continue
      parent.owner.children.splice(at, 1)
      removed = true
    }
  }
  for (const place of places) {
    if (place.prefix.length === 0) continue
    for (const one of linesAt(place)) removed = take(target, one) || removed
  }
  if (removed) prune({ ...target, levels: target.levels.slice(0, -1) })
  return removed
}

function sameLines(
  target: Target,
  places: readonly Place[],
  row: CommandRow,
  match: Match,
  exact = false,
): { positive: Found[]; negative: Found[] } {
  const { mode } = target.levels.at(-1) as Level
  const positive: Found[] = []
  const negative: Found[] = []
  const firsts = (match.whole ? firstWords(row) : undefined) ?? new Set([match.key[0]?.toLowerCase() ?? ''])
  for (const place of places) {
    for (const line of linesAt(place, firsts)) {
      if (!isSame(line)) continue
      if (line.negated) negative.push(line)
      else positive.push(line)
    }
  }
  return { positive, negative }

  function isSame(line: Found): boolean {
    if (!match.whole) return startsWith(line.words.map(unquote), match.key)
    const options = { platform: target.platform, partial: line.negated }
    const direct = matchRow(row, line.words, options)
    if (direct === undefined) return false
    // `no` takes every line that begins with its words: `no ip route 10.0.0.0 255.0.0.0`.
    const longer = !exact && !line.negated && startsWith(direct.key, match.key)
    if (!longer && !sameKey(direct.key, match.key)) return false
    return !mode.commands.includes(row) || rowOf(mode, line.words, options)?.row === row
  }
}

function dropLines(target: Target, places: readonly Place[], head: string, keep: readonly Found[]): boolean {
  const words = wordsOf(head)
  let dropped = false
  for (const place of places) {
    for (const line of linesAt(place)) {
      if (keep.some(one => one.node === line.node) || line.negated) continue
      const last = words.at(-1) ?? ''
      const begins =
        startsWith(line.words, words.slice(0, -1)) && (line.words[words.length - 1] ?? '').startsWith(last)
      if (begins) dropped = take(target, line) || dropped
    }
  }
  return dropped
}

function addValues(target: Target, lines: readonly Found[], match: Match): boolean {
  const there = new Set(lines.flatMap(line => line.words.slice(match.printed.length)))
  const added = match.values.filter(value => !there.has(value))
  const [first, ...others] = lines
  if (added.length === 0 || first === undefined) return false
  // One line holds several; a device that prints each on its own line goes on doing so.
  if (others.length === 0) first.node.line = `${first.node.line.trimEnd()} ${added.join(' ')}`
  else for (const value of added) addLine(target, [...match.printed, value].join(' '))
  return true
}

function takeValues(target: Target, lines: readonly Found[], match: Match): boolean {
  let changed = false
  for (const line of lines) {
    const values = line.words.slice(match.printed.length)
    const left = values.filter(value => !match.values.includes(value))
    if (left.length === values.length) continue
    changed = true
    if (left.length === 0) take(target, line)
    else rewrite(line, [...match.printed, ...left].join(' '))
  }
  return changed
}

function takeAll(target: Target, lines: readonly Found[]): boolean {
  for (const line of lines) take(target, line)
  return lines.length > 0
}

function take(target: Target, { owner, node }: Found): boolean {
  const at = owner.children.indexOf(node)
  if (at < 0) return false
  owner.children.splice(at, 1)
  prune(target)
  return true
}

/** Blocks that stand only while they hold something go with their last line. */
function prune(target: Target): void {
  for (let depth = target.levels.length - 1; depth > 0; depth -= 1) {
    if (target.levels[depth]?.mode.container !== true) return
    const levels = target.levels.slice(0, depth + 1)
    const outer = placesOf(target.root, levels.slice(0, -1), target.platform)
    for (const { owner, prefix } of placesOf(target.root, levels, target.platform)) {
      if (prefix.length > 0 || owner.children.some(child => child.kind === 'command')) continue
      for (const parent of outer) {
        const at = parent.owner.children.indexOf(owner)
        if (at >= 0) parent.owner.children.splice(at, 1)
      }
    }
  }
}

/** Keeps indentation and the heads of a one-line form. */
function rewrite({ node, words, negated }: Found, text: string): boolean {
  const all = wordsOf(node.line)
  const heads = all.slice(negated ? 1 : 0, all.length - words.length)
  const line = ' '.repeat(node.indent) + withHeads(heads, text)
  if (node.line === line) return false
  node.line = line
  return true
}

/** Adds a line to the mode, beside its like. */
export function addLine(target: Target, text: string): ConfigNode {
  const level = target.levels.at(-1) as Level
  const places = placesOf(target.root, target.levels, target.platform)
  const block = places.find(place => place.prefix.length === 0)
  if (block === undefined && level.mode.inline === 'flat') {
    // One line at the nearest block, the heads in front.
    const flat = places[0]
    return insert(flat?.owner ?? target.root, withHeads(flat?.prefix ?? [], text), target.platform, false)
  }
  return insert(block?.owner ?? blockOf(target), text, target.platform, false)
}

/** The heads in front of the line; `no` stands before them. */
function withHeads(heads: readonly string[], text: string): string {
  const no = text.startsWith('no ')
  return `${no ? 'no ' : ''}${[...heads, no ? text.slice(3) : text].join(' ')}`
}

/** Behind the line that shares most leading words; else at the end, before what closes the configuration. */
function insert(owner: ConfigNode, text: string, platform: Platform, isBlock: boolean): ConfigNode {
  const first = owner.children.find(child => child.kind === 'command')
  const indent = first?.indent ?? (owner.indent < 0 ? 0 : owner.indent + INDENT[platform])
  const node = commandNode(' '.repeat(indent) + text, indent)
  if (platform === 'ios-xr' && isBlock) node.close = `${' '.repeat(indent)}!`
  owner.children.splice(placeFor(owner, wordsOf(text), isBlock), 0, node)
  return node
}

function placeFor(owner: ConfigNode, words: readonly string[], isBlock: boolean): number {
  let best = 0
  let at = -1
  for (const [place, child] of owner.children.entries()) {
    if (child.kind !== 'command') continue
    const shared = commonWords(child.line, words)
    if (shared > 0 && shared >= best) {
      best = shared
      at = place + 1
    }
  }
  if (at >= 0) return at
  // Devices print the settings of a mode before its sub-modes.
  const sub = owner.children.findIndex(child => child.children.length > 0 || child.close !== undefined)
  if (owner.indent >= 0 && !isBlock && sub >= 0) return sub
  let end = owner.children.length
  while (end > 0 && isTail(owner, owner.children[end - 1] as ConfigNode)) end -= 1
  return end
}

/** The end of a configuration: `end`, blank lines, and on the outermost level the last separators. */
function isTail(owner: ConfigNode, node: ConfigNode): boolean {
  return node.kind !== 'command' || (owner.indent < 0 && node.line.trim() === 'end')
}

/** Leading words that a line and the words share, `no` left out. */
function commonWords(line: string, words: readonly string[]): number {
  const right = words[0] === 'no' ? words.slice(1) : words
  const text = line.trimStart().replace(/^no /, '')
  const first = right[0] ?? ''
  // Most lines differ in their first word: the rest need not be taken apart.
  if (!text.startsWith(first)) return 0
  const left = wordsOf(text)
  let count = 0
  while (count < left.length && count < right.length && left[count] === right[count]) count += 1
  return count
}
