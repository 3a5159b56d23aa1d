// Tables with a column of secrets: only the heading says what it holds.
import type { SecretKind } from '../kinds.ts'
import { NAME_PSEUDONYM } from '../pseudonyms.ts'
import type { Span } from '../span.ts'
import { wordSpan } from '../value.ts'
import { wordsOf } from '../words.ts'

interface Heading {
  readonly pattern: RegExp
  readonly column: 'first' | 'last'
  readonly kind: SecretKind
}

const HEADINGS: readonly Heading[] = [
  // NX-OS: show snmp community, show snmp host (of version 1 and 2c the security name is the community).
  { pattern: /^\s*Community\s+Group ?\/ ?Access\b/i, column: 'first', kind: 'community' },
  { pattern: /^\s*Host\s+Port\s+Version\s+Level\s+Type\s+SecName\s*$/i, column: 'last', kind: 'community' },
  // NX-OS: show ntp authentication-keys.
  { pattern: /^\s*Auth[- ]?key\s+MD5 String\s*$/i, column: 'last', kind: 'ntp-key' },
  // IOS XE: show crypto isakmp key.
  { pattern: /^\s*Keyring\s+Hostname\/Address\s+Preshared Key\s*$/i, column: 'last', kind: 'pre-shared-key' },
]

export class SecretTables {
  private open: Heading | undefined
  private rows = 0

  /** The secret of a row; each line of a text is to be read once and in order. */
  read(text: string): Span | undefined {
    const heading = HEADINGS.find(({ pattern }) => pattern.test(text))
    if (heading !== undefined) {
      this.open = heading
      this.rows = 0
      return undefined
    }
    if (this.open === undefined) return undefined
    // A table ends at a prompt, or at an empty line that does not set the heading off.
    if ((text.trim() === '' && this.rows > 0) || /^(?:\S+[#>]|!)/.test(text)) {
      this.open = undefined
      return undefined
    }
    if (/^[\s-]*$/.test(text)) return undefined
    const { column, kind } = this.open
    const words = wordsOf(text.slice(0, WIDEST))
    // Columns stand apart by more than one blank, unless the row was wrapped: a sentence is no row.
    if (words.length > 3 && !/\S\s{2,80}\S/.test(text)) {
      this.open = undefined
      return undefined
    }
    this.rows += 1
    const word = column === 'last' ? words[words.length - 1] : words[0]
    // What follows the table in a text that was redacted before may be as short as a row.
    return word === undefined || PSEUDONYM.test(word.text) ? undefined : wordSpan(word, kind)
  }
}

const PSEUDONYM = new RegExp(`^(?:${NAME_PSEUDONYM.source})$`)

/** No row is longer. */
const WIDEST = 512
