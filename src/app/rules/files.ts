// Rule files on disk: where the shipped ones lie, and what a directory of rules holds.
import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PACK_FILE } from '../../diagnose/overrides.ts'
import type { RuleFile } from '../../diagnose/pack.ts'

const MAX_DEPTH = 6

/** The directory of package.json above this file, wherever the bundler put it. */
export async function packageRoot(): Promise<string> {
  for (let at = dirname(fileURLToPath(import.meta.url)); ; at = dirname(at)) {
    const found = await stat(join(at, 'package.json')).catch(() => undefined)
    if (found?.isFile() === true) return at
    if (dirname(at) === at) throw new Error('the installation has no package.json; install smartlic anew')
  }
}

/** The shipped rules as files. */
export async function shippedDirectory(): Promise<string> {
  return join(await packageRoot(), 'rules')
}

/**
 * All YAML files below a directory, sorted, paths relative to it; hidden ones and links are left out. Messages call
 * the directory `name`.
 * @throws with a sentence when there is no such directory
 */
export async function yamlFiles(dir: string, name = dir): Promise<RuleFile[]> {
  const { MAX_FILES, MAX_PACK_BYTES } = await import('../../diagnose/pack.ts')
  const { MAX_FILE_BYTES } = await import('../../diagnose/yaml.ts')
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
  await mustBeDirectory(dir)
  await walk(dir, 0)
  const files = await Promise.all(
    found.map(async path => ({
      path: relative(dir, path).split(sep).join('/'),
      label: join(name, relative(dir, path)).split(sep).join('/'),
      // A file beyond the bound is refused by its length; no more of it is needed for that.
      text:
        (await stat(path)).size > 4 * MAX_FILE_BYTES
          ? ' '.repeat(MAX_FILE_BYTES + 1)
          : await readFile(path, 'utf8'),
    })),
  )
  const bytes = files.reduce((sum, file) => sum + file.text.length, 0)
  if (bytes > MAX_PACK_BYTES)
    throw new Error(
      `the YAML files in ${dir} hold more than ${MAX_PACK_BYTES >> 20} MB; name a directory that holds rules only`,
    )
  return files
}

async function mustBeDirectory(dir: string): Promise<void> {
  const about = await stat(dir).catch(() => undefined)
  if (about === undefined) throw new Error(`there is no directory ${dir}; check the path of the rules`)
  if (!about.isDirectory()) throw new Error(`${dir} is a file; name the directory of the rules`)
}

export function isTestFile(file: { readonly path: string }): boolean {
  return /\.test\.ya?ml$/.test(file.path)
}

/** Beside the shipped rules: every entry of the failure catalogue, and those that output cannot decide. */
export const CATALOGUE_FILE = 'catalogue.yaml'
export const UNDECIDABLE_FILE = 'undecidable.yaml'

/** At the top of a rules directory, these are no rules. */
const NO_RULES: ReadonlySet<string> = new Set([PACK_FILE, CATALOGUE_FILE, UNDECIDABLE_FILE])

export function isRuleFile(file: { readonly path: string }): boolean {
  return !isTestFile(file) && !NO_RULES.has(file.path)
}

/** `url/callhome-http-url.test.yaml` -> `callhome-http-url`. */
export function ruleIdOf(path: string): string {
  return (path.split('/').at(-1) ?? path).replace(/(\.test)?\.ya?ml$/, '')
}
