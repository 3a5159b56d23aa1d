// One shell on one device, one command in flight: the parts of a session under one name.
import type { GuardOptions } from '../collect/guard.ts'
import type { ActiveTest } from '../model/plan.ts'
import type { Platform } from '../model/platform.ts'
import type { CommandLimits } from '../platforms/index.ts'
import { runTest, type TestAnswer } from './active.ts'
import { type Answer, ask } from './answer.ts'
import { cleanText } from './clean.ts'
import { enable } from './enable.ts'
import { learnPrompt } from './first-prompt.ts'
import type { ShellChannel } from './inbox.ts'
import type { SessionLimits } from './limits.ts'
import { Line } from './line.ts'

export type { Answer } from './answer.ts'

export class Shell {
  private readonly line: Line

  constructor(channel: ShellChannel, limits: SessionLimits, guard: GuardOptions = {}) {
    this.line = new Line(channel, limits, guard)
  }

  /** The prompt, literally as the device prints it. */
  get prompt(): string {
    return this.line.prompt
  }

  /** The line is gone, or was given up. */
  get lost(): boolean {
    return this.line.lost
  }

  /** What was said before the first prompt: a login banner may tell the platform. */
  get greeting(): string {
    return cleanText(this.line.inbox.tail)
  }

  /** Hands every chunk the device sends from now on to `watcher`. */
  watch(watcher: (chunk: Uint8Array) => void): void {
    this.line.inbox.watch(watcher)
  }

  /** Ends every wait at once. */
  abort(): void {
    this.line.abort()
  }

  /** See {@link learnPrompt}. */
  learnPrompt(): Promise<string> {
    return learnPrompt(this.line)
  }

  /** See {@link enable}. */
  enable(secret: string | undefined): Promise<string | undefined> {
    return enable(this.line, secret)
  }

  /** See {@link ask}. */
  run(command: string, limits: CommandLimits): Promise<Answer> {
    return ask(this.line, command, limits)
  }

  /** {@link run} for what prepares the session. */
  setUp(command: string, limits: CommandLimits): Promise<Answer> {
    return ask(this.line, command, limits, { setUp: true })
  }

  /** See {@link runTest}. */
  test(test: ActiveTest, platform: Platform): Promise<TestAnswer> {
    return runTest(this.line, test, platform)
  }

  /** Logs out, waits a moment for the device to hang up, and cuts the line. */
  close(logout: string): Promise<void> {
    return this.line.close(logout)
  }
}
