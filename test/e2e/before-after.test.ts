// A change as a person makes it: read a device before, accept what is known, read it after, and compare.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Lab, startLab } from '../../src/lab/server.ts'
import { buildWhenStale, type RunResult, smartlic } from '../scenarios/run.ts'

let lab: Lab
let hosts: readonly string[]
let password = ''

beforeAll(async () => {
  buildWhenStale()
  lab = await startLab({ devices: ['xe-callhome-http-url', 'nx-classic-direct'] })
  hosts = lab.devices.map(({ host, port, username }) => `${username}@${host}:${port}`)
  password = lab.devices[0]?.password ?? ''
}, 120_000)
afterAll(async () => {
  await lab?.close()
})

interface Kept extends RunResult {
  readonly kept: Readonly<Record<string, Uint8Array>>
}

async function run(
  args: readonly string[],
  files: Readonly<Record<string, string | Uint8Array>> = {},
  keep: readonly string[] = [],
): Promise<Kept> {
  let kept: Record<string, Uint8Array> = {}
  const result = await smartlic({
    args,
    files: { known_hosts: lab.knownHosts, ...files },
    env: { SMARTLIC_PASSWORD: password },
    after: dir => {
      kept = Object.fromEntries(keep.map(name => [name, readFileSync(join(dir, name))]))
    },
  })
  return { ...result, kept }
}

test('a run is the baseline of the next, and compared with it gives no difference', {
  timeout: 120_000,
}, async () => {
  const login = ['--known-hosts', 'known_hosts']
  const before = await run(['check', ...hosts, ...login, '-o', 'before.json'], {}, ['before.json'])
  expect(before.code, before.stderr).toBe(2)
  const saved = { 'before.json': before.kept['before.json'] ?? '' }
  const after = await run(
    ['check', ...hosts, ...login, '--baseline', 'before.json', '-f', 'nagios', '-o', 'json=after.json'],
    saved,
    ['after.json'],
  )
  expect(after.code, after.stdout + after.stderr).toBe(0)
  expect(after.stdout).toMatch(/^SMARTLIC OK /)
  const both = { ...saved, 'after.json': after.kept['after.json'] ?? '' }
  const compared = await run(['compare', 'before.json', 'after.json'], both)
  expect([compared.code, compared.stderr]).toEqual([0, ''])
  expect(compared.stdout).not.toMatch(/appeared|cleared/)
  const back = await run(['compare', 'after.json', 'before.json'], both)
  expect(back.code).toBe(2)
})

test('bundles of the same devices read twice differ in no fact', { timeout: 120_000 }, async () => {
  const login = ['--known-hosts', 'known_hosts']
  const read = (): Promise<Kept> =>
    run(['check', ...hosts, ...login, '--bundle', 'run.tar.gz', '-f', 'json'], {}, ['run.tar.gz'])
  const [one, two] = [await read(), await read()]
  expect(one.code, one.stderr).toBe(2)
  const { stdout, stderr, code } = await run(['compare', 'one.tar.gz', 'two.tar.gz', '-f', 'json'], {
    'one.tar.gz': one.kept['run.tar.gz'] ?? '',
    'two.tar.gz': two.kept['run.tar.gz'] ?? '',
  })
  expect(code, stderr).toBe(0)
  const { verdict, devices } = JSON.parse(stdout)
  expect(verdict).toBe('same')
  expect(devices.map((device: { facts?: unknown }) => device.facts)).toEqual([[], []])
})
