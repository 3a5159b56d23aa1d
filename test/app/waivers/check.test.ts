// Waivers over devices that are called: each device as soon as it is judged, groups and tags of the inventory.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { check } from '../../../src/app/check.ts'
import { writeKnownHosts } from '../../../src/lab/known-hosts.ts'
import { startLab } from '../../../src/lab/server.ts'
import type { DeviceReport } from '../../../src/model/report.ts'

const dir = mkdtempSync(join(tmpdir(), 'smartlic-waived-check-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

test('a waiver for a group covers its devices only; streamed, kept and counted alike', {
  timeout: 60_000,
}, async () => {
  const waivers = join(dir, 'w.yaml')
  writeFileSync(
    waivers,
    `waivers:
  - {rule: callhome-http-url, device: 'group:berne', reason: known, owner: noc, expires: 2026-12-01}
  - {rule: ntp-missing, device: 'group:zurich', reason: known, owner: noc, expires: 2027-12-01}
`,
  )
  const lab = await startLab({ devices: ['xe-callhome-http-url'] })
  const knownHosts = await writeKnownHosts(lab.knownHosts)
  try {
    const [one] = lab.devices
    if (one === undefined) throw new Error('the lab has no device')
    const target = {
      host: one.host,
      port: one.port,
      credentials: { username: one.username, password: one.password },
    }
    const streamed: DeviceReport[] = []
    const report = await check({
      targets: [
        { ...target, name: 'sw1', groups: ['berne'] },
        { ...target, name: 'sw2', groups: ['zurich'] },
      ],
      session: { hostKeys: { mode: 'strict', file: knownHosts.path } },
      paceMs: 0,
      version: 'test',
      cover: { waivers: [waivers], today: '2026-11-23' },
      onDevice: async device => {
        streamed.push(device)
      },
    })
    const byName = new Map(streamed.map(device => [device.name, device]))
    const waived = (name: string): string[] =>
      (byName.get(name)?.findings ?? []).filter(one => one.waived !== undefined).map(({ rule }) => rule)
    expect(waived('sw1')).toEqual(['callhome-http-url'])
    expect(waived('sw2')).toEqual([])
    expect(byName.get('sw2')?.status).toBe('critical')
    expect(byName.get('sw1')?.status).not.toBe('critical')
    expect(report.devices.map(({ name, status }) => [name, status])).toEqual(
      ['sw1', 'sw2'].map(name => [name, byName.get(name)?.status]),
    )
    expect(report.run.notes.filter(note => note.includes('w.yaml'))).toEqual([
      expect.stringContaining('w.yaml:2: the waiver of callhome-http-url for group:berne ends in 8 days'),
      expect.stringContaining('w.yaml:3: the waiver of ntp-missing for group:zurich covers no finding'),
    ])
  } finally {
    await lab.close()
    await knownHosts.remove()
  }
})
