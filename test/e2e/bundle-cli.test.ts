// collect, analyze, case and replay as a person runs them, against devices on loopback.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Lab, startLab } from '../../src/lab/server.ts'
import type { Report } from '../../src/model/report.ts'
import { buildWhenStale, type RunResult, root, smartlic } from '../scenarios/run.ts'

const KNOWN = 'known_hosts'
const dir = mkdtempSync(join(tmpdir(), 'smartlic-cli-'))
let lab: Lab
const running: ChildProcess[] = []

beforeAll(async () => {
  buildWhenStale()
  lab = await startLab({
    devices: ['xe-callhome-http-url', 'nx-classic-direct'],
    faults: { 'nx-classic-direct': { 'show license usage': { hangAfterBytes: 30, times: 2 } } },
  })
}, 180_000)
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})
afterAll(async () => {
  await lab?.close()
  rmSync(dir, { recursive: true, force: true })
})

const address = (at: number): string => {
  const one = lab.devices[at]
  return one === undefined ? '' : `${one.username}@${one.host}:${one.port}`
}

async function run(
  args: readonly string[],
  more: Partial<Parameters<typeof smartlic>[0]> = {},
): Promise<RunResult> {
  const result = await smartlic({
    ...more,
    args,
    files: { [KNOWN]: lab.knownHosts, ...more.files },
    env: { SMARTLIC_PASSWORD: lab.devices[0]?.password ?? '', ...more.env },
  })
  expect(result.stdout + result.stderr).not.toMatch(/\n\s+at .+:\d+/)
  expect(result.stdout + result.stderr).not.toContain(lab.devices[0]?.password)
  return result
}

describe('collect', () => {
  test('names the bundle on stdout; analyze gives the verdict of a check', async () => {
    const file = join(dir, 'one.tar.gz')
    const made = await run(['collect', address(0), '--known-hosts', KNOWN, '-o', file])
    expect(made).toMatchObject({ code: 0, stdout: `${file}\n` })
    expect(made.stderr).toMatch(/masked: \d+ /)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const told = await run(['analyze', file, '--format', 'json'])
    const live = await run(['check', address(0), '--known-hosts', KNOWN, '--format', 'json'])
    expect(told.code).toBe(live.code)
    const rulesOf = (text: string) => (JSON.parse(text) as Report).devices[0]?.findings.map(one => one.rule)
    expect(rulesOf(told.stdout)).toEqual(rulesOf(live.stdout))
    expect(rulesOf(told.stdout)).toContain('callhome-http-url')
  })

  test('has a name of its own where none is given, and leaves nothing else', async () => {
    let names: string[] = []
    const made = await run(['collect', address(0), '--known-hosts', KNOWN, '-q'], {
      after: place => {
        names = readdirSync(place).filter(name => name !== KNOWN)
      },
    })
    expect(made.code).toBe(0)
    expect(made.stderr).toBe('')
    expect(names).toEqual([made.stdout.trim()])
    expect(names[0]).toMatch(/^smartlic-127\.0\.0\.1_\d+-\d{8}T\d{6}Z\.tar\.gz$/)
  })

  test('with pseudonyms: the map lies beside it, and the name tells nothing', async () => {
    let names: string[] = []
    const made = await run(['collect', address(0), '--known-hosts', KNOWN, '--redact', 'identity'], {
      after: place => {
        names = readdirSync(place)
          .filter(name => name !== KNOWN)
          .sort()
        expect(statSync(join(place, `${made0(names)}.map.json`)).mode & 0o777).toBe(0o600)
      },
    })
    expect(made.code).toBe(0)
    expect(names).toHaveLength(2)
    expect(made.stdout).toMatch(/^smartlic-1-device-/)
  })

  test('Ctrl-C leaves a bundle of what there is', async () => {
    const file = join(dir, 'stopped.tar.gz')
    let stderr = ''
    const made = await run(
      ['collect', address(0), address(1), '--known-hosts', KNOWN, '-o', file, '--concurrency', '1'],
      {
        started: child => {
          child.stderr?.on('data', (text: Buffer) => {
            stderr += text.toString()
          })
          const timer = setInterval(() => {
            if (lab.devices[1]?.received.includes('show license usage') !== true) return
            clearInterval(timer)
            setTimeout(() => child.kill('SIGINT'), 300)
          }, 50)
          child.on('close', () => clearInterval(timer))
        },
      },
    )
    expect(made.code).toBe(3)
    expect(stderr).toMatch(/stopping; press Ctrl-C again/)
    expect(made.stderr).toMatch(/ended early: 1 of 2 devices were not read to the end/)
    const told = await run(['analyze', file, '--format', 'json', '--fail-on', 'never'])
    const { devices, run: ran } = JSON.parse(told.stdout) as Report
    expect(devices.map(({ problem }) => problem?.kind)).toEqual([undefined, 'stopped'])
    expect(ran.notes.join('\n')).toMatch(/ended early/)
    expect(readdirSync(dir).filter(name => name.startsWith('.'))).toEqual([])
  })

  test('Ctrl-C twice ends at once, and leaves nothing half done', async () => {
    const file = join(dir, 'twice', 'x.tar.gz')
    mkdirSync(join(dir, 'twice'))
    const before = lab.devices[1]?.received.filter(line => line === 'show license usage').length ?? 0
    const made = await run(['collect', address(1), '--known-hosts', KNOWN, '-o', file], {
      started: child => {
        const timer = setInterval(() => {
          const asked = lab.devices[1]?.received.filter(line => line === 'show license usage').length ?? 0
          if (asked === before) return
          clearInterval(timer)
          child.kill('SIGINT')
          setTimeout(() => child.kill('SIGINT'), 20)
        }, 50)
        child.on('close', () => clearInterval(timer))
      },
    })
    // On a quick machine the first one was enough.
    expect([130, 3]).toContain(made.code)
    expect(readdirSync(join(dir, 'twice'))).toEqual(made.code === 3 ? ['x.tar.gz'] : [])
  })

  test.each([
    [['-o', '-'], /cannot be written to standard output/],
    [['--map', 'm.json'], /--map is for --redact identity or strict/],
    [['--redact', 'none'], /secrets/],
    [['-o', 'no/such/folder/x.tar.gz'], /no\/such\/folder\/x\.tar\.gz/],
  ])('%j is told in a sentence', async (args, sentence) => {
    const made = await run(['collect', address(0), '--known-hosts', KNOWN, ...args])
    expect(made).toMatchObject({ code: 3, stdout: '' })
    expect(made.stderr).toMatch(sentence)
  })
})

function made0(names: readonly string[]): string {
  return names.find(name => name.endsWith('.tar.gz')) ?? ''
}

describe('check --bundle', () => {
  test('keeps what it read', async () => {
    const file = join(dir, 'beside.tar.gz')
    const made = await run([
      'check',
      address(0),
      '--known-hosts',
      KNOWN,
      '--bundle',
      file,
      '--format',
      'json',
    ])
    expect(made.code).toBe(2)
    expect(JSON.parse(made.stdout).devices).toHaveLength(1)
    expect(gunzipSync(readFileSync(file)).toString('latin1')).toContain('transcript.txt')
  })

  test('--redact without it is a mistake', async () => {
    expect((await run(['check', address(0), '--redact', 'identity'])).code).toBe(3)
  })
})

describe('case', () => {
  test('from a bundle and from a device', async () => {
    const source = join(dir, 'source.tar.gz')
    await run(['collect', address(0), '--known-hosts', KNOWN, '-o', source, '-q'])
    const words = [
      '--problem',
      'no contact',
      '--tried',
      'reload',
      '--tried',
      'new token',
      '--sr',
      '699999999',
    ]
    for (const from of [[source], [address(0), '--known-hosts', KNOWN]]) {
      const file = join(dir, 'case.tar.gz')
      const made = await run(['case', ...from, ...words, '-o', file])
      expect(made).toMatchObject({ code: 0, stdout: `${file}\n` })
      const text = gunzipSync(readFileSync(file)).toString('utf8')
      expect(text).toMatch(/\| Service request \| 699999999 \|[\s\S]*no contact[\s\S]*- reload\n- new token/)
      expect((await run(['analyze', file])).code).toBe(2)
    }
  })

  test('files and devices together, and a number that is none, are mistakes', async () => {
    writeFileSync(join(dir, 'x.txt'), 'x')
    const both = await run(['case', join(dir, 'x.txt'), 'sw1'])
    expect(both).toMatchObject({ code: 3, stdout: '' })
    expect(both.stderr).toMatch(/sw1 is no file: name either files or devices/)
    expect((await run(['case', join(dir, 'x.txt'), '--sr', 'a b'])).stderr).toMatch(/--sr takes the number/)
  })
})

describe('replay', () => {
  test('serves a bundle until Ctrl-C; the line it prints checks it', async () => {
    const file = join(dir, 'replayed.tar.gz')
    await run(['collect', address(0), '--known-hosts', KNOWN, '-o', file, '-q'])
    const child = spawn(process.execPath, [join(root, 'bin', 'smartlic.js'), 'replay', file], {
      env: { PATH: process.env['PATH'], HOME: dir, COLUMNS: '120' },
    })
    running.push(child)
    let out = ''
    child.stdout.on('data', (text: Buffer) => {
      out += text.toString()
    })
    let err = ''
    await new Promise<void>((resolve, reject) => {
      child.stderr.on('data', (text: Buffer) => {
        err += text.toString()
        if (err.includes('Serving until Ctrl-C.')) resolve()
      })
      child.on('close', () => reject(new Error(`it ended: ${err}`)))
    })
    const line = /SMARTLIC_PASSWORD=(\S+) smartlic (check .*)/.exec(out)
    expect(line).not.toBeNull()
    const checked = await smartlic({
      args: [...(line?.[2] ?? '').split(' '), '--format', 'json'],
      env: { SMARTLIC_PASSWORD: line?.[1] ?? '' },
    })
    expect(checked.code).toBe(2)
    expect(JSON.parse(checked.stdout).devices[0].findings.map((one: { rule: string }) => one.rule)).toContain(
      'callhome-http-url',
    )
    const ended = new Promise<number | null>(resolve => child.on('close', resolve))
    child.removeAllListeners('error')
    child.kill('SIGINT')
    expect(await ended).toBe(0)
  })

  test('what is no bundle is told in a sentence', async () => {
    const none = await run(['replay', 'no-such-file.tar.gz'])
    expect(none).toMatchObject({ code: 3, stdout: '' })
    expect(none.stderr).toMatch(/no-such-file\.tar\.gz does not exist/)
  })
})
