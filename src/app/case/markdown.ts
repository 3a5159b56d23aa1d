// The pages of a case as Markdown: device text is escaped and stays in its place.

import type { Source } from '../../model/facts/store.ts'
import { escapeMarkdown } from '../../report/markdown/escape.ts'
import { proofLine } from '../../report/words.ts'

/** Lines of one list on a page that shall stay one page. */
export const MOST_LINES = 12

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [row(head), row(head.map(() => '---')), ...rows.map(cells => row(cells.map(escapeMarkdown)))].join(
    '\n',
  )
}

/** A list, or what is said where there is nothing to list. Each item is escaped already. */
export function list(items: readonly string[], none: string, most = MOST_LINES): string {
  if (items.length === 0) return none
  const shown = items.slice(0, most).map(item => `- ${item}`)
  const more = items.length - shown.length
  return [...shown, ...(more === 0 ? [] : [`- and ${more} more`])].join('\n')
}

/** ` (show logging:12 | text)`. */
export function proof(source: Source | undefined): string {
  return source === undefined ? '' : ` (${escapeMarkdown(cut(proofLine(source)))})`
}

const LONGEST = 160

export function cut(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}...`
}

export function page(blocks: readonly string[]): string {
  return `${blocks.filter(block => block !== '').join('\n\n')}\n`
}
