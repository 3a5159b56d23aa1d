// Targets to captures: many devices at once, gently.
import { setMaxListeners } from 'node:events'
import type PQueue from 'p-queue'
import { planCommands, type RuleReads } from '../../collect/plan.ts'
import type { CaptureSet } from '../../model/capture.ts'
import type { PlannedCommand } from '../../model/plan.ts'
import type { Platform } from '../../model/platform.ts'
import { recogniseCommand } from '../../parse/registry.ts'
import type { CollectOptions, SessionEvent, Target } from '../../session/device.ts'
import { type ProblemKind, SessionError, triesLeft } from '../../session/errors.ts'
import { SESSION_LIMITS } from '../../session/limits.ts'
import { CredentialGate } from './gate.ts'
import { pacer, pause } from './pace.ts'

export interface CollectAllOptions {
  readonly targets: readonly Target[]
  readonly rules: readonly RuleReads[]
  readonly session: Omit<CollectOptions, 'onEvent' | 'signal' | 'jumpHosts'>
  /** Devices at the same time. Default 20. */
  readonly concurrency?: number
  /** Devices of one group at the same time. */
  readonly groupLimits?: ReadonlyMap<string, number>
  /** Milliseconds between two logins being started, so that AAA servers are not flooded. Default 100. */
  readonly paceMs?: number
  /** Most further tries for what may pass by itself; a refused password is never retried. Default: as the problem deserves. */
  readonly retries?: number
  /** Pause before the first further try, longer before each next one; XR takes one new session a second. Default 1500. */
  readonly retryPauseMs?: number
  /** A refused login stops no other device. */
  readonly carryOnAfterRefusal?: boolean
  /** Milliseconds after which no device is waited for any longer. */
  readonly deadlineMs?: number
  /** Leave out what takes long: tech-support. */
  readonly quick?: boolean
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
 * @throws what `take` throws; every device has been left by then
 */
export async function collectAll<T>(
  options: CollectAllOptions,
  take: (set: CaptureSet) => T | Promise<T>,
): Promise<T[]> {
  const [{ default: Queue }, { collectDevice }, { JumpHosts }] = await Promise.all([
    import('p-queue'),
    import('../../session/device.ts'),
    import('../../session/jump.ts'),
  ])
  const { targets, session } = options
  const stop = new Stop(options.signal, options.deadlineMs)
  const { signal } = stop
  const report = options.onProgress ?? (() => undefined)
  const planFor = plans(options)
  const queues = new Queues(Queue, options)
  const paced = pacer(options.paceMs ?? 100, signal)
  const gate = new CredentialGate(options.carryOnAfterRefusal === true)
  const jumpHosts = new JumpHosts({
    hostKeys: session.hostKeys,
    legacyCrypto: session.legacyCrypto === true,
    limits: { ...SESSION_LIMITS, ...session.limits },
    ...(session.bind === undefined ? {} : { bind: session.bind }),
    signal,
  })
  let finished = 0

  const once = (target: Target): Promise<CaptureSet> =>
    collectDevice(target, planFor, {
      recognise: platformOfLicence,
      ...session,
      jumpHosts,
      signal,
      onEvent: event => {
        if (event.type === 'logged-in') gate.accepted(credentialKey(target))
        report({ type: 'session', device: target.name, event })
      },
    })
  const collectOne = async (target: Target): Promise<T> => {
    const key = credentialKey(target)
    const admission = await gate.enter(key, signal)
    let set = admission.go ? undefined : notTried(target, planFor, admission.reason)
    if (set === undefined) {
      await paced()
      report({ type: 'start', device: target.name })
      set = await once(target)
      for (let tried = 0; mayTryAgain(target, set, tried, options) && !signal.aborted; tried++) {
        report({ type: 'retry', device: target.name, reason: set.problem?.message ?? '' })
        await pause(backOff(options.retryPauseMs ?? 1_500, tried), signal)
        set = await once(target)
      }
      // What a jump host refused says nothing of the device's own credential.
      const refused = set.problem?.hop === undefined ? set.problem?.kind : undefined
      gate.left(key, target.name, refused as ProblemKind | undefined)
    }
    finished += 1
    report({ type: 'done', device: target.name, set, finished, of: targets.length })
    return take(set)
  }
  const all = targets.map(target => queues.run(target, () => collectOne(target)))
  try {
    return await Promise.all(all)
  } catch (error) {
    // A report that cannot be written any more: nobody would read the rest.
    stop.now()
    await Promise.allSettled(all)
    throw error
  } finally {
    stop.end()
    jumpHosts.end()
  }
}

/** Undefined when the layout is none, or one that several platforms print. */
function platformOfLicence(text: string): Platform | undefined {
  const told = new Set(recogniseCommand(text).map(hit => hit.platform))
  return told.size === 1 ? [...told][0] : undefined
}

/** Devices that share a user and a source of its secret. */
function credentialKey({ credential, credentials }: Target): string {
  return JSON.stringify([credential ?? '', credentials.username])
}

/** A one-time code is used up by the first try. */
function mayTryAgain(target: Target, set: CaptureSet, tried: number, options: CollectAllOptions): boolean {
  if (target.credentials.oneTime === true) return false
  return tried < Math.min(options.retries ?? Number.POSITIVE_INFINITY, triesLeft(set.problem))
}

/** Longer each time, and never the same for two devices that failed together. */
function backOff(ms: number, tried: number): number {
  return ms * 1.7 ** tried * (0.7 + Math.random() * 0.8)
}

function plans(options: CollectAllOptions): (platform: Platform) => PlannedCommand[] {
  const known = new Map<Platform, PlannedCommand[]>()
  return platform => {
    const there = known.get(platform)
    if (there !== undefined) return there
    const plan = planCommands(options.rules, platform).filter(
      ({ limits }) => options.quick !== true || limits !== 'tech',
    )
    known.set(platform, plan)
    return plan
  }
}

function notTried(
  target: Target,
  planFor: (platform: Platform) => readonly PlannedCommand[],
  refusedBy: string,
): CaptureSet {
  const error = new SessionError(
    'auth-stopped',
    `not tried: ${refusedBy} refused the login of ${target.credentials.username}, and every further try may lock the account; check the password, or use --carry-on`,
  )
  const { platform, name } = target
  return {
    name,
    platform,
    captures: (platform === undefined ? [] : planFor(platform)).map(({ command }) => ({
      command,
      status: 'not-tried',
      text: '',
      firstLine: 1,
      origin: name,
      reason: error.message,
    })),
    problem: error.asProblem(),
  }
}

/** Queues by group, then the one all devices share: each holds its place in all of them, always in the same order. */
class Queues {
  private readonly all: PQueue
  private readonly groups: ReadonlyMap<string, PQueue>
  private readonly oneByOne: PQueue

  constructor(Queue: typeof PQueue, options: CollectAllOptions) {
    this.all = new Queue({ concurrency: options.concurrency ?? 20 })
    this.oneByOne = new Queue({ concurrency: 1 })
    this.groups = new Map(
      [...(options.groupLimits ?? [])]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, limit]) => [name, new Queue({ concurrency: limit })]),
    )
  }

  run<T>(target: Target, work: () => Promise<T>): Promise<T> {
    const own = [...this.groups]
      .filter(([name]) => target.groups?.includes(name) === true)
      .map(([, queue]) => queue)
    // One code is one login, and a person answers one question at a time.
    const queues =
      target.credentials.oneTime === true ? [this.oneByOne, ...own, this.all] : [...own, this.all]
    return queues.reduceRight<() => Promise<T>>((inner, queue) => () => queue.add(inner), work)()
  }
}

/** What ends a run early: a person, its deadline, or a report that cannot be written. */
class Stop {
  private readonly controller = new AbortController()
  private readonly asked: AbortSignal | undefined
  private readonly timer: NodeJS.Timeout | undefined
  private readonly onAsked = (): void => this.controller.abort(this.asked?.reason)

  constructor(asked: AbortSignal | undefined, deadlineMs: number | undefined) {
    this.asked = asked
    // Every device listens.
    setMaxListeners(0, this.controller.signal)
    asked?.addEventListener('abort', this.onAsked, { once: true })
    if (asked?.aborted === true) this.onAsked()
    if (deadlineMs === undefined) return
    this.timer = setTimeout(() => this.controller.abort(late(deadlineMs)), deadlineMs)
    this.timer.unref()
  }

  get signal(): AbortSignal {
    return this.controller.signal
  }

  now(): void {
    this.controller.abort()
  }

  end(): void {
    clearTimeout(this.timer)
    this.asked?.removeEventListener('abort', this.onAsked)
  }
}

function late(deadlineMs: number): SessionError {
  return new SessionError(
    'deadline',
    `not done when the run's deadline of ${Math.round(deadlineMs / 1_000)} s passed; raise --deadline`,
  )
}
