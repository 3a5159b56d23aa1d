// The line to a device: what may be typed on it, the prompt that proves it is free, and how it is got back or given up.
import { assertReadOnly, assertTypable, type GuardOptions, type Key, keyBytes } from '../collect/guard.ts'
import { cleanText } from './clean.ts'
import { isLogLine } from './echo.ts'
import { SessionError, stopped } from './errors.ts'
import { Inbox, type ShellChannel } from './inbox.ts'
import type { SessionLimits } from './limits.ts'
import { isQuestion, lastLine } from './prompt.ts'

export class Line {
  readonly inbox: Inbox
  readonly limits: SessionLimits
  /** The prompt, literally as the device prints it; '' until it was learnt. */
  prompt = ''
  private readonly channel: ShellChannel
  private readonly guard: GuardOptions
  private aborted = false
  private changedOnce = false
  /** What the device waits for is not known: a question, or a connection that could not be ended. */
  private uncertain = false
  /** Bytes received when the prompt was last proven. */
  private settledAt = 0

  constructor(channel: ShellChannel, limits: SessionLimits, guard: GuardOptions) {
    this.channel = channel
    this.limits = limits
    this.guard = guard
    this.inbox = new Inbox(channel)
  }

  /** The line is gone, or was given up. */
  get lost(): boolean {
    return this.inbox.closed
  }

  /** Silence that is enough after a prompt that was asked for and came at once. */
  get proofMs(): number {
    return this.limits.holdMs / 4
  }

  /** It was given up from this side. */
  get stopped(): boolean {
    return this.aborted
  }

  abort(): void {
    this.aborted = true
    this.inbox.close()
  }

  /**
   * The only way a command reaches the device.
   * @throws RefusedCommandError when the guard does not let it through
   */
  type(command: string, guard: GuardOptions = this.guard): void {
    assertReadOnly(command, guard)
    this.channel.write(`${command}\r`)
  }

  press(key: Key, guard: GuardOptions = this.guard): void {
    this.channel.write(keyBytes(key, guard))
  }

  /** Answers a question for the enable secret, and nothing else. */
  typeSecret(secret: string): void {
    assertTypable(secret)
    this.channel.write(`${secret}\r`)
  }

  /** The prompt was found to have changed. */
  get relearned(): boolean {
    return this.changedOnce
  }

  relearn(prompt: string): void {
    this.prompt = prompt
    this.changedOnce = true
  }

  /** Everything received so far belongs to what was asked. */
  settle(): void {
    this.settledAt = this.inbox.size
  }

  /** Output that came after the last answer was thought complete; log lines and redrawn prompts do not count. */
  hasStray(): boolean {
    const since = this.inbox.since(this.settledAt)
    if (since === undefined) return true
    const lines = cleanText(since)
      .split('\n')
      .map(line => line.trim())
    return lines.some(line => line !== '' && line !== this.prompt && !isLogLine(line))
  }

  /**
   * An empty line brings the same prompt and nothing else. That it came back is proof at once, for what might follow
   * stands before the echo of the next command; that it did not is believed only when all is settled.
   */
  async comesBack(prompt: string): Promise<boolean> {
    this.press('return')
    const at = this.inbox.size
    const start = performance.now()
    const { proofMs } = this
    const { settleMs, recoverMs } = this.limits
    let silence = 0
    while (performance.now() - start < recoverMs) {
      const until = silence < proofMs ? proofMs : Math.max(settleMs, proofMs)
      const arrival = await this.inbox.wait(until - silence)
      if (arrival === 'closed') return false
      silence = arrival === 'data' ? 0 : until
      if (arrival === 'data') continue
      const since = this.inbox.since(at)
      if (since !== undefined && /[\r\n]/.test(since) && isOnly(since, prompt)) {
        this.settle()
        return true
      }
      if (silence < settleMs) continue
      silence = 0
      // The line end alone may come well before the prompt: two packets on a slow line.
      if (since !== undefined && cleanText(since).trim() === '') continue
      this.settle()
      return false
    }
    return false
  }

  /**
   * Ctrl-C, then proof that the prompt is back. When it is not, the session is of no more use and is given up.
   * @param other a prompt that may have taken its place meanwhile
   */
  async recover(other = this.prompt): Promise<boolean> {
    if (this.lost) return false
    const questioned = this.atQuestion
    this.inbox.reset()
    this.press('interrupt')
    const start = performance.now()
    while (performance.now() - start < this.limits.recoverMs) {
      const arrival = await this.inbox.wait(this.limits.holdMs)
      if (arrival === 'closed') return false
      const last = lastLine(this.inbox.tail)
      if (arrival === 'quiet' && (last === this.prompt || last === other) && (await this.comesBack(last))) {
        this.prompt = last
        return true
      }
    }
    this.uncertain = questioned
    this.inbox.close()
    return false
  }

  /** Nothing more is typed, not even a logout: nobody knows who would read it. */
  giveUp(): void {
    this.uncertain = true
    this.inbox.close()
  }

  /**
   * Leaves politely; waits for the device to close, but not for long. Where no prompt was ever seen or a question is
   * open, a logout could be taken for an answer (a new password, say): nothing is typed there.
   */
  async close(logout: string): Promise<void> {
    let hungUp = false
    const gone = new Promise<void>(resolve => {
      this.channel.on('close', () => {
        hungUp = true
        resolve()
      })
    })
    const polite = this.prompt !== '' && !this.uncertain && !this.atQuestion
    if (polite) {
      try {
        this.type(logout)
      } catch {
        // The line is gone already.
      }
    }
    let timer: NodeJS.Timeout | undefined
    const wait = polite && (!this.inbox.closed || this.aborted)
    const patience = new Promise<void>(resolve => {
      timer = setTimeout(resolve, wait ? this.limits.logoutMs : 0)
    })
    await Promise.race([gone, patience])
    clearTimeout(timer)
    this.inbox.close()
    if (!hungUp) this.channel.end()
  }

  private get atQuestion(): boolean {
    return isQuestion(lastLine(this.inbox.tail))
  }

  /** The error for a line that went away before a command was answered. */
  closedEarly(): SessionError {
    return this.aborted
      ? stopped()
      : new SessionError('closed-mid-output', 'the device closed the session before a command was answered')
  }
}

/** Nothing visible but one line holding exactly `line`. */
export function isOnly(text: string, line: string): boolean {
  const shown = cleanText(text)
    .split('\n')
    .map(one => one.trim())
    .filter(one => one !== '')
  return shown.length === 1 && shown[0] === line
}
