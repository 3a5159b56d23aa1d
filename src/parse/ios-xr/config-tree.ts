// IOS XR configuration as full lines: `domain` / ` vrf A` / `  name-server X` reads `domain vrf A name-server X`.
import type { FactWriter, Line } from '../contract.ts'
import { type Block, readBlocks } from '../indent.ts'

/** What a capture covers: an area that is covered is known absent when nothing of it is there. */
export type Area =
  | 'call-home'
  | 'domain'
  | 'http'
  | 'ntp'
  | 'clock'
  | 'crypto'
  | 'routes'
  | 'interfaces'
  | 'vrfs'
  | 'license'
  | 'admin'

export interface XrConfig {
  readonly lines: readonly Line[]
  readonly write: FactWriter
  readonly covers: (area: Area) => boolean
  /** Proof of absence: the line that shows the section was read. */
  readonly anchor: Line | undefined
}

export interface Path {
  readonly text: string
  /** The lines of the way down, own line last. */
  readonly lines: readonly Line[]
  readonly leaf: boolean
}

/** All lines below the roots with the words of their parents before them; `!` separators are left out. */
export function fullLines(lines: readonly Line[]): Path[] {
  const out: Path[] = []
  const walk = (blocks: readonly Block[], before: string, above: readonly Line[]): void => {
    for (const block of blocks) {
      if (block.text.startsWith('!')) continue
      const text = before === '' ? block.text : `${before} ${block.text}`
      const way = [...above, block.line]
      out.push({ text, lines: way, leaf: block.children.length === 0 })
      // Hostile depth: nothing of licensing lies deeper.
      if (way.length < 8) walk(block.children, text, way)
    }
  }
  walk(readBlocks(lines), '', [])
  return out
}

export function ownLine(path: Path): Line {
  const line = path.lines[path.lines.length - 1]
  if (line === undefined) throw new Error('a path has at least its own line')
  return line
}
