// Waivers over a whole run: status, plan and counts, judged now or from a saved report.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { analyze } from '../../../src/app/analyze.ts'
import { type RuleSet, soundRules } from '../../../src/app/rules.ts'
import { Cover } from '../../../src/app/waivers/cover.ts'
import { openCover, waivableRules } from '../../../src/app/waivers/index.ts'
import { coverDevice, coverSaved } from '../../../src/app/waivers/saved.ts'
import type { Waiver } from '../../../src/app/waivers/waiver.ts'
import type { DeviceReport } from '../../../src/model/report.ts'
import { critical, finding, healthy, planned, unreadable } from '../../report/sample.ts'

const dir = mkdtempSync(join(tmpdir(), 'smartlic-waived-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
let rules: RuleSet
beforeAll(async () => {
  rules = await soundRules()
})

const output = `leaf-1# show license all
Smart Licensing is ENABLED

Registration:
  Status: UNREGISTERED - REGISTRATION FAILED
  Export-Controlled Functionality: Not Allowed
  Initial Registration: FAILED on Nov 20 10:00:00 2026 UTC
    Failure reason: Fail to send out Call Home HTTP message

License Authorization:
  Status: EVAL MODE
  Evaluation Period Remaining: 60 days, 0 hours, 0 minutes, 0 seconds

leaf-1# show running-config callhome

!Command: show running-config callhome
!Time: Fri Nov 20 10:20:00 2026

version 9.3(5) Bios:version 07.68
callhome
  email-contact noc@example.net
  destination-profile CiscoTAC-1 transport-method http
  destination-profile CiscoTAC-1 index 1 http http://tools.cisco.com/its/service/oddce/services/DDCEService
  enable

leaf-1# show clock
10:30:00.123 UTC Fri Nov 20 2026
leaf-1#
`
const waiversText = (rule: string, expires: string): string => `waivers:
  - {rule: ${rule}, device: leaf-*, reason: known, owner: noc, expires: ${expires}}
`
function file(name: string, text: string): string {
  const path = join(dir, name)
  writeFileSync(path, text)
  return path
}
const judged = async (cover: Parameters<typeof analyze>[0]['cover'] = {}) =>
  analyze({
    paths: [file('sw.txt', output)],
    stdin: Readable.from([]),
    version: '0',
    cover: { today: '2026-11-23', ...cover },
  })

describe('judged now', () => {
  test('a waived cause: healthy, no plan, its symptoms do not count, the path is as it is', async () => {
    const before = (await judged()).devices[0]
    const waivers = [file('w.yaml', waiversText('callhome-http-url', '2027-01-31'))]
    const { devices, run } = await judged({ waivers })
    const [after] = devices
    expect([before?.status, after?.status]).toEqual(['critical', 'healthy'])
    expect(before?.plan?.rules).toEqual(['callhome-http-url'])
    expect(after?.plan).toBeUndefined()
    expect(after?.path).toEqual(before?.path)
    expect(after?.counts).toEqual(before?.counts)
    expect(after?.findings.filter(({ waived }) => waived !== undefined).map(({ rule }) => rule)).toEqual([
      'callhome-http-url',
    ])
    expect(run.notes).toEqual([])
  })

  test('an expired one: a finding more, and a plan as before', async () => {
    const before = (await judged()).devices[0]
    const waivers = [file('old.yaml', waiversText('callhome-http-url', '2026-11-22'))]
    const [after] = (await judged({ waivers })).devices
    expect(after?.status).toBe('critical')
    expect(after?.plan).toEqual(before?.plan)
    expect(after?.findings.map(({ rule }) => rule).slice(0, 2)).toEqual([
      'callhome-http-url',
      'waiver-expired',
    ])
    expect(after?.counts.fail).toBe((before?.counts.fail ?? 0) + 1)
  })

  test('one that covers nothing is told in the notes', async () => {
    const waivers = [file('n.yaml', waiversText('callhome-service-disabled-xe', '2027-01-31'))]
    expect((await judged({ waivers })).run.notes[0]).toMatch(/n\.yaml:2: .*covers no finding/)
  })

  test('an element with a password in it is the same in baseline and run, and in neither to be read', async () => {
    const hidden = output.replace('http http://tools', 'http http://bob:S3cretPw1@tools')
    const again = (cover: Parameters<typeof analyze>[0]['cover']) =>
      analyze({
        paths: [file('pw.txt', hidden)],
        stdin: Readable.from([]),
        version: '0',
        cover: { today: '2026-11-23', ...cover },
      })
    const text = JSON.stringify(await again({}), (key, value) => (key === 'trace' ? undefined : value))
    expect(text).not.toContain('S3cretPw1')
    const [device] = (await again({ baseline: file('pw.json', text) })).devices
    expect(device?.findings.some(({ element = '' }) => element.includes('bob'))).toBe(true)
    expect(device?.findings.filter(({ waived }) => waived === undefined)).toEqual([])
  })

  test('a rule that a pack switches off is known', async () => {
    const pack = mkdtempSync(join(dir, 'pack-'))
    const off = 'overrides:\n  - {rule: callhome-http-url, disabled: true, reason: ours}\n'
    writeFileSync(join(pack, 'pack.yaml'), off)
    const waivers = [file('off.yaml', waiversText('callhome-http-url', '2027-01-31'))]
    const rules = await soundRules([pack])
    expect(rules.byId.has('callhome-http-url')).toBe(false)
    expect((await openCover({ waivers }, waivableRules(rules)))?.notes()).toEqual([])
  })

  test('a baseline in the form of a saved run', async () => {
    const baseline = file(
      'run.json',
      JSON.stringify(await judged(), (key, value) => (key === 'trace' ? undefined : value)),
    )
    const { devices } = await judged({ baseline })
    expect(devices[0]?.status).toBe('healthy')
    expect(devices[0]?.findings.every(({ waived }) => waived?.owner === 'baseline')).toBe(true)
  })
})

describe('a saved run', () => {
  const waiver = (rule: string): Waiver => ({
    rule,
    device: '*',
    reason: 'known',
    owner: 'noc',
    expires: '2027-01-31',
    file: 'w.yaml',
    line: 2,
    text: '',
  })
  const covered = (device: DeviceReport, ...names: readonly string[]): DeviceReport =>
    coverDevice(device, new Cover(names.map(waiver), undefined, '2026-11-23'), rules)

  test('one cause of two: the plan leaves its fix out, and what it would do is not told any more', () => {
    const device = covered(planned, 'callhome-http-url')
    expect(device.status).toBe('critical')
    expect(device.plan?.rules).toEqual(['dns-no-server-in-vrf'])
    expect(device.plan?.effect).toBeUndefined()
    expect(device.path).toBe(planned.path)
  })

  test('both: nothing is to be mended', () => {
    const device = covered(planned, 'callhome-http-url', 'dns-no-server-in-vrf')
    expect(device.status).toBe('healthy')
    expect(device.plan).toBeUndefined()
    expect(device.state.deadlines).toBe(planned.state.deadlines)
  })

  test('what is not covered is the very same', () => {
    expect(covered(planned, 'other')).toBe(planned)
    expect(covered(unreadable, '*')).toBe(unreadable)
  })

  test('a deadline that presses counts although its cause is waived, until it is waived itself', () => {
    const pressing: DeviceReport = {
      ...critical,
      findings: [
        finding({ rule: 'cause', explains: ['authorization-expired'] }),
        finding({ rule: 'authorization-expired', role: 'symptom', explained_by: ['cause'] }),
        finding({ rule: 'callhome-send-failed', role: 'symptom', explained_by: ['cause'] }),
      ],
    }
    expect(rules.byId.get('authorization-expired')?.role).toBe('symptom')
    expect(covered(pressing, 'cause').status).toBe('critical')
    expect(covered(pressing, 'cause', 'authorization-expired').status).toBe('healthy')
  })

  test('without its findings a device is well only when its state was told', () => {
    const one = { ...critical, findings: [finding({ rule: 'r' })] }
    expect(covered(one, 'r').status).toBe('healthy')
    expect(covered({ ...one, state: { ...one.state, unsettled: true } }, 'r').status).toBe('unknown')
    expect(covered({ ...one, generation: '' }, 'r').status).toBe('unknown')
    expect(covered({ ...one, problem: { kind: 'lost', message: 'lost' } }, 'r').status).toBe('unknown')
    const error = finding({ rule: 'e', outcome: 'error', error: 'x' })
    expect(covered({ ...one, findings: [...one.findings, error] }, 'r').status).toBe('unknown')
  })

  test('a forecast counts what is waived as little', () => {
    const brings = { rule: 'new', title: 'New', severity: 'warning' as const }
    const leaves = { rule: 'r', title: 'R', severity: 'critical' as const }
    const one: DeviceReport = {
      ...critical,
      findings: [
        finding({ rule: 'r', explains: ['s'] }),
        finding({ rule: 's', role: 'symptom', explained_by: ['r'] }),
      ],
      what_if: { source: 'x.cfg', status: 'critical', findings: [leaves, { ...leaves, rule: 's' }] },
    }
    expect(covered(one, 'r').what_if?.status).toBe('healthy')
    const two = {
      ...one,
      what_if: { source: 'x.cfg', status: 'critical' as const, findings: [leaves, brings] },
    }
    expect(covered(two, 'r').what_if?.status).toBe('warning')
  })

  test('rules of a pack may be waived when the run found them', async () => {
    const report = await judged()
    const own = {
      ...healthy,
      name: 'leaf-9',
      findings: [finding({ rule: 'site-rule' })],
      status: 'critical' as const,
    }
    const waivers = [file('s.yaml', waiversText('site-rule', '2027-01-31'))]
    const shown = await coverSaved({ ...report, devices: [own] }, { waivers, today: '2026-11-23' })
    expect(shown.devices[0]?.status).toBe('healthy')
    await expect(coverSaved(report, { waivers, today: '2026-11-23' })).rejects.toThrow(
      'names no rule: site-rule',
    )
  })
})
