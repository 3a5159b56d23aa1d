// Signs that a configuration lost lines: sub-lines without their heading, a last section that does not end.
import type { Line } from './contract.ts'
import { indentOf } from './text.ts'

/** A pure `!`: a separator on IOS XE, the end of the block of its indentation on IOS XR. */
const MARK = /^\s*!\s*$/

/** Lines with text; an address that a copy broke onto a line of its own tells nothing of the indentation. */
function printed(lines: readonly Line[]): Line[] {
  return lines.filter(line => line.text.trim() !== '' && !/^\s*https?:\/\//i.test(line.text))
}

/** Lines stand below nothing although others stand at the margin: the heading of their section is lost. */
export function hasOrphans(lines: readonly Line[]): boolean {
  const body = printed(lines).map(line => ({ indent: indentOf(line.text), mark: /^\s*!/.test(line.text) }))
  const margin = body.reduce((least, line) => Math.min(least, line.indent), Number.POSITIVE_INFINITY)
  let open = false
  for (const { indent, mark } of body) {
    if (indent > margin && !open && !mark) return true
    if (indent === margin) open = !mark
  }
  return false
}

/** IOS XR: an indented `!` ends a block of its own indentation; one that ends nothing has lost its heading. */
export function hasStrayEnd(lines: readonly Line[]): boolean {
  const open: number[] = []
  for (const line of printed(lines)) {
    const indent = indentOf(line.text)
    const mark = MARK.test(line.text)
    while ((open.at(-1) ?? -1) > indent) open.pop()
    if (mark && indent > 0 && open.at(-1) !== indent) return true
    if (open.at(-1) === indent) open.pop()
    if (!line.text.trim().startsWith('!')) open.push(indent)
  }
  return false
}

/** IOS XE headings that are never printed without sub-lines. */
const PARENT =
  /^(call-home|interface \S+|vrf definition \S+|crypto pki trustpoint \S+|line (con|vty|aux) .+)$/

/** No line is indented although some stand below others: a copy that lost its indentation has no sections to read. */
export function isFlat(lines: readonly Line[]): boolean {
  return lines.some(line => PARENT.test(line.text)) && !lines.some(line => /^\s+[^\s!]/.test(line.text))
}

/** IOS XR headings that are never printed without sub-lines. */
const HEADING = /^(call-home|router static|address-family \S+ \S+)\s*$/i

/** IOS XR: a section that was begun ends with a `!` at the margin. Text with no indentation tells nothing of it. */
export function endsInside(lines: readonly Line[]): boolean {
  const body = printed(lines)
  const last = body.at(-1)
  if (last === undefined) return false
  const margin = body.reduce((least, line) => Math.min(least, indentOf(line.text)), Number.POSITIVE_INFINITY)
  return indentOf(last.text) > margin || HEADING.test(last.text.trim())
}

/** Every record, from a line that `begins` one to the next such line, holds a line that `tells`. */
export function allTell(
  lines: readonly Line[],
  begins: (text: string) => boolean,
  tells: (text: string) => boolean,
): boolean {
  let told = true
  for (const { text } of lines) {
    if (begins(text)) {
      if (!told) return false
      told = false
    } else if (!told) told = tells(text)
  }
  return told
}
