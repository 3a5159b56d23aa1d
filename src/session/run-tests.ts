// The tests of one device, one after the other, each with a capture of its own.
import type { Capture, CaptureSet } from '../model/capture.ts'
import type { ActiveTest } from '../model/plan.ts'
import type { Platform } from '../model/platform.ts'
import type { Captures } from './captures.ts'
import { SessionError } from './errors.ts'
import type { Shell } from './shell.ts'

/** Gets what was read, gives the tests one by one, and is told how each ended. */
export type TestPlan = (set: CaptureSet) => Generator<ActiveTest, void, Capture>

export interface TestRun {
  readonly shell: Shell
  readonly captures: Captures
  readonly platform: Platform
  readonly name: string
  readonly onTest: (command: string, index: number, of: number) => void
  readonly onDropped: (command: string) => void
}

/** On one device, whatever a plan asks for. */
export const MAX_TESTS = 4

/**
 * Ends with the plan, with the fourth test, or when a test cost the session.
 * @throws SessionError desync when what was read before is in doubt
 */
export async function runTests(tests: TestPlan, run: TestRun): Promise<void> {
  const { shell, captures, platform, name } = run
  const plan = tests({ name, platform, captures: [...captures.list] })
  let step = plan.next()
  for (let index = 0; step.done !== true && index < MAX_TESTS; index++) {
    const { command } = step.value
    run.onTest(command, index, MAX_TESTS)
    const capture = await runOne(step.value, run)
    if (shell.lost) {
      run.onDropped(command)
      return
    }
    step = plan.next(capture)
  }
}

async function runOne(test: ActiveTest, { shell, captures, platform }: TestRun): Promise<Capture> {
  const startedAt = performance.now()
  try {
    return captures.addTest(test.command, await shell.test(test, platform), platform, startedAt)
  } catch (error) {
    if (error instanceof SessionError && error.kind === 'desync')
      captures.distrust(test.command, error.message, startedAt)
    throw error
  }
}
