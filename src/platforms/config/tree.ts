// A running configuration as a tree that prints back byte for byte what nobody touched.
import type { Platform } from '../../model/platform.ts'

export interface ConfigNode {
  /** As printed, indentation included, without the line end. */
  line: string
  indent: number
  readonly kind: 'command' | 'comment' | 'blank'
  children: ConfigNode[]
  /** Lines that belong to the command and are no commands: the text of a banner, a certificate in hex. */
  body: readonly string[]
  /** IOS XR: the `!` that ends the block, as printed. */
  close?: string
}

export interface ConfigTree {
  readonly platform: Platform
  readonly root: ConfigNode
}

export function commandNode(line: string, indent: number): ConfigNode {
  return { line, indent, kind: 'command', children: [], body: [] }
}

/** Sub-modes by indentation. Blank lines and `!` stay where they are; free text stays with its command. */
export function readConfig(platform: Platform, text: string): ConfigTree {
  const root = commandNode('', -1)
  const open: ConfigNode[] = [root]
  // Blank lines belong to where the next line stands: between two blocks, or inside one.
  let waiting: ConfigNode[] = []
  const lines = text.split('\n')
  const free = new FreeText(platform, lines)
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    const words = line.trim()
    const indent = line.length - line.trimStart().length
    if (words === '') {
      waiting.push({ line, indent: 0, kind: 'blank', children: [], body: [] })
      continue
    }
    while (open.length > 1 && (open.at(-1)?.indent ?? -1) > indent) open.pop()
    const above = open.at(-1)
    if (platform === 'ios-xr' && words === '!' && above?.indent === indent && above !== root) {
      open.pop()
      if (waiting.length === 0 && (above.children.length > 0 || startsBlock(above))) {
        above.close = line
        continue
      }
    }
    while (open.length > 1 && (open.at(-1)?.indent ?? -1) >= indent) open.pop()
    const end = words.startsWith('!') ? at : free.endOf(at)
    const node: ConfigNode = {
      line,
      indent,
      kind: words.startsWith('!') ? 'comment' : 'command',
      children: [],
      body: lines.slice(at + 1, end + 1),
    }
    open.at(-1)?.children.push(...waiting, node)
    waiting = []
    at = end
    if (node.kind === 'command') open.push(node)
  }
  root.children.push(...waiting)
  return { platform, root }
}

/** IOS XR prints a `!` behind an empty block too; behind a plain command it is only a separator. */
function startsBlock(node: ConfigNode): boolean {
  return /^\s*(interface|vrf|route-policy|router|class-map|policy-map|line|crypto ca trustpoint|profile) ?/i.test(
    node.line,
  )
}

/** The text of the tree. Without recursion: hostile text may lie thousands of levels deep. */
export function printConfig(tree: ConfigTree): string {
  const lines: string[] = []
  const rest: (ConfigNode | string)[] = [...tree.root.children].reverse()
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if (typeof next === 'string') {
      lines.push(next)
      continue
    }
    lines.push(next.line, ...next.body)
    if (next.close !== undefined) rest.push(next.close)
    for (let at = next.children.length - 1; at >= 0; at -= 1) rest.push(next.children[at] as ConfigNode)
  }
  return lines.join('\n')
}

/** Finds the last line of free text. A mark that never comes again is looked for once, however often it opens. */
class FreeText {
  private readonly unclosed = new Set<string>()
  private readonly platform: Platform
  private readonly lines: readonly string[]

  constructor(platform: Platform, lines: readonly string[]) {
    this.platform = platform
    this.lines = lines
  }

  /** Index of the last line that belongs to the one at `at`; `at` itself for an ordinary line. */
  endOf(at: number): number {
    const line = this.lines[at] ?? ''
    const banner = /^banner \S+ (\^C|\S)(.*)$/.exec(line.trimEnd())
    if (banner !== null) {
      const mark = banner[1] ?? ''
      return (banner[2] ?? '').includes(mark) ? at : this.upTo(at, mark, text => text.includes(mark))
    }
    if (/^\s+certificate /.test(line)) {
      // A certificate kept in a file has no text: the next line is one of the configuration.
      const hex = /^\s*[0-9A-F]{8}( [0-9A-F]{2,8})+\s*$/.test(this.lines[at + 1] ?? '')
      return hex ? this.upTo(at, 'quit', text => text.trim() === 'quit') : at
    }
    if (this.platform === 'ios-xr' && /^(route-policy|(prefix|community|as-path|rd)-set) /.test(line))
      return this.upTo(at, 'end-', text => /^end-(policy|set)\s*$/.test(text))
    return at
  }

  private upTo(at: number, mark: string, ends: (text: string) => boolean): number {
    if (this.unclosed.has(mark)) return at
    for (let next = at + 1; next < this.lines.length; next += 1) if (ends(this.lines[next] ?? '')) return next
    this.unclosed.add(mark)
    return at
  }
}
