// Tables whose first or last column holds VRF names: no word on the line says so, only the heading does.

const FIRST_COLUMN = /^\s*Name\s+Default RD\b|^VRF-Name\s+VRF-ID\b|^VRF\s+RD\s+RT\b|^\s*VRF Name\s+/i
const LAST_COLUMN = /^Interface\s+IP-Address\s+Status\s+Protocol\s+Vrf-?Name\s*$/i

/** Follows the headings; gives the place of a VRF's name in the lines below one. */
export class VrfTables {
  private column: 'first' | 'last' | undefined
  private indent = 0

  read(text: string): { name: string; at: number } | undefined {
    if (FIRST_COLUMN.test(text) || LAST_COLUMN.test(text)) {
      this.column = FIRST_COLUMN.test(text) ? 'first' : 'last'
      this.indent = text.search(/\S/)
      return undefined
    }
    if (this.column === undefined) return undefined
    // A table ends at an empty line, a prompt, or a line that starts further left.
    const start = text.search(/\S/)
    if (start < this.indent || /^\S+[#>]/.test(text)) {
      this.column = undefined
      return undefined
    }
    const found = this.column === 'first' ? /^\s*(\S+)\s/.exec(`${text} `) : /\s(\S+)\s*$/.exec(text)
    const name = found?.[1]
    if (name === undefined || /^-+$/.test(name) || (this.column === 'first' && start > this.indent))
      return undefined
    return { name, at: this.column === 'first' ? start : text.trimEnd().length - name.length }
  }
}

/** A banner of the configuration: everything between its two marks is a person's text. */
export class Banners {
  private mark: string | undefined
  private lines = 0

  /** Where the person's text starts and ends in the line; undefined outside a banner. */
  read(text: string): { start: number; end: number } | undefined {
    if (this.mark === undefined) {
      const found = OPEN.exec(text)
      if (found === null) return undefined
      const mark = found[2] ?? ''
      const start = (found[1] ?? '').length + mark.length
      const close = text.indexOf(mark, start)
      if (close < 0) {
        this.mark = mark
        this.lines = 0
      }
      return { start, end: close < 0 ? text.length : close }
    }
    this.lines += 1
    const close = text.indexOf(this.mark)
    if (close < 0 && this.lines < MOST_LINES) return { start: 0, end: text.length }
    this.mark = undefined
    return close < 0 ? undefined : { start: 0, end: close }
  }
}

/** An unclosed banner must not take the rest of a log with it. */
const MOST_LINES = 200
const OPEN = /^(\s*banner (?:motd|login|exec|incoming|slip-ppp|prompt-timeout|config-save)\s+)(\^C|\S)/
