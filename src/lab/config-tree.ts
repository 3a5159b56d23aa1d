// A configuration as indented blocks: enough to print a part of it, and to patch it in a device file.

/** A configuration line and the deeper lines below it, the closing `!` of an XR block included. */
export interface ConfigBlock {
  readonly line: string
  readonly indent: number
  readonly children: readonly ConfigBlock[]
}

interface Open {
  readonly line: string
  readonly indent: number
  readonly children: Open[]
}

/** Reads indentation; `!` lines in column one separate blocks and belong to none. */
export function readConfig(text: string): readonly ConfigBlock[] {
  const root: Open = { line: '', indent: -1, children: [] }
  const stack: Open[] = [root]
  for (const raw of text.split('\n')) {
    const line = raw.trimEnd()
    if (line.trim() === '') continue
    const indent = line.length - line.trimStart().length
    const block: Open = { line, indent, children: [] }
    while (stack.length > 1 && (stack.at(-1)?.indent ?? -1) >= indent) stack.pop()
    stack.at(-1)?.children.push(block)
    stack.push(block)
  }
  return root.children
}

/** The block's lines as written, itself first. */
export function blockLines(block: ConfigBlock): string[] {
  return [block.line, ...block.children.flatMap(blockLines)]
}

/** Top-level blocks whose first words are `words` (compared word by word). */
export function blocksNamed(config: readonly ConfigBlock[], words: string): readonly ConfigBlock[] {
  return config.filter(block => block.line === words || block.line.startsWith(`${words} `))
}

/** What follows `words ` on the first line below `block` that starts so; undefined when there is none. */
export function setting(block: ConfigBlock | undefined, words: string): string | undefined {
  for (const child of block?.children ?? []) {
    const text = child.line.trim()
    if (text === words) return ''
    if (text.startsWith(`${words} `)) return text.slice(words.length + 1)
  }
  return undefined
}

/** The same over several blocks: every value, in order. */
export function settings(block: ConfigBlock | undefined, words: string): string[] {
  return (block?.children ?? [])
    .map(child => child.line.trim())
    .filter(text => text.startsWith(`${words} `))
    .map(text => text.slice(words.length + 1))
}
