// Simulated devices that misbehave are reported honestly; what was read is let go once it was judged.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, expect, test } from 'vitest'
import { type CheckEvent, check } from '../../src/app/check.ts'
import { type KnownHostsFile, writeKnownHosts } from '../../src/lab/known-hosts.ts'
import { type Lab, startLab } from '../../src/lab/server.ts'
import type { CaptureSet } from '../../src/model/capture.ts'
import type { Report } from '../../src/model/report.ts'

let lab: Lab | undefined
let knownHosts: KnownHostsFile | undefined
afterEach(async () => {
  await lab?.close()
  await knownHosts?.remove()
})

async function checkLab(
  options: Parameters<typeof startLab>[0],
  more: { concurrency?: number; onProgress?: (event: CheckEvent) => void } = {},
): Promise<Report> {
  lab = await startLab(options)
  knownHosts = await writeKnownHosts(lab.knownHosts)
  return check({
    targets: lab.devices.map(one => ({
      name: one.id,
      host: one.host,
      port: one.port,
      credentials: { username: one.username, password: one.password },
    })),
    session: { hostKeys: { mode: 'strict', file: knownHosts.path } },
    paceMs: 0,
    version: 'test',
    ...more,
  })
}

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

test('the output of a device is let go before the next ones are done', async () => {
  setFlagsFromString('--expose-gc')
  const collectGarbage = runInNewContext('gc') as () => void
  const sets: WeakRef<CaptureSet>[] = []
  let held: number | undefined
  const report = await checkLab(
    { devices: ['xe-slp-direct', 'nx-classic-direct', 'xr-classic-direct'] },
    {
      concurrency: 1,
      onProgress: event => {
        if (event.type !== 'done') return
        sets.push(new WeakRef(event.set))
        if (event.finished < event.of) return
        collectGarbage()
        held = sets.slice(0, -1).filter(set => set.deref() !== undefined).length
      },
    },
  )
  expect(held).toBe(0)
  expect(report.devices.map(device => device.name)).toEqual(lab?.devices.map(device => device.id))
})
