// Questions to a device's configuration: blocks by their first words, settings below a block, a block as printed.

import type { Platform } from '../model/platform.ts'
import { type ConfigNode, readConfig } from '../platforms/config/index.ts'

/** A configuration line and the deeper lines below it; for IOS XR also the `!` that ends it. */
export type ConfigBlock = ConfigNode

/** The top level of a configuration. */
export function configBlocks(platform: Platform, text: string): readonly ConfigBlock[] {
  return readConfig(platform, text).root.children
}

/** The block's lines as written, itself first. */
export function blockLines(block: ConfigBlock): string[] {
  const inner = [...block.body, ...block.children.flatMap(blockLines)]
  return [block.line, ...inner, ...(block.close === undefined ? [] : [block.close])]
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
