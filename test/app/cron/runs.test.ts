// Runs of a job from end to end: devices that break and are mended, over SSH, as cron would run them.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildWhenStale, smartlic } from '../../scenarios/run.ts'
import { Night, type State } from './lab.ts'

let night: Night
beforeAll(async () => {
  buildWhenStale()
  night = await Night.begin()
})
afterAll(() => night?.end())

/** A job of its own for each test. */
let count = 0
let job = ''
beforeEach(() => {
  job = `job-${++count}`
})
afterEach(() => night.set('healthy'))

const run = async (state: State, ...args: string[]) => {
  night.set(state)
  return night.check(['--job', job, ...args])
}

const NEW =
  /^✖ CRITICAL \(healthy before\) {2}sw1 \(leaf-221\) .+\n new {7}Call Home is configured but not enabled \(critical/

describe('--only-changes --quiet', () => {
  test('break, again, mend, again: told once each, and the exit code is that of the state', async () => {
    const quiet = ['--only-changes', '-q']
    const told: [State, string | RegExp, number][] = [
      ['healthy', '', 0],
      ['broken', NEW, 2],
      ['broken', '', 2],
      ['healthy', /^✔ HEALTHY \(critical before\) {2}sw1 .+\n gone {6}Call Home is configured/, 0],
      ['healthy', '', 0],
    ]
    for (const [state, text, code] of told) {
      const { stdout, stderr, code: got } = await run(state, ...quiet)
      expect(stderr).toBe('')
      if (typeof text === 'string') expect(stdout).toBe(text)
      else {
        expect(stdout).toMatch(text)
        expect(stdout).toMatch(/\n1 device unchanged\n$/)
      }
      expect(got).toBe(code)
    }
  })

  test('flapping is told once, then nothing until it has settled', async () => {
    const outputs: string[] = []
    for (const state of [
      'healthy',
      'broken',
      'healthy',
      'broken',
      'healthy',
      'broken',
      'broken',
      'broken',
    ] as const)
      outputs.push((await run(state, '--only-changes', '-q')).stdout)
    expect(outputs[3]).toMatch(/ flapping {2}Call Home is configured but not enabled/)
    expect(outputs.slice(4, 7)).toEqual(['', '', ''])
    expect(outputs[7]).toMatch(/^✖ CRITICAL \(for 3 runs now\) {2}sw1 .+\n new {7}Call Home is configured/)
  })

  test('a device that cannot be read: its findings stay as last known', async () => {
    await run('broken', '--only-changes', '-q')
    const away = await run('away', '--only-changes', '-q')
    expect(away.stdout).toMatch(/^\? UNKNOWN {2}sw1\n not read .+refuses connections/)
    expect(away.stdout).not.toMatch(/gone/)
    expect(away.code).toBe(3)
    expect((await run('away', '--only-changes', '-q')).stdout).toBe('')
    const back = await run('broken', '--only-changes', '-q')
    expect(back.stdout).toMatch(
      /^✖ CRITICAL {2}sw1 .+\n readable {2}can be read again\n1 device unchanged\n$/,
    )
  })
})

describe('--only-changes', () => {
  test('one line when nothing changed; the first run says that it is', async () => {
    const first = await run('broken', '--only-changes')
    expect(first.stdout).toMatch(/\n1 device unchanged; first run of this job\n$/)
    expect(first.stderr).toContain(`first run of job ${job}: every finding is new`)
    expect((await run('broken', '--only-changes')).stdout).toBe('2 devices unchanged\n')
  })

  test('files hold the whole report with marks, and are rendered again as changes', async () => {
    await run('healthy', '--only-changes')
    const file = night.path('run.json')
    const { stdout } = await run(
      'broken',
      '--only-changes',
      '-f',
      'markdown',
      '-o',
      `json=${file}`,
      '-o',
      `text=${night.path('run.txt')}`,
    )
    expect(stdout).toMatch(/^## sw1 \(leaf-221\): critical \(healthy before\)\n\n- \*\*new\*\* Call Home/)
    const { run: about, devices } = JSON.parse(readFileSync(file, 'utf8'))
    expect(about.job).toEqual({ name: job, last_run: expect.any(String) })
    const [sw1, core] = devices
    expect(new Set(sw1.findings.map((finding: { change: string }) => finding.change))).toEqual(
      new Set(['new']),
    )
    expect(core.changes).toEqual([])
    expect(readFileSync(night.path('run.txt'), 'utf8')).toContain('callhome-not-enabled-nxos · new')
    const again = await smartlic({ args: ['report', 'render', file, '--only-changes'] })
    expect([again.stdout.split('\n')[1]?.slice(0, 20), again.code]).toEqual([' new       Call Home', 2])
    await run('broken', '--only-changes', '-o', `json=${file}`)
    const quiet = await smartlic({ args: ['report', 'render', file, '--only-changes', '-q'] })
    expect(quiet).toEqual({ stdout: '', stderr: '', code: 2 })
  })

  test('lines of NDJSON carry the changes as they come', async () => {
    await run('healthy', '--only-changes')
    const { stdout, code } = await run('broken', '--only-changes', '-f', 'ndjson', '-q')
    const devices = stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    const sw1 = devices.find(({ name }) => name === 'sw1')
    expect([sw1.changes[0], code]).toEqual([{ kind: 'status', text: 'healthy before' }, 2])
    expect((await run('broken', '--only-changes', '-q')).stdout).toBe('')
  })

  test('a saved run that was compared with none has no changes to show', async () => {
    night.set('broken')
    const saved = await night.check(['-q', '-f', 'json'])
    const { stderr, code, stdout } = await smartlic({
      args: ['report', 'render', 'run.json', '--only-changes'],
      files: { 'run.json': saved.stdout },
    })
    expect([stdout, code]).toEqual(['', 3])
    expect(stderr).toContain('was compared with no earlier one')
  })

  test.each(['json', 'nagios'])('%s on stdout is the whole report', async format => {
    await run('healthy', '--only-changes', '-q')
    const { stdout, code } = await run('healthy', '--only-changes', '-q', '-f', format)
    expect(stdout).toContain('core-1')
    expect(code).toBe(0)
  })
})

describe('--quiet', () => {
  test.each(['text', 'markdown'])('%s says nothing when all is well, by the exit code', async format => {
    night.set('healthy')
    expect(await night.check(['-q', '-f', format])).toEqual({ stdout: '', stderr: '', code: 0 })
    night.set('broken')
    const bad = await night.check(['-q', '-f', format])
    expect(bad.stdout).toContain('leaf-221')
    expect(bad.code).toBe(2)
    expect(await night.check(['-q', '-f', format, '--fail-on', 'never'])).toMatchObject({
      stdout: '',
      code: 0,
    })
    expect((await night.check(['-q', '-o', `${format}=${night.path(format)}`])).stdout).toBe('')
    expect(readFileSync(night.path(format), 'utf8')).toContain('leaf-221')
  })
})

describe('the state and the lock', () => {
  test('a broken state file: one sentence, set aside, and the run counts as the first', async () => {
    await run('broken', '--only-changes', '-q')
    const file = night.path(`state/smartlic/${job}.json`)
    writeFileSync(file, '{"schema":')
    const { stdout, stderr, code } = await run('broken', '--only-changes', '-q')
    expect(stderr).toMatch(
      /^smartlic: the state of job job-\d+ cannot be used \(it is damaged\); it is kept as .+\.broken, and this counts as the first run\n$/,
    )
    expect(stdout).toContain('first run of this job')
    expect(code).toBe(2)
    expect(readFileSync(`${file}.broken`, 'utf8')).toBe('{"schema":')
  })

  test('a run whose report could not be written does not count as told', async () => {
    await run('healthy', '--only-changes', '-q')
    const failed = await run('broken', '--only-changes', '-q', '-o', '/dev/full')
    expect(failed.code).toBe(3)
    expect((await run('broken', '--only-changes', '-q')).stdout).toMatch(NEW)
  })

  test('a name that is none, and a second run of one job', async () => {
    const wrong = await night.check(['--job', '../x'])
    expect([wrong.code, wrong.stdout]).toEqual([3, ''])
    expect(wrong.stderr).toContain('--job takes letters')
  })

  test('of two runs at once the second ends, naming job, time and process; nothing was asked of a device', async () => {
    mkdirSync(night.path('state/smartlic'), { recursive: true })
    const slow = await Night.begin({ faults: { '*': { 'show version': { stallMs: 4_000 } } } })
    try {
      slow.set('healthy')
      const env = night.env
      let pid: number | undefined
      const first = slow.check(['--job', job, '-q'], {
        env,
        started: child => {
          pid = child.pid
        },
      })
      const about = night.path(`state/smartlic/${job}.run`)
      while (!existsSync(about) || readFileSync(about, 'utf8') === '')
        await new Promise(resolve => setTimeout(resolve, 20))
      const second = await run('healthy', '-q', '-f', 'nagios')
      expect(second.code).toBe(3)
      expect(second.stderr).toMatch(
        new RegExp(`^smartlic: job ${job} runs already since .+Z as process ${pid}: `),
      )
      expect(second.stdout).toMatch(/^SMARTLIC UNKNOWN - .*runs already/)
      expect(await first).toMatchObject({ code: 0, stderr: '' })
      expect(await run('healthy', '-q')).toEqual({ stdout: '', stderr: '', code: 0 })
      expect(readdirSync(night.path('state/smartlic')).filter(name => name.startsWith(`${job}.`))).toEqual([
        `${job}.json`,
      ])
    } finally {
      await slow.end()
    }
  })

  test('a killed run leaves no lock that lasts', async () => {
    const slow = await Night.begin({ faults: { '*': { 'show version': { hangAfterBytes: 0 } } } })
    try {
      slow.set('healthy')
      const about = night.path(`state/smartlic/${job}.run`)
      await slow.check(['--job', job, '-q'], {
        env: night.env,
        started: child => {
          const watch = setInterval(() => {
            if (!existsSync(about)) return
            clearInterval(watch)
            child.kill('SIGKILL')
          }, 20)
        },
      })
      expect(existsSync(night.path(`state/smartlic/${job}.lock`))).toBe(true)
      expect(await run('healthy', '-q')).toEqual({ stdout: '', stderr: '', code: 0 })
    } finally {
      await slow.end()
    }
  })
})
