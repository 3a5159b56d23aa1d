// `rules new`: files that load and hold, nothing overwritten, nothing half written.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AREAS, createRule } from '../../src/app/rules/create.ts'
import { lintRules } from '../../src/app/rules/linting.ts'
import { testRules } from '../../src/app/rules/testing.ts'
import { PLATFORMS } from '../../src/model/platform.ts'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'smartlic-new-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const asked = { id: 'gateway-retired', area: 'url' as const, platforms: PLATFORMS, dir: '' }

test.each(AREAS)('a rule of %s loads, holds in its cases, and says what to fill in', async area => {
  const id = `new-${area}`
  const files = await createRule({ ...asked, id, area, platforms: ['nx-os'], dir })
  expect(files).toEqual([join(dir, area, `${id}.yaml`), join(dir, area, `${id}.test.yaml`)])
  const { problems, findings } = await lintRules([dir])
  expect(problems).toEqual([])
  expect(findings.length).toBeGreaterThan(10)
  expect(findings.filter(one => one.message !== 'still says TODO; fill it in')).toEqual([])
  const run = await testRules({ packs: [dir] })
  expect(run.problems).toEqual([])
  expect(run.tests.flatMap(one => one.results.map(result => result.problems))).toEqual([[], [], [], []])
})

test('a fix for each platform', async () => {
  await createRule({ ...asked, dir })
  const text = readFileSync(join(dir, 'url', 'gateway-retired.yaml'), 'utf8')
  for (const platform of PLATFORMS) expect(text).toContain(`- platforms: [${platform}]`)
  // Filled in, nothing is left to find.
  const files = readdirSync(join(dir, 'url')).map(name => join(dir, 'url', name))
  for (const file of files) writeFileSync(file, readFileSync(file, 'utf8').replaceAll('TODO', 'done'))
  expect(await lintRules([dir])).toEqual({ count: 1, problems: [], findings: [] })
})

test.each([
  'Gateway', 'gateway_retired', '-gateway', 'gateway-', 'a--b', '../../etc/passwd', 'a/b', '', 'a b', 'ü', 'x'.repeat(61),
])('%j is no id', async id => {
  await expect(createRule({ ...asked, id, dir })).rejects.toThrow(/is no rule id: use small letters/)
  expect(readdirSync(dir)).toEqual([])
}) // biome-ignore format: one glance

test('ids of shipped rules and of the directory are taken', async () => {
  await expect(createRule({ ...asked, id: 'callhome-http-url', dir })).rejects.toThrow('id of a shipped rule')
  const [file = '', cases = ''] = await createRule({ ...asked, dir })
  writeFileSync(file, 'mine')
  await expect(createRule({ ...asked, dir })).rejects.toThrow('there already and left as they are')
  await expect(createRule({ ...asked, area: 'dns', dir })).rejects.toThrow('there already')
  expect(existsSync(join(dir, 'dns'))).toBe(false)
  rmSync(file)
  await expect(createRule({ ...asked, dir })).rejects.toThrow('there already and left as it is')
  expect(existsSync(file)).toBe(false)
  expect(readFileSync(cases, 'utf8')).toContain('cases:')
})
