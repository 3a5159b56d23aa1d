// A person at a terminal: the command line runs on a pseudo-terminal made by script(1), and what is typed comes from the test.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { Report } from '../../src/model/report.ts'
import { root } from '../scenarios/run.ts'
import { settled } from './processes.ts'

/** Why a person cannot be played; undefined when one can. */
export function scriptMissing(): string | undefined {
  const { status } = spawnSync('script', ['-qec', 'true', '/dev/null'], { stdio: 'ignore' })
  return status === 0 ? undefined : 'skipped: script (util-linux) is not installed'
}

export interface Person {
  /** Waits for a text on the screen that was not there when it last waited, then types. Throws when it does not come. */
  answer(question: RegExp, typed: string): Promise<void>
}

export interface AtTerminal {
  /** All that was on the screen, colours and cursor movements left out. */
  readonly screen: string
  readonly code: number | null
  readonly report: Report | undefined
  readonly knownHosts: string
}

/** `smartlic check ARGS` with a person who does what `body` says. */
export async function atTerminal(
  args: readonly string[],
  body: (person: Person) => Promise<void>,
): Promise<AtTerminal> {
  const dir = mkdtempSync(join(tmpdir(), 'smartlic-terminal-'))
  const files = { known: join(dir, 'known_hosts'), report: join(dir, 'report.json') }
  writeFileSync(files.known, '')
  const own = ['--known-hosts', files.known, '--format', 'json', '-o', files.report]
  const command = [process.execPath, join(root, 'bin', 'smartlic.js'), 'check', ...args, ...own]
  // The pseudo-terminal has no size until somebody says one.
  const line = `stty cols 100 rows 40; exec ${command.map(quoted).join(' ')}`
  const child = spawn('script', ['-qfec', line, '/dev/null'], {
    cwd: dir,
    env: { PATH: process.env['PATH'], HOME: dir, LANG: 'C.UTF-8', TERM: 'xterm', SHELL: '/bin/sh' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let screen = ''
  let seen = 0
  child.stdout.setEncoding('utf8').on('data', text => {
    screen += stripVTControlCharacters(text)
  })
  child.stdin.on('error', () => undefined)
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  try {
    await body({
      answer: async (question, typed) => {
        if (!(await settled(() => question.test(screen.slice(seen)), 60_000)))
          throw new Error(`${question} was not asked:\n${screen.slice(seen)}`)
        seen = screen.length
        child.stdin.write(typed)
      },
    })
    const code = await ended
    return {
      screen,
      code,
      report: existsSync(files.report) ? JSON.parse(readFileSync(files.report, 'utf8')) : undefined,
      knownHosts: readFileSync(files.known, 'utf8'),
    }
  } finally {
    child.kill('SIGKILL')
    rmSync(dir, { recursive: true, force: true })
  }
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`
}
