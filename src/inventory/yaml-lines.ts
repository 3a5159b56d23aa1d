// YAML with the line of every value, so that a message can point at it.
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import type { InventoryProblem } from './types.ts'

/** More of them follow from the first. */
const MOST_ERRORS = 100
const MAX_ALIASES = 100

export class YamlLines {
  readonly problems: InventoryProblem[] = []
  /** Plain values; undefined when the text is no YAML at all. */
  readonly value: unknown
  private readonly file: string
  private readonly counter = new LineCounter()
  private readonly root: Node | null

  constructor(file: string, text: string) {
    this.file = file
    const document = parseDocument(text, {
      lineCounter: this.counter,
      uniqueKeys: true,
      // `!vault` and `!unsafe` of Ansible are values this tool has no use for.
      customTags: ['!vault', '!unsafe'].map(tag => ({ tag, resolve: () => '' })),
    })
    for (const error of document.errors.slice(0, MOST_ERRORS)) {
      const line = error.linePos?.[0].line
      this.problems.push({
        level: 'error',
        file,
        ...(line === undefined ? {} : { line }),
        text: `no valid YAML: ${wordsOf(error.message)}`,
      })
    }
    this.root = document.errors.length > 0 ? null : (document.contents as Node | null)
    this.value = this.root === null ? undefined : plain(document, this)
  }

  /** Line of the value at a path of keys, or of the nearest thing above it that is there. */
  lineOf(path: readonly (string | number)[]): number | undefined {
    let node: unknown = this.root
    let at = this.root?.range?.[0]
    for (const key of path) {
      if (isMap(node)) {
        const pair = node.items.find(item => isScalar(item.key) && String(item.key.value) === String(key))
        if (pair === undefined) break
        at = isScalar(pair.key) ? (pair.key.range?.[0] ?? at) : at
        node = pair.value
      } else if (isSeq(node)) {
        node = node.items[Number(key)]
        if (node === undefined) break
        at = (node as Node).range?.[0] ?? at
      } else break
    }
    return at === undefined ? undefined : this.counter.linePos(at).line
  }

  /** Notes a problem at a path. */
  report(level: InventoryProblem['level'], path: readonly (string | number)[], text: string): void {
    const line = this.lineOf(path)
    this.problems.push({ level, file: this.file, ...(line === undefined ? {} : { line }), text })
  }
}

function wordsOf(message: string): string {
  if (message.includes('call stack')) return 'it is nested too deep; a host needs a few levels only'
  return (message.split('\n')[0] ?? '').replace(/ at line \d+.*$/, '')
}

function plain(document: ReturnType<typeof parseDocument>, lines: YamlLines): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES })
  } catch {
    lines.report('error', [], 'too many YAML aliases; write the values out')
    return undefined
  }
}

export type Mapping = Readonly<Record<string, unknown>>

export function isMapping(value: unknown): value is Mapping {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
