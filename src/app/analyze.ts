// Use case: judge saved output. Files in, report value out; prints nothing.
import type { Platform } from '../model/platform.ts'
import { type DeviceReport, REPORT_SCHEMA, type Report } from '../model/report.ts'
import { DEFAULT_THRESHOLDS, publishThresholds, type Thresholds } from '../model/thresholds.ts'
import { readInputs } from './input.ts'
import { type CoverFindings, judge } from './judge.ts'
import { ruleNotes, soundRules } from './rules.ts'
import { type CoverOptions, openCover, waivableRules } from './waivers/index.ts'
import { deviceWhatIf, readSnippet } from './whatif.ts'

export interface AnalyzeOptions {
  /** Files, directories, `-` for `stdin`. */
  readonly paths: readonly string[]
  readonly platform?: Platform
  /** The command a bare output is of. */
  readonly command?: string
  /** Directories of further rules. */
  readonly packs?: readonly string[]
  readonly stdin: NodeJS.ReadableStream
  readonly version: string
  readonly thresholds?: Thresholds
  readonly cover?: CoverOptions
  /** File of configuration lines: each device is also judged with them applied. */
  readonly with?: string
}

/** One report over all devices found in the input. Throws with a sentence when a path cannot be read. */
export async function analyze(options: AnalyzeOptions): Promise<Report> {
  const started = new Date()
  const rules = await soundRules(options.packs)
  const cover = await openCover({ stdin: options.stdin, ...options.cover }, waivableRules(rules))
  const snippet = options.with === undefined ? undefined : await readSnippet(options.with)
  const { sets, notes, bundles } = await readInputs(options.paths, {
    stdin: options.stdin,
    ...(options.platform === undefined ? {} : { platform: options.platform }),
    ...(options.command === undefined ? {} : { command: options.command }),
  })
  const bundled = bundles.length === 0 ? undefined : await import('./input/bundle-notes.ts')
  const places = bundled?.bundledPlaces(bundles)
  const devices = sets.map((set): DeviceReport => {
    const covered: CoverFindings | undefined =
      cover && ((about, found) => cover.findings({ ...about, ...places?.get(set) }, found))
    const report = { ...judge(set, rules, options.thresholds, covered), ...places?.get(set) }
    if (snippet === undefined) return report
    return { ...report, what_if: deviceWhatIf(set, rules, snippet, options.thresholds, covered) }
  })
  const changes = bundled?.differences(bundles, devices, rules, options) ?? []
  return {
    schema: REPORT_SCHEMA,
    run: {
      tool: 'smartlic',
      version: options.version,
      started_at: started.toISOString(),
      duration_ms: Date.now() - started.getTime(),
      command: 'analyze',
      notes: [...ruleNotes(rules), ...notes, ...(cover?.notes() ?? []), ...changes],
      thresholds: publishThresholds(options.thresholds ?? DEFAULT_THRESHOLDS),
    },
    devices,
  }
}
