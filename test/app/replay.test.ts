// A bundle served again: a check of it finds what was found then, and what ended badly ends badly again.
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { type CheckOptions, check } from '../../src/app/check.ts'
import { replay } from '../../src/app/replay.ts'
import { writeKnownHosts } from '../../src/lab/known-hosts.ts'
import { type Lab, type LabOptions, startLab } from '../../src/lab/server.ts'
import { findingKey } from '../../src/model/finding.ts'
import type { DeviceReport, Report } from '../../src/model/report.ts'
import type { SessionLimits } from '../../src/session/limits.ts'
import { newFolder, removeFolders } from '../bundle/place.ts'

const dir = newFolder()
afterAll(removeFolders)

/** A command that never ends is given up sooner than in earnest, long enough for a busy machine. */
const LIMITS: Partial<SessionLimits> = {
  commands: { show: { idleMs: 4_000, totalMs: 30_000 }, tech: { idleMs: 4_000, totalMs: 30_000 } },
}

async function withLab<T>(lab: Lab, work: (run: CheckOptions) => Promise<T>): Promise<T> {
  const known = await writeKnownHosts(lab.knownHosts)
  try {
    return await work({
      targets: lab.devices.map(({ id, host, port, username, password, enableSecret }) => ({
        name: id,
        host,
        port,
        credentials: { username, password, ...(enableSecret === undefined ? {} : { enableSecret }) },
      })),
      session: { hostKeys: { mode: 'strict', file: known.path }, limits: LIMITS, enable: true },
      paceMs: 0,
      version: 'test',
    })
  } finally {
    await lab.close()
    await known.remove()
  }
}

/** What a check said live, and what one says of the bundle served again. */
async function twice(file: string, options: LabOptions): Promise<{ then: Report; now: Report }> {
  const path = join(dir, file)
  const then = await withLab(await startLab(options), run =>
    check({ ...run, bundle: { file: path, level: 'secrets' } }),
  )
  const { lab } = await replay({ path, stdin: process.stdin })
  return { then, now: await withLab(lab, check) }
}

const found = ({ devices }: Report) =>
  devices.map(({ name, status, findings }) => [name, status, findings.map(findingKey)])
const statuses = (device: DeviceReport | undefined) =>
  device?.captures.map(({ command, status }) => [command, status])

test('the findings are the same on every platform', async () => {
  const { then, now } = await twice('all.tar.gz', {
    devices: [
      'xe-callhome-http-url',
      'xe-slp-direct',
      'nx-known-issue-1',
      'nx-classic-direct',
      'xr-classic-direct',
    ],
  })
  expect(found(now)).toEqual(found(then))
  for (const [at, device] of now.devices.entries()) {
    expect(statuses(device)).toEqual(statuses(then.devices[at]))
    expect(device.captures.map(({ lines }) => lines)).toEqual(
      then.devices[at]?.captures.map(({ lines }) => lines),
    )
  }
})

describe('what ended badly', () => {
  test('a refused command is refused in the words of the device', async () => {
    const { then, now } = await twice('denied.tar.gz', {
      devices: ['nx-classic-direct'],
      faults: {
        'nx-classic-direct': {
          'show running-config': { deny: true },
          'show license usage': { deny: true },
          'show ntp peer-status': { kinds: ['ask'] },
        },
      },
    })
    expect(statuses(now.devices[0])).toEqual(statuses(then.devices[0]))
    expect(now.devices[0]?.captures.map(({ reason }) => reason)).toEqual(
      then.devices[0]?.captures.map(({ reason }) => reason),
    )
    expect(found(now)).toEqual(found(then))
  })

  test('an answer that did not end does not end, and the rest is there', async () => {
    const { then, now } = await twice('hang.tar.gz', {
      devices: ['xe-classic-direct'],
      faults: {
        'xe-classic-direct': { 'show license summary': { hangAfterBytes: 120, kinds: ['ctrl-c'] } },
      },
    })
    expect(statuses(then.devices[0])).toContainEqual(['show license summary', 'timed-out'])
    expect(statuses(now.devices[0])).toEqual(statuses(then.devices[0]))
    expect(found(now)).toEqual(found(then))
  })

  test('a connection that broke breaks at the same place', async () => {
    const { then, now } = await twice('cut.tar.gz', {
      devices: ['xe-slp-direct'],
      faults: { 'xe-slp-direct': { 'show license all': { cutAfterBytes: 300 } } },
    })
    expect(now.devices[0]?.problem?.kind).toBe('closed-mid-output')
    expect(statuses(now.devices[0])).toEqual(statuses(then.devices[0]))
    expect(found(now)).toEqual(found(then))
  })
})

test('what was not collected is unknown, and nothing can be changed', async () => {
  const path = join(dir, 'all.tar.gz')
  const { lab } = await replay({ path, stdin: process.stdin, devices: ['xe-slp-direct'] })
  try {
    const { answer } = await import('../../src/lab/answer.ts')
    const [device] = lab.devices
    if (device === undefined) throw new Error('it is not served')
    expect(lab.devices).toHaveLength(1)
    expect(answer(device.machine.view, 'show interfaces')).toMatchObject({
      kind: 'refused',
      refusal: 'invalid',
    })
    expect(answer(device.machine.view, 'license smart sync all')).toMatchObject({ kind: 'refused' })
    expect(answer(device.machine.view, 'sh lic all')).toMatchObject({
      kind: 'text',
      command: 'show license all',
    })
    expect(answer(device.machine.view, 'show running-config | include hostname')).toMatchObject({
      text: expect.stringMatching(/^hostname \S+\n$/),
    })
    expect(answer(device.machine.view, '__proto__')).toMatchObject({ kind: 'refused' })
  } finally {
    await lab.close()
  }
})

test('names nobody knows and inputs that are no bundle are told in a sentence', async () => {
  const path = join(dir, 'all.tar.gz')
  const unknown = replay({ path, stdin: process.stdin, devices: ['sw9'] })
  await expect(unknown).rejects.toThrow(
    /no device of the bundle is called sw9; it holds xe-callhome-http-url/,
  )
  const { writeFileSync } = await import('node:fs')
  const saved = join(dir, 'show_license_status.txt')
  writeFileSync(saved, 'Smart Licensing is ENABLED\n')
  await expect(replay({ path: saved, stdin: process.stdin })).rejects.toThrow(/is no bundle/)
})
