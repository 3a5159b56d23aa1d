// Which text of a huge file stays in memory: answers that a parser reads, up to a size; of logs the newest part.
import { concat, copyOf, linesIn } from './bytes.ts'

export interface SplitLimits {
  /** Bytes kept of one answer. */
  readonly section: number
  /** Bytes kept of a text that nothing names and nothing recognises. */
  readonly unnamed: number
  /** Bytes kept of the whole input. */
  readonly total: number
  /** Lines that may start an answer. */
  readonly marks: number
}

export const SPLIT_LIMITS: SplitLimits = {
  section: 8 * 1024 * 1024,
  unnamed: 1024 * 1024,
  total: 32 * 1024 * 1024,
  marks: 50_000,
}

/** Text from one mark to the next, as far as it was kept. */
export interface Stretch {
  /** The mark's own line with its line end. */
  own: Uint8Array | undefined
  pieces: Uint8Array[]
  /** Text is missing: none of it was wanted, or its front or its end went beyond a limit. */
  missing?: 'unwanted' | 'front' | 'end'
  /** Line ends in what was taken off the front, that of the own line included. */
  linesLost: number
}

/** `all` up to the limit · `newest` the same, from the end · `unnamed` as long as it may still be recognised */
export type Keep = 'all' | 'newest' | 'unnamed' | 'none'

export function emptyStretch(): Stretch {
  return { own: undefined, pieces: [], linesLost: 0 }
}

export class Keeper {
  private keep: Keep = 'unnamed'
  private section: Stretch[] = []
  private sectionBytes = 0
  private totalBytes = 0
  private readonly limits: SplitLimits
  private readonly recognise: (head: Uint8Array) => Keep

  /** @param recognise what to keep of a text that nothing names, by its first bytes */
  constructor(limits: SplitLimits, recognise: (head: Uint8Array) => Keep) {
    this.limits = limits
    this.recognise = recognise
  }

  get current(): Keep {
    return this.keep
  }

  /** A new answer starts: what is kept of it is counted from here. */
  start(keep: Keep): void {
    this.keep = keep
    this.section = []
    this.sectionBytes = 0
  }

  /** The next stretch of the same answer, or the first one after `start`. */
  open(stretch: Stretch, own: Uint8Array): void {
    this.section.push(stretch)
    if (this.keep === 'none') return
    stretch.own = copyOf(own)
    this.count(own.length)
  }

  add(stretch: Stretch, bytes: Uint8Array): void {
    if (bytes.length === 0) return
    if (this.keep === 'none') {
      stretch.missing ??= 'unwanted'
      return
    }
    if (this.keep === 'newest') {
      stretch.pieces.push(copyOf(bytes))
      this.count(bytes.length)
      this.dropOldest()
      return
    }
    const limit = this.keep === 'unnamed' ? this.limits.unnamed : this.limits.section
    const room = Math.max(0, Math.min(limit - this.sectionBytes, this.limits.total - this.totalBytes))
    const fitting = bytes.subarray(0, room)
    if (fitting.length > 0) stretch.pieces.push(copyOf(fitting))
    this.count(fitting.length)
    if (fitting.length === bytes.length) return
    if (this.keep === 'unnamed' && this.totalBytes < this.limits.total) {
      this.keep = this.recognise(bytesOf(this.section))
      if (this.keep !== 'none') {
        this.add(stretch, bytes.subarray(room))
        return
      }
    }
    stretch.missing = 'end'
    this.keep = 'none'
  }

  /** What is left is the end of the answer, exact to the byte, so that it does not depend on how the input came in. */
  private dropOldest(): void {
    for (const stretch of this.section) {
      while (stretch.own !== undefined || stretch.pieces.length > 0) {
        const excess = this.sectionBytes - this.limits.section
        if (excess <= 0) return
        const oldest = stretch.own ?? stretch.pieces[0] ?? new Uint8Array()
        const gone = oldest.subarray(0, excess)
        const rest = oldest.subarray(gone.length)
        if (stretch.own === undefined) stretch.pieces.splice(0, 1, ...(rest.length > 0 ? [rest] : []))
        else stretch.own = rest.length > 0 ? rest : undefined
        stretch.missing = 'front'
        stretch.linesLost += linesIn(gone)
        this.count(-gone.length)
      }
    }
  }

  private count(bytes: number): void {
    this.sectionBytes += bytes
    this.totalBytes += bytes
  }
}

/** The kept bytes of stretches, in order, up to the first place where some are missing. */
export function bytesOf(stretches: readonly Stretch[]): Uint8Array {
  const parts: Uint8Array[] = []
  for (const { own, pieces, missing } of stretches) {
    if (own !== undefined) parts.push(own)
    parts.push(...pieces)
    if (missing === 'end' || missing === 'unwanted') break
  }
  return concat(parts)
}
