// Lines of licence output as `key: value` entries. Indentation is ignored: copies out of documents often lose it.
import type { Line } from '../contract.ts'

export interface Entry {
  /** First the line itself, then any continuation lines folded in. */
  readonly lines: readonly Line[]
  /** Trimmed text of the first line. */
  readonly text: string
  /** Lower case, blanks squeezed; '' when the line has no colon. */
  readonly key: string
  /** Trimmed; for a line without a colon the whole text. */
  readonly value: string
  readonly afterBlank: boolean
}

/** Longer "keys" are sentences that happen to hold a colon. */
const KEY_LIMIT = 70

export function readEntries(lines: readonly Line[]): Entry[] {
  const entries: Entry[] = []
  let afterBlank = true
  for (const line of lines) {
    const text = line.text.trim()
    if (text === '') {
      afterBlank = true
      continue
    }
    entries.push(readEntry(line, text, afterBlank))
    afterBlank = false
  }
  return entries
}

export function readEntry(line: Line, text: string, afterBlank: boolean): Entry {
  const colon = text.indexOf(':')
  const hasKey = colon > 0 && colon <= KEY_LIMIT
  return {
    lines: [line],
    text,
    key: hasKey ? normaliseKey(text.slice(0, colon)) : '',
    value: hasKey ? text.slice(colon + 1).trim() : text,
    afterBlank,
  }
}

/** Translated guides add their own word in brackets, `Initial Registration(…): FAILED on …`: that part is dropped. */
function normaliseKey(text: string): string {
  const open = text.indexOf('(')
  const plain = open > 0 && /[^\x00-\x7f]/.test(text.slice(open)) ? text.slice(0, open) : text
  return plain.trim().toLowerCase().replace(/\s+/g, ' ')
}

const FOLD_LIMIT = 6

/**
 * Joins the lines a long `Failure reason:` was wrapped over. A continuation is a line that starts with no key of
 * the section; a blank line ends a reason that has begun.
 */
export function foldReasons(entries: readonly Entry[], keys: ReadonlySet<string>): Entry[] {
  const folded: Entry[] = []
  for (const entry of entries) {
    const last = folded.at(-1)
    const open = last !== undefined && isReason(last.key) && last.lines.length < FOLD_LIMIT
    if (!open || keys.has(entry.key) || isReason(entry.key) || (entry.afterBlank && last.value !== '')) {
      folded.push(entry)
      continue
    }
    // A terminal 80 columns wide breaks inside words; a pager or editor breaks at blanks, which are lost.
    const full = last.lines.at(-1)?.text.length === 80
    const joined = last.value === '' ? entry.text : `${last.value}${full ? '' : ' '}${entry.text}`
    folded[folded.length - 1] = { ...last, value: joined, lines: [...last.lines, ...entry.lines] }
  }
  return folded
}

export function isReason(key: string): boolean {
  return key === 'failure reason' || key === 'failure reasons'
}
