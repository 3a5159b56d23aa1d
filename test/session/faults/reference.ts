// What a person would have read of the bytes a device printed: a terminal of its own, sharing nothing with the tool's.

/** Text of the log lines the lab prints. */
const LOG = 'Configured from console by ops on vty0 (192.0.2.9)'

/** One line of cells with a cursor; control characters act or vanish. */
class Screen {
  readonly #done: string[] = []
  #cells: string[] = []
  #at = 0

  feed(text: string): void {
    const chars = [...text]
    for (let i = 0; i < chars.length; i++) {
      const char = chars[i] ?? ''
      const code = char.codePointAt(0) ?? 0
      if (char === '\u001b') i = this.#escape(chars, i)
      else if (char === '\n') this.#newLine()
      else if (char === '\r') this.#at = 0
      else if (char === '\b') this.#at = Math.max(0, this.#at - 1)
      else if (char === '\t' || (code >= 0x20 && (code < 0x7f || code > 0x9f))) this.#put(char)
    }
  }

  get lines(): string[] {
    return [...this.#done, this.#cells.join('')]
  }

  #put(char: string): void {
    while (this.#cells.length < this.#at) this.#cells.push(' ')
    this.#cells[this.#at] = char
    this.#at++
  }

  #newLine(): void {
    this.#done.push(this.#cells.join(''))
    this.#cells = []
    this.#at = 0
  }

  /** Index of the last character of the sequence; of all of them only "erase to the end of the line" does something. */
  #escape(chars: readonly string[], start: number): number {
    if (chars[start + 1] !== '[') return start + 1
    let end = start + 2
    while (end < chars.length && !/[@-~]/.test(chars[end] ?? '')) end++
    if (chars[end] === 'K') this.#cells.length = Math.min(this.#cells.length, this.#at)
    return end
  }
}

/** Line by line: one that is no UTF-8 does not spoil the others. */
function decoded(bytes: Buffer): string {
  const lines = bytes.toString('latin1').split('\n')
  return lines.map(line => decodedLine(Buffer.from(line, 'latin1'))).join('\n')
}

function decodedLine(bytes: Buffer): string {
  const text = bytes.toString('utf8')
  return Buffer.from(text, 'utf8').equals(bytes) ? text : bytes.toString('latin1')
}

export interface Reading {
  /** The answer may start with the time. */
  readonly stamped: boolean
  /** Log lines may be the command's own: they stay. */
  readonly logs: boolean
}

/** Lines as served; blanks at the ends of lines are no matter. */
export function readable(bytes: Buffer, options: Reading): string[] {
  const screen = new Screen()
  screen.feed(decoded(bytes))
  let lines = screen.lines.map(line => line.trimEnd()).filter(line => options.logs || !line.endsWith(LOG))
  if (options.stamped) {
    const first = lines.findIndex(line => line !== '')
    if (/^\w{3} \w{3} .\d \d\d:\d\d:\d\d\.\d{3} UTC$/.test(lines[first] ?? '')) lines = lines.slice(first + 1)
  }
  while (lines.length > 0 && lines.at(-1) === '') lines.pop()
  return lines
}

/** The same view of what the tool reports. */
export function reported(text: string): string[] {
  const lines = text.split('\n').map(line => line.trimEnd())
  while (lines.length > 0 && lines.at(-1) === '') lines.pop()
  return lines
}
