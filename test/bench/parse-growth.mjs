// `node test/bench/parse-growth.mjs`: does reading time grow with the text or faster? For each parser and hostile text
// of size n, 2n, 4n the ratios of the medians; 2 is linear, 4 is quadratic. Worst first. Asserts nothing.
//   --size N   characters of the smallest text (default 100000)
//   --top N    rows shown (default 30)
//   --only S   parsers whose command or platform contains S
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'
import { median, table } from './table.mjs'

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '100000' },
    top: { type: 'string', default: '30' },
    only: { type: 'string', default: '' },
  },
})
const size = Number(values.size)
const RUNS = 3
/** Less than this is noise, not growth. */
const LEAST_MS = 4

const root = join(import.meta.dirname, '..', '..')
const dir = mkdtempSync(join(root, 'node_modules', '.growth-'))
try {
  const outfile = join(dir, 'growth.mjs')
  await build({
    entryPoints: [join(import.meta.dirname, 'growth.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    define: { 'import.meta.dirname': JSON.stringify(join(root, 'test', 'parse', 'tolerance')) },
    outfile,
    logLevel: 'error',
  })
  const { cases } = await import(pathToFileURL(outfile).href)
  const rows = []
  let tried = 0
  for (const { parser, name, make, read } of cases(values.only)) {
    tried += 1
    const quick = time(() => read(make(4 * size)), 1)
    if (quick < LEAST_MS) continue
    const [one, two, four] = [1, 2, 4].map(times => {
      const text = make(times * size)
      return { ms: time(() => read(text), RUNS), length: text.length }
    })
    const growth = (four.ms / one.ms) * (size * 4 - size > 0 ? (one.length * 4) / four.length : 1)
    rows.push({
      what: `${parser}: ${name}`,
      value: four.ms,
      unit: 'ms',
      ratio: growth / 4,
      note: `against linear from n to 4n (${(two.ms / one.ms).toFixed(1)}, ${(four.ms / two.ms).toFixed(1)} a doubling)`,
    })
  }
  rows.sort((a, b) => b.ratio * Math.sqrt(b.value) - a.ratio * Math.sqrt(a.value))
  const title = `Growth of ${tried} hostile texts from ${size} to ${4 * size} characters; ${rows.length} took ${LEAST_MS} ms or more`
  console.log(rows.length === 0 ? title : table(title, rows.slice(0, Number(values.top))))
} finally {
  rmSync(dir, { recursive: true, force: true })
}

function time(work, runs) {
  const taken = []
  for (let run = 0; run < runs; run += 1) {
    const start = performance.now()
    work()
    taken.push(performance.now() - start)
  }
  return median(taken)
}
