// One side of a comparison: a saved run, or output that is judged now.
import { open } from 'node:fs/promises'
import type { FactStore } from '../../model/facts/store.ts'
import type { Platform } from '../../model/platform.ts'
import type { DeviceReport, Report } from '../../model/report.ts'
import { DEFAULT_THRESHOLDS, publishThresholds, type Thresholds } from '../../model/thresholds.ts'
import { redactCaptures } from '../../redact/captures.ts'
import { readInputs } from '../input.ts'
import { factsOf, judge } from '../judge.ts'
import type { RuleSet } from '../rules.ts'
import { readSavedReport } from '../saved-report.ts'

export interface SideOptions {
  readonly rules: RuleSet
  readonly version: string
  readonly stdin: NodeJS.ReadableStream
  readonly platform?: Platform
  readonly thresholds?: Thresholds
}

export interface Side {
  readonly source: string
  readonly kind: 'report' | 'output'
  readonly version: string
  readonly started_at: string
  readonly thresholds: Report['run']['thresholds']
  readonly devices: readonly DeviceReport[]
  /** Of devices that were judged now. */
  readonly facts: ReadonlyMap<DeviceReport, FactStore>
  readonly notes: readonly string[]
}

/** @throws Error when nothing at the path can be read or judged */
export async function readSide(path: string, options: SideOptions): Promise<Side> {
  return (await isSavedRun(path)) ? savedSide(path, options) : outputSide(path, options)
}

/** What JSON or NDJSON of this tool begins with. Devices answer in JSON too, so the name of the schema decides. */
async function isSavedRun(path: string): Promise<boolean> {
  if (path === '-') return false
  const handle = await open(path, 'r').catch(() => undefined)
  if (handle === undefined) return false
  try {
    if (!(await handle.stat()).isFile()) return false
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1_024), 0, 1_024, 0)
    return /^\ufeff?\s*\{\s*"schema"\s*:\s*"smartlic\./.test(buffer.toString('utf8', 0, bytesRead))
  } finally {
    await handle.close()
  }
}

async function savedSide(path: string, { stdin }: SideOptions): Promise<Side> {
  const { run, devices } = await readSavedReport(path, stdin)
  return {
    source: path,
    kind: 'report',
    version: run.version,
    started_at: run.started_at,
    thresholds: run.thresholds,
    devices,
    facts: new Map(),
    notes: [],
  }
}

async function outputSide(path: string, options: SideOptions): Promise<Side> {
  const { rules, version, stdin, platform, thresholds } = options
  const { sets, notes } = await readInputs([path], { stdin, ...(platform === undefined ? {} : { platform }) })
  const judged = sets.map(set => ({
    device: judge(set, rules, thresholds),
    // Facts are shown as they are, a password in a URL with them: they are read from masked answers.
    store: factsOf(redactCaptures(set), thresholds),
  }))
  return {
    source: path,
    kind: 'output',
    version,
    started_at: '',
    thresholds: publishThresholds(thresholds ?? DEFAULT_THRESHOLDS),
    devices: judged.map(({ device }) => device),
    facts: new Map(judged.map(({ device, store }) => [device, store])),
    notes,
  }
}
