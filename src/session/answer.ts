// The answer to one command: typed, echo seen, read to its proven end.
import type { CommandLimits } from '../platforms/index.ts'
import { cleanAnswer, decode, quote } from './clean.ts'
import { findEcho } from './echo.ts'
import { type PromptRun, promptRun } from './ending.ts'
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
const MAX_RETURNS = 3
/** Times the usual hold. */
const LONG_HOLD = 3
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
export async function readEcho(
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
  /** What may be the new prompt; asked about by the last return. */
  private candidate: { readonly prompt: string; readonly end: number } | undefined
  /** Returns sent to see the prompt again, and bytes received when the last one was. */
  private returns = 0
  private askedAt = -1
  /** When the last return was sent, and the longest pause up to then. */
  private askedSince = 0
  private pauseBefore = 0

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
    const steps = [holdMs, LONG_HOLD * holdMs, questionMs].filter(ms => ms < idleMs).sort((a, b) => a - b)
    let silence = 0
    for (;;) {
      const left = totalMs - (performance.now() - this.start)
      const until = steps.find(ms => ms > silence) ?? idleMs
      if (left <= 0) return this.timedOut(`not complete after ${seconds(totalMs)}`)
      const arrival = await inbox.wait(Math.min(until - silence, left))
      if (arrival === 'closed') return this.cut()
      silence = arrival === 'data' ? 0 : until
      if (inbox.size > MAX_BYTES) return this.timedOut('the answer is too long')
      const end = this.endOfAnswer(silence)
      if (end !== undefined) {
        this.line.settle()
        return { end: 'complete', text: this.text(end) }
      }
      if (arrival === 'data') continue
      if (this.turnPage()) silence = 0
      else if (silence >= questionMs) {
        if (isQuestion(lastLine(inbox.tail))) return this.asked()
        this.lookAgain()
      }
      if (silence >= idleMs) return this.timedOut(`silent for ${seconds(idleMs)}`)
    }
  }

  /** The prompts at the end of what came. */
  private get run(): PromptRun | undefined {
    const { tail, size } = this.line.inbox
    return promptRun({ tail, size, prompt: this.line.prompt }, this.bodyAt)
  }

  /**
   * The byte at which the answer ends, once that is sure: the prompt stands alone on the last line, and an empty line
   * brought it once more and nothing else. A prompt alone proves nothing: it may be a line of the answer before a pause.
   */
  private endOfAnswer(silence: number): number | undefined {
    const { inbox, prompt } = this.line
    const renamed = this.endAtNewPrompt(silence)
    if (renamed !== undefined) return renamed
    if (lastLine(inbox.tail) !== prompt) return undefined
    const run = this.run
    if (run === undefined) return undefined
    if (this.returns === 0) this.askAgain()
    return run.count > this.returns && this.isSettled(run, silence) ? run.start : undefined
  }

  /** Quiet for long enough: longer on a slow line, and longest where the prompt's text is part of the answer. */
  private isSettled(run: PromptRun, silence: number): boolean {
    const { inbox, limits } = this.line
    const { holdMs, questionMs } = limits
    const long = Math.min(LONG_HOLD * holdMs, questionMs)
    if (inbox.occurrences > run.count) return silence >= (2 * this.pauseBefore > long ? questionMs : long)
    if (this.pauseBefore > holdMs / 2) return silence >= long
    return silence >= holdMs || performance.now() - this.askedSince >= holdMs
  }

  /**
   * Nothing came for a while, and the end is not proven: the prompt may be hidden by a log line, may have changed, or
   * the device may have dropped what was typed early.
   */
  private lookAgain(): void {
    if (this.returns >= MAX_RETURNS) return
    const { inbox, prompt } = this.line
    const run = this.run
    if (run !== undefined && (run.buried || lastLine(inbox.tail) === prompt)) {
      // Those nothing came back on are lost: some devices forget what is typed while they print.
      this.returns = Math.min(this.returns, run.count - 1)
      this.askAgain()
    } else this.askNewPrompt()
  }

  /**
   * A host name edit or a switchover changes the prompt: a last line that looks like one may be the new one, once a
   * session. An empty line tells: only a prompt comes back on it.
   */
  private askNewPrompt(): void {
    const prompt = lastLine(this.line.inbox.tail)
    const end = this.line.inbox.lastLineAt()
    if (
      this.line.relearned ||
      end < this.bodyAt ||
      !looksLikePrompt(prompt) ||
      wrongMode(prompt) !== undefined
    )
      return
    this.candidate = { prompt, end }
    this.askAgain()
  }

  /** End of the answer when the line asked about came back, and nothing else. */
  private endAtNewPrompt(silence: number): number | undefined {
    if (this.candidate === undefined || silence < this.line.limits.holdMs) return undefined
    const { prompt, end } = this.candidate
    const { tail, size } = this.line.inbox
    const since = this.line.inbox.since(this.askedAt)
    if (since === undefined || !/[\r\n]/.test(since) || !isOnly(since, prompt)) return undefined
    this.line.relearn(prompt)
    // Returns sent before drew it already.
    return promptRun({ tail, size, prompt }, this.bodyAt)?.start ?? end
  }

  private askAgain(): void {
    const { inbox } = this.line
    this.returns += 1
    this.askedAt = inbox.size
    this.askedSince = performance.now()
    this.pauseBefore = inbox.longestPauseMs
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
