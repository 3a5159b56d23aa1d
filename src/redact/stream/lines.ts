// Pieces of text of any size to lines with their line ends; a line without end is cut off at a bound.

export interface PhysicalLine {
  /** 1-based. */
  readonly number: number
  /** Without its line end. */
  readonly text: string
  /** LF, CR LF, CR CR LF, or '' at the end of the text. */
  readonly ending: string
  /** So many characters of the line were dropped: it was longer than any device prints. */
  readonly dropped: number
}

/** Characters a line may have: far more than any device prints, little enough to hold in memory. */
export const MAX_LINE = 256 * 1024

export class LineSplitter {
  private rest = ''
  private dropped = 0
  private count = 0

  /** The lines that are complete now. */
  push(chunk: string): PhysicalLine[] {
    const lines: PhysicalLine[] = []
    let from = 0
    for (let at = chunk.indexOf('\n'); at >= 0; at = chunk.indexOf('\n', from)) {
      this.keep(chunk.slice(from, at))
      lines.push(this.take('\n'))
      from = at + 1
    }
    this.keep(chunk.slice(from))
    return lines
  }

  /** What is left behind the last line end. */
  finish(): PhysicalLine[] {
    return this.rest === '' && this.dropped === 0 ? [] : [this.take('')]
  }

  private keep(part: string): void {
    const room = MAX_LINE - this.rest.length
    this.rest += part.length <= room ? part : part.slice(0, room)
    this.dropped += Math.max(0, part.length - room)
  }

  private take(ending: string): PhysicalLine {
    const end = lengthWithoutCr(this.rest)
    this.count += 1
    const line = {
      number: this.count,
      text: this.rest.slice(0, end),
      ending: this.rest.slice(end) + ending,
      dropped: this.dropped,
    }
    this.rest = ''
    this.dropped = 0
    return line
  }
}

function lengthWithoutCr(text: string): number {
  let end = text.length
  while (end > 0 && text[end - 1] === '\r') end -= 1
  return end
}
