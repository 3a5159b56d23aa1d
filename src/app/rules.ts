// The rules in use: shipped ones compiled at build time, and user packs read from directories.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type CompiledRules,
  describeProblem,
  fromCompiled,
  type LoadedRule,
  type Loading,
  loadRules,
  type RuleDocument,
  type RuleProblem,
  type RuleSet,
} from '../diagnose/load.ts'
import { applyOverrides, describeChange, PACK_FILE } from '../diagnose/overrides.ts'
import type { TypeTable } from '../diagnose/types.ts'
import { isRuleFile, packageRoot, shippedDirectory, yamlFiles } from './rules/files.ts'

export type { LoadedRule, Loading, RuleProblem, RuleSet } from '../diagnose/load.ts'
export { describeProblem } from '../diagnose/load.ts'

/**
 * Shipped rules and those of the directories `packs`, with their overrides. A broken rule is a problem, the rest loads.
 * @throws with a sentence when a pack cannot be read at all, or the installation is damaged
 */
export async function loadRuleSet(packs: readonly string[] = []): Promise<Loading> {
  const shipped = await shippedRules()
  let { set } = shipped
  const problems: RuleProblem[] = [...shipped.problems]
  const overrides: RuleDocument[] = []
  for (const dir of packs) {
    const pack = await readPack(dir, set)
    set = pack.set
    problems.push(...pack.problems)
    if (pack.overrides !== undefined) overrides.push(pack.overrides)
  }
  for (const document of overrides) {
    const applied = applyOverrides(set, document)
    set = applied.set
    problems.push(...applied.problems)
  }
  return { set, problems }
}

/** As loadRuleSet, for judging devices. @throws when a rule is broken: a report without it would be too short */
export async function soundRules(packs: readonly string[] = []): Promise<RuleSet> {
  const { set, problems } = await loadRuleSet(packs)
  if (problems.length === 0) return set
  const lines = problems.map(problem => `  ${describeProblem(problem)}`)
  const where = packs.length === 0 ? 'the shipped rules' : `the rules in ${packs.join(' and ')}`
  const next = packs.length === 0 ? 'mend them, or install smartlic anew' : 'mend them, or leave --rules out'
  throw new Error(`${where} are broken: ${next}\n${lines.join('\n')}`)
}

/** What packs changed of other rules: notes of every report made with them. */
export function ruleNotes(set: RuleSet): string[] {
  return set.changes.map(describeChange)
}

let shippedOnce: Promise<Loading> | undefined

/** The rules of this installation, read once. Only in the source tree can they have problems. */
export function shippedRules(): Promise<Loading> {
  shippedOnce ??= import.meta.url.endsWith('.ts') ? checkSource() : readCompiled()
  return shippedOnce
}

async function checkSource(): Promise<Loading> {
  const { factTypes } = await import('../diagnose/compile.ts')
  return readPack(await shippedDirectory(), factTypes(), 'rules')
}

async function readCompiled(): Promise<Loading> {
  const file = join(await packageRoot(), 'dist', 'rules.json')
  try {
    return { set: fromCompiled(JSON.parse(await readFile(file, 'utf8')) as CompiledRules), problems: [] }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`cannot read the shipped rules (${file}: ${reason}); install smartlic anew`)
  }
}

export interface Pack extends Loading {
  /** The rule files, sound or not. */
  readonly documents: readonly RuleDocument[]
  /** `pack.yaml`, not yet applied: it may name rules of later packs. */
  readonly overrides?: RuleDocument
}

/** Reads and checks the rule files of a directory; sound ones are added to `base`. */
export async function readPack(dir: string, base: RuleSet | TypeTable, name = dir): Promise<Pack> {
  const { readDocument, readDocuments } = await import('../diagnose/pack.ts')
  const all = await yamlFiles(dir, name)
  const files = all.filter(isRuleFile)
  const packFile = all.find(file => file.path === PACK_FILE)
  if (files.length === 0 && packFile === undefined) {
    throw new Error(`there is no rule file (*.yaml) in ${name}; name the directory of the rules`)
  }
  const { documents, problems } = readDocuments(files)
  const loading = loadRules(documents, base)
  const found = [...problems, ...loading.problems]
  if (packFile === undefined) return { set: loading.set, problems: found, documents }
  const overrides = readDocument(packFile)
  if ('message' in overrides) return { set: loading.set, problems: [...found, overrides], documents }
  return { set: loading.set, problems: found, documents, overrides }
}

/** A rule by id. @throws with the nearest id when there is none */
export async function findRule(set: RuleSet, id: string): Promise<LoadedRule> {
  const rule = set.byId.get(id)
  if (rule !== undefined) return rule
  const off = set.changes.find(change => change.rule === id && change.severity === undefined)
  if (off !== undefined) throw new Error(`${describeChange(off)}; leave that pack out to see the rule`)
  const { didYouMean } = await import('../diagnose/suggest.ts')
  throw new Error(
    `there is no rule ${id}${didYouMean(id, set.byId.keys())}; \`smartlic rules list\` shows all`,
  )
}

/** The folder a rule lies in: `url/callhome-http-url.yaml` -> `url`. */
export function areaOf(rule: LoadedRule): string {
  return rule.file.split('/').at(-2) ?? ''
}
