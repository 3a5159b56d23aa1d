// The answer to one command: typed, echo seen, read to its proven end.
import type { CommandLimits } from '../platforms/index.ts'
import { Body, cutBefore } from './body.ts'
import { quote } from './clean.ts'
import { findEcho } from './echo.ts'
import { lastSaid, type PromptRun, promptRun } from './ending.ts'
import { SessionError, seconds } from './errors.ts'
import { ANSWER_BYTES } from './limits.ts'
import { isOnly, type Line } from './line.ts'
import { isQuestion, lastLine, lastPrinted, looksLikePrompt, pagerAt, wrongMode } from './prompt.ts'

export interface Answer {
  /** `question`: the device asked for something instead of answering; `too-long`: it was cut at the limit. */
  readonly end: 'complete' | 'timed-out' | 'closed' | 'question' | 'too-long'
  /** Cleaned text; what came so far when the end was not seen. */
  readonly text: string
  readonly reason?: string
}

const MAX_PAGES = 5_000
const MAX_RETURNS = 3
/** Times the usual hold. */
const LONG_HOLD = 3
/** Bytes that are cleaned at a time: text of a megabyte and more lies outside of the heap that is collected often. */
const BLOCK = 1_310_720
/** The last bytes stay as they came: where the answer ends is decided later, and lies in them. */
const UNDECIDED = 8_192

export interface AskOptions {
  /**
   * The command only prepares the session. What is read of its answer proves nothing, so a prompt alone is believed:
   * whatever came after it would stand before the echo of the next command.
   */
  readonly setUp?: boolean
}

/**
 * Sends one command and reads its answer to the end.
 * @throws SessionError desync when the echo does not come: nothing after it can be trusted
 * @throws RefusedCommandError when the guard does not let the command through
 */
export async function ask(
  line: Line,
  command: string,
  limits: CommandLimits,
  options: AskOptions = {},
): Promise<Answer> {
  if (line.lost) return { end: 'closed', text: '', reason: cutReason(line, 0) }
  if (line.hasStray())
    throw new SessionError(
      'desync',
      `more output came after the answer before ${quote(command)} was thought complete`,
    )
  line.inbox.reset(true)
  const start = performance.now()
  try {
    line.type(command)
    const bodyAt = await readEcho(line, command, limits, start)
    if (bodyAt === undefined) return { end: 'closed', text: '', reason: cutReason(line, line.inbox.size) }
    line.inbox.restartPauses()
    line.inbox.count(line.prompt, bodyAt)
    line.inbox.take(bodyAt)
    return await new Reading(line, { ...limits, ...options }, bodyAt, start).toTheEnd()
  } finally {
    line.inbox.drop()
  }
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
  private readonly limits: CommandLimits & AskOptions
  private readonly bodyAt: number
  private readonly start: number
  private pages = 0
  /** Answers to pager lines that are not in the body yet, so that the pager can be taken out of the text. */
  private erase: number[] = []
  private turnedAt = -1
  private readonly body = new Body()
  /** Bytes kept before the next block is worth the work. */
  private block = BLOCK
  /** What may be the new prompt; asked about by the last return. */
  private candidate: { readonly prompt: string; readonly end: number } | undefined
  /** Returns sent to see the prompt again, and bytes received when the last one was. */
  private returns = 0
  private askedAt = -1
  /** When the last return was sent, and the longest pause up to then. */
  private askedSince = 0
  private pauseBefore = 0
  /** How long the device took to draw the prompt again. */
  private proofTook: number | undefined

  constructor(line: Line, limits: CommandLimits & AskOptions, bodyAt: number, start: number) {
    this.line = line
    this.limits = limits
    this.bodyAt = bodyAt
    this.start = start
  }

  async toTheEnd(): Promise<Answer> {
    const { inbox } = this.line
    const { proofMs } = this.line
    const { holdMs, questionMs } = this.line.limits
    const { idleMs, totalMs } = this.limits
    const steps = [proofMs, holdMs, LONG_HOLD * holdMs, questionMs]
      .filter(ms => ms < idleMs)
      .sort((a, b) => a - b)
    let silence = 0
    // A short answer comes in one piece with the echo.
    let end = this.endOfAnswer(silence)
    while (end === undefined) {
      const left = totalMs - (performance.now() - this.start)
      const until = steps.find(ms => ms > silence) ?? idleMs
      if (left <= 0) return this.timedOut(`not complete after ${seconds(totalMs)}`)
      const arrival = await inbox.wait(Math.min(until - silence, left))
      if (arrival === 'closed') return this.cut()
      silence = arrival === 'data' ? 0 : until
      if (inbox.held > this.block) this.cleanBlock()
      if (inbox.size > this.maxBytes) return this.tooLong()
      end = this.endOfAnswer(silence)
      if (end !== undefined || arrival === 'data') continue
      if (this.turnPage()) silence = 0
      else if (silence >= questionMs) {
        if (isQuestion(lastLine(inbox.tail))) return this.asked()
        this.lookAgain()
      }
      if (silence >= idleMs) return this.timedOut(`silent for ${seconds(idleMs)}`)
    }
    this.line.settle()
    return { end: 'complete', text: this.text(end) }
  }

  private get maxBytes(): number {
    return this.line.limits.answerBytes ?? ANSWER_BYTES
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
    if (this.returns === 0 && this.limits.setUp === true && inbox.occurrences <= run.count)
      return silence >= this.setUpHoldMs() ? run.start : undefined
    if (this.returns === 0) this.askAgain()
    if (run.count > this.returns) this.proofTook ??= performance.now() - this.askedSince
    return run.count > this.returns && this.isSettled(run, silence) ? run.start : undefined
  }

  /** None where the prompt came at once and nothing else: nothing can follow but what the next echo would show. */
  private setUpHoldMs(): number {
    const { inbox, prompt, proofMs, limits } = this.line
    if (inbox.longestPauseMs > proofMs / 2) return limits.holdMs
    const body = inbox.since(this.bodyAt)
    return body !== undefined && isOnly(body, prompt) ? 0 : proofMs
  }

  /**
   * Quiet for long enough: longer on a slow line, longest where the prompt's text is part of the answer, and not so
   * long where the device made no pause and drew the prompt again at once.
   */
  private isSettled(run: PromptRun, silence: number): boolean {
    const { inbox, proofMs } = this.line
    const { holdMs, questionMs } = this.line.limits
    const long = Math.min(LONG_HOLD * holdMs, questionMs)
    if (inbox.occurrences > run.count) return silence >= (2 * this.pauseBefore > long ? questionMs : long)
    if (this.pauseBefore > holdMs / 2) return silence >= long
    if (this.pauseBefore <= proofMs / 2 && (this.proofTook ?? proofMs) < proofMs) return silence >= proofMs
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
   * session, also behind the log line that tells of the change. An empty line tells: only a prompt comes back on it.
   */
  private askNewPrompt(): void {
    const { line: prompt, at: end } = lastSaid(this.line.inbox)
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
    this.proofTook = undefined
    this.line.press('return')
  }

  private turnPage(): boolean {
    const pager = pagerAt(lastLine(this.line.inbox.tail))
    if (pager === undefined || this.pages >= MAX_PAGES) return false
    // Asked for already, and nothing came yet: a second key would turn the page after it, or lie at the prompt.
    if (this.turnedAt === this.line.inbox.size) return false
    this.pages += 1
    this.turnedAt = this.line.inbox.size
    this.erase.push(this.turnedAt)
    this.line.press(pager === 'end' ? 'quit' : 'space')
    return true
  }

  private async asked(): Promise<Answer> {
    const question = lastPrinted(this.line.inbox.tail)
    const text = this.text(this.line.inbox.lastLineAt())
    await this.line.recover()
    return { end: 'question', text, reason: `the device asked ${quote(question)} instead of answering` }
  }

  private async timedOut(why: string): Promise<Answer> {
    const { size } = this.line.inbox
    const text = this.text(this.unproven)
    await this.line.recover()
    return { end: 'timed-out', text, reason: `${why}; ${size - this.bodyAt} bytes came` }
  }

  /** Ctrl-C may stop it; the rest is not kept. */
  private async tooLong(): Promise<Answer> {
    const { size } = this.line.inbox
    const text = this.text(size)
    const reason = `the answer is longer than ${megabytes(this.maxBytes)}; it was cut after ${size - this.bodyAt} bytes`
    await this.line.recover()
    return { end: 'too-long', text, reason }
  }

  /** Where the text of an answer ends whose end was not proven: prompts that stand there are not of it. */
  private get unproven(): number {
    return this.run?.start ?? this.line.inbox.size
  }

  private cut(): Answer {
    const { size } = this.line.inbox
    return { end: 'closed', text: this.text(this.unproven), reason: cutReason(this.line, size - this.bodyAt) }
  }

  /** Puts whole lines that are surely part of the answer into the body. */
  private cleanBlock(): void {
    const { inbox } = this.line
    const count = cutBefore(inbox.kept(), inbox.held - UNDECIDED)
    this.moveToBody(count)
    // A line without an end grows: looking again at every chunk would take the square of its length.
    this.block = count === 0 ? inbox.held * 2 : BLOCK
  }

  private moveToBody(count: number): void {
    const { inbox } = this.line
    const start = inbox.size - inbox.held
    const end = start + count
    const wiped = this.erase.filter(at => at < end).map(at => at - start)
    this.erase = this.erase.filter(at => at >= end)
    this.body.add(inbox.take(count), wiped)
  }

  /** Cleaned text of the answer. Pager lines are wiped as the device would have wiped them, whether it did or not. */
  private text(until: number): string {
    const { inbox } = this.line
    this.moveToBody(Math.max(0, until - (inbox.size - inbox.held)))
    return this.body.finish()
  }
}

function megabytes(bytes: number): string {
  return bytes >= 1e6 ? `${Math.round(bytes / 1e6)} MB` : `${bytes} bytes`
}
