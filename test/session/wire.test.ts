// What goes over the wire, and when: one connection, a terminal, one command in flight, a way out of every state.
import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { CATALOGUE } from '../../src/collect/catalogue.ts'
import { isAllowed } from '../../src/collect/guard.ts'
import { PLATFORM_TRAITS } from '../../src/platforms/index.ts'
import { Inbox } from '../../src/session/inbox.ts'
import { captureOf, collect, statuses, textOf } from './collect-one.ts'
import { commandLimits, FAST, PASSWORD, type Script, USER } from './scripted-device.ts'

const sleep = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))
const never = new Promise<undefined>(() => undefined)

describe.concurrent('opening', () => {
  test('T1 one connection carries every command', async () => {
    const { set, device } = await collect({ answer: () => 'data\n' }, [
      'show version',
      'show clock',
      'show license all',
    ])
    expect(Object.values(statuses(set))).toEqual(['ok', 'ok', 'ok'])
    expect(device.connections.count).toBe(1)
    expect(device.opened.filter(one => one === 'shell')).toHaveLength(1)
  })

  test('T2 a terminal wide and long enough, then a shell; exec is never used', async () => {
    const { device } = await collect({ answer: () => 'data\n' }, ['show version'])
    expect(device.opened).toEqual([
      { pty: expect.objectContaining({ term: 'vt100', cols: 511, rows: 511 }) },
      'shell',
    ])
  })
})

describe.concurrent('one command in flight', () => {
  test('T25 nothing is typed before the prompt is back', async () => {
    const { set, received, device } = await collect(
      {
        answer: async command => {
          await sleep(80)
          return `about ${command}\n`
        },
      },
      ['show version', 'show clock', 'show license all'],
    )
    expect(device.early).toEqual([])
    expect(received).toHaveLength(7)
    for (const { command, text } of set.captures) expect(text).toBe(`about ${command}\n`)
  })

  test('T24 an echo that is another one than what was typed is never believed', async () => {
    const { set } = await collect(
      {
        echo: command => (command === 'show license all' ? 'show version' : command),
        answer: command => `about ${command}\n`,
      },
      ['show version', 'show license all', 'show clock'],
      {},
      { limits: { ...FAST, echoMs: 1_000 } },
    )
    expect(set.problem?.kind).toBe('desync')
    expect(statuses(set)).toEqual({
      'show version': 'truncated',
      'show license all': 'truncated',
      'show clock': 'not-tried',
    })
  })

  test('T23 a slow answer that holds the prompt text at its very end is whole', async () => {
    const body = 'one\r\nsw1#\r\nsw1#show version\r\nlast\r\n'
    const { set } = await collect(
      {
        answer: async (command, io) => {
          if (command !== 'show license all') return 'next\n'
          for (const line of body.split(/(?<=\n)/)) {
            io.say(line)
            await sleep(60)
          }
          return undefined
        },
      },
      ['show license all', 'show version'],
    )
    expect(statuses(set)).toEqual({ 'show license all': 'ok', 'show version': 'ok' })
    expect(textOf(set, 'show license all')).toBe(body.replaceAll('\r', ''))
    expect(textOf(set, 'show version')).toBe('next\n')
  })
})

describe.concurrent('limits of a command', () => {
  test('T34 any byte starts the idle limit again; the total limit is another', async () => {
    const pieces = 12
    const { set } = await collect(
      {
        answer: async (command, io) => {
          if (command !== 'show license all') return 'data\n'
          for (let i = 0; i < pieces; i++) {
            io.say(`line ${i}\r\n`)
            await sleep(250)
          }
          return undefined
        },
      },
      ['show license all', 'show version'],
      {},
      // The answer takes longer than the idle limit, each pause much less.
      { limits: commandLimits({ idleMs: 2_500, totalMs: 120_000 }) },
    )
    expect(statuses(set)).toEqual({ 'show license all': 'ok', 'show version': 'ok' })
    expect(textOf(set, 'show license all')?.split('\n')).toHaveLength(pieces + 1)
  })

  test('T35 what came before the limit is kept, with the reason and the number of bytes', async () => {
    const part = 'Smart Licensing Status\r\n======================\r\n'
    const { set } = await collect(
      {
        answer: async (command, io) => {
          if (command !== 'show license all') return undefined
          io.say(part)
          while ((await io.key()) !== '\u0003');
          return undefined
        },
      },
      ['show license all'],
      {},
      { limits: commandLimits({ idleMs: 600, totalMs: 60_000 }) },
    )
    const capture = captureOf(set, 'show license all')
    expect(capture?.status).toBe('timed-out')
    expect(capture?.text).toBe(part.replaceAll('\r', ''))
    expect(capture?.reason).toContain('silent for 600 ms')
    expect(capture?.reason).toContain(`${part.length} bytes`)
  })

  test('T33 only the last bytes are looked at, and each byte is counted once', () => {
    const channel = new PassThrough()
    const inbox = new Inbox(channel)
    const add = (chunk: Buffer): boolean => channel.emit('data', chunk)
    inbox.count('sw1#', 0)
    const line = Buffer.from('some line of a long show tech\r\n')
    for (let i = 0; i < 20_000; i++) add(line)
    add(Buffer.from('sw'))
    add(Buffer.from('1#'))
    expect(inbox.size).toBe(20_000 * line.length + 4)
    expect(inbox.tail.length).toBeLessThanOrEqual(2_048)
    expect(inbox.occurrences).toBe(1)
    expect(inbox.lastLineAt()).toBe(inbox.size - 4)
  })
})

describe.concurrent('leaving', () => {
  test.each([
    ['after the last command', { answer: () => 'data\n' }],
    [
      'after a command that hung and was interrupted',
      {
        answer: async (command, io) => {
          if (command.startsWith('show')) while ((await io.key()) !== '\u0003');
          return undefined
        },
      },
    ],
    ['after a refused enable', { prompt: 'sw1>', answer: () => "% Invalid input detected at '^' marker.\n" }],
  ] as [string, Script][])('T8 the device is logged out %s', async (_when, script) => {
    const { received, device } = await collect(
      script,
      ['show version'],
      {},
      { enable: true, limits: commandLimits({ idleMs: 600, totalMs: 60_000 }) },
    )
    expect(received.at(-1)).toBe('exit')
    expect(received.filter(line => line === 'exit')).toHaveLength(1)
    await expect.poll(() => device.sockets.size, { timeout: 20_000 }).toBe(0)
  })

  test('T8 a device that ignores the logout is left all the same', async () => {
    const { set, device } = await collect(
      { answer: command => (command === 'show version' ? never : undefined) },
      ['show version'],
      {},
      { limits: commandLimits({ idleMs: 500, totalMs: 60_000 }, { recoverMs: 300, logoutMs: 100 }) },
    )
    expect(statuses(set)).toEqual({ 'show version': 'timed-out' })
    await expect.poll(() => device.sockets.size, { timeout: 20_000 }).toBe(0)
  })

  test('T17 T39 a question that cannot be left gets no answer, not even a logout', async () => {
    const typed: string[] = []
    const { set, received } = await collect(
      {
        answer: async (command, io) => {
          if (command !== 'show version') return undefined
          io.say('Password: ')
          for (;;) typed.push(await io.key())
        },
      },
      ['show version', 'show clock'],
      {},
      { limits: { ...FAST, recoverMs: 300 } },
    )
    expect(statuses(set)).toEqual({ 'show version': 'denied', 'show clock': 'not-tried' })
    expect(typed).toEqual(['\u0003'])
    expect(received).not.toContain('exit')
  })
})

describe.concurrent('set-up', () => {
  test('T27 the same width and no paging everywhere; a refusal is a note and no more', async () => {
    for (const traits of Object.values(PLATFORM_TRAITS)) {
      expect(traits.setup.slice(0, 2)).toEqual(['terminal length 0', 'terminal width 511'])
    }
    const { set, events } = await collect(
      { answer: command => (command.startsWith('terminal') ? '% Authorization failed.\n' : 'data\n') },
      ['show version'],
    )
    expect(set.problem).toBeUndefined()
    expect(statuses(set)).toEqual({ 'show version': 'ok' })
    expect(events.filter(event => event.type === 'note')).toHaveLength(3)
  })

  test('T28 pages are turned whatever the pager looks like, and left out of the text', async () => {
    const pagers = ['--More--', ' --More-- ', '<--- More --->', '--More--(40%)', 'lines 1-24']
    const { set } = await collect(
      {
        answer: async (command, io) => {
          if (command.startsWith('terminal')) return 'Command authorization failed.\n'
          for (const [i, pager] of pagers.entries()) {
            io.say(`line ${i}\r\n${pager}`)
            expect(await io.key()).toBe(' ')
            io.say(`\r${' '.repeat(pager.length)}\r`)
          }
          io.say('last\r\n(END)')
          expect(await io.key()).toBe('q')
          io.say('\r     \r')
          return undefined
        },
      },
      ['show version'],
    )
    expect(textOf(set, 'show version')).toBe('line 0\nline 1\nline 2\nline 3\nline 4\nlast\n')
  })

  test('T29 the time line is not asked away where the command is unknown, and removed where it stays', async () => {
    for (const platform of ['ios-xe', 'nx-os'] as const) {
      expect(PLATFORM_TRAITS[platform].setup.join()).not.toContain('timestamp')
    }
    const { set } = await collect(
      {
        prompt: 'RP/0/RP0/CPU0:r1#',
        answer: command =>
          command.startsWith('terminal')
            ? '% This command is not authorized\n'
            : '\nSun Nov 22 10:00:01.123 UTC\nreal\n',
      },
      ['show version'],
      { platform: 'ios-xr' },
    )
    expect(textOf(set, 'show version')).toBe('real\n')
  })

  test('T30 the session is never made to show log lines', () => {
    const off = {
      'ios-xe': 'terminal no monitor',
      'nx-os': 'terminal no monitor',
      'ios-xr': 'terminal monitor disable',
    }
    for (const traits of Object.values(PLATFORM_TRAITS)) {
      expect(traits.setup).not.toContain('terminal monitor')
      expect(traits.setup.filter(command => command === off[traits.platform])).toHaveLength(1)
    }
    expect(isAllowed('terminal monitor')).toBe(false)
  })

  test('T32 the admin plane is asked from exec and never entered', async () => {
    const asked = CATALOGUE['ios-xr'].map(({ command }) => command).filter(line => line.startsWith('admin'))
    expect(asked.length).toBeGreaterThan(3)
    for (const command of asked) expect(command).toMatch(/^admin show /)
    for (const command of ['admin', 'admin config', 'admin exit']) expect(isAllowed(command)).toBe(false)
    const { set, received } = await collect(
      { prompt: 'RP/0/RP0/CPU0:r1#', answer: () => 'data\n' },
      ['admin show license status'],
      { platform: 'ios-xr' },
    )
    expect(statuses(set)).toEqual({ 'admin show license status': 'ok' })
    expect(received.filter(line => line.startsWith('admin'))).toEqual(['admin show license status'])
  })
})

describe.concurrent('T31 enable', () => {
  const credentials = { username: USER, password: PASSWORD, enableSecret: 'en-secret-78' }

  test.each(['nx-os', 'ios-xr'] as const)('is never typed on %s', async platform => {
    const { received } = await collect(
      { prompt: 'sw1>', answer: () => 'data\n' },
      ['show version'],
      { platform, credentials },
      { enable: true },
    )
    expect(received).not.toContain('enable')
  })

  test('is not typed at a # prompt', async () => {
    const { received } = await collect(
      { answer: () => 'data\n' },
      ['show version'],
      { credentials },
      { enable: true },
    )
    expect(received).not.toContain('enable')
  })

  test.each([
    ['Username: ', 'user name'],
    ['Password: ', 'none was given'],
  ])('a question for %j that cannot be answered is left', async (question, reason) => {
    const typed: string[] = []
    const { set } = await collect(
      {
        prompt: 'sw1>',
        answer: async (command, io) => {
          if (command !== 'enable') return 'data\n'
          io.say(question)
          typed.push(await io.line())
          return undefined
        },
      },
      ['show version'],
      {},
      { enable: true },
    )
    expect(typed).toEqual(['\u0003'])
    expect(set.problem).toMatchObject({ kind: 'enable-failed', message: expect.stringContaining(reason) })
    expect(textOf(set, 'show version')).toBe('data\n')
  })

  test.each(['% Bad secrets', '% Error in authentication', '% No password set', '% Access denied'])(
    '%s is told',
    async line => {
      const { set } = await collect(
        { prompt: 'sw1>', answer: command => (command === 'enable' ? `${line}\n` : 'data\n') },
        ['show version'],
        { credentials },
        { enable: true },
      )
      expect(set.problem).toMatchObject({ kind: 'enable-failed', message: expect.stringContaining(line) })
      expect(statuses(set)).toEqual({ 'show version': 'ok' })
    },
  )
})
