// One line as the device meant it: wrapped lines put together, with the way back to where each character stands.
import type { Span } from '../span.ts'
import type { PhysicalLine } from './lines.ts'
import type { Visible } from './visible.ts'

interface Part {
  readonly line: PhysicalLine
  readonly seen: Visible
  /** Place of the part's first character in the text of the unit. */
  readonly from: number
}

export class Unit {
  readonly parts: Part[] = []
  text = ''

  /** @param gap a blank stands between the parts: the terminal program cut it off at the line's end */
  add(line: PhysicalLine, seen: Visible, gap: boolean): void {
    if (gap && this.parts.length > 0) this.text += ' '
    this.parts.push({ line, seen, from: this.text.length })
    this.text += seen.text
  }

  get last(): Part | undefined {
    return this.parts[this.parts.length - 1]
  }

  /** Number of the line in which a character stands. */
  lineOf(at: number): number {
    let number = this.parts[0]?.line.number ?? 0
    for (const part of this.parts) if (part.from <= at) number = part.line.number
    return number
  }

  /** The raw lines with the spans replaced. The text put in stands where the span begins; line ends stay. */
  render(spans: readonly Span[]): string {
    return this.parts
      .map(part => {
        const to = part.from + part.seen.text.length
        const inside = spans.filter(span => span.start < to && span.end > part.from)
        return rewrite(part, inside) + part.line.ending
      })
      .join('')
  }
}

function rewrite({ line, seen, from }: Part, spans: readonly Span[]): string {
  if (spans.length === 0) return line.text
  const raw = (at: number): number => (seen.at === undefined ? at : (seen.at[at] ?? line.text.length))
  let out = ''
  let done = 0
  for (const span of spans) {
    const start = Math.max(span.start - from, 0)
    const end = Math.min(span.end - from, seen.text.length)
    out += line.text.slice(done, raw(start))
    if (span.start >= from) out += span.put
    // Behind the last hidden character: sequences that follow it stay.
    done = end === 0 ? 0 : raw(end - 1) + 1
  }
  return out + line.text.slice(done)
}
