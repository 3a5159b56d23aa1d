// What a parser is: pure text in, facts out.
import type { Platform } from '../model/platform.ts'

/** A line of a capture: `number` is 1-based within the capture's text; `text` has no line end. */
export interface Line {
  readonly number: number
  readonly text: string
}

/**
 * Takes facts from a parser. Every call names the lines that prove the value; those lines are then claimed
 * (parse coverage). Calling `set` twice for one path keeps the first value: earlier commands rank higher.
 */
export interface FactWriter {
  /**
   * Sets a leaf or a whole list/object. Objects and lists are merged leaf by leaf with what is there already;
   * lists of objects are merged by their key field (`name`, `activity`, `kind`, `pid+sn`), others are kept as first set.
   * A leaf inside a list element may be left out when the text does not tell it: it is then unknown.
   */
  set(path: string, value: unknown, lines: Line | readonly Line[]): void
  /**
   * Sets a list whole, each element with the lines that prove it; `lines` prove the list itself (also when empty).
   * A list that is there already stays as first set, unless it is merged by key.
   */
  setEach(path: string, elements: readonly ListElement[], lines: Line | readonly Line[]): void
  /** Lines read and understood that give no fact. */
  claim(lines: Line | readonly Line[]): void
  /** This section was found but could not be read; the facts under `path` stay unknown with this reason. */
  unreadable(path: string, reason: string): void
}

export interface ListElement {
  readonly value: unknown
  readonly lines: Line | readonly Line[]
}

export interface ParserInput {
  readonly platform: Platform
  readonly command: string
  readonly lines: readonly Line[]
  /** The capture ended `ok`. When false, text that is not there proves nothing: set no known-absent values. */
  readonly complete: boolean
  /** Milliseconds a connection was waited for that did not come, in a test the tool ended. */
  readonly waitedMs?: number
}

export interface CommandParser {
  /** Canonical command: what the tool sends. */
  readonly command: string
  readonly platforms: readonly Platform[]
  /** Other spellings and filtered forms a person may have typed, anchored, case-insensitive; abbreviations are handled by the registry. */
  readonly aliases?: readonly RegExp[]
  /** What a person types behind these words is secret (a token): captures carry the canonical command alone. */
  readonly secret?: boolean
  /** Recognises the output without its command (first lines). Undefined: cannot be told from the text. */
  readonly recognise?: (head: string) => boolean
  /** Fact prefixes this command can settle, e.g. `license.registration`. Drives collection and `missing`. */
  readonly provides: readonly string[]
  /** Rank among commands that provide the same fact: lower is parsed first and wins. Default 50. */
  readonly rank?: number
  parse(input: ParserInput, write: FactWriter): void
}
