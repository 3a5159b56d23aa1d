// A job on disk: private state, damaged state set aside, one run at a time, what was not told is told again.
import { spawn, spawnSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Job } from '../../../src/app/cron/job.ts'
import { jobNameOf } from '../../../src/app/cron/job-name.ts'
import { FORGOTTEN_AFTER } from '../../../src/app/cron/state.ts'
import { stateDir } from '../../../src/app/cron/state-file.ts'
import type { DeviceReport, Report } from '../../../src/model/report.ts'
import { critical, healthy, reportOf, unreadable } from '../../report/sample.ts'

let home: string
const dir = (): string => join(home, 'state', 'smartlic')
const file = (): string => join(dir(), 'night.json')
const open = (lockWaitMs = 0): Promise<Job> =>
  Job.open({ name: 'night', lockWaitMs, env: { XDG_STATE_HOME: join(home, 'state') } })

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'smartlic-job-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

/** One run; what each device has to tell. */
async function run(...devices: DeviceReport[]): Promise<{ report: Report; told: Record<string, string[]> }> {
  const job = await open()
  try {
    const report = job.markAll(reportOf(...devices))
    await job.remember(report)
    const told = report.devices.map(({ name, changes = [] }): [string, string[]] => [
      name,
      changes.map(({ kind, rule }) => `${kind} ${rule ?? ''}`.trim()),
    ])
    return { report, told: Object.fromEntries(told) }
  } finally {
    await job.release()
  }
}

describe('the state', () => {
  test('is private, whole, and holds names and rules, no output and no password', async () => {
    await run({ ...critical, serial: 'SECRETSERIAL' }, unreadable)
    expect(statSync(file()).mode & 0o777).toBe(0o600)
    expect(statSync(dir()).mode & 0o777).toBe(0o700)
    const text = readFileSync(file(), 'utf8')
    for (const evidence of critical.findings.flatMap(finding => finding.evidence.map(({ text }) => text)))
      if (evidence.length > 3) expect(text).not.toContain(evidence)
    expect(text).not.toContain('SECRETSERIAL')
    expect(readdirSync(dir())).toEqual(['night.json'])
  })

  test('tells the first run from the next', async () => {
    const first = await run(critical, healthy)
    expect(first.report.run.job).toEqual({ name: 'night' })
    expect(first.report.run.notes.join()).toContain('first run of job night')
    expect(first.told).toEqual({
      [critical.name]: ['new callhome-http-url', 'new dns-no-server-in-vrf'],
      [healthy.name]: [],
    })
    const second = await run(critical, healthy)
    expect(second.report.run.job).toEqual({ name: 'night', last_run: first.report.run.started_at })
    expect(second.report.run.notes).toEqual([])
    expect(second.told).toEqual({ [critical.name]: [], [healthy.name]: [] })
    expect(second.report.devices[0]?.findings.map(({ change }) => change)).toEqual(
      critical.findings.map(() => 'still'),
    )
  })

  test.each([
    ['cut', '{"schema":"smartlic.state/v1","job":"ni'],
    ['empty', ''],
    ['of another program', '{"hello": 1}'],
    ['of another version', '{"schema":"smartlic.state/v2","job":"night","last_run":"x","devices":[]}'],
    ['of another job', '{"schema":"smartlic.state/v1","job":"day","last_run":"x","devices":[]}'],
    ['a list', '[]'],
    [
      'with a finding that is none',
      '{"schema":"smartlic.state/v1","job":"night","last_run":"x","devices":[{"name":"a","missed":0,"reading":{"seen":[]},"findings":[7]}]}',
    ],
  ])('%s: set aside, said in one sentence, and the run goes on as the first', async (_name, text) => {
    mkdirSync(dir(), { recursive: true })
    writeFileSync(file(), text)
    const job = await open()
    try {
      expect(job.warning).toMatch(
        /^the state of job night cannot be used \(.+\); it is kept as .+night\.json\.broken, and this counts as the first run$/,
      )
      expect(readFileSync(`${file()}.broken`, 'utf8')).toBe(text)
      const report = job.markAll(reportOf(critical))
      expect(report.devices[0]?.changes).not.toEqual([])
      await job.remember(report)
    } finally {
      await job.release()
    }
    expect((await run(critical)).told).toEqual({ [critical.name]: [] })
  })

  test('is not moved on by a run that did not tell', async () => {
    await run(healthy)
    const job = await open()
    job.markAll(reportOf({ ...critical, name: healthy.name }))
    await job.release()
    expect((await run({ ...critical, name: healthy.name })).told[healthy.name]).toContain(
      'new callhome-http-url',
    )
  })

  test('a device that was left out of some runs is remembered, for so many', async () => {
    await run(critical, healthy)
    await run(healthy)
    expect((await run(critical, healthy)).told).toEqual({ [critical.name]: [], [healthy.name]: [] })
    for (let runs = 0; runs < FORGOTTEN_AFTER; runs++) await run(healthy)
    expect(readFileSync(file(), 'utf8')).not.toContain(critical.name)
  })

  test('names are only names', async () => {
    for (const name of ['__proto__', 'constructor', '../../x', 'a\u001b[31m\nb', '']) {
      await run({ ...critical, name })
      expect((await run({ ...critical, name })).told).toEqual({ [name]: [] })
    }
  })

  test('two devices of one name are two', async () => {
    const [a, b] = [critical, { ...healthy, name: critical.name }]
    await run(a, b)
    expect((await run(a, b)).report.devices.map(({ changes }) => changes)).toEqual([[], []])
  })

  test('marking again what is left of a device gives the same', async () => {
    const job = await open()
    try {
      const marked = job.mark(critical)
      const rest = job.mark({ ...critical, findings: [] })
      expect(rest.changes).toEqual(marked.changes)
      expect(rest.changes?.length).toBeGreaterThan(0)
    } finally {
      await job.release()
    }
  })

  test('a place that cannot be written is named', async () => {
    writeFileSync(join(home, 'state'), 'a file')
    await expect(open()).rejects.toThrow(/cannot keep the state of runs in .+ \(ENOTDIR\).+XDG_STATE_HOME/)
  })
})

describe('the lock', () => {
  test('a second run ends at once and names the job, since when and the process', async () => {
    const job = await open()
    try {
      await expect(open()).rejects.toThrow(
        new RegExp(`^job night runs already since \\d{4}-.+Z as process ${process.pid}: .+--lock-wait`),
      )
    } finally {
      await job.release()
    }
    await (await open()).release()
  })

  test('a second run may wait', async () => {
    const job = await open()
    const second = open(30_000)
    await job.release()
    await (await second).release()
  })

  test('other jobs are not kept', async () => {
    const job = await open()
    const other = await Job.open({ name: 'day', lockWaitMs: 0, env: { XDG_STATE_HOME: join(home, 'state') } })
    await other.release()
    await job.release()
  })

  test('the lock of a killed run is taken over', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    mkdirSync(join(dir(), 'night.lock'), { recursive: true })
    writeFileSync(join(dir(), 'night.run'), JSON.stringify({ pid, since: new Date().toISOString() }))
    const job = await open()
    expect(JSON.parse(readFileSync(join(dir(), 'night.run'), 'utf8')).pid).toBe(process.pid)
    await expect(open()).rejects.toThrow('runs already')
    await job.release()
    expect(readdirSync(dir())).toEqual([])
  })

  test('an old lock whose process number belongs to another program by now is taken over', async () => {
    const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'])
    try {
      const lock = join(dir(), 'night.lock')
      mkdirSync(lock, { recursive: true })
      writeFileSync(
        join(dir(), 'night.run'),
        JSON.stringify({ pid: other.pid, since: new Date().toISOString() }),
      )
      await expect(open()).rejects.toThrow(`as process ${other.pid}`)
      const hourAgo = new Date(Date.now() - 3_600_000)
      utimesSync(lock, hourAgo, hourAgo)
      await (await open()).release()
    } finally {
      other.kill('SIGKILL')
    }
  })

  test('without a note of who holds it, it is still held', async () => {
    mkdirSync(join(dir(), 'night.lock'), { recursive: true })
    writeFileSync(join(dir(), 'night.run'), '{"pid":"x"}')
    await expect(open()).rejects.toThrow('job night runs already: ')
  })
})

describe('the name of a job', () => {
  test.each(['night', 'a', '9', 'core.switches_2-x', 'x'.repeat(64)])('%s', name => {
    expect(jobNameOf(name, { hosts: [] })).toBe(name)
  })

  test.each(['', '.', '..', '../x', 'a/b', 'a b', '-x', '.x', 'x'.repeat(65), 'ä', 'a\n'])('not %j', name => {
    expect(() => jobNameOf(name, { hosts: [] })).toThrow('--job takes letters')
  })

  test('else by the devices named: the same in another order, another with other devices', () => {
    const of = (...hosts: string[]): string => jobNameOf(undefined, { hosts })
    expect(of('sw1', 'noc@sw2')).toBe(of('noc@sw2', 'sw1'))
    expect(of('sw1')).not.toBe(of('sw2'))
    expect(of('noc@sw1')).toMatch(/^sw1-[0-9a-f]{10}$/)
    expect(of('@devices.csv')).toBe(of(`@${join(process.cwd(), 'devices.csv')}`))
    const inventory = { hosts: [], inventory: 'a.yaml' }
    expect(jobNameOf(undefined, inventory)).toMatch(/^a-yaml-[0-9a-f]{10}$/)
    expect(jobNameOf(undefined, inventory)).not.toBe(jobNameOf(undefined, { ...inventory, limit: 'x' }))
    for (const host of ['[2001:db8::1]:22', '@/', 'ä', 'x'.repeat(300)])
      expect(of(host)).toMatch(/^[A-Za-z0-9][A-Za-z0-9-]*$/)
  })
})

test('the state lies where the XDG directories say', () => {
  expect(stateDir({ XDG_STATE_HOME: '/var/lib/x', HOME: '/home/noc' })).toBe('/var/lib/x/smartlic')
  expect(stateDir({ HOME: '/home/noc' })).toBe('/home/noc/.local/state/smartlic')
  expect(stateDir({ XDG_STATE_HOME: 'relative', HOME: '/home/noc' })).toBe('/home/noc/.local/state/smartlic')
})
