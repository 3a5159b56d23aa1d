// A page of text being written: paragraphs with a label in the margin, folded to the width.
import { displayText } from '../clean.ts'
import type { Meaning, Style } from '../style.ts'
import { columnsOf, fold } from '../wrap.ts'

/** Columns of the margin that holds the labels. */
export const MARGIN = 11

export class Page {
  readonly style: Style
  private readonly lines: string[] = []

  constructor(style: Style) {
    this.style = style
  }

  /** One line as it is. */
  line(text = ''): void {
    // One blank line parts blocks, never two.
    if (text === '' && (this.lines.length === 0 || this.lines.at(-1) === '')) return
    this.lines.push(text)
  }

  /** Folded text behind a label; the following lines stand under the first. */
  paragraph(label: string, text: string, meaning: Meaning = 'plain'): void {
    const lead = label === '' ? ' '.repeat(MARGIN) : ` ${this.style.paint('dim', label.padEnd(MARGIN - 1))}`
    fold(displayText(text), this.style.width - MARGIN).forEach((part, at) => {
      this.line(`${at === 0 ? lead : ' '.repeat(MARGIN)}${this.style.paint(meaning, part)}`)
    })
  }

  /** Folded text under a painted beginning, e.g. a symbol and a word; following lines are indented by `indent`. */
  heading(lead: string, leadMeaning: Meaning, text: string, meaning: Meaning, indent = 2): void {
    const [first = '', ...rest] = fold(displayText(text), this.style.width - columnsOf(lead) - 1)
    this.line(`${this.style.paint(leadMeaning, lead)} ${this.style.paint(meaning, first)}`)
    if (rest.length === 0) return
    for (const part of fold(rest.join(' '), this.style.width - indent)) {
      this.line(`${' '.repeat(indent)}${this.style.paint(meaning, part)}`)
    }
  }

  /** Lines to paste: from the first column, never folded, nothing around them but blank lines. */
  paste(lines: readonly string[]): void {
    this.line()
    for (const text of lines) this.lines.push(this.style.paint('paste', displayText(text).trimEnd()))
    this.line()
  }

  toString(): string {
    return this.lines.map(line => line.replace(/[ \t]+$/, '')).join('\n')
  }
}
