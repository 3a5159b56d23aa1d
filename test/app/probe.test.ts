// The use case on saved devices without a network: it ends, keeps what the device says, and blames nobody.

import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ruleReads } from '../../src/app/check.ts'
import { Probing } from '../../src/app/probe/attach.ts'
import { pathTargets, probePath, probeSaved, savedTargets } from '../../src/app/probe.ts'
import { soundRules } from '../../src/app/rules.ts'
import { assertReadOnly, isAllowed } from '../../src/collect/guard.ts'
import { planCommands } from '../../src/collect/plan.ts'
import { loadDevices } from '../../src/lab/load.ts'
import { PLATFORMS } from '../../src/model/platform.ts'
import { PROBE_COMMAND, PROBE_FORMAT } from '../../src/parse/probe/index.ts'
import { readProbeLine } from '../../src/parse/probe/line.ts'
import { saved } from '../e2e/saved.ts'

const dir = mkdtempSync(join(tmpdir(), 'smartlic-probe-'))
let server: Server
let port = 0
beforeAll(async () => {
  server = createServer(socket => socket.destroy()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  server.close()
  rmSync(dir, { recursive: true })
})

function file(id: string): string {
  const device = loadDevices().find(one => one.id === id)
  if (device === undefined) throw new Error(`no lab device ${id}`)
  const path = join(dir, `${id}.txt`)
  const text = saved(device).captures.map(
    ({ command, text: answer }) => `${device.hostname}#${command}\n${answer.trimEnd()}\n`,
  )
  writeFileSync(path, `${text.join('')}${device.hostname}#\n`)
  return path
}

/** Every address of these devices leads to a port that hangs up: nothing leaves this computer. */
function settings() {
  const meant = ['192.0.2.53:53', '192.0.2.54:53', '192.0.2.123:123']
  const map = meant.map((one, at) => `${one}=127.0.0.1:${port + (at === 0 ? 0 : at + 1)}`).join(',')
  return { map, timeoutMs: 400, rate: 1_000, servers: [] }
}

const request = (paths: readonly string[]) => ({
  paths,
  settings: settings(),
  stdin: Readable.from([]),
  version: 'test',
})

describe('saved devices', () => {
  test('one that works stays healthy although nothing answers here', async () => {
    const report = await probeSaved(request([file('xe-classic-direct')]))
    const [device] = report.devices
    expect(device?.status).toBe('healthy')
    expect(report.run.command).toBe('probe')
    expect(device?.captures.at(-1)).toMatchObject({ command: 'probe', status: 'ok', origin: 'this computer' })
    expect(device?.path.find(one => one.hop === 'dns')?.probe?.status).not.toBe('ok')
  })

  test('one that sends nothing is judged as ever, and a note says why it was not probed', async () => {
    const report = await probeSaved(request([file('xe-slp-transport-off')]))
    expect(report.run.notes.join()).toMatch(/not probed: transport off/)
    expect(report.devices[0]?.captures.some(one => one.command === 'probe')).toBe(false)
  })

  test('a dry run opens nothing and names what would be', async () => {
    const [target] = await savedTargets(request([file('xe-classic-direct')]))
    expect(
      Array.isArray(target?.contacts) &&
        target.contacts.map(one => `${one.protocol} ${one.host} ${one.port}`),
    ).toEqual(expect.arrayContaining(['udp 192.0.2.53 53', 'tcp tools.cisco.com 443', 'udp 192.0.2.123 123']))
  })

  test('a run that is stopped leaves a capture that proves nothing', async () => {
    const device = loadDevices().find(one => one.id === 'xe-timeout-unexplained')
    if (device === undefined) throw new Error('no device')
    const probing = new Probing({ ...settings(), signal: AbortSignal.abort(), note: () => undefined })
    const set = await probing.attach(saved(device))
    expect(set.captures.at(-1)).toMatchObject({ command: 'probe', status: 'truncated' })
    expect(set.captures.at(-1)?.text).not.toContain('\nend ')
  })
})

test('a defect of the probe costs the second column, not the report', async () => {
  const probing = new Probing({ ...settings(), note: () => undefined })
  const capture = await probing.capture({} as never, { follows: [] })
  expect(capture).toMatchObject({
    status: 'truncated',
    text: '',
    reason: expect.stringMatching(/the probe failed/),
  })
})

describe('a path named by hand', () => {
  test('has a report of its own, without a device', async () => {
    const path = { url: `https://127.0.0.1:${port}/SmartTransport`, servers: [], ntp: [] }
    const report = await probePath({ path, settings: settings(), version: 'test' })
    const [found] = report.devices
    expect(found?.path.find(one => one.hop === 'tcp')?.status).toBe('ok')
    expect(found?.path.find(one => one.hop === 'tls')?.status).toBe('broken')
    expect(found?.status).toBe('critical')
    expect(found?.state.summary).toMatch(/^From this computer /)
  })

  test('that is none is refused with a sentence', async () => {
    const path = { url: 'nowhere', servers: [], ntp: [] }
    await expect(probePath({ path, settings: settings(), version: 'test' })).rejects.toThrow(/no URL/)
    expect(() => pathTargets({ path, settings: settings(), version: 'test' })).toThrow(/no URL/)
  })

  test('a port map that cannot be read names the entry', () => {
    expect(() => new Probing({ map: '1.2.3.4:5', note: () => undefined })).toThrow(
      /SMARTLIC_PROBE_MAP: 1\.2\.3\.4:5/,
    )
  })
})

test('the capture begins with the format its reader knows', async () => {
  const probing = new Probing({ ...settings(), note: () => undefined })
  const device = loadDevices().find(one => one.id === 'nx-classic-direct')
  if (device === undefined) throw new Error('no device')
  const text = (await probing.attach(saved(device))).captures.at(-1)?.text ?? ''
  const lines = text.trimEnd().split('\n').map(readProbeLine)
  expect(lines.every(line => line !== undefined)).toBe(true)
  expect(lines[0]).toMatchObject({ kind: 'probe', fields: { format: PROBE_FORMAT } })
  expect(lines.at(-1)).toMatchObject({ kind: 'end', fields: { results: lines.length - 2 } })
})

test('the pseudo-command is never sent to a device', async () => {
  expect(isAllowed(PROBE_COMMAND)).toBe(false)
  expect(isAllowed(PROBE_COMMAND, { probes: true })).toBe(false)
  expect(() => assertReadOnly(PROBE_COMMAND, { probes: true })).toThrow(/refused/)
  const reads = ruleReads(await soundRules(undefined))
  for (const platform of PLATFORMS) {
    const planned = planCommands(reads, platform).flatMap(one => [
      one.command,
      ...one.alternatives,
      ...one.fallback,
    ])
    expect(planned).not.toContain(PROBE_COMMAND)
  }
})
