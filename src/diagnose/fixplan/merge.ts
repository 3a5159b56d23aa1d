// Configuration lines of several fixes as one block: every sub-mode entered once, no line twice, dependencies first.
import type { Platform } from '../../model/platform.ts'
import { leads, opensMode } from './settings.ts'
import { indentOf, sameLine } from './statement.ts'
import { placeOf } from './weight.ts'

interface Node {
  readonly line: string
  readonly children: Node[]
  /** Leads into a sub-mode, also where nothing is typed in it. */
  mode: boolean
}

/**
 * Blocks of lines, in the order in which they are to be typed, as one block with one space a level.
 * `exit` stands only where a line would otherwise be read in the sub-mode before it.
 */
export function mergeLines(platform: Platform, blocks: readonly (readonly string[])[]): string[] {
  const root: Node = { line: '', children: [], mode: true }
  for (const block of blocks) insert(root, block)
  for (const node of root.children) node.mode ||= opensMode(platform, node.line)
  const lines: string[] = []
  write(arrange(root.children, true), [], platform, lines)
  return lines
}

function insert(root: Node, block: readonly string[]): void {
  const open: { readonly indent: number; readonly node: Node }[] = [{ indent: -1, node: root }]
  for (const raw of block) {
    const indent = indentOf(raw)
    while (open.length > 1 && (open.at(-1)?.indent ?? -1) >= indent) open.pop()
    const parent = open.at(-1)?.node ?? root
    parent.mode = true
    const known = parent.children.find(child => sameLine(child.line) === sameLine(raw))
    const node = known ?? { line: raw.trim(), children: [], mode: false }
    if (known === undefined) parent.children.push(node)
    open.push({ indent, node })
  }
}

/**
 * Plain lines before sub-modes, so that none is taken for a line of the sub-mode above it (`ip name-server` means
 * something else inside `vrf context`). On the top level what others name or need comes first.
 */
function arrange(nodes: readonly Node[], top: boolean): Node[] {
  const place = (node: Node): number => placeOf(node.line, node.mode, top)
  return nodes
    .map((node, at) => ({ node, at }))
    .sort((a, b) => place(a.node) - place(b.node) || a.at - b.at)
    .map(({ node }) => node)
}

function write(nodes: readonly Node[], path: readonly string[], platform: Platform, lines: string[]): void {
  const depth = path.length
  nodes.forEach((node, at) => {
    const before = nodes[at - 1]
    const open = before === undefined ? [] : openAfter(before)
    if (open.length > 0 && !(node.mode && leads(platform, [...path, ...open], node.line, depth)))
      for (let level = open.length; level > 0; level--) lines.push(`${' '.repeat(depth + level)}exit`)
    lines.push(`${' '.repeat(depth)}${node.line}`)
    write(arrange(node.children, false), [...path, node.line], platform, lines)
  })
}

/** Lines that lead into the sub-modes left open after a node was typed. */
function openAfter(node: Node): string[] {
  if (!node.mode) return []
  const last = arrange(node.children, false).at(-1)
  return [node.line, ...(last === undefined ? [] : openAfter(last))]
}
