// A case of what was saved before: bundles, files, folders.
import type { Held } from '../../bundle/held.ts'
import type { CaptureSet } from '../../model/capture.ts'
import type { Platform } from '../../model/platform.ts'
import { REDACTION_LEVELS, type RedactionLevel } from '../../model/redaction.ts'
import type { DeviceReport } from '../../model/report.ts'
import type { Case, CaseOptions } from '../case.ts'
import { BundleSink } from '../collect/sink.ts'
import type { ReadBundle } from '../input/bundle.ts'
import { bundledPlaces } from '../input/bundle-notes.ts'
import { type Inputs, readInputs } from '../input.ts'
import { soundRules } from '../rules.ts'
import { CasePages } from './pages.ts'

export interface SavedCaseOptions extends CaseOptions {
  /** Files, directories, `-` for `stdin`. */
  readonly paths: readonly string[]
  readonly stdin: NodeJS.ReadableStream
  readonly platform?: Platform
  /** The command a bare output is of. */
  readonly command?: string
}

/** @throws Error with a sentence when nothing can be read, or the case cannot be written; no file is left then */
export async function caseOfSaved(options: SavedCaseOptions): Promise<Case> {
  const { paths, stdin, bundle, words, version, packs } = options
  const rules = await soundRules(packs)
  const inputs = await readInputs(paths, {
    stdin,
    transcripts: true,
    ...(options.platform === undefined ? {} : { platform: options.platform }),
    ...(options.command === undefined ? {} : { command: options.command }),
  })
  const { sets, bundles, notes } = inputs
  const before = levelOf(inputs)
  const raise = weight(bundle.level) > weight(before)
  const pages = new CasePages(rules, sets.length)
  const { mapFile, ...where } = bundle
  const sink = await BundleSink.open({
    ...where,
    // What has pseudonyms already keeps them: others would lead nowhere.
    level: raise ? bundle.level : 'secrets',
    stated: raise ? bundle.level : before,
    ...(raise && mapFile !== undefined ? { mapFile } : {}),
    names: sets.map(({ name }) => name),
    rules,
    version,
    started: new Date(bundles[0]?.manifest.started_at ?? Date.now()),
    raw: before === 'secrets',
    words,
    extras: pages.of,
    ...(packs === undefined ? {} : { packs }),
  })
  try {
    const said = transcriptsOf(bundles)
    const places = bundledPlaces(bundles)
    const devices: DeviceReport[] = []
    for (const [index, set] of sets.entries()) {
      const held = said.get(set)
      if (held !== undefined) sink.recorded(set.name, held.read())
      devices.push(await sink.add(set, index, places.get(set)))
    }
    const partial = bundles.flatMap(({ manifest }) => manifest.partial ?? [])
    const damaged = bundles.some(one => one.damaged)
    const { counts } = await sink.finish(
      [...partial, ...(damaged ? ['it was made from a damaged bundle'] : [])].join('; ') || undefined,
      pages.texts(sink),
    )
    const level = raise ? bundle.level : before
    return {
      file: bundle.file,
      devices,
      masked: counts,
      notes,
      level,
      ...(raise && mapFile !== undefined ? { mapFile } : {}),
    }
  } catch (error) {
    await sink.abort()
    throw error
  }
}

/** The least that was done to any part of the input. */
function levelOf({ bundles, sets }: Inputs): RedactionLevel {
  const bundled = bundles.reduce((sum, one) => sum + one.sets.length, 0)
  if (bundled < sets.length) return 'secrets'
  const levels = bundles.map(({ manifest }) => manifest.redaction.level)
  return levels.reduce(
    (least, level) => (weight(level) < weight(least) ? level : least),
    levels[0] ?? 'secrets',
  )
}

const weight = (level: RedactionLevel): number => REDACTION_LEVELS.indexOf(level)

function transcriptsOf(bundles: readonly ReadBundle[]): ReadonlyMap<CaptureSet, Held> {
  return new Map(
    bundles.flatMap(({ manifest, sets, transcripts }) =>
      manifest.devices.flatMap(({ folder }, at): [CaptureSet, Held][] => {
        const set = sets[at]
        const held = transcripts.get(folder)
        return set === undefined || held === undefined ? [] : [[set, held]]
      }),
    ),
  )
}
