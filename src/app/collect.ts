// Use case: log in to devices and keep what they say in a bundle. Prints nothing.
import type { TextFile } from '../bundle/writer.ts'
import type { DeviceReport } from '../model/report.ts'
import type { Thresholds } from '../model/thresholds.ts'
import { testPlan } from './check/active.ts'
import { type CheckEvent, type CollectAllOptions, collectAll } from './check/collect.ts'
import { ruleReads } from './check.ts'
import { partialOf, sinkFor } from './collect/beside.ts'
import type { BundleRequest, BundleSink, SinkOptions } from './collect/sink.ts'
import { ruleNotes, soundRules } from './rules.ts'

export type { BundleRequest } from './collect/sink.ts'

export interface CollectRequest extends Omit<CollectAllOptions, 'rules'> {
  readonly bundle: BundleRequest
  /** Devices are also asked to test the way to the licensing server, where that settles something. */
  readonly active?: boolean
  /** Directories of further rules. */
  readonly packs?: readonly string[]
  readonly version: string
  readonly thresholds?: Thresholds
}

export interface Collected {
  readonly file: string
  readonly devices: readonly DeviceReport[]
  /** How often each kind was masked. */
  readonly masked: Readonly<Record<string, number>>
  /** Why not all that was asked for is in the bundle. */
  readonly partial?: string
  readonly notes: readonly string[]
}

/** What a case adds. */
export interface Additions extends Pick<SinkOptions, 'words' | 'extras'> {
  /** Called when every device is written: what belongs to none. */
  readonly texts?: (sink: BundleSink) => readonly TextFile[]
}

/**
 * Reads every target and writes one bundle, also when the run was stopped: with what there is by then.
 * @throws Error with a sentence when the rules are broken or the bundle cannot be written; no file is left then
 */
export async function collect(options: CollectRequest, more: Additions = {}): Promise<Collected> {
  const { bundle, active, packs, version, thresholds, ...collecting } = options
  const rules = await soundRules(packs)
  const notes = ruleNotes(rules)
  const started = new Date()
  const sink = await sinkFor({
    ...bundle,
    targets: options.targets,
    rules,
    version,
    started,
    packs,
    thresholds,
    ...(more.words === undefined ? {} : { words: more.words }),
    ...(more.extras === undefined ? {} : { extras: more.extras }),
  })
  const onProgress = (raw: CheckEvent): void => {
    const event = sink.told(raw)
    if (event.type === 'session' && event.event.type === 'note')
      notes.push(`${event.device}: ${event.event.text}`)
    if (event.type === 'retry') notes.push(`${event.device}: tried again (${event.reason})`)
    options.onProgress?.(event)
  }
  try {
    const devices = await collectAll(
      {
        ...collecting,
        targets: options.targets.map(sink.watch),
        rules: ruleReads(rules),
        session: {
          ...collecting.session,
          record: sink.record,
          ...(active === true ? { tests: testPlan(rules, thresholds) } : {}),
        },
        onProgress,
      },
      async set => {
        const report = await sink.add(set)
        // What is told of a device is small; what it said must not stay in memory.
        return structuredClone({ ...report, path: [], findings: [], unknown: [] })
      },
    )
    const partial = partialOf(devices)
    const { counts } = await sink.finish(partial, more.texts?.(sink))
    return {
      file: bundle.file,
      devices,
      masked: counts,
      ...(partial === undefined ? {} : { partial }),
      notes,
    }
  } catch (error) {
    await sink.abort()
    throw error
  }
}
