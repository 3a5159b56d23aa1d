// The answer to one command: typed, echo seen, read to its proven end.
import type { CommandLimits } from '../platforms/index.ts'
import { cleanAnswer, decode, quote } from './clean.ts'
import { findEcho } from './echo.ts'
import { promptBeforeLog, startOfTwoPrompts, type Tail } from './ending.ts'
import { SessionError, seconds } from './errors.ts'
import { isOnly, type Line } from './line.ts'
import { isQuestion, lastLine, looksLikePrompt, pagerAt, wrongMode } from './prompt.ts'

export interface Answer {
  /** `question`: the device asked for something instead of answering. */
  readonly end: 'complete' | 'timed-out' | 'closed' | 'question'
  /** Cleaned text; what came so far when the end was not seen. */
  readonly text: string
  readonly reason?: string
}

const MAX_PAGES = 5_000
const MAX_BYTES = 256 * 1_048_576

/**
 * Sends one command and reads its answer to the end.
 * @throws SessionError desync when the echo does not come: nothing after it can be trusted
 * @throws RefusedCommandError when the guard does not let the command through
 */
export async function ask(line: Line, command: string, limits: CommandLimits): Promise<Answer> {
  if (line.lost) return { end: 'closed', text: '', reason: cutReason(line, 0) }
  if (line.hasStray())
    throw new SessionError(
      'desync',
      `more output came after the answer before ${quote(command)} was thought complete`,
    )
  line.inbox.reset()
  const start = performance.now()
  line.type(command)
  const bodyAt = await readEcho(line, command, limits, start)
  if (bodyAt === undefined) return { end: 'closed', text: '', reason: cutReason(line, line.inbox.size) }
  line.inbox.restartPauses()
  line.inbox.count(line.prompt, bodyAt)
  return new Reading(line, limits, bodyAt, start).toTheEnd()
}

function cutReason(line: Line, bytes: number): string {
  return `${line.stopped ? 'stopped' : 'the connection closed'} after ${bytes} bytes of the answer`
}

/** First byte behind the echo; undefined when the line went away before it came. */
async function readEcho(
  line: Line,
  command: string,
  limits: CommandLimits,
  start: number,
): Promise<number | undefined> {
  for (;;) {
    const left = limits.totalMs - (performance.now() - start)
    const arrival = await line.inbox.wait(Math.min(line.limits.echoMs, left))
    const echo = findEcho(line.inbox.head(16_384), command, line.prompt)
    if (echo.seen && echo.end !== undefined) return echo.end
    if (arrival === 'closed') return undefined
    if (arrival === 'quiet' || (!echo.seen && echo.hopeless)) {
      throw new SessionError(
        'desync',
        `the device did not echo ${quote(command)}; what it says can no longer be told apart`,
      )
    }
  }
}

/** Reads what follows the echo. */
class Reading {
  private readonly line: Line
  private readonly limits: CommandLimits
  private readonly bodyAt: number
  private readonly start: number
  private pages = 0
  /** Answers to pager lines, so that the pager can be taken out of the text. */
  private readonly erase: number[] = []
  /** What may be the new prompt; asked about by `confirming`. */
  private candidate: string | undefined
  /** A return was sent to see the prompt again: bytes received by then, and where the answer would end. */
  private confirming: { readonly at: number; readonly end: number } | undefined

  constructor(line: Line, limits: CommandLimits, bodyAt: number, start: number) {
    this.line = line
    this.limits = limits
    this.bodyAt = bodyAt
    this.start = start
  }

  async toTheEnd(): Promise<Answer> {
    const { inbox } = this.line
    const { holdMs, questionMs } = this.line.limits
    const { idleMs, totalMs } = this.limits
    let silence = 0
    for (;;) {
      const left = totalMs - (performance.now() - this.start)
      const until =
        silence < holdMs ? holdMs : silence < questionMs && questionMs < idleMs ? questionMs : idleMs
      if (left <= 0) return this.timedOut(`not complete after ${seconds(totalMs)}`)
      const arrival = await inbox.wait(Math.min(until - silence, left))
      if (arrival === 'data') {
        silence = 0
        if (inbox.size > MAX_BYTES) return this.timedOut('the answer is too long')
        continue
      }
      if (arrival === 'closed') return this.cut()
      silence = until
      const end = this.endOfAnswer()
      if (end !== undefined) {
        this.line.settle()
        return { end: 'complete', text: this.text(end) }
      }
      if (this.turnPage()) silence = 0
      else if (silence >= questionMs && this.confirming === undefined) {
        if (isQuestion(lastLine(inbox.tail))) return this.asked()
        const buried = promptBeforeLog(this.tail, this.bodyAt)
        if (buried !== undefined) this.confirm(buried)
        else this.askNewPrompt()
      }
      if (silence >= idleMs) return this.timedOut(`silent for ${seconds(idleMs)}`)
    }
  }

  private get tail(): Tail {
    const { tail, size } = this.line.inbox
    return { tail, size, prompt: this.line.prompt }
  }

  /**
   * The byte at which the answer ends, once that is sure: the prompt stands alone on the last line and nothing
   * follows it. When the prompt's text occurs in the answer too, or the line is slow, an empty line must bring the
   * same prompt again and nothing else.
   */
  private endOfAnswer(): number | undefined {
    const { inbox, prompt, limits } = this.line
    const renamed = this.endAtNewPrompt()
    if (renamed !== undefined) return renamed
    const at = inbox.lastLineAt()
    if (at < this.bodyAt || lastLine(inbox.tail) !== prompt) return undefined
    if (this.confirming === undefined) {
      const slow = inbox.longestPauseMs > limits.holdMs / 2
      if (inbox.occurrences <= 1 && !slow) return at
      this.confirm(at)
      return undefined
    }
    const since = inbox.since(this.confirming.at)
    if (since !== undefined && isOnly(since, prompt)) return this.confirming.end
    // It was content after all; the empty line is answered at the real end, so the prompt stands there twice.
    return startOfTwoPrompts(this.tail)
  }

  /**
   * A host name edit or a switchover changes the prompt: a last line that looks like one may be the new one, once a
   * session. An empty line tells: only a prompt comes back on it.
   */
  private askNewPrompt(): void {
    const last = lastLine(this.line.inbox.tail)
    const at = this.line.inbox.lastLineAt()
    if (this.line.relearned || at < this.bodyAt || !looksLikePrompt(last) || wrongMode(last) !== undefined)
      return
    this.candidate = last
    this.confirm(at)
  }

  /** End of the answer when the line asked about came back, and nothing else. */
  private endAtNewPrompt(): number | undefined {
    if (this.candidate === undefined || this.confirming === undefined) return undefined
    const since = this.line.inbox.since(this.confirming.at)
    if (since === undefined || !/[\r\n]/.test(since) || !isOnly(since, this.candidate)) return undefined
    this.line.relearn(this.candidate)
    return this.confirming.end
  }

  private confirm(end: number): void {
    this.confirming = { at: this.line.inbox.size, end }
    this.line.press('return')
  }

  private turnPage(): boolean {
    const pager = pagerAt(lastLine(this.line.inbox.tail))
    if (pager === undefined || this.pages >= MAX_PAGES) return false
    // Asked for already, and nothing came yet: a second key would turn the page after it, or lie at the prompt.
    if (this.erase.at(-1) === this.line.inbox.size) return false
    this.pages += 1
    this.erase.push(this.line.inbox.size)
    this.line.press(pager === 'end' ? 'quit' : 'space')
    return true
  }

  private async asked(): Promise<Answer> {
    const question = lastLine(this.line.inbox.tail)
    const text = this.text(this.line.inbox.lastLineAt())
    await this.line.recover()
    return { end: 'question', text, reason: `the device asked ${quote(question)} instead of answering` }
  }

  private async timedOut(why: string): Promise<Answer> {
    const { size } = this.line.inbox
    const text = this.text(size)
    await this.line.recover()
    return { end: 'timed-out', text, reason: `${why}; ${size - this.bodyAt} bytes came` }
  }

  private cut(): Answer {
    const { size } = this.line.inbox
    return { end: 'closed', text: this.text(size), reason: cutReason(this.line, size - this.bodyAt) }
  }

  /** Cleaned text of the answer. Pager lines are wiped as the device would have wiped them, whether it did or not. */
  private text(until: number): string {
    const { inbox } = this.line
    let at = this.bodyAt
    const end = Math.max(at, until)
    const parts: Buffer[] = []
    for (const cut of this.erase.filter(one => one < end)) {
      parts.push(inbox.slice(at, cut), Buffer.from('\r\u001b[K'))
      at = cut
    }
    parts.push(inbox.slice(at, end))
    return cleanAnswer(decode(Buffer.concat(parts)))
  }
}
