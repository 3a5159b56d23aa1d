// A bundle of a live run: made beside the reading, finished with what there is when the run was stopped.
import type { CaptureSet } from '../../model/capture.ts'
import type { DeviceReport } from '../../model/report.ts'
import type { Thresholds } from '../../model/thresholds.ts'
import type { Target } from '../../session/device.ts'
import type { CollectAllOptions } from '../check/collect.ts'
import type { RuleSet } from '../rules.ts'
import { type BundleRequest, BundleSink, type Place, type SinkOptions } from './sink.ts'

export interface RunOptions extends BundleRequest, Pick<SinkOptions, 'words' | 'extras'> {
  readonly targets: readonly Target[]
  readonly rules: RuleSet
  readonly version: string
  readonly started: Date
  readonly packs: readonly string[] | undefined
  readonly thresholds: Thresholds | undefined
}

export function sinkFor({ targets, packs, thresholds, ...options }: RunOptions): Promise<BundleSink> {
  return BundleSink.open({
    ...options,
    names: targets.map(({ name }) => name),
    places: new Map(targets.map(target => [target.name, placeOf(target)])),
    raw: true,
    ...(packs === undefined ? {} : { packs }),
    ...(thresholds === undefined ? {} : { thresholds }),
  })
}

function placeOf({ groups, tags }: Target): Place {
  return { ...(groups === undefined ? {} : { groups }), ...(tags === undefined ? {} : { tags }) }
}

/** What a reading needs so that all it reads is kept. */
export interface Keeping {
  readonly targets: readonly Target[]
  readonly session: CollectAllOptions['session']
  readonly onSet: (set: CaptureSet) => Promise<void>
}

/** Reads with a bundle beside it. @throws what reading or writing throws; no bundle is left then */
export async function whileKeeping(
  options: RunOptions & { readonly session: CollectAllOptions['session'] },
  read: (keeping: Keeping) => Promise<DeviceReport[]>,
): Promise<DeviceReport[]> {
  const { session, ...rest } = options
  const sink = await sinkFor(rest)
  try {
    const devices = await read({
      targets: options.targets.map(sink.watch),
      session: { ...session, record: sink.record },
      onSet: async set => {
        await sink.add(set)
      },
    })
    await sink.finish(partialOf(devices))
    return devices
  } catch (error) {
    await sink.abort()
    throw error
  }
}

const STOPPED: ReadonlySet<string> = new Set(['stopped', 'deadline'])

/** Why the run ended before its time; undefined when it did not. */
export function partialOf(devices: readonly Pick<DeviceReport, 'problem'>[]): string | undefined {
  const stopped = devices.filter(({ problem }) => STOPPED.has(problem?.kind ?? ''))
  const why = stopped[0]?.problem?.message
  return why === undefined
    ? undefined
    : `the run was ended early: ${stopped.length} of ${devices.length} devices were not read to the end (${why})`
}
