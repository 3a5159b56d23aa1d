// Nothing planted comes out of a bundle: not in captures, not in what the session said byte by byte, not in any list.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { BundleSink } from '../../src/app/collect/sink.ts'
import { soundRules } from '../../src/app/rules.ts'
import { loadDevices } from '../../src/lab/load.ts'
import type { CaptureSet } from '../../src/model/capture.ts'
import { PLATFORMS } from '../../src/model/platform.ts'
import { REDACTION_LEVELS } from '../../src/model/redaction.ts'
import { capturesOf } from '../lab/captures.ts'
import { type Canary, canariesOf, leakIn } from '../redact/canaries.ts'
import { bundled, newFolder, removeFolders } from './place.ts'

const NOW = new Date('2026-03-04T08:00:00Z')
const dir = newFolder()
afterAll(removeFolders)

function planted(set: CaptureSet, canaries: readonly Canary[]): CaptureSet {
  const lines = canaries.map(canary => canary.text).join('\n!\n')
  return {
    ...set,
    captures: set.captures.map(capture =>
      /^(?:admin )?show running-config/.test(capture.command)
        ? { ...capture, text: `${lines}\n!\n${capture.text}` }
        : capture,
    ),
  }
}

/** As it came over the line, in pieces that tear everything apart. */
function said(set: CaptureSet, sizes: readonly number[]): Buffer[] {
  const text = set.captures.map(({ command, text }) => `${set.name}#${command}\n${text}`).join('\n')
  const bytes = Buffer.from(text.replaceAll('\n', '\r\n'))
  const pieces: Buffer[] = []
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1
    pieces.push(bytes.subarray(at, at + size))
    at += size
  }
  return pieces
}

describe.each(PLATFORMS)('%s', platform => {
  const canaries = canariesOf(platform, 3)
  const [device] = loadDevices().filter(({ persona }) => persona === platform)
  if (device === undefined) throw new Error(`there is no device of ${platform}`)
  const set = planted({ ...capturesOf(device, NOW), name: device.id }, canaries)

  test.each(REDACTION_LEVELS)('at level %s', async level => {
    const file = join(dir, `${platform}-${level}.tar.gz`)
    const mapFile = join(dir, `${platform}-${level}.map`)
    const more = level === 'secrets' ? {} : { mapFile }
    const manifest = await bundled(
      file,
      [set],
      { level, ...more },
      { [set.name]: said(set, [1, 7, 2, 31, 3]) },
    )
    const bytes = gunzipSync(readFileSync(file)).toString('latin1')
    expect(bytes).toContain('transcript.txt')
    expect(bytes.length).toBeGreaterThan(30_000)
    expect(leakIn(bytes, canaries)).toBeUndefined()
    expect(manifest.devices[0]?.transcript?.bytes).toBeGreaterThan(10_000)
    if (level !== 'secrets') expect(leakIn(readFileSync(mapFile, 'utf8'), canaries)).toBeUndefined()
  })
})

test('what was masked is listed by file, kind and line, and the line is the right one', async () => {
  const file = join(dir, 'report.tar.gz')
  const config = 'hostname sw1\n!\nenable secret 0 Hunter22Hunter22\nsnmp-server community s3cr3tRO RO\nend\n'
  const set: CaptureSet = {
    name: 'sw1',
    platform: 'ios-xe',
    captures: [{ command: 'show running-config', status: 'ok', text: config, firstLine: 1, origin: 'sw1' }],
  }
  await bundled(
    file,
    [set],
    {},
    { sw1: [Buffer.from(`sw1#show running-config\r\n${config.replaceAll('\n', '\r\n')}`)] },
  )
  const bytes = gunzipSync(readFileSync(file)).toString('latin1')
  expect(bytes).not.toMatch(/Hunter22|s3cr3tRO/)
  const at = bytes.indexOf('"schema": "smartlic.redaction/v1"')
  const report = JSON.parse(bytes.slice(bytes.lastIndexOf('{', at), bytes.indexOf('\n}\n', at) + 2))
  expect(report).toEqual({
    schema: 'smartlic.redaction/v1',
    level: 'secrets',
    counts: { password: 2, community: 2 },
    files: [
      {
        file: 'devices/sw1/01-show-running-config.txt',
        masked: { password: { count: 1, lines: [3] }, community: { count: 1, lines: [4] } },
      },
      {
        file: 'devices/sw1/transcript.txt',
        masked: { password: { count: 1, lines: [4] }, community: { count: 1, lines: [5] } },
      },
    ],
  })
})

test("the run's own secrets stand in no file, message or word of the manifest", async () => {
  const password = 'correct-horse-battery'
  const code = 'pâss-482913'
  const file = join(dir, 'own.tar.gz')
  const sink = await BundleSink.open({
    file,
    level: 'secrets',
    names: ['sw1'],
    rules: await soundRules(),
    version: 'test',
    started: NOW,
    raw: true,
    words: { problem: `cannot log in with ${password}`, tried: [`typed ${code}`] },
  })
  const target = sink.watch({
    name: 'sw1',
    host: 'sw1',
    port: 22,
    credentials: { username: 'noc', password, interact: async () => [code] },
    jump: [
      { name: 'j', host: 'j', port: 22, credentials: { username: 'noc', password: 'jump-host-secret' } },
    ],
  })
  await target.credentials.interact?.({ host: 'sw1', instructions: '', questions: [] })
  const take = sink.record({ name: 'sw1' })
  const bytes = Buffer.from(`echo ${password}\r\n\u001b[1m${code}\u001b[0m jump-host-secret\r\n`)
  for (const byte of bytes) take(Uint8Array.of(byte))
  await sink.add({
    name: 'sw1',
    platform: 'ios-xe',
    captures: [
      {
        command: 'show version',
        status: 'denied',
        text: `% ${password} is wrong\n`,
        firstLine: 1,
        origin: 'sw1',
        reason: `the device answered "${code}"`,
      },
    ],
    problem: { kind: 'auth-failed', message: `it said ${password}` },
  })
  await sink.finish(`stopped: ${password}`)
  const all = gunzipSync(readFileSync(file))
  for (const value of [password, code, 'jump-host-secret'])
    expect(all.includes(Buffer.from(value))).toBe(false)
  expect(all.toString('latin1')).toContain(
    'echo <password hidden>\r\n\u001b[1m<password hidden>\u001b[0m <password hidden>',
  )
})
