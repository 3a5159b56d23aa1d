// One device from connect to logout: every planned command ends in one of the six statuses, whatever happens.
import type { Capture, CaptureSet, CollectionProblem } from '../model/capture.ts'
import type { PlannedCommand } from '../model/plan.ts'
import type { Platform } from '../model/platform.ts'
import { PLATFORM_TRAITS, platformFromClues, platformFromVersion } from '../platforms/index.ts'
import { Captures } from './captures.ts'
import { type Connection, type ConnectTarget, openConnection, type Transport } from './connect.ts'
import { SessionError, seconds, stopped } from './errors.ts'
import type { HostKeyPolicy } from './hostkeys.ts'
import type { JumpHosts } from './jump.ts'
import { SESSION_LIMITS, type SessionLimits } from './limits.ts'
import { isUserPrompt } from './prompt.ts'
import { classifyAnswer } from './refuse.ts'
import { runTests, type TestPlan } from './run-tests.ts'
import { Shell } from './shell.ts'

export interface Target extends ConnectTarget {
  /** What the person typed; names the device in the report. */
  readonly name: string
  /** Undefined: found out from the device. */
  readonly platform?: Platform
  /** Old algorithms for this one device. */
  readonly legacyCrypto?: boolean
  /** Replaces the run's policy for this one device. */
  readonly hostKeys?: HostKeyPolicy
  /** Name of the credential in the inventory; devices that share one stop trying it together. */
  readonly credential?: string
  /** Groups whose limits it counts for. */
  readonly groups?: readonly string[]
  /** Words of the inventory for reports. */
  readonly tags?: readonly string[]
  /** Limits for this one device. */
  readonly limits?: Partial<SessionLimits>
}

export type SessionEvent =
  | { readonly type: 'connecting' }
  | { readonly type: 'logged-in'; readonly prompt: string }
  | { readonly type: 'platform'; readonly platform: Platform }
  | { readonly type: 'command'; readonly command: string; readonly index: number; readonly of: number }
  | { readonly type: 'note'; readonly text: string }

export interface CollectOptions {
  readonly hostKeys: HostKeyPolicy
  readonly legacyCrypto?: boolean
  /** Address of this computer to call from. */
  readonly bind?: string
  /** How devices are reached; default the SSH library. */
  readonly transport?: Transport
  /** For targets with jump hosts; shared by all devices of a run. */
  readonly jumpHosts?: JumpHosts
  /** Type `enable` when the session starts at a `>` prompt. */
  readonly enable?: boolean
  /** Those given replace the standard ones. */
  readonly limits?: Partial<SessionLimits>
  readonly signal?: AbortSignal
  readonly onEvent?: (event: SessionEvent) => void
  /** The platform of a licence output, by its layout; used where `show version` does not tell. */
  readonly recognise?: (text: string) => Platform | undefined
  /** Tests to be made from the device once everything is read; without it none is ever typed. */
  readonly tests?: TestPlan
  /** More wordings of a refusal, as the site's AAA server words them. */
  readonly denied?: readonly RegExp[]
  /** Called for each session that is opened; what it gives is handed every chunk as it comes from the device. */
  readonly record?: (target: Target) => Recorder
}

/** Takes the raw bytes of one session, terminal control characters and all. Must not throw. */
export type Recorder = (chunk: Uint8Array) => void

/**
 * Collects one device. Never throws for what a device or a network does: that is in `problem` and in the statuses.
 * @param plan the commands for a platform, in the order they are to be sent
 */
export async function collectDevice(
  target: Target,
  plan: (platform: Platform) => readonly PlannedCommand[],
  options: CollectOptions,
): Promise<CaptureSet> {
  return new Collection(target, plan, options).run()
}

class Collection {
  private readonly target: Target
  private readonly planFor: (platform: Platform) => readonly PlannedCommand[]
  private readonly options: CollectOptions
  private readonly limits: SessionLimits
  private readonly captures: Captures
  private readonly abort = new AbortController()
  private platform: Platform | undefined
  private problem: CollectionProblem | undefined
  private shell: Shell | undefined
  private stopReason: SessionError | undefined
  private pagingOff = false

  constructor(
    target: Target,
    plan: (platform: Platform) => readonly PlannedCommand[],
    options: CollectOptions,
  ) {
    this.target = target
    this.planFor = plan
    this.options = options
    this.limits = { ...SESSION_LIMITS, ...options.limits, ...target.limits }
    this.captures = new Captures(target.name, options.denied)
    this.platform = target.platform
  }

  async run(): Promise<CaptureSet> {
    const onAbort = (): void => this.stop(stopped(this.options.signal?.reason))
    this.options.signal?.addEventListener('abort', onAbort, { once: true })
    const timer = setTimeout(
      () =>
        this.stop(
          new SessionError(
            'device-timeout',
            `not done after ${seconds(this.limits.deviceMs)}; raise --timeout`,
          ),
        ),
      this.limits.deviceMs,
    )
    try {
      if (this.options.signal?.aborted === true) throw stopped(this.options.signal.reason)
      await this.session()
    } catch (error) {
      if (!(error instanceof SessionError)) throw error
      this.problem = (this.stopReason ?? error).asProblem()
    } finally {
      clearTimeout(timer)
      this.options.signal?.removeEventListener('abort', onAbort)
    }
    if (this.platform !== undefined)
      this.captures.addNotTried(this.planFor(this.platform), this.problem?.message ?? 'not reached')
    return {
      name: this.target.name,
      platform: this.platform,
      captures: this.captures.list,
      ...(this.problem === undefined ? {} : { problem: this.problem }),
    }
  }

  private get legacyCrypto(): boolean {
    return this.target.legacyCrypto ?? this.options.legacyCrypto === true
  }

  private stop(reason: SessionError): void {
    this.stopReason ??= reason
    this.abort.abort()
    this.shell?.abort()
  }

  private async session(): Promise<void> {
    this.emit({ type: 'connecting' })
    const { bind, jumpHosts } = this.options
    const hostKeys = this.target.hostKeys ?? this.options.hostKeys
    const connection = await openConnection(this.target, {
      hostKeys,
      legacyCrypto: this.legacyCrypto,
      limits: this.limits,
      signal: this.abort.signal,
      ...(bind === undefined ? {} : { bind }),
      ...(jumpHosts === undefined ? {} : { jumpHosts }),
      ...(this.options.transport === undefined ? {} : { transport: this.options.transport }),
    })
    const shell = new Shell(connection.channel, this.limits)
    this.shell = shell
    const recorder = this.options.record?.(this.target)
    if (recorder !== undefined) shell.watch(recorder)
    if (this.abort.signal.aborted) shell.abort()
    if (this.legacyCrypto) this.note('old SSH algorithms were allowed')
    try {
      const prompt = await shell.learnPrompt()
      this.emit({ type: 'logged-in', prompt })
      const platform = this.platform ?? (await this.findPlatform(shell, connection))
      this.platform = platform
      this.emit({ type: 'platform', platform })
      await this.raisePrivilege(shell, platform)
      await this.setUp(shell, platform)
      await this.runPlan(shell, platform)
      await this.runTests(shell, platform)
    } catch (error) {
      throw connection.failure?.() ?? error
    } finally {
      await shell.close(this.platform === undefined ? 'exit' : PLATFORM_TRAITS[this.platform].logout)
      connection.end()
    }
  }

  private async findPlatform(shell: Shell, connection: Connection): Promise<Platform> {
    const banner = `${connection.banner}\n${shell.greeting}`
    const known = platformFromClues({ ident: connection.ident, banner, prompt: shell.prompt })
    if (known !== undefined) return known
    await this.pagingOffOnce(shell)
    const capture = await this.runOne(shell, 'show version', 'show', undefined)
    const platform = platformFromVersion(capture.text) ?? (await this.platformFromLicence(shell))
    if (platform !== undefined) return platform
    throw new SessionError(
      'platform-unknown',
      'neither the login, `show version` nor the licence output tells the platform; name it with --platform',
    )
  }

  /** An account may be allowed nothing but `show license`: then its layout decides. */
  private async platformFromLicence(shell: Shell): Promise<Platform | undefined> {
    const { recognise } = this.options
    if (recognise === undefined || shell.lost) return undefined
    const capture = await this.runOne(shell, 'show license all', 'show', undefined)
    const told = capture.status === 'ok' ? recognise(capture.text) : undefined
    if (told !== undefined) this.note('the platform was told by the licence output: `show version` did not')
    return told
  }

  private async raisePrivilege(shell: Shell, platform: Platform): Promise<void> {
    if (this.options.enable !== true || !PLATFORM_TRAITS[platform].hasEnable || !isUserPrompt(shell.prompt))
      return
    const failure = await shell.enable(this.target.credentials.enableSecret)
    if (failure === undefined) return
    // Much can be read without it; what cannot will say so itself.
    this.problem = new SessionError(
      'enable-failed',
      `enable did not work (${failure}); went on without it`,
    ).asProblem()
    this.note(this.problem.message)
    if (shell.lost)
      throw new SessionError('enable-failed', `enable did not work (${failure}) and the session was lost`)
  }

  private async setUp(shell: Shell, platform: Platform): Promise<void> {
    await this.pagingOffOnce(shell)
    for (const command of PLATFORM_TRAITS[platform].setup) {
      if (command !== 'terminal length 0') await this.setUpOne(shell, command, platform)
    }
  }

  private async pagingOffOnce(shell: Shell): Promise<void> {
    if (this.pagingOff) return
    this.pagingOff = true
    await this.setUpOne(shell, 'terminal length 0', this.platform)
  }

  private async setUpOne(shell: Shell, command: string, platform: Platform | undefined): Promise<void> {
    const answer = await shell.setUp(command, this.limits.commands.show)
    const refused =
      answer.end === 'question' || classifyAnswer(answer.text, platform, this.options.denied) !== undefined
    if (refused) this.note(`"${command}" was refused; going on without it`)
    else if (answer.end === 'timed-out') this.note(`"${command}" was not answered; going on without it`)
    this.throwWhenLost(shell)
  }

  private async runPlan(shell: Shell, platform: Platform): Promise<void> {
    const plan = this.planFor(platform)
    for (const [index, entry] of plan.entries()) {
      this.emit({ type: 'command', command: entry.command, index, of: plan.length })
      const answered = await this.firstAnswer(
        shell,
        [entry.command, ...entry.alternatives],
        entry.limits,
        platform,
      )
      if (answered) continue
      for (const command of entry.fallback) await this.captureOf(shell, command, entry.limits, platform)
    }
  }

  /** Last of all: a test may cost the session, never what was read. */
  private async runTests(shell: Shell, platform: Platform): Promise<void> {
    const { tests } = this.options
    if (tests === undefined || shell.lost) return
    const { captures, target } = this
    await runTests(tests, {
      shell,
      captures,
      platform,
      name: target.name,
      onTest: (command, index, of) => this.emit({ type: 'command', command, index, of }),
      onDropped: command => this.note(`the session was dropped after "${command}"; all else had been read`),
    })
    if (this.stopReason !== undefined) throw this.stopReason
  }

  /** True when one of the commands was neither unknown nor denied. */
  private async firstAnswer(
    shell: Shell,
    commands: readonly string[],
    limits: 'show' | 'tech',
    platform: Platform,
  ): Promise<boolean> {
    for (const command of commands) {
      const { status } = await this.captureOf(shell, command, limits, platform)
      if (status !== 'unsupported' && status !== 'denied') return true
    }
    return false
  }

  /** An answer already there (a substitute may be a planned command itself) is not asked for again. */
  private async captureOf(
    shell: Shell,
    command: string,
    limits: 'show' | 'tech',
    platform: Platform,
  ): Promise<Capture> {
    return this.captures.of(command) ?? this.runOne(shell, command, limits, platform)
  }

  private async runOne(
    shell: Shell,
    command: string,
    limits: 'show' | 'tech',
    platform: Platform | undefined,
  ): Promise<Capture> {
    const startedAt = performance.now()
    try {
      const answer = await shell.run(command, this.limits.commands[limits])
      const capture = this.captures.add(command, answer, platform, startedAt)
      this.throwWhenLost(shell)
      return capture
    } catch (error) {
      if (error instanceof SessionError && error.kind === 'desync')
        this.captures.distrust(command, error.message, startedAt)
      throw error
    }
  }

  private throwWhenLost(shell: Shell): void {
    if (!shell.lost) return
    throw new SessionError(
      'closed-mid-output',
      'the session was lost before every command was answered; run again',
    )
  }

  private note(text: string): void {
    this.emit({ type: 'note', text })
  }

  private emit(event: SessionEvent): void {
    this.options.onEvent?.(event)
  }
}
