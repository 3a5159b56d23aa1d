// Use case: the path of saved devices, or one named by hand, probed from this computer and compared. Prints nothing.
import PQueue from 'p-queue'
import type { CaptureSet } from '../model/capture.ts'
import type { Platform } from '../model/platform.ts'
import { type DeviceReport, REPORT_SCHEMA, type Report } from '../model/report.ts'
import { DEFAULT_THRESHOLDS, publishThresholds, type Thresholds } from '../model/thresholds.ts'
import { contactsOf, type PlannedContact } from '../probe/contacts.ts'
import type { ProbePlan } from '../probe/plan.ts'
import { type NamedPath, planForPath } from '../probe/targets.ts'
import { readInputs } from './input.ts'
import { judge } from './judge.ts'
import { type ProbeSettings, Probing } from './probe/attach.ts'
import { pathReport } from './probe/path-report.ts'
import { ruleNotes, soundRules } from './rules.ts'
import { type CoverOptions, openCover, waivableRules } from './waivers/index.ts'

export interface ProbeRequest {
  readonly settings: Omit<ProbeSettings, 'note'>
  /** Directories of further rules. */
  readonly packs?: readonly string[]
  readonly version: string
  readonly thresholds?: Thresholds
}

export interface SavedRequest extends ProbeRequest {
  /** Files, directories, `-` for `stdin`. */
  readonly paths: readonly string[]
  readonly platform?: Platform
  readonly stdin: NodeJS.ReadableStream
  readonly cover?: CoverOptions
  readonly onDone?: (name: string, finished: number, of: number) => void
}

/** Devices probed at the same time; the rate limit is one for all of them. */
const AT_ONCE = 8

/** Probes for every device found in the input. Throws with a sentence when a path cannot be read. */
export async function probeSaved(request: SavedRequest): Promise<Report> {
  const started = new Date()
  const { packs, thresholds, cover: covers } = request
  const rules = await soundRules(packs)
  const cover = covers === undefined ? undefined : await openCover(covers, waivableRules(rules))
  const { sets, notes } = await inputOf(request)
  const probing = new Probing(settingsOf(request, text => notes.push(text)))
  const queue = new PQueue({ concurrency: AT_ONCE })
  let finished = 0
  const devices = await Promise.all(
    sets.map(set =>
      queue.add(async (): Promise<DeviceReport> => {
        const probed = await probing.attach(set)
        finished += 1
        request.onDone?.(set.name, finished, sets.length)
        return judge(probed, rules, thresholds, cover && ((about, shown) => cover.findings(about, shown)))
      }),
    ),
  )
  notes.unshift(...ruleNotes(rules))
  notes.push(...(cover?.notes() ?? []))
  return reportOf(request, started, notes, devices)
}

export interface PathRequest extends ProbeRequest {
  readonly path: NamedPath
}

/** Probes a path named by hand. Throws with a sentence when it cannot be probed. */
export async function probePath(request: PathRequest): Promise<Report> {
  const started = new Date()
  const notes: string[] = []
  const probing = new Probing(settingsOf(request, text => notes.push(text)))
  const plan = planForPath(request.path, probing.targets)
  if (typeof plan === 'string') throw new Error(plan)
  const capture = await probing.capture(plan, { follows: [] })
  return reportOf(request, started, notes, [pathReport(plan, capture)])
}

/** What may be contacted for one device; a sentence when nothing would be. */
export interface ProbeTargets {
  readonly device: string
  readonly contacts: readonly PlannedContact[] | string
}

/** Nothing is opened. */
export async function savedTargets(request: SavedRequest): Promise<ProbeTargets[]> {
  const { sets } = await inputOf(request)
  const probing = new Probing(settingsOf(request, () => undefined))
  return sets.map(set => targetsOf(set.name, probing.planOf(set)))
}

/** Nothing is opened. Throws with a sentence when the path cannot be probed. */
export function pathTargets(request: PathRequest): ProbeTargets[] {
  const probing = new Probing(settingsOf(request, () => undefined))
  const plan = planForPath(request.path, probing.targets)
  if (typeof plan === 'string') throw new Error(plan)
  return [targetsOf(request.path.url, plan)]
}

function targetsOf(device: string, plan: ProbePlan | string): ProbeTargets {
  return { device, contacts: typeof plan === 'string' ? plan : contactsOf(plan) }
}

function inputOf(request: SavedRequest): Promise<{ sets: CaptureSet[]; notes: string[] }> {
  return readInputs(request.paths, {
    stdin: request.stdin,
    ...(request.platform === undefined ? {} : { platform: request.platform }),
  })
}

function settingsOf(request: ProbeRequest, note: (text: string) => void): ProbeSettings {
  const { settings, thresholds } = request
  return { ...settings, note, ...(thresholds === undefined ? {} : { thresholds }) }
}

function reportOf(
  { version, thresholds }: ProbeRequest,
  started: Date,
  notes: readonly string[],
  devices: readonly DeviceReport[],
): Report {
  return {
    schema: REPORT_SCHEMA,
    run: {
      tool: 'smartlic',
      version,
      started_at: started.toISOString(),
      duration_ms: Date.now() - started.getTime(),
      command: 'probe',
      notes,
      thresholds: publishThresholds(thresholds ?? DEFAULT_THRESHOLDS),
    },
    devices,
  }
}
