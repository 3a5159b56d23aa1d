// What one device has answered so far: every command with an honest status.
import type { Capture, CaptureStatus } from '../model/capture.ts'
import type { PlannedCommand } from '../model/plan.ts'
import type { Platform } from '../model/platform.ts'
import { PLATFORM_TRAITS } from '../platforms/index.ts'
import type { TestAnswer } from './active.ts'
import type { Answer } from './answer.ts'
import { quote } from './clean.ts'
import { liftLogLines } from './lift.ts'
import { classifyAnswer } from './refuse.ts'

interface Verdict {
  readonly status: CaptureStatus
  readonly reason?: string
  readonly proof?: NonNullable<Capture['proof']>
  readonly waitedMs?: number
}

/** What a ping or telnet itself reports. */
const TEST_RESULTS =
  /^(?:Translating "|% ?(?:Unrecognized host|Unknown host|Unknown command or computer name|Bad (?:IP|host)|Connection |Destination|Network|No route|Host|VRF|Invalid (?:source|host)))/i

export class Captures {
  readonly list: Capture[] = []
  private readonly origin: string
  private readonly denied: readonly RegExp[] | undefined

  /** @param denied more wordings of a refusal, as the site's AAA server words them */
  constructor(origin: string, denied?: readonly RegExp[]) {
    this.origin = origin
    this.denied = denied
  }

  of(command: string): Capture | undefined {
    return this.list.find(capture => capture.command === command)
  }

  /** @param startedAt of `performance.now()` */
  add(command: string, answer: Answer, platform: Platform | undefined, startedAt: number): Capture {
    const { text, count, left } = liftLogLines(command, answer.text)
    const verdict = doubted(this.judge(command, { ...answer, text }, platform), left)
    return this.record(command, verdict, text, startedAt, count)
  }

  /** As {@link add} for a test: that a name is unknown or a host unreachable is its result, not a refusal. */
  addTest(command: string, answer: TestAnswer, platform: Platform, startedAt: number): Capture {
    const { text, count, left } = liftLogLines(command, answer.text)
    const refusable = text
      .split('\n')
      .filter(line => !TEST_RESULTS.test(line.trim()))
      .join('\n')
    const verdict = doubted(this.judge(command, { ...answer, text: refusable }, platform), left)
    const { waitedMs } = answer
    return this.record(
      command,
      { ...verdict, ...(waitedMs === undefined ? {} : { waitedMs }) },
      text,
      startedAt,
      count,
    )
  }

  /** The echo was missing or output came late: neither this answer nor the one before it may count as whole. */
  distrust(command: string, reason: string, startedAt: number): void {
    const before = this.list.pop()
    if (before !== undefined) {
      this.list.push(before.status === 'ok' ? { ...before, status: 'truncated', reason } : before)
    }
    if (before?.command !== command) this.record(command, { status: 'truncated', reason }, '', startedAt)
  }

  /** What was planned and never sent; substitutes of it are not listed. */
  addNotTried(plan: readonly PlannedCommand[], reason: string): void {
    for (const { command } of plan) {
      if (this.of(command) !== undefined) continue
      this.list.push({ command, status: 'not-tried', text: '', firstLine: 1, origin: this.origin, reason })
    }
  }

  private judge(command: string, answer: Answer, platform: Platform | undefined): Verdict {
    if (answer.end === 'question')
      return { status: 'denied', reason: answer.reason ?? 'the device asked a question' }
    if (answer.end === 'timed-out') return { status: 'timed-out', reason: answer.reason ?? 'no end was seen' }
    if (answer.end === 'closed')
      return { status: 'truncated', reason: answer.reason ?? 'the connection closed' }
    if (answer.end === 'too-long')
      return { status: 'truncated', reason: answer.reason ?? 'the answer is too long' }
    const refusal = classifyAnswer(answer.text, platform, this.denied)
    if (refusal === undefined) return complete(command, answer.text, platform)
    return { status: refusal.status, reason: `the device answered ${quote(refusal.line)}` }
  }

  private record(command: string, verdict: Verdict, text: string, startedAt: number, lifted = 0): Capture {
    const capture: Capture = {
      command,
      ...verdict,
      text,
      firstLine: 1,
      origin: this.origin,
      finishedAt: Date.now(),
      durationMs: Math.round(performance.now() - startedAt),
      ...(lifted === 0 ? {} : { lifted }),
    }
    this.list.push(capture)
    return capture
  }
}

/** A prompt came; where the command has a known last line, that must have come as well. */
function complete(command: string, text: string, platform: Platform | undefined): Verdict {
  const last = platform === undefined ? undefined : PLATFORM_TRAITS[platform].lastLines?.[command]
  if (last === undefined) return { status: 'ok', proof: 'prompt' }
  const seen = lastLineOf(text)
  return seen === last
    ? { status: 'ok', proof: 'last-line' }
    : {
        status: 'truncated',
        reason: `the answer does not end with ${quote(last)}; the device or the line cut it short`,
      }
}

/** What belongs to a log line that stayed in the answer cannot be told from the answer. */
function doubted(verdict: Verdict, left: number): Verdict {
  if (left === 0 || verdict.status !== 'ok') return verdict
  return {
    status: 'truncated',
    reason: 'a log line stands in the answer and may be wrapped, so its end is not known; run it again',
  }
}

function lastLineOf(text: string): string {
  const shown = text.trimEnd()
  return shown.slice(shown.lastIndexOf('\n') + 1).trim()
}
