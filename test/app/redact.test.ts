// Masked files and their private map on disk: who may read them, one map for many runs, and everything back again.
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type RedactRequest, type RedactResult, readBack, redactSaved } from '../../src/app/redact.ts'

let dir = ''
let printed = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'smartlic-redact-'))
  printed = ''
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const at = (...parts: string[]): string => join(dir, ...parts)

function run(request: Partial<RedactRequest> & { path: string }): Promise<RedactResult> {
  return redactSaved({
    level: 'identity',
    stdin: Readable.from([]),
    print: async text => {
      printed += text
    },
    ...request,
  })
}

const TEXT = 'edge-sw1#show version\nenable secret hunter22\nip name-server 192.0.2.53\n'

test('the map is private, reads back what was masked, and holds no secret', async () => {
  writeFileSync(at('sw.txt'), TEXT)
  await run({ path: at('sw.txt'), output: at('masked.txt'), map: at('names.map') })
  expect(statSync(at('names.map')).mode & 0o777).toBe(0o600)
  expect(statSync(at('masked.txt')).mode & 0o077).toBe(0)
  expect(readFileSync(at('masked.txt'), 'utf8')).not.toMatch(/edge-sw1|192\.0\.2\.53|hunter22/)
  expect(readFileSync(at('names.map'), 'utf8')).not.toContain('hunter22')
  expect(await readBack(at('masked.txt'), at('names.map'), Readable.from([]))).toBe(
    TEXT.replace('hunter22', '<password hidden>'),
  )
  expect(readdirSync(dir).sort()).toEqual(['masked.txt', 'names.map', 'sw.txt'])
})

test('a second run with the map gives the same pseudonyms and adds its own', async () => {
  writeFileSync(at('a.txt'), 'hostname edge-sw1\n')
  writeFileSync(at('b.txt'), 'seen by edge-sw1\nhostname edge-sw2\n')
  await run({ path: at('a.txt'), output: at('a.out'), map: at('names.map') })
  await run({ path: at('b.txt'), output: at('b.out'), map: at('names.map') })
  const pseudonym = readFileSync(at('a.out'), 'utf8').trim().split(' ')[1]
  expect(readFileSync(at('b.out'), 'utf8')).toContain(`seen by ${pseudonym}\n`)
  expect(JSON.parse(readFileSync(at('names.map'), 'utf8')).entries).toHaveLength(2)
})

test('what was masked stays as it is when masked again with its map', async () => {
  writeFileSync(at('sw.txt'), TEXT)
  await run({ path: at('sw.txt'), output: at('once.txt'), map: at('names.map') })
  await run({ path: at('once.txt'), output: at('twice.txt'), map: at('names.map') })
  expect(readFileSync(at('twice.txt'), 'utf8')).toBe(readFileSync(at('once.txt'), 'utf8'))
})

test('without the map file every run has its own pseudonyms', async () => {
  writeFileSync(at('sw.txt'), TEXT)
  await run({ path: at('sw.txt') })
  const first = printed
  printed = ''
  await run({ path: at('sw.txt') })
  expect(printed).not.toBe(first)
})

test('a folder: names learnt in one file are masked in all, file names too; what is no text is named', async () => {
  mkdirSync(at('saved', 'site'), { recursive: true })
  writeFileSync(at('saved', 'a.txt'), 'seen by edge-sw1\n')
  writeFileSync(
    at('saved', 'site', 'edge-sw1.txt'),
    'hostname edge-sw1\nusername svc-x password 0 hunter22\n',
  )
  writeFileSync(at('saved', 'z.gz'), gzipSync('hostname edge-sw1\n'))
  symlinkSync(at('saved', 'a.txt'), at('saved', 'link.txt'))
  const { texts, problems } = await run({ path: at('saved'), output: at('masked') })
  expect(texts).toHaveLength(2)
  expect(problems.join('\n')).toMatch(/link\.txt was left out[\s\S]*z\.gz is packed \(gzip\)/)
  const files = readdirSync(at('masked'), { recursive: true }).map(String).sort()
  expect(files.join(' ')).toMatch(/^a\.txt site site\/host-[0-9a-f]{8}\.txt$/)
  expect(readFileSync(at('masked', 'a.txt'), 'utf8')).toMatch(/^seen by host-[0-9a-f]{8}\n$/)
  expect(texts.flatMap(text => text.masked.map(({ kind, line }) => `${kind} ${line}`))).toEqual([
    'host 1', 'host 1', 'user 2', 'password 2',
  ]) // biome-ignore format: by file
})

test('files whose masked names meet are both kept', async () => {
  mkdirSync(at('saved'))
  writeFileSync(at('saved', 'edge-sw1.txt'), 'hostname edge-sw1\n')
  writeFileSync(at('saved', 'EDGE-sw1.txt'), 'hostname EDGE-sw1\n')
  const { texts } = await run({ path: at('saved'), output: at('masked') })
  expect(texts).toHaveLength(2)
  expect(readdirSync(at('masked'))).toHaveLength(2)
})

test('a long text goes through in pieces, characters of several bytes whole', async () => {
  const line = 'description Zürich ☂ 10.1.2.3\n'
  writeFileSync(at('long.txt'), line.repeat(40_000))
  const { texts } = await run({ path: at('long.txt'), output: at('out.txt') })
  const out = readFileSync(at('out.txt'), 'utf8')
  expect(out.split('\n')).toHaveLength(40_001)
  expect(new Set(out.split('\n')).size).toBe(2)
  expect(out).toContain('Zürich ☂')
  expect(texts[0]?.counts.ipv4).toBe(40_000)
})

test.each([
  ['{"schema":"other"}', /is no map of this tool/],
  ['no json', /is no map of this tool/],
  ['{"schema":"smartlic.redaction-map/v1","secret":"","entries":[1]}', /is no map of this tool/],
])('a map that holds %s is refused', async (text, sentence) => {
  writeFileSync(at('sw.txt'), TEXT)
  writeFileSync(at('names.map'), text)
  chmodSync(at('names.map'), 0o600)
  await expect(run({ path: at('sw.txt'), map: at('names.map') })).rejects.toThrow(sentence)
  expect(readFileSync(at('names.map'), 'utf8')).toBe(text)
})

test('a link in place of the map is refused', async () => {
  writeFileSync(at('sw.txt'), TEXT)
  symlinkSync(at('elsewhere'), at('names.map'))
  await expect(run({ path: at('sw.txt'), map: at('names.map') })).rejects.toThrow('is no plain file')
})
