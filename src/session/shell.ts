// One shell, one command in flight: typed, echo seen, answer read to its proven end.
import { assertReadOnly, type GuardOptions } from '../collect/guard.ts'
import type { CommandLimits } from '../platforms/index.ts'
import { passwordExpired } from './auth.ts'
import { cleanAnswer, cleanText, decode, quote } from './clean.ts'
import { findEcho, isLogLine } from './echo.ts'
import { SessionError, seconds, stopped } from './errors.ts'
import { Inbox, type ShellChannel } from './inbox.ts'
import type { SessionLimits } from './limits.ts'
import { isQuestion, lastLine, loginDialogue, looksLikePrompt, pagerAt, wrongMode } from './prompt.ts'

export interface Answer {
  /** `question`: the device asked for something instead of answering. */
  readonly end: 'complete' | 'timed-out' | 'closed' | 'question'
  /** Cleaned text; what came so far when the end was not seen. */
  readonly text: string
  readonly reason?: string
}

const MAX_PAGES = 5_000
const MAX_BYTES = 256 * 1_048_576
const KEYS = { return: '\r', space: ' ', quit: 'q', interrupt: '\u0003' } as const

/** Where the answer stands while it is read. */
interface Reading {
  readonly bodyAt: number
  pages: number
  /** Answers to pager lines, so that the pager can be taken out of the text. */
  readonly erase: number[]
  /** A return was sent to see the prompt again: bytes received by then, and where the answer would end. */
  confirming: { readonly at: number; readonly end: number } | undefined
}

export class Shell {
  private readonly channel: ShellChannel
  private readonly limits: SessionLimits
  private readonly guard: GuardOptions
  private readonly inbox: Inbox
  private literal = ''
  private aborted = false
  /** Bytes received when the prompt was last proven. */
  private settledAt = 0

  constructor(channel: ShellChannel, limits: SessionLimits, guard: GuardOptions = {}) {
    this.channel = channel
    this.limits = limits
    this.guard = guard
    this.inbox = new Inbox(channel)
  }

  /** The prompt, literally as the device prints it. */
  get prompt(): string {
    return this.literal
  }

  /** The line is gone, or was given up. */
  get lost(): boolean {
    return this.inbox.closed
  }

  /** What was said before the first prompt: a login banner may tell the platform. */
  get greeting(): string {
    return cleanText(this.inbox.tail)
  }

  abort(): void {
    this.aborted = true
    this.inbox.close()
  }

  /**
   * Learns the prompt: the settled last line that comes back identical after an empty line was sent.
   * A banner line ending in `#` or `>` does not come back, so it is never taken for one.
   * @throws SessionError prompt-not-found, wrong-mode, password-expired, session-limit, auth-needs-interaction
   */
  async learnPrompt(): Promise<string> {
    const { firstPromptMs, settleMs } = this.limits
    const start = performance.now()
    let nudged = false
    for (;;) {
      const left = firstPromptMs - (performance.now() - start)
      if (left <= 0) throw this.noPrompt()
      const arrival = await this.inbox.wait(Math.min(settleMs, left))
      if (arrival === 'closed') throw this.closedAtLogin()
      if (arrival === 'data') continue
      const line = lastLine(this.inbox.tail)
      const mode = wrongMode(line)
      if (mode !== undefined)
        throw new SessionError(
          'wrong-mode',
          `the session starts in ${mode} (${quote(line)}); nothing was sent`,
        )
      if (looksLikePrompt(line)) {
        if (await this.comesBack(line)) {
          this.literal = line
          return line
        }
      } else if (line !== '') this.meetDialogue()
      // Some consoles say nothing until a key is pressed.
      if (!nudged && performance.now() - start > firstPromptMs / 2) {
        nudged = true
        this.press('return')
      }
    }
  }

  /**
   * Sends one command and reads its answer to the end.
   * @throws SessionError desync when the echo does not come: nothing after it can be trusted
   * @throws RefusedCommandError when the guard does not let the command through
   */
  async run(command: string, limits: CommandLimits): Promise<Answer> {
    if (this.lost) return this.cut(0)
    if (this.hasStray())
      throw new SessionError(
        'desync',
        `more output came after the answer before ${quote(command)} was thought complete`,
      )
    this.inbox.reset()
    const start = performance.now()
    this.type(command)
    const bodyAt = await this.readEcho(command, limits, start)
    if (typeof bodyAt !== 'number') return bodyAt
    this.inbox.restartPauses()
    this.inbox.count(this.literal, bodyAt)
    return this.readBody({ bodyAt, pages: 0, erase: [], confirming: undefined }, limits, start)
  }

  /**
   * `enable` with its secret; the prompt must end with `#` afterwards. The secret is sent once.
   * @returns why it did not work; undefined when it did
   */
  async enable(secret: string | undefined): Promise<string | undefined> {
    this.inbox.reset()
    this.type('enable')
    const before = this.literal
    let sent = false
    for (let start = performance.now(); performance.now() - start < this.limits.authMs; ) {
      const arrival = await this.inbox.wait(this.limits.settleMs)
      if (arrival === 'closed') throw this.aborted ? stopped() : this.closedMidway()
      if (arrival === 'data') continue
      const line = lastLine(this.inbox.tail)
      if (/^(?:user ?name|login)\s*:$/i.test(line)) {
        await this.recover()
        return 'it asks for a user name too'
      }
      if (/^pass(?:word|code)[^:]{0,40}:$/i.test(line)) {
        if (sent || secret === undefined) {
          await this.recover()
          return sent ? 'the enable secret was refused' : 'it asks for a secret and none was given'
        }
        sent = true
        this.inbox.reset()
        this.channel.write(`${secret}\r`)
      } else if (line === `${before.slice(0, -1)}#` && (await this.comesBack(line))) {
        this.literal = line
        return undefined
      } else if (line === before && sent && (await this.comesBack(line))) {
        return 'the enable secret was refused'
      } else if (line === before && this.inbox.tail.includes('%')) {
        const said = cleanText(this.inbox.tail)
          .split('\n')
          .find(one => one.trim().startsWith('%'))
        if (said !== undefined && (await this.comesBack(line))) return quote(said)
      }
    }
    await this.recover()
    return 'no answer came'
  }

  /** Ctrl-C, then proof that the prompt is back. When it is not, the session is of no more use and is given up. */
  async recover(): Promise<boolean> {
    if (this.lost) return false
    this.inbox.reset()
    this.press('interrupt')
    const start = performance.now()
    while (performance.now() - start < this.limits.recoverMs) {
      const arrival = await this.inbox.wait(this.limits.holdMs)
      if (arrival === 'closed') return false
      if (
        arrival === 'quiet' &&
        lastLine(this.inbox.tail) === this.literal &&
        (await this.comesBack(this.literal))
      )
        return true
    }
    this.inbox.close()
    return false
  }

  /** Leaves politely; waits for the device to close, but not for long. */
  async close(logout: string): Promise<void> {
    const gone = new Promise<void>(resolve => {
      this.channel.on('close', () => resolve())
    })
    try {
      this.type(logout)
    } catch {
      // The line is gone already.
    }
    let timer: NodeJS.Timeout | undefined
    const patience = new Promise<void>(resolve => {
      timer = setTimeout(resolve, this.inbox.closed && !this.aborted ? 0 : this.limits.logoutMs)
    })
    await Promise.race([gone, patience])
    clearTimeout(timer)
    this.inbox.close()
    this.channel.end()
  }

  /** The only way a command reaches the device. */
  private type(command: string): void {
    assertReadOnly(command, this.guard)
    this.channel.write(`${command}\r`)
  }

  private press(key: keyof typeof KEYS): void {
    this.channel.write(KEYS[key])
  }

  private async readEcho(command: string, limits: CommandLimits, start: number): Promise<number | Answer> {
    for (;;) {
      const left = limits.totalMs - (performance.now() - start)
      const arrival = await this.inbox.wait(Math.min(this.limits.echoMs, left))
      const echo = findEcho(this.inbox.head(16_384), command, this.literal)
      if (echo.seen && echo.end !== undefined) return echo.end
      if (arrival === 'closed') return this.cut(0)
      if (arrival === 'quiet' || (!echo.seen && echo.hopeless)) {
        throw new SessionError(
          'desync',
          `the device did not echo ${quote(command)}; what it says can no longer be told apart`,
        )
      }
    }
  }

  private async readBody(reading: Reading, limits: CommandLimits, start: number): Promise<Answer> {
    const { holdMs, questionMs } = this.limits
    let silence = 0
    for (;;) {
      const left = limits.totalMs - (performance.now() - start)
      const until =
        silence < holdMs
          ? holdMs
          : silence < questionMs && questionMs < limits.idleMs
            ? questionMs
            : limits.idleMs
      if (left <= 0) return this.timedOut(reading, `not complete after ${seconds(limits.totalMs)}`)
      const arrival = await this.inbox.wait(Math.min(until - silence, left))
      if (arrival === 'data') {
        silence = 0
        if (this.inbox.size > MAX_BYTES) return this.timedOut(reading, 'the answer is too long')
        continue
      }
      if (arrival === 'closed') return this.cut(reading.bodyAt, reading)
      silence = until
      const end = this.endOfAnswer(reading)
      if (end !== undefined) {
        this.settledAt = this.inbox.size
        return { end: 'complete', text: this.text(reading, end) }
      }
      if (this.turnPage(reading)) silence = 0
      else if (silence >= questionMs && reading.confirming === undefined) {
        if (isQuestion(lastLine(this.inbox.tail))) return this.asked(reading)
        const buried = this.promptBeforeLog(reading.bodyAt)
        if (buried !== undefined) this.confirm(reading, buried)
      }
      if (silence >= limits.idleMs) return this.timedOut(reading, `silent for ${seconds(limits.idleMs)}`)
    }
  }

  /**
   * The byte at which the answer ends, once that is sure: the prompt stands alone on the last line and nothing
   * follows it. When the prompt's text occurs in the answer too, or the line is slow, an empty line must bring the
   * same prompt again and nothing else.
   */
  private endOfAnswer(reading: Reading): number | undefined {
    const at = this.inbox.lastLineAt()
    if (at < reading.bodyAt || lastLine(this.inbox.tail) !== this.literal) return undefined
    const { confirming } = reading
    if (confirming === undefined) {
      const slow = this.inbox.longestPauseMs > this.limits.holdMs / 2
      if (this.inbox.occurrences <= 1 && !slow) return at
      this.confirm(reading, at)
      return undefined
    }
    const since = this.inbox.since(confirming.at)
    if (since !== undefined && isOnly(since, this.literal)) return confirming.end
    // It was content after all; the empty line is answered at the real end, so the prompt stands there twice.
    return this.startOfTwoPrompts()
  }

  private confirm(reading: Reading, end: number): void {
    reading.confirming = { at: this.inbox.size, end }
    this.press('return')
  }

  private startOfTwoPrompts(): number | undefined {
    const { tail, size } = this.inbox
    const lines = tail.split('\n')
    let at = size
    let prompts = 0
    for (let i = lines.length - 1; i > 0; i--) {
      const line = lines[i] ?? ''
      at -= line.length
      const shown = cleanText(line).trim()
      if (shown === this.literal) prompts += 1
      else if (shown !== '') return undefined
      if (prompts === 2) return at
      at -= 1
    }
    return undefined
  }

  /** A log line printed after the prompt hides it: `host#` and then only log lines. */
  private promptBeforeLog(bodyAt: number): number | undefined {
    const { tail, size } = this.inbox
    const lines = tail.split('\n')
    let at = size
    let logs = 0
    for (let i = lines.length - 1; i > 0; i--) {
      const line = lines[i] ?? ''
      at -= line.length
      const shown = cleanText(line).trim()
      if (shown === this.literal || (shown.startsWith(this.literal) && isLogLine(shown))) {
        return at >= bodyAt && (logs > 0 || shown !== this.literal) ? at : undefined
      }
      if (isLogLine(shown)) logs += 1
      else if (shown !== '') return undefined
      at -= 1
    }
    return undefined
  }

  private turnPage(reading: Reading): boolean {
    const pager = pagerAt(lastLine(this.inbox.tail))
    if (pager === undefined || reading.pages >= MAX_PAGES) return false
    reading.pages += 1
    reading.erase.push(this.inbox.size)
    this.press(pager === 'end' ? 'quit' : 'space')
    return true
  }

  private async asked(reading: Reading): Promise<Answer> {
    const question = lastLine(this.inbox.tail)
    const text = this.text(reading, this.inbox.lastLineAt())
    await this.recover()
    return { end: 'question', text, reason: `the device asked ${quote(question)} instead of answering` }
  }

  private async timedOut(reading: Reading, why: string): Promise<Answer> {
    const text = this.text(reading, this.inbox.size)
    const bytes = this.inbox.size - reading.bodyAt
    await this.recover()
    return { end: 'timed-out', text, reason: `${why}; ${bytes} bytes came` }
  }

  private cut(bodyAt: number, reading?: Reading): Answer {
    const text = reading === undefined ? '' : this.text(reading, this.inbox.size)
    const bytes = Math.max(0, this.inbox.size - bodyAt)
    const why = this.aborted ? 'stopped' : 'the connection closed'
    return { end: 'closed', text, reason: `${why} after ${bytes} bytes of the answer` }
  }

  /** Cleaned text of the answer. Pager lines are wiped as the device would have wiped them, whether it did or not. */
  private text(reading: Reading, until: number): string {
    let at = reading.bodyAt
    const end = Math.max(at, until)
    const parts: Buffer[] = []
    for (const cut of reading.erase.filter(one => one < end)) {
      parts.push(this.inbox.slice(at, cut), Buffer.from('\r\u001b[K'))
      at = cut
    }
    parts.push(this.inbox.slice(at, end))
    return cleanAnswer(decode(Buffer.concat(parts)))
  }

  /** An empty line brings the same prompt and nothing else. */
  private async comesBack(line: string): Promise<boolean> {
    this.press('return')
    const at = this.inbox.size
    const start = performance.now()
    while (performance.now() - start < this.limits.recoverMs) {
      const arrival = await this.inbox.wait(this.limits.settleMs)
      if (arrival === 'closed') return false
      if (arrival === 'data' || this.inbox.size === at) continue
      const since = this.inbox.since(at)
      this.settledAt = this.inbox.size
      return since !== undefined && /[\r\n]/.test(since) && isOnly(since, line)
    }
    return false
  }

  /** Output that came after the last answer was thought complete; log lines and redrawn prompts do not count. */
  private hasStray(): boolean {
    const since = this.inbox.since(this.settledAt)
    if (since === undefined) return true
    const lines = cleanText(since)
      .split('\n')
      .map(line => line.trim())
    return lines.some(line => line !== '' && line !== this.literal && !isLogLine(line))
  }

  private meetDialogue(): void {
    const dialogue = loginDialogue(this.inbox.tail)
    if (dialogue === 'password-change') throw passwordExpired()
    if (dialogue === 'session-limit') throw this.sessionLimit()
    if (dialogue === 'login') {
      throw new SessionError(
        'auth-needs-interaction',
        'the device asks for a second login inside the session, which is not supported',
      )
    }
    if (dialogue === 'press-return' || pagerAt(lastLine(this.inbox.tail)) !== undefined)
      this.press(dialogue === undefined ? 'space' : 'return')
  }

  private noPrompt(): SessionError {
    const line = lastLine(this.inbox.tail)
    const shown = line === '' ? 'it printed nothing' : `its last line is ${quote(line)}`
    return new SessionError(
      'prompt-not-found',
      `logged in, but no prompt was recognised within ${seconds(this.limits.firstPromptMs)}; ${shown}`,
    )
  }

  private closedAtLogin(): SessionError {
    if (this.aborted) return stopped()
    const dialogue = loginDialogue(this.inbox.tail)
    if (dialogue === 'password-change') return passwordExpired()
    return dialogue === 'session-limit' ? this.sessionLimit() : this.closedMidway()
  }

  private sessionLimit(): SessionError {
    return new SessionError(
      'session-limit',
      `the device takes no more sessions: ${quote(lastLine(this.inbox.tail.trimEnd()))}`,
    )
  }

  private closedMidway(): SessionError {
    return new SessionError(
      'closed-mid-output',
      'the device closed the session before a command was answered',
    )
  }
}

/** Nothing visible but one line holding exactly `line`. */
function isOnly(text: string, line: string): boolean {
  const shown = cleanText(text)
    .split('\n')
    .map(one => one.trim())
    .filter(one => one !== '')
  return shown.length === 1 && shown[0] === line
}
