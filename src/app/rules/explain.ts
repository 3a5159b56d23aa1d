// Use case: a rule in full, and what each of its conditions says about devices in saved output.
import { join } from 'node:path'
import { judgeRule } from '../../diagnose/index.ts'
import type { Finding } from '../../model/finding.ts'
import type { Platform } from '../../model/platform.ts'
import { redactCaptures } from '../../redact/captures.ts'
import { factsOf } from '../judge.ts'
import { areaOf, findRule, type LoadedRule, type RuleSet, ruleNotes, soundRules } from '../rules.ts'
import { shippedDirectory } from './files.ts'

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
  /** Cases in which the rule must stay silent: what looks like it but is none. */
  readonly lookalikes: readonly Lookalike[]
  readonly devices: readonly ExplainedDevice[]
  readonly notes: readonly string[]
}

export interface Lookalike {
  readonly name: string
  readonly platform: Platform
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
    lookalikes: options.paths.length > 0 ? [] : await lookalikesOf(rule, set),
    devices,
    notes: [...ruleNotes(set), ...notes],
  }
}

/** From the test file beside the rule; without one there is nothing to tell. */
async function lookalikesOf(rule: LoadedRule, set: RuleSet): Promise<Lookalike[]> {
  const { readFile } = await import('node:fs/promises')
  const file = rule.label ?? join(await shippedDirectory(), areaOf(rule), `${rule.id}.yaml`)
  const cases = file.replace(/\.ya?ml$/, '.test.yaml')
  const text = await readFile(cases, 'utf8').catch(() => undefined)
  if (text === undefined) return []
  const { casesIn } = await import('./testing.ts')
  return casesIn({ path: cases, text }, rule.id, set)
    .cases.filter(one => one.outcome === 'pass' || one.outcome === 'not-applicable')
    .map(({ name, platform }) => ({ name, platform }))
}

async function judgeFiles(
  options: ExplainOptions,
  rule: LoadedRule,
  set: RuleSet,
): Promise<{ devices: ExplainedDevice[]; notes: readonly string[] }> {
  if (options.paths.length === 0) return { devices: [], notes: [] }
  const { readInputs } = await import('../input.ts')
  const { sets, notes } = await readInputs(options.paths, {
    stdin: options.stdin,
    ...(options.platform === undefined ? {} : { platform: options.platform }),
    ...(options.command === undefined ? {} : { command: options.command }),
  })
  const devices = sets.map(captures => {
    // Every value is shown: a password in a URL must not be one.
    const store = factsOf(redactCaptures(captures))
    return {
      name: captures.name,
      platform: captures.platform ?? '',
      generation: store.facts.license?.generation ?? '',
      findings: judgeRule(rule, store, set, { full: true }),
    }
  })
  return { devices, notes }
}
