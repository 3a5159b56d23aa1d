// Use case for rule authors: run the cases beside the rules. Reads the files, not the compiled rules.
import { type CaseResult, checkCases } from '../../diagnose/casecheck.ts'
import {
  type LoadedRule,
  problemIn,
  type RuleDocument,
  type RuleProblem,
  type RuleSet,
} from '../../diagnose/load.ts'
import { applyOverrides } from '../../diagnose/overrides.ts'
import { type RuleFile, readDocument } from '../../diagnose/pack.ts'
import { type RuleCase, readCases } from '../../diagnose/testcases.ts'
import { assemble } from '../../parse/assemble.ts'
import { findRule, readPack, shippedRules } from '../rules.ts'
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

/**
 * Runs the cases of the directories' rules, or of the shipped ones. Every rule needs cases.
 * `ids` narrows the run. @throws when an id names no rule
 */
export async function testRules(
  options: { packs?: readonly string[]; ids?: readonly string[] } = {},
): Promise<TestRun> {
  const disk = await onDisk(options.packs)
  const problems: RuleProblem[] = [...disk.problems]
  const ids = options.ids ?? []
  // A rule that is broken is not there to be found; its problems say why.
  const broken = new Set(disk.problems.map(one => one.rule))
  const sound = ids.filter(id => disk.set.byId.has(id) || !broken.has(id))
  const asked = ids.length > 0 ? await Promise.all(sound.map(id => findRule(disk.set, id))) : disk.rules
  const tests = testFiles(disk)
  const run = asked.map(rule => {
    const file = tests.get(rule.id)
    if (file === undefined) {
      return { rule: rule.id, results: [{ name: 'cases', problems: [`there is no ${rule.id}.test.yaml`] }] }
    }
    const read = casesIn(file, rule.id, disk.set)
    problems.push(...read.problems)
    const results = checkCases(rule, read.cases, disk.set, { assemble })
    return { rule: rule.id, results: read.problems.length > 0 && read.cases.length === 0 ? [] : results }
  })
  if (ids.length === 0) problems.push(...strayTests(disk))
  const relevant = ids.length === 0 ? problems : problems.filter(one => ids.includes(one.rule ?? ''))
  return { tests: run, problems: relevant }
}

export interface OnDisk {
  readonly files: readonly RuleFile[]
  /** With the shipped rules that packs build on. */
  readonly set: RuleSet
  /** The rules of these files alone. */
  readonly rules: readonly LoadedRule[]
  readonly problems: readonly RuleProblem[]
  /** The rule files by rule. */
  readonly documents: ReadonlyMap<string, RuleDocument>
}

/** The rules of the directories as they lie there now; of the shipped rules when none is given. */
export async function onDisk(packs: readonly string[] | undefined): Promise<OnDisk> {
  const shipped = (await shippedRules()).set
  if (packs === undefined || packs.length === 0) {
    const dir = await shippedDirectory()
    const { set, problems, documents } = await readPack(dir, shipped.types, 'rules')
    const files = await yamlFiles(dir, 'rules')
    return { files, set, rules: set.rules, problems, documents: byId(documents) }
  }
  let set = shipped
  const problems: RuleProblem[] = []
  const files: RuleFile[] = []
  const documents: RuleDocument[] = []
  const overrides: RuleDocument[] = []
  for (const dir of packs) {
    const pack = await readPack(dir, set)
    set = pack.set
    problems.push(...pack.problems)
    documents.push(...pack.documents)
    if (pack.overrides !== undefined) overrides.push(pack.overrides)
    files.push(...(await yamlFiles(dir)))
  }
  // Rules are tested and checked as they are written; what a pack overrides is checked only.
  for (const one of overrides) problems.push(...applyOverrides(set, one).problems)
  const rules = set.rules.filter(rule => !shipped.byId.has(rule.id))
  return { files, set, rules, problems, documents: byId(documents) }
}

function byId(documents: readonly RuleDocument[]): ReadonlyMap<string, RuleDocument> {
  return new Map(documents.map(document => [ruleIdOf(document.file), document]))
}

/** Test files by the rule they are for. */
export function testFiles(disk: Pick<OnDisk, 'files'>): ReadonlyMap<string, RuleFile> {
  return new Map(disk.files.filter(isTestFile).map(file => [ruleIdOf(file.path), file]))
}

/** The sound cases of a test file, and the file as it was read (undefined: it cannot be). */
export function casesIn(
  file: RuleFile,
  rule: string,
  set: RuleSet,
): {
  readonly cases: readonly RuleCase[]
  readonly problems: readonly RuleProblem[]
  readonly document?: RuleDocument
} {
  const document = readDocument(file)
  if ('message' in document) return { cases: [], problems: [{ ...document, rule }] }
  const { cases, problems } = readCases(document.data, set.types)
  return { cases, problems: problems.map(one => problemIn(document, rule, one)), document }
}

/** Test files whose rule is not there. */
export function strayTests(disk: OnDisk): RuleProblem[] {
  const named = new Set(disk.files.filter(isRuleFile).map(file => ruleIdOf(file.path)))
  return disk.files
    .filter(file => isTestFile(file) && !named.has(ruleIdOf(file.path)))
    .map(file => ({
      file: file.label ?? file.path,
      field: '',
      message: `there is no rule file ${ruleIdOf(file.path)}.yaml beside it; rename or remove it`,
    }))
}
