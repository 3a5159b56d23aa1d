// Redaction alone: megabytes of ordinary output a second, and how the time grows on text made to be slow.
//   node test/bench/redact.mjs
import { createHmac } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../..', import.meta.url))
const cache = join(root, 'node_modules', '.cache')
mkdirSync(cache, { recursive: true })
const dir = mkdtempSync(join(cache, 'smartlic-bench-'))

/** CPU time: other work on the computer does not count. */
const spent = () => process.cpuUsage().user / 1000

const HOSTILE = {
  'keywords without end': n => 'password x '.repeat(n),
  'a quote that never closes': n => 'password "x '.repeat(n),
  'keywords alone': n => `${'password '.repeat(n)}<password hidden>`,
  labels: n => '"password":"x '.repeat(n),
  lists: n => '"tokens":["'.repeat(n),
  'snmp hosts': n => 'snmp-server host '.repeat(n),
  'security associations': n => 'ipsec spi '.repeat(n),
  urls: n => 'http://a:b@c/ '.repeat(n),
  'at signs': n => 'a:b@'.repeat(n),
  dots: n => 'a.'.repeat(n),
  colons: n => 'a:'.repeat(n),
  addresses: n => '1.2.3.4 '.repeat(n),
  'hardware addresses': n => 'aa:bb:cc:dd:ee:ff '.repeat(n),
  'key blocks': n => '-----BEGIN A-----'.repeat(n),
  base64: n => 'Aa1+/'.repeat(n),
  percents: n => `${'a/'.repeat(n)}%0A`,
  escapes: n => '\u001b['.repeat(n),
  backspaces: n => 'a\b'.repeat(n),
  blanks: n => `${' '.repeat(n * 5)}x`,
  users: n => 'changed by '.repeat(n),
  'log stamps': n => `${'08:00:00 a '.repeat(n)}%`,
  vrfs: n => 'vrf '.repeat(n),
  'lines as wide as a terminal': n => `${'x'.repeat(72)}password\n`.repeat(n / 8),
}

try {
  await build({
    absWorkingDir: root,
    entryPoints: ['src/redact/redactor.ts', 'src/redact/pseudonyms.ts'],
    outdir: dir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'warning',
  })
  const load = name => import(pathToFileURL(join(dir, name)).href)
  const { createRedactor } = await load('redactor.mjs')
  const { Pseudonyms } = await load('pseudonyms.mjs')
  const run = (level, text) => {
    const map = new Pseudonyms(word => createHmac('sha256', 'bench').update(word).digest())
    const redactor = createRedactor({ level, map, raw: true })
    const start = spent()
    for (let at = 0; at < text.length; at += 65_536) redactor.push(text.slice(at, at + 65_536))
    redactor.finish()
    return spent() - start
  }
  const best = (level, text) => Math.min(...Array.from({ length: 5 }, () => run(level, text)))

  const folder = join(root, 'test', 'fixtures')
  const files = readdirSync(folder, { recursive: true })
    .map(String)
    .filter(name => name.endsWith('.txt'))
  const text = files
    .map(name => readFileSync(join(folder, name), 'utf8'))
    .join('\n')
    .repeat(40)
  for (const level of ['secrets', 'identity', 'strict'])
    console.log(`${level.padEnd(30)} ${(text.length / 1000 / best(level, text)).toFixed(1)} MB/s`)
  console.log('\ntwice the text takes so many times as long')
  for (const [name, make] of Object.entries(HOSTILE)) {
    const [once, twice] = [8_000, 16_000].map(size => best('strict', make(size)))
    console.log(`${name.padEnd(30)} ${(twice / once).toFixed(1)}   (${twice.toFixed(0)} ms)`)
  }
} finally {
  rmSync(dir, { recursive: true, force: true })
}
