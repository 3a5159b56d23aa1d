// The manifest: as its published schema says, reproducible, and what differs when a bundle is judged with other rules.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, describe, expect, test } from 'vitest'
import { analyze } from '../../src/app/analyze.ts'
import { rulesNote } from '../../src/app/collect/rules-note.ts'
import { soundRules } from '../../src/app/rules.ts'
import { manifestSchema } from '../../src/bundle/schema.ts'
import { loadDevices } from '../../src/lab/load.ts'
import type { CaptureSet } from '../../src/model/capture.ts'
import { capturesOf } from '../lab/captures.ts'
import { bundled, newFolder, removeFolders } from './place.ts'

const NOW = new Date('2026-03-04T08:00:00Z')
const live = loadDevices(undefined, ['xe-callhome-http-url', 'nx-classic-direct']).map(device => ({
  ...capturesOf(device, NOW),
  name: device.id,
}))
const check = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(manifestSchema)
const dir = newFolder()
afterAll(removeFolders)

describe('the manifest', () => {
  const everything: CaptureSet = {
    name: 'sw1',
    platform: undefined,
    problem: { kind: 'jump-refused', message: 'no', hop: 'bastion' },
    captures: [
      {
        command: 'telnet x 443',
        status: 'timed-out',
        text: 'Trying\n',
        firstLine: 1,
        origin: 'sw1',
        reason: 'silent',
        finishedAt: 1_770_000_000_123,
        durationMs: 10_050,
        proof: 'prompt',
        waitedMs: 10_000,
        lifted: 2,
      },
      { command: 'show version', status: 'not-tried', text: '', firstLine: 1, origin: 'sw1' },
    ],
  }

  test.each(['secrets', 'identity', 'strict'] as const)(
    'has its published shape at level %s',
    async level => {
      const manifest = await bundled(join(dir, `${level}.tar.gz`), [...live, everything], {
        level,
        places: new Map([['sw1', { groups: ['campus'], tags: ['berne'] }]]),
        words: { problem: 'none', tried: ['reload'], service_request: '6' },
      })
      expect(check(JSON.parse(JSON.stringify(manifest))), JSON.stringify(check.errors?.[0])).toBe(true)
      expect(manifest.devices[2]?.groups).toEqual(['campus'])
      expect(manifest.devices[0]?.findings.some(({ rule }) => rule === 'callhome-http-url')).toBe(true)
    },
  )

  test('the schema refuses what is no manifest', () => {
    for (const wrong of [{}, [], null, { schema: 'smartlic.bundle/v2' }]) expect(check(wrong)).toBe(false)
  })

  test('the same devices give the same bytes, but for the time it was finished and its hash', async () => {
    const archives = await Promise.all(
      [0, 1].map(async turn => {
        const file = join(dir, `same-${turn}.tar.gz`)
        await bundled(file, live)
        return gunzipSync(readFileSync(file))
          .toString('latin1')
          .replace(/"finished_at": "2[^"]*",\n "collector"|[0-9a-f]{64} {2}manifest/g, '')
      }),
    )
    // The checksum in the header of the manifest does not depend on its content.
    expect(archives[0]).toBe(archives[1])
  })
})

describe('other rules than those of the bundle', () => {
  const run = (file: string, packs: readonly string[] = [], version = 'test') =>
    analyze({ paths: [file], stdin: process.stdin, version, packs })

  test('none: nothing is said', async () => {
    const file = join(dir, 'rules.tar.gz')
    await bundled(file, live)
    expect((await run(file)).run.notes).toEqual([])
  })

  test('what is found only now, and what no longer, is named by device', async () => {
    const pack = join(dir, 'pack')
    mkdirSync(pack, { recursive: true })
    writeFileSync(
      join(pack, 'has-a-name.yaml'),
      [
        'id: has-a-name',
        'title: The device has a name',
        'role: cause',
        'hop: mode',
        'severity: warning',
        'platforms: [ios-xe]',
        'when: [device.hostname != ""]',
        'evidence: [device.hostname]',
        'message: it is called {{device.hostname}}',
        'why: to show what a new rule does',
        '',
      ].join('\n'),
    )
    writeFileSync(
      join(pack, 'pack.yaml'),
      'overrides:\n  - {rule: callhome-http-url, disabled: true, reason: a test}\n',
    )
    const { run: told } = await run(join(dir, 'rules.tar.gz'), [pack])
    const text = told.notes.join('\n')
    expect(text).toMatch(
      /rules\.tar\.gz was collected with other rules \(smartlic test, rules [0-9a-f]{12}; now [0-9a-f]{12}\): the findings differ/,
    )
    expect(text).toMatch(
      /xe-callhome-http-url: found only now: The device has a name \(has-a-name\).*; no longer found: Call Home sends to Cisco over plain HTTP \(callhome-http-url /,
    )
    expect(text).not.toMatch(/nx-classic-direct: /)
  })

  test('another version that finds the same says so', async () => {
    const { run: told } = await run(join(dir, 'rules.tar.gz'), [], '99.0.0')
    expect(told.notes).toEqual([
      expect.stringMatching(/was collected with smartlic test: the findings are the same$/),
    ])
  })

  test('the hash depends on what rules say, not on where they lie', async () => {
    const rules = await soundRules()
    const moved = {
      ...rules,
      rules: [...rules.rules].reverse().map(rule => ({ ...rule, file: 'elsewhere.yaml' })),
    }
    const worded = {
      ...rules,
      rules: rules.rules.map((rule, at) => (at === 0 ? { ...rule, why: 'so' } : rule)),
    }
    expect(rulesNote(moved).hash).toBe(rulesNote(rules).hash)
    expect(rulesNote(worded).hash).not.toBe(rulesNote(rules).hash)
    expect(rulesNote(rules, ['/home/somebody/rules/site']).packs).toEqual(['site'])
  })
})

test('deadlines of an old bundle are counted by its own clock', async () => {
  const file = join(dir, 'old.tar.gz')
  await bundled(file, live)
  const [device] = (await analyze({ paths: [file], stdin: process.stdin, version: 'test' })).devices
  const [deadline] = device?.state.deadlines ?? []
  expect(deadline?.days_left).toBeGreaterThan(0)
  expect(deadline?.at).toMatch(/^2026-0[345]/)
})
