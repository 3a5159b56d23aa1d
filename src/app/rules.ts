// The rules in use: shipped ones compiled at build time, user packs read from a directory, and their test cases.
import type { Stats } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CaseResult } from '../diagnose/casecheck.ts'
import {
  type CompiledRules,
  loadRules as checkRules,
  fromCompiled,
  type LoadedRule,
  type Loading,
  type RuleProblem,
  type RuleSet,
} from '../diagnose/load.ts'
import type { RuleFile } from '../diagnose/pack.ts'

export type { RuleProblem, RuleSet } from '../diagnose/load.ts'
export { describeProblem } from '../diagnose/load.ts'

const MAX_DEPTH = 6

/**
 * Shipped rules, and those of the directory `pack` when one is given. A broken rule is a problem, the rest loads.
 * @throws when the pack cannot be read at all, or the installation is damaged
 */
export async function loadRuleSet(pack?: string): Promise<Loading> {
  const shipped = await shippedRules()
  return pack === undefined ? shipped : addPack(shipped, pack)
}

async function addPack(shipped: Loading, pack: string): Promise<Loading> {
  const files = (await ruleFiles(pack)).filter(isRuleFile)
  if (files.length === 0)
    throw new Error(`there is no rule file (*.yaml) in ${pack}; name the directory of the rules`)
  const { readDocuments } = await import('../diagnose/pack.ts')
  const { documents, problems } = readDocuments(files)
  const loading = checkRules(documents, shipped.set)
  return { set: loading.set, problems: [...shipped.problems, ...problems, ...loading.problems] }
}

let shippedOnce: Promise<Loading> | undefined

/** The rules of this installation, read once. Only in the source tree, where they are checked on the spot, can they have problems. */
function shippedRules(): Promise<Loading> {
  shippedOnce ??= import.meta.url.endsWith('.ts') ? checkSource() : readCompiled()
  return shippedOnce
}

async function checkSource(): Promise<Loading> {
  const files = (await ruleFiles(join(await packageRoot(), 'rules'))).filter(isRuleFile)
  const [{ factTypes }, { readDocuments }] = await Promise.all([
    import('../diagnose/compile.ts'),
    import('../diagnose/pack.ts'),
  ])
  const { documents, problems } = readDocuments(files)
  const loading = checkRules(documents, factTypes())
  return { set: loading.set, problems: [...problems, ...loading.problems] }
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

/** The directory of package.json above this file, wherever the bundler put it. */
async function packageRoot(): Promise<string> {
  for (let at = dirname(fileURLToPath(import.meta.url)); ; at = dirname(at)) {
    if (
      await stat(join(at, 'package.json')).then(
        found => found.isFile(),
        () => false,
      )
    )
      return at
    if (dirname(at) === at) throw new Error('the installation has no package.json; install smartlic anew')
  }
}

/** All YAML files below a directory, sorted; hidden ones and links are left out. */
export async function ruleFiles(dir: string): Promise<RuleFile[]> {
  const { MAX_FILE_BYTES, MAX_FILES } = await import('../diagnose/pack.ts')
  const found: string[] = []
  const walk = async (at: string, depth: number): Promise<void> => {
    const entries = await readdir(at, { withFileTypes: true })
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name.startsWith('.') || found.length > 2 * MAX_FILES) continue
      const path = join(at, entry.name)
      if (entry.isDirectory() && depth < MAX_DEPTH) await walk(path, depth + 1)
      else if (entry.isFile() && /\.ya?ml$/.test(entry.name)) found.push(path)
    }
  }
  await walk(await directory(dir), 0)
  return Promise.all(
    found.map(async path => ({
      path: relative(dir, path).split(sep).join('/'),
      // A file beyond the bound is refused by its length; no more of it is needed for that.
      text:
        (await sizeOf(path)) > 4 * MAX_FILE_BYTES
          ? ' '.repeat(MAX_FILE_BYTES + 1)
          : await readFile(path, 'utf8'),
    })),
  )
}

async function directory(dir: string): Promise<string> {
  const about: Stats | undefined = await stat(dir).catch(() => undefined)
  if (about === undefined) throw new Error(`there is no directory ${dir}; check the path of the rules`)
  if (!about.isDirectory()) throw new Error(`${dir} is a file; name the directory of the rules`)
  return dir
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path)).size
}

function isRuleFile(file: RuleFile): boolean {
  return !isTestFile(file)
}

function isTestFile(file: RuleFile): boolean {
  return /\.test\.ya?ml$/.test(file.path)
}

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
 * Runs the cases beside the rules: of the directory, or of the shipped rules. Every rule needs cases.
 * `ids` narrows the run; an id that names no rule is an error.
 */
export async function testRules(options: { pack?: string; ids?: readonly string[] }): Promise<TestRun> {
  const dir = options.pack ?? join(await packageRoot(), 'rules')
  const { set, problems } = await loadRuleSet(options.pack)
  const files = await ruleFiles(dir)
  const own = new Set(files.filter(isRuleFile).map(file => file.path))
  const rules = set.rules.filter(rule => own.has(rule.file) || options.pack === undefined)
  const asked = options.ids?.length ? await Promise.all(options.ids.map(id => findRule(rules, id))) : rules
  const tests = new Map(files.filter(isTestFile).map(file => [stem(file.path).replace(/\.test$/, ''), file]))
  const run: RuleTest[] = []
  const found: RuleProblem[] = [...problems]
  for (const rule of asked) {
    const file = tests.get(rule.id)
    if (file === undefined) {
      run.push({
        rule: rule.id,
        results: [{ name: 'cases', problems: [`there is no ${rule.id}.test.yaml`] }],
      })
    } else run.push(await testRule(rule, file, set, found))
  }
  if (!options.ids?.length) {
    for (const [id, file] of tests) {
      if (set.byId.has(id) || problems.some(one => stem(one.file) === id)) continue
      found.push({ file: file.path, field: '', message: `there is no rule ${id}` })
    }
  }
  return { tests: run, problems: found }
}

async function testRule(
  rule: LoadedRule,
  file: RuleFile,
  set: RuleSet,
  found: RuleProblem[],
): Promise<RuleTest> {
  const [{ readYaml }, { readCases }, { checkCases }, { assemble }, { canonicalCommand }] = await Promise.all(
    [
      import('../diagnose/pack.ts'),
      import('../diagnose/testcases.ts'),
      import('../diagnose/casecheck.ts'),
      import('../parse/assemble.ts'),
      import('../parse/registry.ts'),
    ],
  )
  const yaml = readYaml(file.text)
  if ('problem' in yaml) {
    found.push({ file: file.path, rule: rule.id, field: '', message: yaml.problem })
    return { rule: rule.id, results: [] }
  }
  const { cases, problems } = readCases(yaml.data, set.types)
  found.push(...problems.map(one => ({ file: file.path, rule: rule.id, ...one })))
  return { rule: rule.id, results: checkCases(rule, cases, set, { assemble, canonical: canonicalCommand }) }
}

/** A rule by id. @throws with the nearest id when there is none */
export async function findRule(rules: readonly LoadedRule[], id: string): Promise<LoadedRule> {
  const rule = rules.find(one => one.id === id)
  if (rule !== undefined) return rule
  const { didYouMean } = await import('../diagnose/suggest.ts')
  throw new Error(
    `there is no rule ${id}${didYouMean(
      id,
      rules.map(one => one.id),
    )}; \`smartlic rules list\` shows all`,
  )
}

/** Checks rule files without running their cases: those of the directory, or the shipped ones. */
export async function lintRules(pack?: string): Promise<{ count: number; problems: readonly RuleProblem[] }> {
  const shipped = await shippedRules()
  const types = shipped.set.types
  const { readDocuments } = await import('../diagnose/pack.ts')
  const files = (await ruleFiles(pack ?? join(await packageRoot(), 'rules'))).filter(isRuleFile)
  if (pack !== undefined && files.length === 0) throw new Error(`there is no rule file (*.yaml) in ${pack}`)
  const { documents, problems } = readDocuments(files)
  const loading = checkRules(documents, pack === undefined ? types : shipped.set)
  return { count: files.length, problems: [...problems, ...loading.problems] }
}

function stem(path: string): string {
  return (path.split('/').at(-1) ?? path).replace(/\.ya?ml$/, '')
}
