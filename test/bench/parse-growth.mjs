// `node test/bench/parse-growth.mjs`: does reading time grow with the text or faster? For each parser and hostile text
// of size n, 2n, 4n the ratios of the medians: 1 x is linear, 4 x is quadratic. Worst first. Asserts nothing.
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
    const texts = [1, 2, 4].map(times => make(times * size))
    const [, , first] = measure(texts, read, 1)
    if (first < LEAST_MS) continue
    let best = growthOf(texts, measure(texts, read, RUNS))
    // A busy computer looks like growth; real growth comes back.
    for (let again = 0; again < 3 && best.ratio > 1.5; again += 1) {
      const next = growthOf(texts, measure(texts, read, RUNS))
      if (next.ratio < best.ratio) best = next
    }
    rows.push({ what: `${parser}: ${name}`, unit: 'ms', ...best })
  }
  rows.sort((a, b) => b.ratio - a.ratio)
  const title = `Growth of ${tried} hostile texts from ${size} to ${4 * size} characters; ${rows.length} took ${LEAST_MS} ms or more`
  console.log(rows.length === 0 ? title : table(title, rows.slice(0, Number(values.top))))
} finally {
  rmSync(dir, { recursive: true, force: true })
}

/** Median milliseconds of each text, the runs interleaved. */
function measure(texts, read, runs) {
  const taken = texts.map(() => [])
  for (let run = 0; run < runs; run += 1) {
    texts.forEach((text, at) => {
      const start = performance.now()
      read(text)
      taken[at].push(performance.now() - start)
    })
  }
  return taken.map(median)
}

function growthOf(texts, [one, two, four]) {
  const longer = texts[2].length / texts[0].length
  return {
    value: four,
    ratio: four / one / longer,
    note: `of linear from n to 4n (${(two / one).toFixed(1)}, ${(four / two).toFixed(1)} a doubling)`,
  }
}
