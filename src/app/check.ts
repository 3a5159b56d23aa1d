// Use case: log in to devices, read them, judge them. Report value out; prints nothing.
import { planCommands, type RuleReads } from '../collect/plan.ts'
import { TEST_FORMS } from '../collect/test-form.ts'
import { baseFactsOf } from '../diagnose/device.ts'
import { present } from '../inventory/settings.ts'
import type { CaptureSet } from '../model/capture.ts'
import type { PlannedCommand } from '../model/plan.ts'
import { PLATFORMS, type Platform } from '../model/platform.ts'
import { type DeviceReport, REPORT_SCHEMA, type Report } from '../model/report.ts'
import { DEFAULT_THRESHOLDS, publishThresholds, type Thresholds } from '../model/thresholds.ts'
import { type AccessBlock, accessFor } from '../platforms/access.ts'
import { PLATFORM_TRAITS } from '../platforms/index.ts'
import { testPlan } from './check/active.ts'
import { type CheckEvent, type CollectAllOptions, collectAll } from './check/collect.ts'
import { OwnSecrets } from './collect/own-secrets.ts'
import type { BundleRequest } from './collect/sink.ts'
import { judge } from './judge.ts'
import type { Attach, ProbeSettings } from './probe/attach.ts'
import { type RuleSet, ruleNotes, soundRules } from './rules.ts'
import { type Cover, type CoverOptions, openCover, waivableRules } from './waivers/index.ts'

export type { CheckEvent, CollectAllOptions } from './check/collect.ts'

/** What must be sound before anybody is asked for a password. */
export interface Prepared {
  readonly rules: RuleSet
  readonly cover?: Cover
}

/** @throws Error with a sentence when rules, waivers or a baseline cannot be used */
export async function prepare(options: {
  readonly packs?: readonly string[]
  readonly cover?: CoverOptions
}): Promise<Prepared> {
  const rules = await soundRules(options.packs)
  if (options.cover === undefined) return { rules }
  return { rules, ...present('cover', await openCover(options.cover, waivableRules(rules))) }
}

export interface CheckOptions extends Omit<CollectAllOptions, 'rules'> {
  /** Devices are also asked to test the way to the licensing server, where that settles something. */
  readonly active?: boolean
  /** Directories of further rules. */
  readonly packs?: readonly string[]
  readonly version: string
  readonly thresholds?: Thresholds
  /** Waivers and a baseline. */
  readonly cover?: CoverOptions
  /** Rules, waivers and baseline as read before; else they are read now. */
  readonly prepared?: Prepared
  /** What was read is also kept in a bundle. */
  readonly bundle?: BundleRequest
  /** The path of each device is probed from this computer as well. */
  readonly probe?: Omit<ProbeSettings, 'note'>
  /** Gets each device as soon as it is judged. The report then holds only what the exit code needs: memory stays flat. */
  readonly onDevice?: (device: DeviceReport) => Promise<void>
  /** The report holds the devices in full all the same. */
  readonly keep?: boolean
}

/** One report over all targets. Throws only when the rules are broken: what a device does is in its part of the report. */
export async function check(options: CheckOptions): Promise<Report> {
  const started = new Date()
  const {
    packs,
    version,
    thresholds,
    cover: covers,
    prepared,
    bundle,
    onDevice,
    keep,
    active,
    probe,
    ...collecting
  } = options
  const { rules, cover } =
    prepared ?? (await prepare({ ...present('packs', packs), ...present('cover', covers) }))
  const notes = ruleNotes(rules)
  const own = new OwnSecrets()
  const targets = options.targets.map(own.watch)
  const onProgress = (raw: CheckEvent): void => {
    const event = own.told(raw)
    if (event.type === 'session' && event.event.type === 'note')
      notes.push(`${event.device}: ${event.event.text}`)
    if (event.type === 'retry') notes.push(`${event.device}: tried again (${event.reason})`)
    options.onProgress?.(event)
  }
  const session =
    active === true ? { ...collecting.session, tests: testPlan(rules, thresholds) } : collecting.session
  const attach = probe === undefined ? {} : { attach: await attacher(probe, thresholds, notes) }
  const read = (kept: Partial<ReadOptions>): Promise<DeviceReport[]> =>
    readAndJudge(
      { ...collecting, targets, session, onProgress, masked: own.masked, ...attach, ...kept },
      rules,
      thresholds,
      onDevice,
      keep,
      cover,
    )
  const devices =
    bundle === undefined
      ? await read({})
      : await (await import('./collect/beside.ts')).whileKeeping(
          { ...bundle, targets, session, rules, version, started, packs, thresholds },
          read,
        )
  notes.push(...(cover?.notes() ?? []))
  return {
    schema: REPORT_SCHEMA,
    run: {
      tool: 'smartlic',
      version,
      started_at: started.toISOString(),
      duration_ms: Date.now() - started.getTime(),
      command: 'check',
      notes,
      thresholds: publishThresholds(thresholds ?? DEFAULT_THRESHOLDS),
    },
    devices,
  }
}

export interface ReadOptions extends Omit<CollectAllOptions, 'rules'> {
  /** Adds what this computer saw to what a device said. */
  readonly attach?: Attach
  /** Gets all that a device said, before it is judged. */
  readonly onSet?: (set: CaptureSet) => Promise<void>
  /** What is judged of it: the run's own secrets are no facts of a device. */
  readonly masked?: (set: CaptureSet) => CaptureSet
}

/** The devices' parts of a report, in the order of the targets; each is judged as soon as it is read. */
export async function readAndJudge(
  options: ReadOptions,
  rules: RuleSet,
  thresholds?: Thresholds,
  onDevice?: (device: DeviceReport) => Promise<void>,
  keep = onDevice === undefined,
  cover?: Cover,
): Promise<DeviceReport[]> {
  const places = new Map(options.targets.map(({ name, groups, tags }) => [name, { groups, tags }]))
  return collectAll({ ...options, rules: ruleReads(rules) }, async said => {
    const set = options.attach === undefined ? said : await options.attach(said)
    await options.onSet?.(set)
    const shown = options.masked?.(set) ?? set
    const { groups, tags } = places.get(set.name) ?? {}
    const device: DeviceReport = {
      ...judge(
        shown,
        rules,
        thresholds,
        cover && ((about, found) => cover.findings({ ...about, groups, tags }, found)),
      ),
      ...(groups === undefined ? {} : { groups }),
      ...(tags === undefined ? {} : { tags }),
    }
    await onDevice?.(device)
    // A line cut out of an answer keeps the whole answer in memory; the copy holds its own text.
    return keep ? structuredClone(device) : outcomeOnly(device)
  })
}

/** Only here is anything of probing loaded. */
async function attacher(
  settings: Omit<ProbeSettings, 'note'>,
  thresholds: Thresholds | undefined,
  notes: string[],
): Promise<Attach> {
  const { Probing } = await import('./probe/attach.ts')
  const note = (text: string): void => void notes.push(text)
  return new Probing({ ...settings, note, ...(thresholds === undefined ? {} : { thresholds }) }).attach
}

/** What counts for the exit code and for trying again. */
function outcomeOnly(device: DeviceReport): DeviceReport {
  const state = { ...device.state, facts: [], deadlines: [] }
  const { plan: _plan, ...rest } = device
  return structuredClone({ ...rest, state, path: [], findings: [], unknown: [], captures: [] })
}

/** The base facts each rule reads: derived ones traced back, list elements named by their list. */
export function ruleReads(rules: RuleSet): RuleReads[] {
  return rules.rules.map(rule => ({
    id: rule.id,
    platforms: rule.platforms,
    reads: [
      ...new Set(
        rule.reads
          .flatMap(path => (path.startsWith('derived.') ? baseFactsOf(path) : [path]))
          .map(path => path.split('.*', 1)[0] ?? path),
      ),
    ],
  }))
}

/** What would be sent to a platform; nothing is opened. */
export interface DryRun {
  readonly platform: Platform
  readonly setup: readonly string[]
  readonly logout: string
  readonly enable: boolean
  readonly commands: readonly PlannedCommand[]
  /** Forms of the tests that may be typed as well; empty without --active. */
  readonly tests: readonly string[]
}

/** One entry for the given platform, or one for each when it is not known yet. */
export async function dryRun(options: {
  readonly packs?: readonly string[]
  readonly platform?: Platform
  readonly enable: boolean
  readonly quick?: boolean
  readonly active?: boolean
}): Promise<DryRun[]> {
  const reads = ruleReads(await soundRules(options.packs))
  return (options.platform === undefined ? PLATFORMS : [options.platform]).map(platform => {
    const { setup, logout, hasEnable } = PLATFORM_TRAITS[platform]
    return {
      platform,
      setup,
      logout,
      enable: options.enable && hasEnable,
      commands: planCommands(reads, platform).filter(
        ({ limits }) => options.quick !== true || limits !== 'tech',
      ),
      tests: options.active === true ? TEST_FORMS[platform] : [],
    }
  })
}

/** What an account must be allowed to type on a platform, and how that is configured. */
export interface AccessPlan {
  readonly platform: Platform
  readonly commands: readonly string[]
  readonly access: readonly AccessBlock[]
}

export async function accessPlan(options: Parameters<typeof dryRun>[0]): Promise<AccessPlan[]> {
  return (await dryRun(options)).map(({ platform, setup, logout, enable, commands, tests }) => {
    const typed = [
      ...(enable ? ['enable'] : []),
      ...setup,
      ...commands.flatMap(one => [one.command, ...one.alternatives, ...one.fallback]),
      ...(tests.length === 0 ? [] : PLATFORM_TRAITS[platform].testWords),
      logout,
    ]
    return { platform, commands: [...new Set(typed)], access: accessFor(platform, typed) }
  })
}
