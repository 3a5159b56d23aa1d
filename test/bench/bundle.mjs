// The TypeScript the bench needs, bundled to a temporary folder.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** URLs and paths of the bundles. Inside the repository: rules, lab devices and packages are looked up from there. */
export async function bundle() {
  const cache = join(root, 'node_modules', '.cache')
  mkdirSync(cache, { recursive: true })
  const dir = mkdtempSync(join(cache, 'smartlic-bench-'))
  const remove = () => rmSync(dir, { recursive: true, force: true })
  try {
    await build({
      absWorkingDir: root,
      entryPoints: ['test/bench/warm.ts', 'test/bench/lab.ts', 'test/bench/session.ts'],
      outdir: dir,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      packages: 'external',
      format: 'esm',
      platform: 'node',
      target: 'node20',
      logLevel: 'warning',
    })
  } catch (error) {
    remove()
    throw error
  }
  const file = name => join(dir, `${name}.mjs`)
  return { dir, warm: pathToFileURL(file('warm')).href, lab: file('lab'), session: file('session'), remove }
}
