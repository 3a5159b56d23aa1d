// A test typed on the device (ping, telnet): read to its end, and what it left open is closed before anything else.
import type { GuardOptions, Key } from '../collect/guard.ts'
import type { ActiveTest } from '../model/plan.ts'
import type { Platform } from '../model/platform.ts'
import { type Answer, readEcho } from './answer.ts'
import { cleanAnswer, decode, quote } from './clean.ts'
import { isLogLine } from './echo.ts'
import { SessionError, seconds } from './errors.ts'
import type { Line } from './line.ts'
import { isQuestion, lastLine, lastPrinted } from './prompt.ts'

export interface TestAnswer extends Answer {
  /** Milliseconds for which the device tried to connect without a result, when the test was ended for that. */
  readonly waitedMs?: number
}

const TYPING: GuardOptions = { probes: true }
const ENDING: GuardOptions = { ending: true }
/** A ping and the first lines of a telnet are short; what a server says after that is not read. */
const MAX_BYTES = 65_536
const LOOK_AT = 8_192
const TEST_MS = 30_000

type Seen = 'prompt' | 'open' | 'question' | 'late' | 'closed'

/**
 * Types one test and reads its result. Whatever happens the proven prompt is back afterwards, or the line is given up
 * and nothing more is typed on it. A question of the device gets no answer.
 * @throws SessionError desync when the echo does not come or output came late: what was read before is in doubt
 * @throws RefusedCommandError when the guard does not let the test through
 */
export function runTest(line: Line, test: ActiveTest, platform: Platform): Promise<TestAnswer> {
  return new Test(line, test, platform).run()
}

class Test {
  private readonly line: Line
  private readonly test: ActiveTest
  private readonly platform: Platform
  private readonly start = performance.now()
  private bodyAt = 0
  /** Since when the device has been trying the last address; undefined before it says so. */
  private trying: { readonly line: string; readonly since: number } | undefined

  constructor(line: Line, test: ActiveTest, platform: Platform) {
    this.line = line
    this.test = test
    this.platform = platform
  }

  private get testMs(): number {
    return this.line.limits.testMs ?? TEST_MS
  }

  async run(): Promise<TestAnswer> {
    const { line, test } = this
    const lost: TestAnswer = { end: 'closed', text: '', reason: 'the connection closed before the test' }
    if (line.lost) return lost
    if (line.hasStray())
      throw new SessionError('desync', `more output came after the answer before ${quote(test.command)}`)
    line.inbox.reset(true)
    line.type(test.command, TYPING)
    const limits = { idleMs: line.limits.echoMs, totalMs: this.testMs }
    const bodyAt = await readEcho(line, test.command, limits, this.start)
    if (bodyAt === undefined) return lost
    this.bodyAt = bodyAt
    const seen = await this.watch()
    if (seen === 'prompt') return this.whole()
    if (seen === 'open') return this.opened()
    if (seen === 'question') return this.asked()
    if (seen === 'late') return this.late()
    return { end: 'closed', text: this.text(), reason: 'the connection closed during the test' }
  }

  /** Until there is a result, or a third of the time is left: that is for getting the line back. */
  private async watch(): Promise<Seen> {
    const { inbox, limits } = this.line
    const until = this.start + (this.testMs * 2) / 3
    let quiet = 0
    for (;;) {
      const left = until - performance.now()
      if (left <= 0 || inbox.size > MAX_BYTES) return 'late'
      const arrival = await inbox.wait(Math.min(limits.holdMs, left))
      if (arrival === 'closed') return 'closed'
      this.noteTrying()
      // What the server says after this is not the device's any more: no prompt and no question is looked for.
      if (this.isOpen()) return 'open'
      quiet = arrival === 'data' ? 0 : quiet + limits.holdMs
      if (arrival === 'data') continue
      if (this.atPrompt(this.bodyAt)) return 'prompt'
      if (quiet < limits.questionMs) continue
      if (isQuestion(lastLine(inbox.tail))) return 'question'
      if (this.isBuried()) return 'prompt'
    }
  }

  private noteTrying(): void {
    const last = this.lines().findLast(one => one.startsWith('Trying '))
    if (last !== undefined && last !== this.trying?.line)
      this.trying = { line: last, since: performance.now() }
  }

  private isOpen(): boolean {
    return this.test.tool === 'telnet' && this.lines().some(isOpenLine)
  }

  private async whole(): Promise<TestAnswer> {
    const text = deviceText(this.withoutPrompt())
    return (await this.prove()) ? { end: 'complete', text } : this.unproven(text)
  }

  private async opened(): Promise<TestAnswer> {
    // The lines behind it name the escape key; a server that hangs up at once saves using it.
    await this.line.inbox.wait(this.line.limits.holdMs)
    const text = deviceText(this.text())
    return (await this.leave()) ? { end: 'complete', text } : this.unproven(text)
  }

  private async asked(): Promise<TestAnswer> {
    const question = lastPrinted(this.line.inbox.tail)
    const text = this.text(this.line.inbox.lastLineAt())
    // A prompt on the line of the question is none: a return would answer it.
    if ((await this.interrupt(['interrupt'])) !== 'prompt') this.line.giveUp()
    return { end: 'question', text, reason: `the device asked ${quote(question)} instead of testing` }
  }

  private async late(): Promise<TestAnswer> {
    const text = this.text()
    const waitedMs = this.trying === undefined ? undefined : Math.round(performance.now() - this.trying.since)
    const took = seconds(performance.now() - this.start)
    // Ctrl-^ first where a name lookup takes nothing else.
    const back = await this.interrupt(this.platform === 'nx-os' ? ['interrupt'] : ['stop', 'interrupt'])
    if (back === 'open') return this.opened()
    if (back === 'lost') return this.unproven(text)
    const stuck = text.trimEnd().split('\n').at(-1)?.startsWith('Trying ') === true
    return this.test.tool === 'telnet' && stuck && waitedMs !== undefined
      ? { end: 'complete', text, waitedMs }
      : { end: 'timed-out', text, reason: `no result after ${took}; the test was ended` }
  }

  private async interrupt(keys: readonly Key[]): Promise<'prompt' | 'open' | 'lost'> {
    const { line } = this
    for (const key of keys) {
      const from = line.inbox.size
      line.press(key, ENDING)
      const back = await this.shows(
        () => this.atPrompt(from) || this.isOpen(),
        line.limits.recoverMs / keys.length,
      )
      if (back && this.isOpen()) return 'open'
      if (back) return (await this.prove()) ? 'prompt' : 'lost'
    }
    line.giveUp()
    return 'lost'
  }

  /** From an open connection back to the device's own prompt. */
  private async leave(): Promise<boolean> {
    // The server may print a prompt as well: only where the device says that it hung up is none to be left.
    if (this.lines().some(isHangUp) && this.atPrompt(this.bodyAt)) return this.prove()
    const key = escapeKey(this.platform, this.lines())
    const closed = key !== undefined && (await this.steps(key))
    return closed ? this.prove() : this.fail()
  }

  private async steps(key: 'leave' | 'close' | 'telnet'): Promise<boolean> {
    const { line } = this
    const { recoverMs } = line.limits
    let from = line.inbox.size
    const prompted = (): boolean => this.atPrompt(from)
    const last = (shape: RegExp): boolean => shape.test(lastLine(line.inbox.tail))
    line.press(key, ENDING)
    if (key === 'close') return this.shows(prompted, recoverMs)
    if (key === 'telnet') {
      if (!(await this.shows(() => prompted() || last(TELNET_PROMPT), recoverMs))) return false
      if (prompted()) return true
      from = line.inbox.size
      line.type('quit', ENDING)
      return this.shows(prompted, recoverMs)
    }
    if (!(await this.shows(prompted, recoverMs))) return false
    // Not an empty line now: IOS would take up the suspended connection again.
    from = line.inbox.size
    line.type('disconnect', ENDING)
    if (!(await this.shows(() => prompted() || last(CLOSING), recoverMs))) return false
    if (prompted()) return true
    from = line.inbox.size
    line.press('return')
    return this.shows(prompted, recoverMs)
  }

  /** Waits until something shows and nothing follows it. */
  private async shows(there: () => boolean, ms: number): Promise<boolean> {
    const { inbox, limits } = this.line
    for (const start = performance.now(); performance.now() - start < ms; ) {
      const arrival = await inbox.wait(limits.holdMs)
      if (arrival === 'closed') return false
      if (arrival === 'quiet' && there()) return true
    }
    return false
  }

  /** The prompt alone on the last line, which began at byte `from` or later. */
  private atPrompt(from: number): boolean {
    const { inbox, prompt } = this.line
    return inbox.size > from && inbox.lastLineAt() >= from && lastLine(inbox.tail) === prompt
  }

  /** Log lines stand behind the prompt. */
  private isBuried(): boolean {
    const shown = this.lines().filter(one => one !== '')
    const last = shown.findLast(one => !(LOG_START.test(one) && isLogLine(one)))
    return last === this.line.prompt && shown.at(-1) !== last
  }

  private withoutPrompt(): string {
    const lines = this.text().trimEnd().split('\n')
    const end = lines.findLastIndex(one => one.trim() === this.line.prompt)
    return `${lines.slice(0, end < 0 ? lines.length : end).join('\n')}\n`
  }

  private async prove(): Promise<boolean> {
    return (await this.line.comesBack(this.line.prompt)) || this.fail()
  }

  private fail(): false {
    this.line.giveUp()
    return false
  }

  private unproven(text: string): TestAnswer {
    this.line.giveUp()
    return { end: 'closed', text, reason: 'the test could not be ended in order; the session was dropped' }
  }

  private text(until = this.line.inbox.size): string {
    return cleanAnswer(decode(this.line.inbox.slice(this.bodyAt, Math.max(this.bodyAt, until))))
  }

  private lines(): string[] {
    const { inbox } = this.line
    const head = inbox.slice(this.bodyAt, Math.min(inbox.size, this.bodyAt + LOOK_AT))
    return cleanAnswer(decode(head))
      .split('\n')
      .map(one => one.trim())
  }
}

/** Priority, time or process before the mnemonic of a log line: not a question that has run into one. */
const LOG_START = /^(?:[%*.<:\d]|[A-Z][a-z]{2} |(?:RP|LC)\/)/
const TELNET_PROMPT = /^telnet>$/
const CLOSING = /^Closing connection to \S{1,255} \[confirm\]$/
const ESCAPE_LINE = /^Escape (?:character|sequence) is '?(\^[\]^]q?)'?\.?$/

function isOpenLine(line: string): boolean {
  return line.startsWith('Connected to ') || (line.startsWith('Trying ') && /\bOpen$/.test(line))
}

/**
 * The key that leaves a connection: as the device names it, out of the few that are known; IOS XE names none. What is
 * named otherwise is not guessed at.
 */
function escapeKey(platform: Platform, lines: readonly string[]): 'leave' | 'close' | 'telnet' | undefined {
  const open = lines.findIndex(isOpenLine)
  const named = ESCAPE_LINE.exec(lines[open + 1] ?? '')?.[1]
  if (named === '^]') return 'telnet'
  if (named === '^^q') return 'close'
  if (platform === 'nx-os') return named === undefined ? 'telnet' : undefined
  return named === '^^' || (named === undefined && platform === 'ios-xe') ? 'leave' : undefined
}

function isHangUp(line: string): boolean {
  return /\bclosed by foreign host\]?\.?$/.test(line)
}

/** What the device itself said: the words of the server behind an open connection are left out. */
function deviceText(text: string): string {
  const lines = text.split('\n')
  const open = lines.findIndex(line => isOpenLine(line.trim()))
  if (open < 0) return text
  const own = lines.slice(open + 1).filter(line => ESCAPE_LINE.test(line.trim()) || isHangUp(line.trim()))
  return `${[...lines.slice(0, open + 1), ...own].join('\n')}\n`
}
