// Use cases for rule authors: check rule files, and run the cases beside them. Reads the files, not the compiled rules.
import { type CaseResult, checkCases } from '../../diagnose/casecheck.ts'
import type { LoadedRule, Loading, RuleProblem, RuleSet } from '../../diagnose/load.ts'
import { type RuleFile, readYaml } from '../../diagnose/pack.ts'
import { readCases } from '../../diagnose/testcases.ts'
import { assemble } from '../../parse/assemble.ts'
import { canonicalCommand } from '../../parse/registry.ts'
import { findRule, readRules, shippedRules } from '../rules.ts'
import { isRuleFile, isTestFile, ruleIdOf, shippedDirectory, yamlFiles } from './files.ts'

export interface RuleTest {
  readonly rule: string
  readonly results: readonly CaseResult[]
}

export interface TestRun {
  readonly tests: readonly RuleTest[]
  /** Rules and test files that cannot be read. */
  readonly problems: readonly RuleProblem[]
}

/** Checks the rules of the directory, or the shipped ones, without running their cases. */
export async function lintRules(pack?: string): Promise<{ count: number; problems: readonly RuleProblem[] }> {
  const { files, loading } = await onDisk(pack)
  return { count: files.filter(isRuleFile).length, problems: loading.problems }
}

/**
 * Runs the cases of the directory's rules, or of the shipped ones. Every rule needs cases.
 * `ids` narrows the run. @throws when an id names no rule
 */
export async function testRules(options: { pack?: string; ids?: readonly string[] } = {}): Promise<TestRun> {
  const { files, loading, rules } = await onDisk(options.pack)
  const { set } = loading
  const problems: RuleProblem[] = [...loading.problems]
  const ids = options.ids ?? []
  const asked = ids.length > 0 ? await Promise.all(ids.map(id => findRule(rules, id))) : rules
  const tests = new Map(files.filter(isTestFile).map(file => [ruleIdOf(file.path), file]))
  const run = asked.map(rule => testRule(rule, tests.get(rule.id), set, problems))
  if (ids.length === 0) {
    const named = new Set(files.filter(isRuleFile).map(file => ruleIdOf(file.path)))
    for (const [id, file] of tests) {
      if (!named.has(id))
        problems.push({ file: file.path, field: '', message: `there is no rule file ${id}.yaml` })
    }
  }
  const relevant = ids.length === 0 ? problems : problems.filter(one => ids.includes(one.rule ?? ''))
  return { tests: run, problems: relevant }
}

interface OnDisk {
  readonly files: readonly RuleFile[]
  readonly loading: Loading
  /** The rules of these files; `loading` also holds the shipped ones a pack builds on. */
  readonly rules: readonly LoadedRule[]
}

async function onDisk(pack: string | undefined): Promise<OnDisk> {
  const dir = pack ?? (await shippedDirectory())
  const shipped = (await shippedRules()).set
  const loading = await readRules(dir, pack === undefined ? shipped.types : shipped)
  const rules = loading.set.rules.filter(rule => pack === undefined || !shipped.byId.has(rule.id))
  return { files: await yamlFiles(dir), loading, rules }
}

function testRule(
  rule: LoadedRule,
  file: RuleFile | undefined,
  set: RuleSet,
  problems: RuleProblem[],
): RuleTest {
  if (file === undefined) {
    return { rule: rule.id, results: [{ name: 'cases', problems: [`there is no ${rule.id}.test.yaml`] }] }
  }
  const yaml = readYaml(file.text)
  if ('problem' in yaml) {
    problems.push({ file: file.path, rule: rule.id, field: '', message: yaml.problem })
    return { rule: rule.id, results: [] }
  }
  const read = readCases(yaml.data, set.types)
  problems.push(...read.problems.map(one => ({ file: file.path, rule: rule.id, ...one })))
  return {
    rule: rule.id,
    results: checkCases(rule, read.cases, set, { assemble, canonical: canonicalCommand }),
  }
}
