// Use case: judge saved output. Files in, report value out; prints nothing.
import type { Platform } from '../model/platform.ts'
import { REPORT_SCHEMA, type Report } from '../model/report.ts'
import { readInputs } from './input.ts'
import { judge } from './judge.ts'
import { describeProblem, loadRuleSet, type RuleSet } from './rules.ts'

export interface AnalyzeOptions {
  /** Files, directories, `-` for `stdin`. */
  readonly paths: readonly string[]
  readonly platform?: Platform
  /** The command a bare output is of. */
  readonly command?: string
  /** Directory of further rules. */
  readonly rulesDir?: string
  readonly stdin: NodeJS.ReadableStream
  readonly version: string
}

/** One report over all devices found in the input. Throws with a sentence when a path cannot be read. */
export async function analyze(options: AnalyzeOptions): Promise<Report> {
  const started = new Date()
  const rules = await soundRules(options.rulesDir)
  const { sets, notes } = await readInputs(options.paths, {
    stdin: options.stdin,
    ...(options.platform === undefined ? {} : { platform: options.platform }),
    ...(options.command === undefined ? {} : { command: options.command }),
  })
  const devices = sets.map(set => judge(set, rules))
  return {
    schema: REPORT_SCHEMA,
    run: {
      tool: 'smartlic',
      version: options.version,
      started_at: started.toISOString(),
      duration_ms: Date.now() - started.getTime(),
      command: 'analyze',
      notes,
    },
    devices,
  }
}

/** The shipped rules and those of `dir`. Throws when one of them is broken: a report without it would be too short. */
export async function soundRules(dir?: string): Promise<RuleSet> {
  const { set, problems } = await loadRuleSet(dir)
  if (problems.length === 0) return set
  const lines = problems.map(problem => `  ${describeProblem(problem)}`)
  throw new Error(`the rules in ${dir} are broken; mend them or leave --rules out\n${lines.join('\n')}`)
}
