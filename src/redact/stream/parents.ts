// The configuration lines a line stands under, by indentation: ` key 7 x` means one thing below a RADIUS server, another
// below a key chain.

/** Deeper nesting than any configuration has. */
const DEEPEST = 16
/** Enough of a line to tell what it is. */
const HEAD = 80

export class Parents {
  private readonly open: { readonly indent: number; readonly head: string }[] = []

  /** The lines above `text`, outermost first. */
  above(text: string): readonly string[] {
    const indent = text.search(/\S/)
    return this.open.filter(line => line.indent < indent).map(line => line.head)
  }

  /** The same; `text` then counts as one for the lines that follow. */
  of(text: string): readonly string[] {
    const indent = text.search(/\S/)
    if (indent < 0) return []
    const parents = this.above(text)
    while ((this.open[this.open.length - 1]?.indent ?? -1) >= indent) this.open.pop()
    if (text[indent] !== '!' && this.open.length < DEEPEST)
      this.open.push({
        indent,
        head: text
          .slice(indent, indent + HEAD)
          .trim()
          .toLowerCase(),
      })
    return parents
  }
}
