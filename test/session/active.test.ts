// Tests typed on a device: how each ends, and that the line is proven free afterwards or never typed on again.
import { describe, expect, test } from 'vitest'
import { RefusedCommandError } from '../../src/collect/guard.ts'
import type { Capture } from '../../src/model/capture.ts'
import type { ActiveTest } from '../../src/model/plan.ts'
import type { Platform } from '../../src/model/platform.ts'
import { captureOf, collect, type Outcome, statuses } from './collect-one.ts'
import { FAST, type Io, type Script } from './scripted-device.ts'

const HOST = 'tools.example.net'
const PING: ActiveTest = { command: `ping ${HOST} repeat 2 timeout 2`, tool: 'ping' }
const TELNET: ActiveTest = { command: `telnet ${HOST} 443`, tool: 'telnet' }
const NX_TELNET: ActiveTest = { command: `telnet ${HOST} 443 vrf management`, tool: 'telnet' }
/** Limits that are reached: the test's own, and the one for getting the line back. */
const SHORT = { ...FAST, testMs: 900, recoverMs: 600 }

interface Run extends Outcome {
  /** Every byte from the first test on. */
  readonly keys: string
  readonly notes: readonly string[]
}

async function run(
  tests: readonly ActiveTest[],
  answer: NonNullable<Script['answer']>,
  more: { platform?: Platform; prompt?: string; limits?: typeof FAST } = {},
): Promise<Run> {
  const { platform = 'ios-xe', prompt = 'sw1#', limits = FAST } = more
  const told: Capture[] = []
  const outcome = await collect(
    { prompt, answer: (command, io) => (command.startsWith('show') ? 'data\n' : answer(command, io)) },
    ['show version'],
    { platform },
    {
      limits,
      *tests() {
        for (const one of tests) told.push(yield one)
      },
    },
  )
  const typed = outcome.device.typed.join('')
  return {
    ...outcome,
    keys: typed.slice(typed.indexOf(tests[0]?.command ?? '\u0000')),
    notes: outcome.events.flatMap(event => (event.type === 'note' ? [event.text] : [])),
  }
}

const only =
  (command: string, answer: (io: Io) => Promise<string | undefined>): NonNullable<Script['answer']> =>
  async (typed, io) =>
    typed === command ? answer(io) : undefined

/** Keys up to `last`, as the far end of the connection would get them. */
async function keysUntil(io: Io, last: string): Promise<string> {
  let keys = ''
  while (!keys.endsWith(last)) keys += await io.key()
  return keys
}

const opened = 'Trying tools.example.net (192.0.2.80, 443)... Open\r\n'
const never = (): Promise<never> => new Promise(() => undefined)

describe.concurrent('ping', () => {
  test('comes after everything that is read, and is a capture like all others', async () => {
    const { set, received } = await run([PING], command =>
      command === PING.command
        ? 'Sending 2, 100-byte ICMP Echos to 192.0.2.80, timeout is 2 seconds:\n!!\nSuccess rate is 100 percent (2/2)\n'
        : undefined,
    )
    expect(statuses(set)).toEqual({ 'show version': 'ok', [PING.command]: 'ok' })
    expect(captureOf(set, PING.command)?.text).toContain('Success rate is 100 percent (2/2)\n')
    expect(received.slice(-3)).toEqual(['show version', PING.command, 'exit'])
  })

  test.each([
    'Translating "tools.example.net"...domain server (192.0.2.53)\n% Unrecognized host or address, or protocol not running.\n',
    '% Unknown host tools.example.net\n',
    'ping: bad context or unknown host tools.example.net\n',
  ])('that a name is unknown is its result: %j', async text => {
    const { set } = await run([PING], command => (command === PING.command ? text : undefined))
    expect(captureOf(set, PING.command)).toMatchObject({ status: 'ok', text })
  })

  test.each([
    ["% Invalid input detected at '^' marker.\n", 'unsupported'],
    ['Command authorization failed.\n', 'denied'],
    ['% Permission denied for the role\n', 'denied'],
  ])('%j is none', async (text, status) => {
    const platform = status === 'denied' && text.includes('role') ? 'nx-os' : 'ios-xe'
    const { set } = await run([PING], command => (command === PING.command ? text : undefined), { platform })
    expect(captureOf(set, PING.command)?.status).toBe(status)
  })

  test('a question gets no answer', async () => {
    const keys: string[] = []
    const { set, received } = await run(
      [PING, TELNET],
      only(PING.command, async io => {
        io.say('Password: ')
        for (;;) keys.push(await io.key())
      }),
      { limits: SHORT },
    )
    expect(captureOf(set, PING.command)).toMatchObject({
      status: 'denied',
      reason: expect.stringContaining('"Password:"'),
    })
    expect(keys).toEqual(['\u0003'])
    expect(received).not.toContain('exit')
    expect(received).not.toContain(TELNET.command)
  })

  test('a name lookup that lasts is ended with Ctrl-^, and then with Ctrl-C', async () => {
    let keys = ''
    const { set, received } = await run(
      [PING, TELNET],
      async (command, io) => {
        if (command !== PING.command)
          return 'Trying 192.0.2.80, 443 ...\n% Connection refused by remote host\n'
        io.say('Translating "tools.example.net"...domain server (192.0.2.53)')
        keys = await keysUntil(io, '\u0003')
        return '\n'
      },
      { limits: { ...FAST, testMs: 900, recoverMs: 2_000 } },
    )
    expect(keys).toBe('\u001e\u0003')
    expect(captureOf(set, PING.command)?.status).toBe('timed-out')
    // The line is back, and goes on being used.
    expect(captureOf(set, TELNET.command)?.status).toBe('ok')
    expect(received.slice(-2)).toEqual([TELNET.command, 'exit'])
  })

  test('one that nothing ends costs the session, and nothing that was read', async () => {
    const { set, keys, notes } = await run([PING, TELNET], only(PING.command, never), { limits: SHORT })
    expect(set.problem).toBeUndefined()
    expect(statuses(set)).toEqual({ 'show version': 'ok', [PING.command]: 'truncated' })
    expect(keys).toBe(`${PING.command}\r\u001e\u0003`)
    expect(notes.at(-1)).toContain('session was dropped')
  })

  test('a log line behind the prompt hides neither the end nor the result', async () => {
    const { set } = await run(
      [PING],
      only(PING.command, async io => {
        io.say('Success rate is 0 percent (0/2)\r\nsw1#\r\n*Mar  1 00:00:01.123: %SYS-5-CONFIG_I: by noc\r\n')
        await io.key()
        return '\n'
      }),
    )
    expect(captureOf(set, PING.command)).toMatchObject({
      status: 'ok',
      text: 'Success rate is 0 percent (0/2)\n',
    })
  })
})

describe.concurrent('telnet that opens', () => {
  test('IOS XE: Ctrl-^ x, then disconnect and its confirmation; no empty line before that', async () => {
    const { set, keys } = await run([TELNET, PING], async (command, io) => {
      if (command === TELNET.command) {
        io.say(opened)
        expect(await keysUntil(io, 'x')).toBe('\u001ex')
        return '\n'
      }
      if (command === 'disconnect') {
        io.say('Closing connection to tools.example.net [confirm]')
        expect(await io.key()).toBe('\r')
        return '\n'
      }
      return 'Success rate is 100 percent (2/2)\n'
    })
    expect(keys).toBe(`${TELNET.command}\r\u001exdisconnect\r\r\r${PING.command}\r\rexit\r`)
    expect(statuses(set)).toEqual({ 'show version': 'ok', [TELNET.command]: 'ok', [PING.command]: 'ok' })
    expect(captureOf(set, TELNET.command)?.text).toBe(opened.replace('\r', ''))
  })

  test('a server that hangs up at once leaves nothing to end', async () => {
    const { set, keys } = await run(
      [TELNET],
      only(
        TELNET.command,
        async () => `${opened}\n[Connection to tools.example.net closed by foreign host]\n`,
      ),
    )
    expect(keys).toBe(`${TELNET.command}\r\rexit\r`)
    expect(captureOf(set, TELNET.command)).toMatchObject({
      status: 'ok',
      text: `${opened.replace('\r', '')}[Connection to tools.example.net closed by foreign host]\n`,
    })
  })

  test('what the server says is not in the text, and its prompt is not taken for the own one', async () => {
    let first = ''
    const { set } = await run([TELNET], async (command, io) => {
      if (command !== TELNET.command)
        return command === 'disconnect' ? '% No current connection\n' : undefined
      io.say(`${opened}220 mail.example.net\r\nPassword: \r\nsw1#`)
      first = await io.key()
      await keysUntil(io, 'x')
      return '\n'
    })
    expect(first).toBe('\u001e')
    expect(captureOf(set, TELNET.command)).toMatchObject({ status: 'ok', text: opened.replace('\r', '') })
  })

  test.each<[string, (io: Io) => Promise<string | undefined>, string]>([
    ['nothing comes back', never, '\u001ex'],
    [
      'the key lands at the prompt',
      async io => {
        await keysUntil(io, 'x')
        io.say('\r\n[Connection to tools.example.net closed by foreign host]\r\nsw1#x')
        return never()
      },
      '\u001ex',
    ],
    [
      'the server answers in its place',
      async io => {
        await keysUntil(io, 'x')
        io.say('HTTP/1.1 400 Bad Request\r\n')
        return never()
      },
      '\u001ex',
    ],
  ])('the session is dropped when %s', async (_why, answer, sent) => {
    const { set, keys, notes, received } = await run(
      [TELNET, PING],
      only(TELNET.command, async io => {
        io.say(opened)
        return answer(io)
      }),
      { limits: SHORT },
    )
    expect(keys).toBe(`${TELNET.command}\r${sent}`)
    expect(received).not.toContain(PING.command)
    expect(captureOf(set, TELNET.command)).toMatchObject({
      status: 'truncated',
      text: opened.replace('\r', ''),
      reason: expect.stringContaining('session was dropped'),
    })
    expect(captureOf(set, 'show version')?.status).toBe('ok')
    expect(set.problem).toBeUndefined()
    expect(notes.at(-1)).toContain('session was dropped')
  })

  test('IOS XE: another question than the expected one gets no answer', async () => {
    const { keys } = await run(
      [TELNET],
      async (command, io) => {
        if (command === TELNET.command) {
          io.say(opened)
          await keysUntil(io, 'x')
          return '\n'
        }
        if (command !== 'disconnect') return undefined
        io.say('Erase all files on this system? [confirm]')
        return never()
      },
      { limits: SHORT },
    )
    expect(keys).toBe(`${TELNET.command}\r\u001exdisconnect\r`)
  })

  test('IOS XE: a connection that is taken up again after all costs the session', async () => {
    const { keys, set } = await run(
      [TELNET, PING],
      async (command, io) => {
        if (command !== TELNET.command) return ''
        io.say(opened)
        await keysUntil(io, 'x')
        // `disconnect` did not end it: the empty line that proves the prompt shows so.
        io.say('\r\nsw1#')
        await keysUntil(io, 'disconnect\r')
        io.say('disconnect\r\nsw1#')
        await io.key()
        io.say('\r\n[Resuming connection 1 to tools.example.net ... ]\r\n')
        return never()
      },
      { limits: SHORT },
    )
    expect(keys).toBe(`${TELNET.command}\r\u001exdisconnect\r\r`)
    expect(captureOf(set, TELNET.command)?.status).toBe('truncated')
  })

  const nx = "Trying 192.0.2.80...\r\nConnected to tools.example.net.\r\nEscape character is '^]'.\r\n"
  test('NX-OS: Ctrl-] and quit', async () => {
    const { set, keys } = await run(
      [NX_TELNET],
      only(NX_TELNET.command, async io => {
        io.say(nx)
        expect(await io.key()).toBe('\u001d')
        io.say('\r\ntelnet> ')
        expect(await io.line()).toBe('quit')
        return 'quit\nConnection closed.\n'
      }),
      { platform: 'nx-os', prompt: 'leaf-1#' },
    )
    expect(keys).toBe(`${NX_TELNET.command}\r\u001dquit\r\rexit\r`)
    expect(captureOf(set, NX_TELNET.command)).toMatchObject({ status: 'ok', text: nx.replaceAll('\r', '') })
  })

  test('NX-OS: without its prompt `quit` is not typed: a server would read it', async () => {
    const { keys } = await run(
      [NX_TELNET],
      only(NX_TELNET.command, async io => {
        io.say(nx)
        return never()
      }),
      { platform: 'nx-os', limits: SHORT },
    )
    expect(keys).toBe(`${NX_TELNET.command}\r\u001d`)
  })

  test.each([
    ["Escape sequence is '^^q'.", '\u001eq'],
    ["Escape character is '^]'.", '\u001d'],
    ["Escape character is '^A'.", ''],
    ["Escape character is 'reload'.", ''],
    ['', ''],
  ])('IOS XR: the sequence it names when it is a known one: %j', async (named, sent) => {
    const { keys } = await run(
      [TELNET],
      only(TELNET.command, async io => {
        io.say(`Trying 192.0.2.80...\r\nConnected to 192.0.2.80.\r\n${named}\r\n`)
        return never()
      }),
      { platform: 'ios-xr', prompt: 'RP/0/RP0/CPU0:r1#', limits: SHORT },
    )
    expect(keys).toBe(`${TELNET.command}\r${sent}`)
  })
})

describe.concurrent('telnet that does not open', () => {
  const trying = 'Trying 192.0.2.80...\r\n'

  test.each([
    ['ios-xe', '\u001e'],
    ['ios-xr', '\u001e'],
    ['nx-os', '\u0003'],
  ] as const)('%s: it is ended, and how long it was waited for is known', async (platform, key) => {
    const { set, keys } = await run(
      [TELNET],
      only(TELNET.command, async io => {
        io.say(trying)
        await keysUntil(io, key)
        return '^C\n'
      }),
      { platform, limits: { ...FAST, testMs: 1_200 } },
    )
    expect(keys).toBe(`${TELNET.command}\r${key}\rexit\r`)
    const capture = captureOf(set, TELNET.command)
    expect(capture).toMatchObject({ status: 'ok', text: trying.replace('\r', '') })
    expect(capture?.waitedMs).toBeGreaterThan(0)
  })

  test('one that opens at the last moment is ended as one that is open', async () => {
    const { set, keys } = await run(
      [TELNET],
      async (command, io) => {
        if (command !== TELNET.command) return '% No current connection\n'
        io.say('Trying tools.example.net (192.0.2.80, 443)... ')
        await keysUntil(io, '\u001e')
        io.say('Open\r\n')
        await keysUntil(io, 'x')
        return '\n'
      },
      { limits: { ...FAST, testMs: 900 } },
    )
    expect(keys).toBe(`${TELNET.command}\r\u001e\u001exdisconnect\r\rexit\r`)
    expect(captureOf(set, TELNET.command)).toMatchObject({ status: 'ok', text: opened.replace('\r', '') })
  })

  test('the device says itself that it does not', async () => {
    const text = 'Trying 192.0.2.80, 443 ...\n% Connection timed out; remote host not responding\n'
    const { set } = await run([TELNET], command => (command === TELNET.command ? text : undefined))
    expect(captureOf(set, TELNET.command)).toMatchObject({ status: 'ok', text })
    expect(captureOf(set, TELNET.command)?.waitedMs).toBeUndefined()
  })
})

describe.concurrent('bounds', () => {
  test('four tests, whatever is asked for', async () => {
    const many = [1, 2, 3, 4, 5, 6].map(
      (n): ActiveTest => ({ command: `ping 192.0.2.${n} repeat 2 timeout 2`, tool: 'ping' }),
    )
    const { received } = await run(many, () => 'Success rate is 100 percent (2/2)\n')
    expect(received.filter(line => line.startsWith('ping'))).toEqual(
      many.slice(0, 4).map(({ command }) => command),
    )
  })

  test.each([
    'reload',
    'ping 192.0.2.1',
    'ping 192.0.2.1 repeat 1000 timeout 2',
    'telnet 192.0.2.1',
    'telnet 192.0.2.1 22',
    'telnet 192.0.2.1 443\rreload',
    'disconnect',
    'quit',
    'traceroute 192.0.2.1',
  ])('%j as a test is never sent', async command => {
    const typed: string[] = []
    await expect(
      run([{ command, tool: 'ping' }], line => {
        typed.push(line)
        return undefined
      }),
    ).rejects.toThrow(RefusedCommandError)
    expect(typed.filter(line => !line.startsWith('terminal '))).toEqual([])
  })

  test('a test that is not echoed puts what was read in doubt', async () => {
    const { set, received } = await collect(
      {
        echo: command => (command === PING.command ? 'show version' : command),
        answer: command => (command === 'show version' ? 'data\n' : undefined),
      },
      ['show version'],
      {},
      {
        limits: { ...FAST, echoMs: 1_000 },
        *tests() {
          yield PING
          yield TELNET
        },
      },
    )
    expect(received).not.toContain(TELNET.command)
    expect(set.problem?.kind).toBe('desync')
    expect(statuses(set)).toEqual({ 'show version': 'truncated', [PING.command]: 'truncated' })
  })

  test('a device that is dead before the tests gets none', async () => {
    const { set } = await collect(
      {
        answer: (command, io) => {
          if (command === 'show version') io.cut()
          return undefined
        },
      },
      ['show version'],
      {},
      {
        *tests() {
          yield PING
        },
      },
    )
    expect(captureOf(set, PING.command)).toBeUndefined()
    expect(set.problem?.kind).toBe('closed-mid-output')
  })
})
