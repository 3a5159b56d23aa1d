// Syslog as this computer has it: the program logger, and a socket that takes datagrams as a daemon's does.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { syslogLines } from '../../src/notify/syslog/lines.ts'
import { sendSyslog } from '../../src/notify/syslog/send.ts'
import { Night } from '../app/cron/lab.ts'
import { hostile, notice } from '../notify/sample.ts'
import { PAYLOADS } from '../report/hostile.ts'
import { toolMissing, withTool } from './available.ts'
import { settled } from './processes.ts'

let dir: string
let daemon: ChildProcess | undefined
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'smartlic-syslog-'))
})
afterEach(() => {
  daemon?.kill('SIGKILL')
  daemon = undefined
  rmSync(dir, { recursive: true, force: true })
})

withTool('logger', 'syslog', () => {
  const lacking = toolMissing('socat')

  /** A socket whose datagrams land in a file; each begins with `<`. */
  async function listen(socat: string): Promise<{ socket: string; messages: () => string[] }> {
    const socket = join(dir, 'log')
    const file = join(dir, 'messages')
    const child = spawn(socat, ['-u', `UNIX-RECV:${socket}`, `CREATE:${file}`], { stdio: 'ignore' })
    daemon = child
    await settled(() => existsSync(socket))
    return {
      socket,
      messages: () =>
        existsSync(file)
          ? readFileSync(file, 'utf8')
              .split(/(?=<\d+>)/)
              .filter(one => one !== '')
          : [],
    }
  }

  if (lacking !== undefined) {
    withTool('socat', 'a local socket', () => undefined)
    return
  }

  test('every line arrives with its priority, name and text', async () => {
    const { socket, messages } = await listen('socat')
    const lines = syslogLines(notice)
    await sendSyslog({ kind: 'local', socket }, lines)
    expect(await settled(() => messages().length === lines.length)).toBe(true)
    messages().forEach((message, at) => {
      const [, priority, text] =
        /^<(\d+)>\w{3} [ \d]\d \d\d:\d\d:\d\d (?:\S+ )?smartlic\[\d+\]: (.*)$/s.exec(message) ?? []
      expect([Number(priority), text?.trimEnd()]).toEqual([
        24 + (lines[at]?.severity ?? 0),
        lines[at]?.text.trimEnd(),
      ])
    })
  })

  test.each(Object.entries(PAYLOADS))('hostile text makes no line of its own: %s', async (_name, payload) => {
    const { socket, messages } = await listen('socat')
    const lines = syslogLines(hostile(payload.replaceAll('<', '(')))
    await sendSyslog({ kind: 'local', socket }, lines)
    expect(await settled(() => messages().length === lines.length)).toBe(true)
    for (const message of messages())
      expect(message).toMatch(/^<(?:26|28|29)>[^\n]+smartlic\[\d+\]: [^\n]+\n?$/)
  })

  test('no daemon: a sentence that says so', async () => {
    const socket = join(dir, 'nobody')
    await expect(sendSyslog({ kind: 'local', socket }, syslogLines(notice))).rejects.toThrow(
      new RegExp(
        `^syslog: logger could not hand over the lines \\(.*\\); check that a syslog daemon listens on ${socket}$`,
      ),
    )
  })

  test('a run tells what changed', async () => {
    const { socket, messages } = await listen('socat')
    const night = await Night.begin()
    try {
      const run = (state: 'healthy' | 'broken') => {
        night.set(state)
        return night.check(['-q', '--only-changes', '--syslog', socket])
      }
      expect(await run('healthy')).toEqual({ stdout: '', stderr: '', code: 0 })
      expect(messages()).toEqual([])
      expect((await run('broken')).code).toBe(2)
      expect(await settled(() => messages().length >= 5)).toBe(true)
      expect(messages().join('')).toMatch(
        /device="sw1 \(leaf-221\)" status=critical new: critical: Call Home is/,
      )
    } finally {
      await night.end()
    }
  })
})
