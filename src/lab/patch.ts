// Small changes to the text a device inherits, so that a scenario file says only what differs.

export interface ConfigPatch {
  /** Whole lines, indentation included; lines below a removed line go with it. */
  readonly remove: readonly string[]
  readonly replace: readonly { readonly line: string; readonly with: readonly string[] }[]
  /** Lines go right below `parent`, before what is there. */
  readonly addUnder: readonly { readonly parent: string; readonly lines: readonly string[] }[]
  /** At the end, before a final `end`. */
  readonly append: readonly string[]
}

const depthOf = (line: string): number => line.length - line.trimStart().length

function find(lines: readonly string[], wanted: string): number {
  const at = lines.findIndex(line => line.trimEnd() === wanted.trimEnd())
  if (at < 0) throw new Error(`the inherited text has no line "${wanted}"`)
  return at
}

/** Throws when a line to change is not there: the base has moved and the scenario would silently test nothing. */
export function patchConfig(config: string, patch: ConfigPatch): string {
  const lines = config.replace(/\n$/, '').split('\n')
  for (const wanted of patch.remove) {
    const at = find(lines, wanted)
    const depth = depthOf(lines[at] ?? '')
    let end = at + 1
    while (end < lines.length && depthOf(lines[end] ?? '') > depth) end++
    lines.splice(at, end - at)
  }
  for (const change of patch.replace) lines.splice(find(lines, change.line), 1, ...change.with)
  for (const addition of patch.addUnder) lines.splice(find(lines, addition.parent) + 1, 0, ...addition.lines)
  if (patch.append.length > 0) {
    const last = lines.at(-1)?.trim() === 'end' ? lines.length - 1 : lines.length
    lines.splice(last, 0, ...patch.append)
  }
  return `${lines.join('\n')}\n`
}
