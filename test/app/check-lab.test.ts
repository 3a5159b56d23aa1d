// The whole way on simulated devices: collected, judged, and honest when a device misbehaves.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { check } from '../../src/app/check.ts'
import { type Lab, startLab } from '../../src/lab/server.ts'
import type { Report } from '../../src/model/report.ts'
import { FAST } from '../session/scripted-device.ts'

let lab: Lab | undefined
let dir: string | undefined
afterEach(async () => {
  await lab?.close()
  if (dir !== undefined) await rm(dir, { recursive: true, force: true })
})

async function checkLab(options: Parameters<typeof startLab>[0]): Promise<Report> {
  lab = await startLab(options)
  dir = await mkdtemp(join(tmpdir(), 'smartlic-lab-check-'))
  const file = join(dir, 'known_hosts')
  await writeFile(file, lab.knownHosts)
  return check({
    targets: lab.devices.map(one => ({
      name: one.id,
      host: one.host,
      port: one.port,
      credentials: { username: one.username, password: one.password },
    })),
    session: { hostKeys: { mode: 'strict', file }, limits: FAST },
    paceMs: 0,
    version: 'test',
  })
}

test('three platforms are told apart and read; nothing but the plan is typed', async () => {
  const report = await checkLab({ devices: ['xe-slp-direct', 'nx-known-issue-1', 'xr-classic-direct'] })
  const by = new Map(report.devices.map(device => [device.name, device]))
  expect(by.get('xe-slp-direct')).toMatchObject({ platform: 'ios-xe', status: 'healthy' })
  expect(by.get('nx-known-issue-1')).toMatchObject({ platform: 'nx-os', status: 'critical' })
  expect(by.get('xr-classic-direct')).toMatchObject({ platform: 'ios-xr', status: 'healthy' })
  for (const device of lab?.devices ?? []) {
    for (const line of device.received) expect(line).toMatch(/^(?:show |admin show |terminal |exit$)/)
    expect(device.received.at(-1)).toBe('exit')
    expect(device.logins.count).toBe(1)
  }
})

test('a device that is cut off in the middle is never called healthy', async () => {
  const report = await checkLab({
    devices: ['xe-slp-direct'],
    faults: { 'xe-slp-direct': { 'show license all': { cutAfterBytes: 300 } } },
  })
  const [device] = report.devices
  expect(device?.status).not.toBe('healthy')
  expect(device?.problem?.kind).toBe('closed-mid-output')
  const status = Object.fromEntries(
    (device?.captures ?? []).map(capture => [capture.command, capture.status]),
  )
  expect(status['show license all']).toBe('truncated')
  expect(status['show running-config']).toBe('not-tried')
})

test('an account that may read little still gets an answer that says so', async () => {
  const report = await checkLab({
    devices: ['nx-classic-direct'],
    faults: { 'nx-classic-direct': { 'show running-config': { deny: true } } },
  })
  const captures = report.devices[0]?.captures ?? []
  expect(captures.find(capture => capture.command === 'show running-config')?.status).toBe('denied')
  expect(captures.some(capture => capture.command.startsWith('show running-config | section'))).toBe(true)
})
