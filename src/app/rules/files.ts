// Rule files on disk: where the shipped ones lie, and what a directory of rules holds.
import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
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
 * All YAML files below a directory, sorted, paths relative to it; hidden ones and links are left out.
 * @throws with a sentence when there is no such directory
 */
export async function yamlFiles(dir: string): Promise<RuleFile[]> {
  const { MAX_FILE_BYTES, MAX_FILES } = await import('../../diagnose/pack.ts')
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
  return Promise.all(
    found.map(async path => ({
      path: relative(dir, path).split(sep).join('/'),
      // A file beyond the bound is refused by its length; no more of it is needed for that.
      text:
        (await stat(path)).size > 4 * MAX_FILE_BYTES
          ? ' '.repeat(MAX_FILE_BYTES + 1)
          : await readFile(path, 'utf8'),
    })),
  )
}

async function mustBeDirectory(dir: string): Promise<void> {
  const about = await stat(dir).catch(() => undefined)
  if (about === undefined) throw new Error(`there is no directory ${dir}; check the path of the rules`)
  if (!about.isDirectory()) throw new Error(`${dir} is a file; name the directory of the rules`)
}

export function isTestFile(file: { readonly path: string }): boolean {
  return /\.test\.ya?ml$/.test(file.path)
}

/** Beside the shipped rules: the catalogue entries no output can decide, and where each is advised. */
export const UNDECIDABLE_FILE = 'undecidable.yaml'

export function isRuleFile(file: { readonly path: string }): boolean {
  return !isTestFile(file) && file.path !== UNDECIDABLE_FILE
}

/** `url/callhome-http-url.test.yaml` -> `callhome-http-url`. */
export function ruleIdOf(path: string): string {
  return (path.split('/').at(-1) ?? path).replace(/(\.test)?\.ya?ml$/, '')
}
