// `rules test --watch` as a person uses it: a process of its own, files saved beside it, Ctrl-C.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { buildWhenStale, root, smartlic } from '../scenarios/run.ts'

let dir = ''
let child: ChildProcess | undefined

beforeAll(buildWhenStale)
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'smartlic-watch-'))
  mkdirSync(join(dir, 'mine'))
  writeRule('one', 'clock.authoritative')
  writeRule('two', 'ntp.configured')
})
afterEach(() => {
  child?.kill('SIGKILL')
  child = undefined
  rmSync(dir, { recursive: true, force: true })
})

function writeRule(id: string, fact: string): void {
  const [branch = '', leaf = ''] = fact.split('.')
  writeFileSync(
    join(dir, 'mine', `${id}.yaml`),
    [
      `id: ${id}`, 'title: x', 'role: cause', 'hop: clock', 'severity: info', 'platforms: [ios-xe]',
      `when: ['!${fact}']`, `evidence: [${fact}]`, 'message: x', 'why: x', '',
    ].join('\n'), // biome-ignore format: one line a field
  )
  const example = (outcome: string, facts: string): string =>
    `  - {name: ${outcome}, platform: ios-xe, outcome: ${outcome}, facts: {${facts}}}\n`
  writeFileSync(
    join(dir, 'mine', `${id}.test.yaml`),
    `cases:\n${example('fail', `${branch}: {${leaf}: false}`)}${example('pass', `${branch}: {${leaf}: true}`)}${example('unknown', '')}`,
  )
}

interface Watching {
  readonly pid: number
  /** Waits until what was printed since the last call holds the text; gives it. */
  until(text: string): Promise<string>
  readonly code: Promise<number | null>
}

function watch(...args: string[]): Watching {
  const running = spawn(
    process.execPath,
    [join(root, 'bin', 'smartlic.js'), 'rules', 'test', '--rules', 'mine', '--watch', ...args],
    {
      cwd: dir,
      env: { PATH: process.env['PATH'], HOME: dir, LANG: 'C.UTF-8' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  child = running
  let seen = ''
  let from = 0
  let wake = (): void => {}
  const take = (text: string): void => {
    seen += text
    wake()
  }
  running.stdout.setEncoding('utf8').on('data', take)
  running.stderr.setEncoding('utf8').on('data', take)
  const code = new Promise<number | null>(resolve => {
    running.on('close', status => {
      resolve(status)
      wake()
    })
  })
  return {
    pid: running.pid ?? 0,
    code,
    until: async text => {
      while (!seen.slice(from).includes(text)) {
        if (running.exitCode !== null) throw new Error(`ended with ${running.exitCode}:\n${seen}`)
        await new Promise<void>(resolve => {
          wake = resolve
        })
      }
      const part = seen.slice(from)
      from = seen.length
      return part
    },
  }
}

/** Processes that name this one as their parent. */
function childrenOf(pid: number): string[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(name => {
      try {
        return readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1] === String(pid)
      } catch {
        return false
      }
    })
}

test('runs all, then the rule that was saved, and ends on Ctrl-C', { timeout: 60_000 }, async () => {
  const watching = watch()
  expect(await watching.until('watching')).toContain('2 rules, 6 cases: all hold')

  // Saved as many editors do: written beside it and renamed.
  const file = join(dir, 'mine', 'two.yaml')
  writeFileSync(`${file}.swp`, readFileSync(file, 'utf8').replace("'!ntp.configured'", "'!ntp.configurd'"))
  renameSync(`${file}.swp`, file)
  const broken = await watching.until('problem')
  expect(broken).toContain('changed: two')
  expect(broken).toContain(
    'mine/two.yaml:7: when.0: no such fact: ntp.configurd (did you mean ntp.configured?)',
  )

  writeRule('two', 'ntp.configured')
  const mended = await watching.until('all hold')
  expect(mended).toContain('changed: two')
  expect(mended).toContain('1 rule, 3 cases: all hold')
  // No terminal: nothing is cleared.
  expect(broken + mended).not.toContain('\u001b')

  rmSync(join(dir, 'mine', 'one.test.yaml'))
  expect(await watching.until('there is no one.test.yaml')).toContain('changed: one')

  if (process.platform === 'linux') expect(childrenOf(watching.pid)).toEqual([])
  child?.kill('SIGINT')
  expect(await watching.code).toBe(0)
  expect(() => process.kill(watching.pid, 0)).toThrow('ESRCH')
})

test('looks at the asked rules only, and survives the directory being away', {
  timeout: 60_000,
}, async () => {
  const watching = watch('one')
  expect(await watching.until('watching')).toContain('1 rule, 3 cases: all hold')
  renameSync(join(dir, 'mine'), join(dir, 'away'))
  await watching.until('there is no directory mine')
  writeRuleInAway()
  renameSync(join(dir, 'away'), join(dir, 'mine'))
  const back = await watching.until('problem')
  expect(back).toContain('changed: one')
  expect(back).not.toContain('two')
  child?.kill('SIGTERM')
  expect(await watching.code).toBe(0)
})

function writeRuleInAway(): void {
  const file = join(dir, 'away', 'one.test.yaml')
  writeFileSync(file, readFileSync(file, 'utf8').replace('outcome: pass', 'outcome: fail'))
}

test('on a directory that is not there it says so and ends', async () => {
  const result = await smartlic({ args: ['rules', 'test', '--rules', 'nowhere', '--watch'] })
  expect(result.code).toBe(3)
  expect(result.stderr).toContain('there is no directory nowhere')
})
