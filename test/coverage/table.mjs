// Makes or checks rules/COVERAGE.md from the repository as it lies there.
//   --write   writes the file; --check (default) fails when it differs or a row lacks something
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../..', import.meta.url))
const file = join(root, 'rules', 'COVERAGE.md')
const [mode = '--check', ...rest] = process.argv.slice(2)
if (!['--write', '--check'].includes(mode) || rest.length > 0) {
  console.error('coverage table: use --write or --check')
  process.exit(3)
}

const { markdown, problems } = await table()
for (const problem of problems) console.error(`coverage table: ${problem}`)
if (mode === '--write') writeFileSync(file, markdown)
const written = readOrNothing()
const drifted = written !== markdown
if (drifted)
  console.error('coverage table: rules/COVERAGE.md is out of date; node test/coverage/table.mjs --write')
process.exitCode = drifted || problems.length > 0 ? 1 : 0

/** The sources are TypeScript: bundled to a temporary folder inside the repository, where they find rules and devices. */
async function table() {
  const cache = join(root, 'node_modules', '.cache')
  mkdirSync(cache, { recursive: true })
  const dir = mkdtempSync(join(cache, 'smartlic-coverage-'))
  try {
    const outfile = join(dir, 'table.mjs')
    await build({
      absWorkingDir: root,
      stdin: {
        contents: `export { coverageTable } from './table.ts'\nexport { readSources } from './sources.ts'`,
        resolveDir: join(root, 'test', 'coverage'),
        loader: 'ts',
      },
      outfile,
      bundle: true,
      packages: 'external',
      format: 'esm',
      platform: 'node',
      target: 'node20',
      logLevel: 'warning',
    })
    const { coverageTable, readSources } = await import(pathToFileURL(outfile).href)
    return coverageTable(await readSources())
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

function readOrNothing() {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
