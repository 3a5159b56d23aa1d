// Every lab device over SSH: diagnosed as its file says, nothing typed that the dry run does not announce, and what is
// found is found again in the bundle of what was read, and on the devices the bundle is served as.
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { analyze } from '../../src/app/analyze.ts'
import { check, type DryRun, dryRun } from '../../src/app/check.ts'
import type { BundleRequest } from '../../src/app/collect.ts'
import { replay } from '../../src/app/replay.ts'
import { answer } from '../../src/lab/answer.ts'
import { type KnownHostsFile, writeKnownHosts } from '../../src/lab/known-hosts.ts'
import { loadDevices } from '../../src/lab/load.ts'
import { type Lab, startLab } from '../../src/lab/server.ts'
import type { LabDevice } from '../../src/lab/types.ts'
import { describeVerdict, verdictOf } from '../../src/lab/verdict.ts'
import { viewOf } from '../../src/lab/view.ts'
import { findingKey } from '../../src/model/finding.ts'
import type { Platform } from '../../src/model/platform.ts'
import type { DeviceReport, Report } from '../../src/model/report.ts'
import { newFolder, removeFolders } from '../bundle/place.ts'

let lab: Lab
let knownHosts: KnownHostsFile
const reports = new Map<string, DeviceReport>()
const bundled = new Map<string, DeviceReport>()
const replayed = new Map<string, DeviceReport>()
let read: Report
const announced = new Map<Platform, DryRun>()

beforeAll(async () => {
  lab = await startLab()
  knownHosts = await writeKnownHosts(lab.knownHosts)
  for (const run of await dryRun({ enable: true })) announced.set(run.platform, run)
  const file = join(newFolder(), 'all.tar.gz')
  const report = await checked(lab, knownHosts.path, { file, level: 'secrets' })
  for (const device of report.devices) reports.set(device.name, device)
  read = await analyze({ paths: [file], stdin: process.stdin, version: 'test' })
  for (const device of read.devices) bundled.set(device.name, device)
  const again = await replay({ path: file, stdin: process.stdin })
  const known = await writeKnownHosts(again.lab.knownHosts)
  try {
    for (const device of (await checked(again.lab, known.path)).devices) replayed.set(device.name, device)
  } finally {
    await Promise.all([again.lab.close(), known.remove()])
  }
}, 600_000)
afterAll(async () => {
  await lab?.close()
  await knownHosts?.remove()
  removeFolders()
})

function checked(of: Lab, known: string, bundle?: BundleRequest): Promise<Report> {
  return check({
    ...(bundle === undefined ? {} : { bundle }),
    targets: of.devices.map(({ id, host, port, username, password, enableSecret }) => ({
      name: id,
      host,
      port,
      credentials: { username, password, ...(enableSecret === undefined ? {} : { enableSecret }) },
    })),
    session: { hostKeys: { mode: 'strict', file: known }, enable: true },
    concurrency: 8,
    paceMs: 0,
    version: 'test',
  })
}

/** The lines a device should have been sent, given what the lab refuses. */
function expectedLines(run: DryRun, device: LabDevice): string[] {
  const view = viewOf(device, new Date())
  const refused = (command: string): boolean => answer(view, command).kind === 'refused'
  const lines = [...run.setup]
  const send = (command: string): void => {
    if (!lines.includes(command)) lines.push(command)
  }
  for (const { command, alternatives, fallback } of run.commands) {
    const spellings = [command, ...alternatives]
    const taken = spellings.findIndex(one => !refused(one))
    for (const one of taken < 0 ? spellings : spellings.slice(0, taken + 1)) send(one)
    if (taken < 0) for (const one of fallback) send(one)
  }
  return [...(device.login.enable_secret === undefined ? [] : ['enable']), ...lines, run.logout]
}

/** Where neither ident nor banner nor prompt tells the platform, `show version` moves to the front. */
const withoutVersion = (lines: readonly string[]): string[] => lines.filter(line => line !== 'show version')

describe.each(loadDevices().map(device => [device.id, device] as const))('%s', (id, device) => {
  test('is diagnosed over SSH as its file says', () => {
    const report = reports.get(id)
    if (report === undefined) throw new Error('it has no report')
    const verdict = verdictOf(device.expect, report)
    expect(describeVerdict(verdict)).toBe('')
    expect([...verdict.causes].sort()).toEqual([...device.expect.causes].sort())
    expect(report.problem).toBeUndefined()
  })

  test('is diagnosed from its bundle as it was live', () => {
    const told = (report: DeviceReport | undefined) => [
      report?.status,
      report?.path.map(({ hop, status }) => [hop, status]),
      report?.findings.map(finding => [findingKey(finding), finding.severity, finding.message]),
      report?.state.deadlines.map(({ kind, days_left: left, level }) => [kind, left, level]),
      report?.captures.map(({ command, status, lines, duration_ms: ms }) => [command, status, lines, ms]),
    ]
    expect(told(bundled.get(id))).toEqual(told(reports.get(id)))
  })

  test('is diagnosed as it was when its bundle is served', () => {
    const told = (report: DeviceReport | undefined) => [
      report?.status,
      report?.path.map(({ hop, status }) => [hop, status]),
      report?.findings.map(finding => [findingKey(finding), finding.severity]),
      report?.captures.map(({ command, status, lines }) => [command, status, lines]),
      report?.problem,
    ]
    expect(told(replayed.get(id))).toEqual(told(reports.get(id)))
  })

  test('is sent exactly what the dry run announces', () => {
    const run = announced.get(device.persona)
    if (run === undefined) throw new Error('the dry run lacks its platform')
    const received = lab.devices.find(entry => entry.id === id)?.received ?? []
    const expected = expectedLines(run, device)
    expect(withoutVersion(received)).toEqual(withoutVersion(expected))
    expect(received.filter(line => line === 'show version')).toHaveLength(1)
  })

  test('is logged in to once', () => {
    expect(lab.devices.find(entry => entry.id === id)?.logins.count).toBe(1)
  })
})

test('the bundle of all devices is whole', () => {
  expect(read.run.notes).toEqual([])
})

test('the dry run speaks of one line for one line: nothing twice, nothing that could write', () => {
  for (const run of announced.values()) {
    const main = [...run.setup, ...run.commands.map(({ command }) => command), run.logout]
    expect(new Set(main).size).toBe(main.length)
    const all = [
      ...main,
      ...run.commands.flatMap(({ alternatives, fallback }) => [...alternatives, ...fallback]),
    ]
    for (const line of all)
      expect(line).toMatch(
        /^(?:show |admin show |terminal (?:(?:length|width|exec prompt) |no monitor$|monitor disable$)|exit$)/,
      )
  }
})
