// The demo: lab, collection over SSH, judgement and verdict in one go.
import { expect, test } from 'vitest'
import { runDemo } from '../../src/app/demo.ts'

test('a healthy and a broken device of each kind of login give what they should, and nothing stays behind', async () => {
  const ids = ['xe-classic-direct', 'xe-dns-no-name-server', 'nx-known-issue-2', 'xr-classic-vrf']
  const seen: string[] = []
  const { report, devices } = await runDemo({
    version: '0',
    devices: ids,
    onProgress: event => {
      if (event.type === 'done') seen.push(event.device)
    },
  })
  expect(devices.map(({ id, verdict }) => [id, verdict.ok, verdict.causes])).toEqual([
    ['xe-classic-direct', true, []],
    ['xe-dns-no-name-server', true, ['dns-no-name-server']],
    ['nx-known-issue-2', true, ['callhome-http-url']],
    ['xr-classic-vrf', true, []],
  ])
  expect([...seen].sort()).toEqual([...ids].sort())
  expect(report.devices.map(device => device.problem)).toEqual([undefined, undefined, undefined, undefined])
})

test('a device that does not give what it should is told', async () => {
  const abort = new AbortController()
  abort.abort()
  const { devices } = await runDemo({ version: '0', devices: ['xe-classic-direct'], signal: abort.signal })
  expect(devices[0]?.verdict).toMatchObject({ ok: false, status: 'unknown' })
})
