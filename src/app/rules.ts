// The rules in use: shipped ones compiled at build time, and user packs read from a directory.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type CompiledRules,
  fromCompiled,
  type LoadedRule,
  type Loading,
  loadRules,
  type RuleSet,
} from '../diagnose/load.ts'
import type { TypeTable } from '../diagnose/types.ts'
import { isRuleFile, packageRoot, shippedDirectory, yamlFiles } from './rules/files.ts'

export type { LoadedRule, Loading, RuleProblem, RuleSet } from '../diagnose/load.ts'
export { describeProblem } from '../diagnose/load.ts'

/**
 * Shipped rules, and those of the directory `pack` when one is given. A broken rule is a problem, the rest loads.
 * @throws with a sentence when the pack cannot be read at all, or the installation is damaged
 */
export async function loadRuleSet(pack?: string): Promise<Loading> {
  const shipped = await shippedRules()
  if (pack === undefined) return shipped
  const loading = await readRules(pack, shipped.set)
  return { set: loading.set, problems: [...shipped.problems, ...loading.problems] }
}

let shippedOnce: Promise<Loading> | undefined

/** The rules of this installation, read once. Only in the source tree can they have problems. */
export function shippedRules(): Promise<Loading> {
  shippedOnce ??= import.meta.url.endsWith('.ts') ? checkSource() : readCompiled()
  return shippedOnce
}

async function checkSource(): Promise<Loading> {
  const { factTypes } = await import('../diagnose/compile.ts')
  return readRules(await shippedDirectory(), factTypes())
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

/** Reads and checks the rule files of a directory; sound ones are added to `base`. */
export async function readRules(dir: string, base: RuleSet | TypeTable): Promise<Loading> {
  const { readDocuments } = await import('../diagnose/pack.ts')
  const files = (await yamlFiles(dir)).filter(isRuleFile)
  if (files.length === 0) {
    throw new Error(`there is no rule file (*.yaml) in ${dir}; name the directory of the rules`)
  }
  const { documents, problems } = readDocuments(files)
  const loading = loadRules(documents, base)
  return { set: loading.set, problems: [...problems, ...loading.problems] }
}

/** A rule by id. @throws with the nearest id when there is none */
export async function findRule(rules: readonly LoadedRule[], id: string): Promise<LoadedRule> {
  const rule = rules.find(one => one.id === id)
  if (rule !== undefined) return rule
  const { didYouMean } = await import('../diagnose/suggest.ts')
  const hint = didYouMean(
    id,
    rules.map(one => one.id),
  )
  throw new Error(`there is no rule ${id}${hint}; \`smartlic rules list\` shows all`)
}

/** The folder a rule lies in: `url/callhome-http-url.yaml` -> `url`. */
export function areaOf(rule: LoadedRule): string {
  return rule.file.split('/').at(-2) ?? ''
}
