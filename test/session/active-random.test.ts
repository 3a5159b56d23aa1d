// A test against devices and servers that say anything at all: nothing is typed on a line whose state is not known.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Platform } from '../../src/model/platform.ts'
import { runTest } from '../../src/session/active.ts'
import { SessionError } from '../../src/session/errors.ts'
import type { ShellChannel } from '../../src/session/inbox.ts'
import { Line } from '../../src/session/line.ts'
import { lastLine } from '../../src/session/prompt.ts'
import { FAST } from './scripted-device.ts'

const PROMPT = 'sw1#'
const RUNS = 600
const SEED = 20260
const LIMITS = {
  ...FAST,
  settleMs: 8,
  holdMs: 8,
  questionMs: 40,
  echoMs: 200,
  recoverMs: 120,
  testMs: 240,
  logoutMs: 10,
}

/** What may come back for something typed, in pieces. */
const PIECES = [
  '\r\n',
  PROMPT,
  `\r\n${PROMPT}`,
  `\r\n${PROMPT}`,
  `\r\n${PROMPT}`,
  `\r\n${PROMPT}x`,
  'Trying tools.example.net (192.0.2.80, 443)... Open\r\n',
  'Trying 192.0.2.80...\r\n',
  'Connected to tools.example.net.\r\n',
  "Escape character is '^]'.\r\n",
  "Escape sequence is '^^q'.\r\n",
  "Escape character is '^A'.\r\n",
  '[Connection to tools.example.net closed by foreign host]\r\n',
  '\r\ntelnet> ',
  'Closing connection to tools.example.net [confirm]',
  'Erase everything? [confirm]',
  'Password: ',
  '[Resuming connection 1 to tools.example.net ... ]\r\n',
  'disconnect\r\n',
  'quit\r\n',
  'Success rate is 100 percent (2/2)\r\n',
  '*Mar  1 00:00:01.123: %SYS-5-CONFIG_I: Configured\r\n',
  'HTTP/1.1 400 Bad Request\r\n\r\n',
  '\u001b[2J\u0008\u0000',
  '',
] as const

interface Keystroke {
  readonly text: string
  /** The last line on the screen when it was typed. */
  readonly at: string
  /** The last line with something on it. */
  readonly shown: string
}

class Anything implements ShellChannel {
  readonly typed: Keystroke[] = []
  screen = ''
  private readonly replies: (readonly string[])[]
  private data: ((chunk: Buffer) => void) | undefined

  constructor(replies: readonly (readonly string[])[]) {
    this.replies = [...replies]
  }

  on(event: string, listener: (...args: never[]) => void): unknown {
    if (event === 'data') this.data = listener as (chunk: Buffer) => void
    return this
  }

  write(text: string): unknown {
    const first = this.typed.length === 0
    const shown = lastLine(this.screen.replace(/\s+$/, ''))
    this.typed.push({ text, at: lastLine(this.screen), shown })
    if (first) this.say(text.replace('\r', '\r\n'))
    const pieces = this.replies.shift() ?? []
    pieces.forEach((piece, at) => {
      setTimeout(() => this.say(piece), at * 3)
    })
    return true
  }

  end(): void {}

  private say(text: string): void {
    if (text === '') return
    this.screen += text
    this.data?.(Buffer.from(text, 'latin1'))
  }
}

const COMMAND = { ping: 'ping tools.example.net count 2', telnet: 'telnet tools.example.net 443' }
const scenario = fc.record({
  platform: fc.constantFrom<Platform>('ios-xe', 'nx-os', 'ios-xr'),
  tool: fc.constantFrom('telnet', 'telnet', 'ping'),
  replies: fc.array(fc.array(fc.constantFrom(...PIECES), { maxLength: 4 }), { minLength: 1, maxLength: 7 }),
})

interface Ended {
  readonly channel: Anything
  readonly end: string
  readonly before: number
}

async function play({
  platform,
  tool,
  replies,
}: {
  platform: Platform
  tool: 'ping' | 'telnet'
  replies: readonly (readonly string[])[]
}): Promise<Ended> {
  const channel = new Anything(replies)
  const line = new Line(channel, LIMITS, {})
  line.prompt = PROMPT
  channel.screen = PROMPT
  let end: string
  try {
    end = (await runTest(line, { command: COMMAND[tool], tool }, platform)).end
  } catch (error) {
    if (!(error instanceof SessionError)) throw error
    end = error.kind
  }
  const before = channel.typed.length
  await line.close('exit')
  return { channel, end, before }
}

test(`${RUNS} random dialogues: seed ${SEED}`, async () => {
  const scenarios = fc.sample(scenario, { numRuns: RUNS, seed: SEED })
  const endings: Record<string, number> = {}
  let dropped = 0
  for (let from = 0; from < RUNS; from += 100) {
    const batch = scenarios.slice(from, from + 100)
    const results = await Promise.all(batch.map(play))
    for (const [index, { channel, end, before }] of results.entries()) {
      const about = JSON.stringify({ ...batch[index], typed: channel.typed, end })
      endings[end] = (endings[end] ?? 0) + 1
      for (const { text, at, shown } of channel.typed.slice(1, before)) {
        expect(
          ['\u001e', '\u001ex', '\u001eq', '\u001d', '\u0003', '\r', 'disconnect\r', 'quit\r'],
          about,
        ).toContain(text)
        // Words only where it is known who reads them.
        if (text === 'disconnect\r') expect(at, about).toBe(PROMPT)
        if (text === 'quit\r') expect(at, about).toBe('telnet>')
        // A return proves a prompt, or confirms what was asked for: it answers nothing else.
        if (text === '\r')
          expect(shown.includes('%SYS-5') ? PROMPT : at, about).toMatch(
            /^sw1#$|^Closing connection to \S+ \[confirm\]$/,
          )
      }
      const left = channel.typed.slice(before)
      expect(left.length, about).toBeLessThanOrEqual(1)
      // The logout is typed at the prompt, or not at all.
      for (const { text, shown } of left) {
        expect(text, about).toBe('exit\r')
        expect(shown.includes('%SYS-5') ? PROMPT : shown, about).toMatch(/^(?:sw1#)+$/)
      }
      if (end === 'complete') expect(channel.typed[before - 1]?.text, about).toBe('\r')
      if (end === 'closed') {
        dropped += 1
        expect(left, about).toEqual([])
      }
    }
  }
  // The sample reaches every kind of end.
  expect(Object.keys(endings).sort()).toEqual(expect.arrayContaining(['closed', 'complete', 'question']))
  expect(dropped).toBeGreaterThan(50)
}, 60_000)
