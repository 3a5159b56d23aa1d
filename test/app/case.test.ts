// The TAC case: every answer it gives is in what was collected, and it is a bundle itself.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { analyze } from '../../src/app/analyze.ts'
import { ruledOut } from '../../src/app/case/ruled-out.ts'
import { failureOf } from '../../src/app/case/since.ts'
import { stampWall, timelineOf } from '../../src/app/case/timeline.ts'
import { type CaseOptions, type CaseWords, caseLive, caseOfSaved } from '../../src/app/case.ts'
import { readInputs } from '../../src/app/input.ts'
import { factsOf, judge } from '../../src/app/judge.ts'
import { soundRules } from '../../src/app/rules.ts'
import { writeKnownHosts } from '../../src/lab/known-hosts.ts'
import { loadDevices } from '../../src/lab/load.ts'
import { startLab } from '../../src/lab/server.ts'
import type { CaptureSet } from '../../src/model/capture.ts'
import { findingKey } from '../../src/model/finding.ts'
import { bundled, newFolder, removeFolders } from '../bundle/place.ts'
import { capturesOf } from '../lab/captures.ts'

const NOW = new Date('2026-03-04T08:00:00Z')
const rules = await soundRules()
const dir = newFolder()
afterAll(removeFolders)

function device(id: string): CaptureSet {
  const [found] = loadDevices(undefined, [id])
  if (found === undefined) throw new Error(`there is no ${id}`)
  return { ...capturesOf(found, NOW), name: id }
}

let turn = 0

async function made(
  paths: readonly string[],
  words: Partial<CaseWords> = {},
  bundle: Partial<CaseOptions['bundle']> = {},
): Promise<{
  file: string
  text: (name: string) => string
  bytes: string
  result: Awaited<ReturnType<typeof caseOfSaved>>
}> {
  const file = join(dir, `case-${++turn}.tar.gz`)
  const result = await caseOfSaved({
    paths,
    stdin: process.stdin,
    bundle: { file, level: 'secrets', ...bundle },
    words: { tried: [], ...words },
    version: 'test',
  })
  return {
    file,
    result,
    text: name => execFileSync('tar', ['xzOf', file, name], { encoding: 'utf8' }),
    bytes: gunzipSync(readFileSync(file)).toString('latin1'),
  }
}

describe('of one device', () => {
  const source = join(dir, 'one.tar.gz')
  const set = device('xe-callhome-http-url')
  beforeAll(async () => {
    const said = Buffer.from('acc-sw-141#show clock\r\nsomething only the session said\r\n')
    await bundled(source, [set], {}, { [set.name]: [said] })
  })

  test('the summary answers what TAC asks first', async () => {
    const { text } = await made([source], {
      problem: 'no contact since Monday',
      tried: ['new token', 'reload'],
      service_request: '699999999',
    })
    const page = text('summary.md')
    for (const part of [
      '| Service request | 699999999 |',
      '| Model | C9300-24T |',
      '| Serial number | FCW2301L0E1 |',
      '| Release | IOS XE 16.12.8 |',
      '| Smart Account | ACME Industries |',
      '| Virtual Account | Campus |',
      '| Generation | Smart Licensing (classic) |',
      '| Method | direct to Cisco |',
      'no contact since Monday',
      '- Fail to send out Call Home HTTP message',
      'First failure seen: ',
      'Last success: ',
      '| url | BROKEN |',
      'Call Home sends to Cisco over plain HTTP',
      '- profile: not ',
      '- new token',
      '- reload',
      '- seen on the device: ',
    ])
      expect(page).toContain(part)
    expect(page.split('\n').length).toBeLessThan(100)
  })

  test('what was ruled out is proven by a line that is there', () => {
    const store = factsOf(set)
    const found = ruledOut(store, rules, judge(set, rules))
    expect(found.length).toBeGreaterThan(6)
    const failing = new Set(judge(set, rules).findings.map(({ rule }) => rule))
    for (const { rule, proof } of found) {
      expect(failing.has(rule)).toBe(false)
      const capture = set.captures.find(({ command }) => command === proof.command)
      expect(capture?.text.split('\n')[proof.line - 1]?.trim()).toBe(proof.text.trim())
    }
  })

  test('the timeline is in order and says whose clock it is', async () => {
    const { text } = await made([source])
    const page = text('timeline.md')
    expect(page).toMatch(/its clock said 2026-03-04 08:00:00 UTC when it was read, it is set to UTC/)
    const walls = timelineOf(factsOf(set), set.captures).map(({ wall }) => wall)
    expect(walls.length).toBeGreaterThan(10)
    expect([...walls].sort((a, b) => a - b)).toEqual(walls)
    expect(page).toMatch(/\| registration: succeeded \| show license all:\d+ \|/)
    expect(page).toContain('COMM\\_FAILED')
    expect(page.indexOf('AUTH\\_RENEW\\_SUCCESS')).toBeLessThan(page.indexOf('COMM\\_FAILED'))
  })

  test('the failure begins after the last success', () => {
    const { failing, first, last, reasons } = failureOf(factsOf(set), set.captures)
    expect(failing).toBe(true)
    expect(reasons[0]?.source?.command).toBe('show license all')
    expect(first?.wall).toBeGreaterThan(last?.wall ?? Number.POSITIVE_INFINITY)
  })

  test('it is a bundle: the same findings, the transcript with it', async () => {
    const { file } = await made([source])
    const read = await analyze({ paths: [file], stdin: process.stdin, version: 'test' })
    expect(read.run.notes).toEqual([])
    expect(read.devices[0]?.findings.map(findingKey)).toEqual(judge(set, rules).findings.map(findingKey))
    const { bundles, sets } = await readInputs([file], { transcripts: true })
    expect(bundles[0]?.transcripts.size).toBe(1)
    expect(sets[0]).toEqual((await readInputs([source], {})).sets[0])
    expect(bundles[0]?.manifest.case).toEqual({ tried: [] })
  })

  test('with pseudonyms nothing tells who it is, in no file', async () => {
    const mapFile = join(dir, 'case.map.json')
    const { bytes, text, result } = await made(
      [source],
      { problem: 'acc-sw-141 fails', tried: ['asked netops@example.net'] },
      { level: 'identity', mapFile },
    )
    expect(result.level).toBe('identity')
    for (const name of ['acc-sw-141', 'FCW2301L0E1', 'ACME Industries', 'netops@example.net'])
      expect(bytes).not.toContain(name)
    expect(text('summary.md')).toMatch(/\| Smart Account \| account-[0-9a-f]{8} \|/)
    expect(readFileSync(mapFile, 'utf8')).toContain('ACME Industries')
    // Once more at the same level: the pseudonyms stay as they are, and no new map is made.
    const again = await made([result.file], {}, { level: 'identity', mapFile: join(dir, 'none.json') })
    expect(again.result.mapFile).toBeUndefined()
    expect(again.text('summary.md')).toContain(
      /account-[0-9a-f]{8}/.exec(text('summary.md'))?.[0] ?? 'no account',
    )
  })

  test('words of a person and of a device cannot break out of their place', async () => {
    const hostile = '<script>x</script> | `a` [l](http://x) \u001b[31m\n# not a heading'
    const evil: CaptureSet = {
      ...set,
      name: 'evil|`x`<b>\u001b]0;y\u0007',
      captures: set.captures.map(one =>
        one.command === 'show license all'
          ? { ...one, text: one.text.replace('ACME Industries', '<img src=x>|`') }
          : one,
      ),
    }
    const path = join(dir, 'evil.tar.gz')
    await bundled(path, [evil])
    const { text } = await made([path], { problem: hostile, tried: [hostile] })
    for (const page of [text('summary.md'), text('timeline.md')]) {
      expect(page).not.toMatch(/<(?:script|img|b)\b/)
      expect(page).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
      expect(page.split('\n').filter(line => line.startsWith('# '))).toHaveLength(1)
    }
  })
})

describe('of several devices', () => {
  test('each has its pages, and an index leads to them', async () => {
    const source = join(dir, 'many.tar.gz')
    await bundled(
      source,
      ['xe-callhome-http-url', 'nx-known-issue-1', 'xr-classic-direct', 'xe-slp-cslu'].map(device),
    )
    const { text, file } = await made([source], { problem: 'all of them' })
    const links = [...text('index.md').matchAll(/\]\((devices\/[^)]+)\)/g)].map(([, path]) => path ?? '')
    expect(links).toHaveLength(4)
    for (const link of links) {
      expect(text(link)).toMatch(/^# Smart Licensing case: /)
      expect(text(link.replace('summary', 'timeline'))).toMatch(/^# Timeline: /)
    }
    const { bundles } = await readInputs([file], {})
    expect(bundles[0]?.manifest.files.map(one => one.file)).toEqual(['index.md', 'redaction.json'])
    expect(bundles[0]?.damaged).toBe(false)
  })
})

test('of saved output: what it does not tell is said', async () => {
  const saved = join(dir, 'show_license_all.txt')
  const all = device('xe-classic-direct').captures.find(one => one.command === 'show license all')
  writeFileSync(saved, all?.text ?? '')
  const { text } = await made([saved])
  const page = text('summary.md')
  expect(page).toContain('| Collected | saved output, without a time |')
  expect(page).toMatch(/- show running-config: .*was not collected; it would settle \d+ checks/)
})

test('of a device that could not be read: the page says why, and claims nothing', async () => {
  const { summaryPage } = await import('../../src/app/case/summary.ts')
  const set: CaptureSet = {
    name: 'sw1',
    platform: undefined,
    captures: [],
    problem: { kind: 'refused', message: 'the port refuses connections' },
  }
  const page = summaryPage({ report: judge(set, rules), set, store: factsOf(set) }, { tried: [] }, rules)
  expect(page).toContain('Could not be read: the port refuses connections.')
  expect(page).toContain('Whether it fails now cannot be told from what was read.')
  expect(page).toContain('Nothing: too little was read.')
  expect(page).toContain('| Serial number | not shown in what was collected |')
})

test('of a device that is read now', async () => {
  const lab = await startLab({ devices: ['nx-known-issue-1'] })
  const known = await writeKnownHosts(lab.knownHosts)
  try {
    const file = join(dir, 'live.tar.gz')
    const result = await caseLive({
      targets: lab.devices.map(({ id, host, port, username, password }) => ({
        name: id,
        host,
        port,
        credentials: { username, password },
      })),
      session: { hostKeys: { mode: 'strict', file: known.path } },
      paceMs: 0,
      version: 'test',
      bundle: { file, level: 'secrets' },
      words: { tried: ['nothing yet'] },
    })
    expect(result.devices[0]?.status).toBe('critical')
    const page = execFileSync('tar', ['xzOf', file, 'summary.md'], { encoding: 'utf8' })
    expect(page).toMatch(
      /\| Collected \| \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, device clock [+-]?\d+ s against the collector \|/,
    )
    expect(page).toContain('- nothing yet')
  } finally {
    await lab.close()
    await known.remove()
  }
})

describe('the stamp of a log line', () => {
  const now = Date.UTC(2026, 2, 4, 8) / 1_000
  const at = (text: string): number | undefined => (Date.parse(text) / 1_000) as number | undefined

  test.each([
    ['Mar  4 07:59:59.123', '2026-03-04T07:59:59Z'],
    ['Dec 31 23:00:00', '2025-12-31T23:00:00Z'],
    ['Mar  4 20:00:00', '2026-03-04T20:00:00Z'],
    ['2026 Mar  1 10:00:00', '2026-03-01T10:00:00Z'],
    ['Mar  1 2024 10:00:00', '2024-03-01T10:00:00Z'],
    ['Mar  1 10:00:00 2024', '2024-03-01T10:00:00Z'],
  ])('%s', (stamp, time) => {
    expect(stampWall(stamp, now)).toBe(at(time))
  })

  test('without a year and a clock, or without a date, it has no place', () => {
    expect(stampWall('Mar  4 07:59:59', undefined)).toBeUndefined()
    for (const none of ['', '1d02h', 'Foo  4 07:59:59', 'Feb 30 2026 00:00:00'])
      expect(stampWall(none, now)).toBeUndefined()
  })
})

test('every simulated device has a summary with all its parts', async () => {
  const { summaryPage } = await import('../../src/app/case/summary.ts')
  for (const lab of loadDevices()) {
    const set = capturesOf(lab, NOW)
    const page = summaryPage({ report: judge(set, rules), set, store: factsOf(set) }, { tried: [] }, rules)
    expect(page.match(/^## .+$/gm)).toEqual([
      '## Problem',
      '## Failure',
      '## Path of a licensing message',
      '## Causes found',
      '## Ruled out',
      '## Not collected',
      '## Tried so far',
    ])
    expect(page).not.toMatch(/undefined|NaN|\[object/)
  }
})
