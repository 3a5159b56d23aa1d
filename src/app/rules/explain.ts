// Use case: a rule in full, and what each of its conditions says about devices in saved output.
import { judgeRule } from '../../diagnose/index.ts'
import type { Finding } from '../../model/finding.ts'
import type { Platform } from '../../model/platform.ts'
import { factsOf } from '../judge.ts'
import { findRule, type LoadedRule, ruleNotes, soundRules } from '../rules.ts'

export interface ExplainedDevice {
  readonly name: string
  readonly platform: string
  readonly generation: string
  readonly findings: readonly Finding[]
}

export interface Explanation {
  readonly rule: LoadedRule
  /** Rules that account for this one. */
  readonly explainedBy: readonly LoadedRule[]
  readonly explains: readonly LoadedRule[]
  readonly devices: readonly ExplainedDevice[]
  readonly notes: readonly string[]
}

export interface ExplainOptions {
  readonly id: string
  readonly packs?: readonly string[]
  readonly paths: readonly string[]
  readonly stdin: NodeJS.ReadableStream
  readonly platform?: Platform
  readonly command?: string
}

/** @throws when there is no such rule, or a path cannot be read */
export async function explainRule(options: ExplainOptions): Promise<Explanation> {
  const set = await soundRules(options.packs)
  const rule = await findRule(set, options.id)
  const { devices, notes } = await judgeFiles(options, rule, set)
  return {
    rule,
    explainedBy: set.rules.filter(one => one.explains?.includes(rule.id)),
    explains: (rule.explains ?? []).flatMap(id => set.byId.get(id) ?? []),
    devices,
    notes: [...ruleNotes(set), ...notes],
  }
}

async function judgeFiles(
  options: ExplainOptions,
  rule: LoadedRule,
  set: Parameters<typeof judgeRule>[2],
): Promise<{ devices: ExplainedDevice[]; notes: readonly string[] }> {
  if (options.paths.length === 0) return { devices: [], notes: [] }
  const { readInputs } = await import('../input.ts')
  const { sets, notes } = await readInputs(options.paths, {
    stdin: options.stdin,
    ...(options.platform === undefined ? {} : { platform: options.platform }),
    ...(options.command === undefined ? {} : { command: options.command }),
  })
  const devices = sets.map(captures => {
    const store = factsOf(captures)
    return {
      name: captures.name,
      platform: captures.platform ?? '',
      generation: store.facts.license?.generation ?? '',
      findings: judgeRule(rule, store, set, { full: true }),
    }
  })
  return { devices, notes }
}
