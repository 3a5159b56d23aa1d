// Use case: judge saved output. Files in, report value out; prints nothing.
import type { Platform } from '../model/platform.ts'
import { REPORT_SCHEMA, type Report } from '../model/report.ts'
import type { Thresholds } from '../model/thresholds.ts'
import { readInputs } from './input.ts'
import { judge } from './judge.ts'
import { ruleNotes, soundRules } from './rules.ts'

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
}

/** One report over all devices found in the input. Throws with a sentence when a path cannot be read. */
export async function analyze(options: AnalyzeOptions): Promise<Report> {
  const started = new Date()
  const rules = await soundRules(options.packs)
  const { sets, notes } = await readInputs(options.paths, {
    stdin: options.stdin,
    ...(options.platform === undefined ? {} : { platform: options.platform }),
    ...(options.command === undefined ? {} : { command: options.command }),
  })
  const devices = sets.map(set => judge(set, rules, options.thresholds))
  return {
    schema: REPORT_SCHEMA,
    run: {
      tool: 'smartlic',
      version: options.version,
      started_at: started.toISOString(),
      duration_ms: Date.now() - started.getTime(),
      command: 'analyze',
      notes: [...ruleNotes(rules), ...notes],
    },
    devices,
  }
}
