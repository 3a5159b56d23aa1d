// Configuration text as a tree by indentation: the shape all three platforms share.
import type { Line } from './contract.ts'
import { indentOf } from './text.ts'

export interface Block {
  readonly line: Line
  /** Trimmed text of the line. */
  readonly text: string
  readonly indent: number
  readonly children: readonly Block[]
}

interface OpenBlock extends Block {
  readonly children: OpenBlock[]
}

/**
 * Reads an indentation tree. Blank lines are skipped; `!` separators close open blocks of the same or deeper
 * indentation (IOS XR prints them at the level of the block they end) and are kept as blocks of their own.
 */
export function readBlocks(lines: readonly Line[]): Block[] {
  const roots: OpenBlock[] = []
  const open: OpenBlock[] = []
  for (const line of lines) {
    const text = line.text.trim()
    if (text === '') continue
    const indent = indentOf(line.text)
    while (open.length > 0 && (open[open.length - 1]?.indent ?? 0) >= indent) open.pop()
    const block: OpenBlock = { line, text, indent, children: [] }
    const parent = open[open.length - 1]
    if (parent === undefined) roots.push(block)
    else parent.children.push(block)
    if (!text.startsWith('!')) open.push(block)
  }
  return roots
}

/** Every line of a block and below. Without recursion: hostile text may lie thousands of levels deep. */
export function blockLines(block: Block): Line[] {
  const lines: Line[] = []
  const rest: Block[] = [block]
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    lines.push(next.line)
    for (let at = next.children.length - 1; at >= 0; at -= 1) rest.push(next.children[at] as Block)
  }
  return lines
}
