// Configuration lines of a fix as statements: each line with the sub-modes it is typed in.

/** One configuration line of a fix and where it is typed. */
export interface Statement {
  /** Lines that open the sub-modes around it, outermost first, as `sameLine` writes them. */
  readonly path: readonly string[]
  /** The line without its `no`, as `sameLine` writes it. */
  readonly line: string
  readonly negated: boolean
  /** Opens a sub-mode: deeper lines follow. */
  readonly header: boolean
}

/** A line in the form in which two spellings of the same are equal: single spaces, no quotes around a word. */
export function sameLine(line: string): string {
  return line
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/"([^" ]*)"/g, '$1')
}

export function indentOf(line: string): number {
  return line.length - line.trimStart().length
}

/** Statements in the order they are typed; the deeper-indented lines after a line belong to it. */
export function statementsOf(lines: readonly string[]): Statement[] {
  const open: { readonly indent: number; readonly line: string }[] = []
  return lines.map((raw, at) => {
    const indent = indentOf(raw)
    while (open.length > 0 && (open.at(-1)?.indent ?? 0) >= indent) open.pop()
    const path = open.map(one => one.line)
    const text = sameLine(raw)
    open.push({ indent, line: text })
    const next = lines[at + 1]
    const negated = text.startsWith('no ')
    return {
      path,
      line: negated ? text.slice(3) : text,
      negated,
      header: next !== undefined && indentOf(next) > indent,
    }
  })
}

/** `call-home > profile CiscoTAC-1`, for a person. */
export function placeOf(statement: Statement): string {
  return statement.path.join(' > ')
}

/** The line as typed, without its place. */
export function typedLine(statement: Statement): string {
  return statement.negated ? `no ${statement.line}` : statement.line
}
