// Targets to captures: many devices at once, gently.
import { planCommands, type RuleReads } from '../../collect/plan.ts'
import type { CaptureSet } from '../../model/capture.ts'
import type { PlannedCommand } from '../../model/plan.ts'
import type { Platform } from '../../model/platform.ts'
import type { CollectOptions, SessionEvent, Target } from '../../session/device.ts'
import { mayPass } from '../../session/errors.ts'

export interface CollectAllOptions {
  readonly targets: readonly Target[]
  readonly rules: readonly RuleReads[]
  readonly session: Omit<CollectOptions, 'onEvent' | 'signal'>
  /** Devices at the same time. Default 20. */
  readonly concurrency?: number
  /** Milliseconds between two logins being started, so that AAA servers are not flooded. Default 100. */
  readonly paceMs?: number
  /** Further tries for what may pass by itself (refused, no free line). Default 1; a refused password is never retried. */
  readonly retries?: number
  /** Pause before another try; XR takes one new session a second. Default 1500. */
  readonly retryPauseMs?: number
  readonly signal?: AbortSignal
  readonly onProgress?: (event: CheckEvent) => void
}

export type CheckEvent =
  | { readonly type: 'start'; readonly device: string }
  | { readonly type: 'session'; readonly device: string; readonly event: SessionEvent }
  | { readonly type: 'retry'; readonly device: string; readonly reason: string }
  | {
      readonly type: 'done'
      readonly device: string
      readonly set: CaptureSet
      readonly finished: number
      readonly of: number
    }

/**
 * Reads every target and hands each to `take` as soon as it is read; what `take` makes of them, in the order of the
 * targets. The captures themselves are not kept: a fleet's output would not fit. A device that cannot be read has a
 * `problem`; nothing throws for it.
 */
export async function collectAll<T>(options: CollectAllOptions, take: (set: CaptureSet) => T): Promise<T[]> {
  const [{ default: PQueue }, { collectDevice }] = await Promise.all([
    import('p-queue'),
    import('../../session/device.ts'),
  ])
  const { targets, session, signal } = options
  const report = options.onProgress ?? (() => undefined)
  const plans = new Map<Platform, PlannedCommand[]>()
  const planFor = (platform: Platform): PlannedCommand[] => {
    const plan = plans.get(platform) ?? planCommands(options.rules, platform)
    plans.set(platform, plan)
    return plan
  }
  const queue = new PQueue({ concurrency: options.concurrency ?? 20 })
  const paced = pacer(options.paceMs ?? 100, signal)
  let finished = 0
  const collectOne = async (target: Target): Promise<T> => {
    await paced()
    report({ type: 'start', device: target.name })
    const once = (): Promise<CaptureSet> =>
      collectDevice(target, planFor, {
        ...session,
        ...(signal === undefined ? {} : { signal }),
        onEvent: event => report({ type: 'session', device: target.name, event }),
      })
    let set = await once()
    for (
      let left = options.retries ?? 1;
      left > 0 && mayPass(set.problem) && signal?.aborted !== true;
      left--
    ) {
      report({ type: 'retry', device: target.name, reason: set.problem?.message ?? '' })
      await pause((options.retryPauseMs ?? 1_500) * (1 + Math.random()), signal)
      set = await once()
    }
    finished += 1
    report({ type: 'done', device: target.name, set, finished, of: targets.length })
    return take(set)
  }
  return Promise.all(targets.map(target => queue.add(() => collectOne(target))))
}

/** Each call waits until `ms` after the one before it; after a stop none waits. */
function pacer(ms: number, signal: AbortSignal | undefined): () => Promise<void> {
  let free = 0
  return async () => {
    const now = performance.now()
    const at = Math.max(now, free)
    free = at + ms
    if (at > now) await pause(at - now, signal)
  }
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise(resolve => {
    const done = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done, { once: true })
    if (signal?.aborted === true) done()
  })
}
