// Reads a text of any size piece by piece: finds the lines that may start an answer, keeps only what is wanted.
import { PLATFORMS } from '../../model/platform.ts'
import { parserFor, recogniseCommand } from '../registry.ts'
import { concat, copyOf } from './bytes.ts'
import { mayBeMark } from './candidate.ts'
import { cleanLine, cleanText } from './clean.ts'
import { withoutComments } from './comments.ts'
import { isTechSupport } from './headings.ts'
import { emptyStretch, Keeper, SPLIT_LIMITS, type SplitLimits } from './keep.ts'
import { type Mark, type MarkLine, readMark } from './mark.ts'
import { readPrompt } from './prompt.ts'
import { resolveMarks } from './resolve.ts'
import { afterStamp, findStamp, type Stamp } from './stamp.ts'
import type { Segment } from './types.ts'

export interface SplitOptions {
  readonly limits?: Partial<SplitLimits>
  /** What a text that does not name its command is of. */
  readonly command?: string
}

/** Why the input ended before its time, and whether what came before can be trusted to be whole. */
export interface Damage {
  readonly reason: string
  readonly everywhere: boolean
}

/** The first bytes tell about time stamps and line ends. */
const HEAD = 64 * 1024
/** A longer line is text, and handed on in pieces. */
const LONG_LINE = 64 * 1024
/** As much of a line is looked at; no prompt or heading is longer. */
const LOOKED_AT = 2048
const CACHED = 20_000
/** Sections without a parser that are told apart. */
const UNREAD = 200
const LF = 10
const CR = 13

/**
 * Bytes in (UTF-8, any chunks), segments out. The result does not depend on how the bytes were cut into chunks.
 * A chunk is not held on to after `push` returns.
 */
export class Splitter {
  private readonly limits: SplitLimits
  private readonly keeper: Keeper
  private readonly marks: Mark[]
  private mark: Mark
  private carry: Uint8Array[] = []
  private carried = 0
  private started = false
  private inLongLine = false
  private onlyCr = false
  private stamp: Stamp | undefined
  private lines = 0
  private printed = false
  private readonly owners = new Set<string>()
  private readonly known = new Map<string, boolean>()
  private unsure = 0
  private unread = 0
  private promptSeen = false
  private headingSeen = false
  /** Headings count in a `show tech-support` and where no prompt says what the text is. */
  private headingsCount = true
  private full = false

  constructor(options: SplitOptions = {}) {
    this.limits = { ...SPLIT_LIMITS, ...options.limits }
    this.keeper = new Keeper(this.limits, head => this.keepOfUnnamed(head, options.command))
    this.mark = startMark()
    this.marks = [this.mark]
    this.keeper.start('unnamed')
    this.keeper.open(this.mark.body, new Uint8Array())
  }

  push(chunk: Uint8Array): void {
    if (this.started) this.feed(chunk)
    else {
      this.carry.push(copyOf(chunk))
      this.carried += chunk.length
      if (this.carried >= HEAD) this.begin()
    }
  }

  /** Nothing may be pushed afterwards. Segments in order; empty when only white space came. */
  finish(damage?: Damage): Segment[] {
    if (!this.started) this.begin()
    const rest = this.takeCarry()
    if (rest.length > 0) this.scan(rest, 0, rest.length)
    if (!this.printed) return []
    return resolveMarks(this.marks, {
      stamp: this.stamp,
      sectionLimit: this.limits.section,
      isKnown: command => this.isKnown(command),
      cut: this.full ? `only its first ${this.limits.marks} answers were read` : damage?.reason,
      everywhere: damage?.everywhere === true,
    })
  }

  private begin(): void {
    this.started = true
    const all = this.takeCarry()
    const head = all.subarray(0, HEAD)
    this.onlyCr = !head.includes(LF) && head.includes(CR)
    const text = new TextDecoder().decode(head)
    const lines = text.split(this.onlyCr ? '\r' : '\n').slice(0, 200)
    this.stamp = findStamp(lines.map(line => cleanLine(line.slice(0, LOOKED_AT))))
    this.feed(all)
  }

  private feed(input: Uint8Array): void {
    const chunk = this.onlyCr ? input.map(byte => (byte === CR ? LF : byte)) : input
    let from = 0
    if (this.inLongLine) {
      const end = chunk.indexOf(LF)
      from = end < 0 ? chunk.length : end + 1
      this.keeper.add(this.mark.body, chunk.subarray(0, from))
      this.inLongLine = end < 0
    } else if (this.carried > 0) {
      const end = chunk.indexOf(LF)
      from = end < 0 ? chunk.length : end + 1
      this.carry.push(copyOf(chunk.subarray(0, from)))
      this.carried += from
      if (end < 0 && this.carried < LONG_LINE) return
      const line = this.takeCarry()
      this.scan(line, 0, line.length)
      this.inLongLine = end < 0
    }
    const last = chunk.lastIndexOf(LF) + 1
    if (last > from) this.scan(chunk, from, last)
    const rest = chunk.subarray(Math.max(from, last))
    if (rest.length === 0) return
    this.carry.push(copyOf(rest))
    this.carried += rest.length
    if (this.carried < LONG_LINE) return
    const line = this.takeCarry()
    this.scan(line, 0, line.length)
    this.inLongLine = true
  }

  private takeCarry(): Uint8Array {
    const [first] = this.carry
    const all = first !== undefined && this.carry.length === 1 ? first : concat(this.carry)
    this.carry = []
    this.carried = 0
    return all
  }

  /** Whole lines from `from` to `to`; only the last may lack its line end. */
  private scan(chunk: Uint8Array, from: number, to: number): void {
    const { stamp } = this
    let kept = from
    let at = from
    while (at < to) {
      const found = chunk.indexOf(LF, at)
      const end = found < 0 || found >= to ? to : found
      this.lines += 1
      const start = stamp === undefined ? at : afterStamp(chunk, at, end, stamp)
      const next = Math.min(end + 1, to)
      const short = !this.full && end - at < LONG_LINE
      if (short && mayBeMark(chunk, start, end) && this.isMark(chunk, at, end, kept, next)) kept = next
      else if (this.mark.blank && hasPrint(chunk, start, end)) {
        this.mark.blank = false
        this.printed = true
      }
      at = end + 1
    }
    this.keeper.add(this.mark.body, chunk.subarray(kept, to))
  }

  /** Opens the mark on this line, if it is one; what came before it since `kept` goes to the mark before. */
  private isMark(chunk: Uint8Array, at: number, end: number, kept: number, next: number): boolean {
    const raw = new TextDecoder().decode(chunk.subarray(at, Math.min(end, at + LOOKED_AT)))
    const read = readMark(cleanLine(raw, this.stamp), command => this.isKnown(command))
    if (read === undefined || !this.counts(read) || this.isMoreOfTheSame(read)) return false
    this.keeper.add(this.mark.body, chunk.subarray(kept, at))
    this.printed = true
    this.mark = { ...read, line: this.lines, body: emptyStretch(), blank: true }
    this.marks.push(this.mark)
    this.follow(read)
    this.keeper.open(this.mark.body, chunk.subarray(at, next))
    if (this.marks.length >= this.limits.marks) {
      this.full = true
      this.keeper.start('none')
    }
    return true
  }

  /** Marks that are certainly text, whatever is still to come, are left out. */
  private counts(read: MarkLine): boolean {
    switch (read.kind) {
      case 'heading':
        return this.headingsCount
      case 'bare':
      case 'echo':
        return !this.promptSeen && !this.headingSeen
      case 'prompt':
        if (this.isSurePrompt(read.text)) return true
        this.unsure += 1
        return this.unsure * 2 < this.limits.marks
      default:
        return true
    }
  }

  /** One unread section after the other: beyond a number of them it does not matter where the next one starts. */
  private isMoreOfTheSame(read: MarkLine): boolean {
    if (read.kind !== 'heading' || this.isKnown(read.command)) return false
    if (this.mark.kind === 'heading' && this.keeper.current === 'none' && this.unread >= UNREAD) {
      this.mark.blank = false
      return true
    }
    this.unread += 1
    return false
  }

  private isSurePrompt(text: string): boolean {
    const typed = readPrompt(text)
    if (typed !== undefined && typed.command !== '') this.owners.add(typed.hostname)
    const prompt = typed ?? readPrompt(text, this.owners)
    return prompt !== undefined && this.owners.has(prompt.hostname)
  }

  /** What is wanted of the text after this mark. A prompt that may be none changes nothing. */
  private follow(read: MarkLine): void {
    const { command } = read
    if (read.kind === 'break') {
      this.headingsCount = true
      this.keeper.start('unnamed')
    } else if (read.kind === 'prompt' && this.isSurePrompt(read.text)) {
      this.promptSeen = true
      this.headingsCount = isTechSupport(command)
      this.keeper.start(command === '' ? 'none' : this.keepOf(command))
    } else if (read.kind === 'heading') {
      this.headingSeen = true
      this.keeper.start(this.keepOf(command))
    } else if (read.kind === 'bare' || (read.kind === 'echo' && this.isKnown(command))) {
      this.keeper.start(this.keepOf(command))
    }
  }

  private keepOf(command: string): 'all' | 'newest' | 'none' {
    if (!this.isKnown(command)) return 'none'
    return isLog(command) ? 'newest' : 'all'
  }

  private isKnown(command: string): boolean {
    const before = this.known.get(command)
    if (before !== undefined) return before
    // Hostile text may name a new command on every line.
    if (this.known.size >= CACHED) return false
    const known = PLATFORMS.some(platform => parserFor(platform, command) !== undefined)
    this.known.set(command, known)
    return known
  }

  private keepOfUnnamed(head: Uint8Array, named: string | undefined): 'all' | 'newest' | 'none' {
    if (named !== undefined) return isLog(named) ? 'newest' : 'all'
    const text = cleanText(new TextDecoder().decode(head), this.stamp)
    const found = [text, withoutComments(text)].flatMap(one => recogniseCommand(one))
    if (found.length === 0) return 'none'
    return found.some(one => isLog(one.command)) ? 'newest' : 'all'
  }
}

/** Of a log the newest lines count, and they stand at its end. */
function isLog(command: string): boolean {
  return /^sh\S* log/i.test(command)
}

function startMark(): Mark {
  return { kind: 'start', text: '', command: '', line: 0, body: emptyStretch(), blank: true }
}

function hasPrint(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if ((bytes[at] ?? 0) > 32) return true
  return false
}
