// `node test/bench/textfsm.mjs [FILE ...]`: `show license all` parsed here and by TextFSM (Debian: python3-textfsm), the
// same texts in the same run, both warm in one process. Without files: the layouts of the fixtures. Asserts nothing.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { median } from './table.mjs'

const ROUNDS = 500
const here = fileURLToPath(new URL('.', import.meta.url))
const root = join(here, '..', '..')
const FIXTURES = join(root, 'test', 'fixtures', 'layouts', 'ios-xe', 'show-license-all')

const given = process.argv.slice(2)
const files =
  given.length > 0
    ? given
    : readdirSync(FIXTURES)
        .sort()
        .map(file => join(FIXTURES, file))
const texts = files.map(file => readFileSync(file, 'utf8').replaceAll('\r', ''))

const theirs = textfsm(texts)
if (theirs === undefined) {
  console.log(
    'TextFSM is not installed (Debian and Ubuntu: apt install python3-textfsm): nothing to compare with.',
  )
} else {
  const ours = await smartlic(texts)
  const rows = files.map((file, index) => line(basename(file), texts[index], ours[index], theirs[index]))
  const head = ['show license all', 'bytes', 'smartlic', 'facts', 'TextFSM', 'fields', 'TextFSM / smartlic']
  const cells = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...cells.map(row => row[column].length)))
  console.log(`Warm in one process, median of ${ROUNDS} parses`)
  for (const row of cells) {
    const [name, ...figures] = row
    console.log(
      `  ${name.padEnd(widths[0])}  ${figures.map((text, at) => text.padStart(widths[at + 1])).join('  ')}`,
    )
  }
}

function line(name, text, our, their) {
  const ms = value => `${value.toFixed(3)} ms`
  return [
    name,
    String(Buffer.byteLength(text)),
    ms(our.ms),
    String(our.fields),
    ms(their.ms),
    String(their.fields),
    `${(their.ms / our.ms).toFixed(2)} x`,
  ]
}

/** Undefined when Python or its package is missing. */
function textfsm(inputs) {
  // The package serves the system's Python, which need not be the first on the path.
  const python = ['/usr/bin/python3', 'python3'].find(
    one => spawnSync(one, ['-c', 'import textfsm']).status === 0,
  )
  if (python === undefined) return undefined
  const job = { template: join(here, 'show_license_all.textfsm'), texts: inputs, rounds: ROUNDS }
  const run = spawnSync(python, [join(here, 'measure_textfsm.py')], {
    input: JSON.stringify(job),
    encoding: 'utf8',
  })
  if (run.status !== 0) throw new Error(`TextFSM failed: ${run.stderr}`)
  return JSON.parse(run.stdout)
}

/** From text to facts with their evidence: the whole of what an offline analysis does before its rules. */
async function smartlic(inputs) {
  const dir = mkdtempSync(join(tmpdir(), 'smartlic-textfsm-'))
  try {
    const outfile = join(dir, 'assemble.mjs')
    await build({
      absWorkingDir: root,
      entryPoints: ['src/parse/assemble.ts'],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      logLevel: 'warning',
    })
    const { assemble } = await import(pathToFileURL(outfile).href)
    return inputs.map(text => time(() => assemble(captures(text))))
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

function captures(text) {
  const capture = { command: 'show license all', text, status: 'ok', origin: 'bench', firstLine: 1 }
  return { name: 'bench', platform: 'ios-xe', captures: [capture] }
}

function time(work) {
  const times = []
  let store
  for (let turn = 0; turn < 2 * ROUNDS; turn++) {
    const start = performance.now()
    store = work()
    if (turn >= ROUNDS) times.push(performance.now() - start)
  }
  return { ms: median(times), fields: leaves(store.facts) }
}

function leaves(node) {
  if (typeof node !== 'object' || node === null) return 1
  return Object.values(node).reduce((sum, child) => sum + leaves(child), 0)
}
