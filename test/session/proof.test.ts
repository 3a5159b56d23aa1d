// The end of an answer is proven: a prompt that only looks like it ends nothing, and what it hides is found.
import { describe, expect, test } from 'vitest'
import { buildDevice } from '../../src/lab/device.ts'
import { serveDevices } from '../../src/lab/server.ts'
import { collectDevice } from '../../src/session/device.ts'
import { captureOf, collect, planned, statuses, textOf } from './collect-one.ts'
import { commandLimits, FAST, PASSWORD, type Script, TRUSTING, USER } from './scripted-device.ts'

const sleep = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))
const never = new Promise<undefined>(() => undefined)
const LOG = '*Nov 22 10:00:01.123: %SYS-5-CONFIG_I: Configured from console by noc on vty0 (10.0.0.9)'

describe.concurrent('T23 the prompt alone on a line of the answer, and then a pause', () => {
  const paused: Script = {
    answer: async (command, io) => {
      if (command !== 'show license all') return 'next\n'
      io.say('one\r\nsw1#')
      await sleep(400)
      return '\ntwo\n'
    },
  }

  test('is no end, neither before another command', async () => {
    const { set } = await collect(paused, ['show license all', 'show version'])
    expect(textOf(set, 'show license all')).toBe('one\nsw1#\ntwo\n')
    expect(textOf(set, 'show version')).toBe('next\n')
  })

  test('nor at the end of the session', async () => {
    const { set } = await collect(paused, ['show version', 'show license all'])
    expect(statuses(set)).toEqual({ 'show version': 'ok', 'show license all': 'ok' })
    expect(textOf(set, 'show license all')).toBe('one\nsw1#\ntwo\n')
  })

  test('T35 nor before the connection is cut: what came is kept, without the prompt', async () => {
    const { set } = await collect(
      {
        answer: async (command, io) => {
          if (!command.startsWith('show')) return ''
          io.say('one\r\nsw1#')
          await sleep(300)
          io.cut()
          return never
        },
      },
      ['show license all'],
    )
    expect(captureOf(set, 'show license all')).toMatchObject({ status: 'truncated', text: 'one\n' })
  })

  test('T24 nor where the terminal echoes what is typed while an answer is printed', async () => {
    const { set } = await collect(
      {
        answer: async (command, io) => {
          if (command !== 'show license all') return 'next\n'
          io.say('one\r\nsw1#')
          expect(await io.key()).toBe('\r')
          io.say('\r\n')
          await sleep(300)
          // The line that was typed early is read at last.
          return '\ntwo\nsw1#\n'
        },
      },
      ['show license all', 'show version'],
    )
    expect(textOf(set, 'show license all')).toBe('one\nsw1#\n\ntwo\n')
    expect(textOf(set, 'show version')).toBe('next\n')
  })
})

describe.concurrent('a prompt that hides', () => {
  test('T26 a new one, drawn twice because the old one stood in the answer', async () => {
    const { set } = await collect(
      {
        answer: async (command, io) => {
          if (command !== 'show license all') return 'next\n'
          io.say('one\r\nsw1#')
          await sleep(100)
          io.setPrompt('new#')
          return '\ntwo\n'
        },
      },
      ['show license all', 'show version'],
    )
    expect(textOf(set, 'show license all')).toBe('one\nsw1#\ntwo\n')
    expect(textOf(set, 'show version')).toBe('next\n')
  })

  test('T26 T40 a new one, behind the log line that tells of the change', async () => {
    const { set } = await collect(
      {
        answer: async (command, io) => {
          if (command !== 'show license all') return 'next\n'
          io.say(`one\r\nnew#\r\n${LOG}\r\n`)
          await io.line()
          io.setPrompt('new#')
          return '\n'
        },
      },
      ['show license all', 'show version'],
    )
    expect(textOf(set, 'show license all')).toBe('one\n')
    expect(textOf(set, 'show version')).toBe('next\n')
  })

  test('T21 T40 the first one, behind a log line', async () => {
    const { set } = await collect(
      {
        instead: async io => {
          io.say(`sw1#\r\n${LOG}\r\n`)
          await io.line()
          io.say('\r\n')
        },
        answer: () => 'data\n',
      },
      ['show version'],
      {},
      // Half of this would be waited for otherwise.
      { limits: { ...FAST, firstPromptMs: 600_000 } },
    )
    expect(statuses(set)).toEqual({ 'show version': 'ok' })
  })

  test('T31 the raised one, when `enable` is done only after Ctrl-C', async () => {
    const { set } = await collect(
      {
        prompt: 'sw1>',
        answer: async (command, io) => {
          if (command !== 'enable') return 'data\n'
          expect(await io.key()).toBe('\u0003')
          io.setPrompt('sw1#')
          return '\n'
        },
      },
      ['show version'],
      { credentials: { username: USER, password: PASSWORD, enableSecret: 'en-secret-78' } },
      { enable: true, limits: { ...FAST, authMs: 3_000 } },
    )
    expect(set.problem).toBeUndefined()
    expect(statuses(set)).toEqual({ 'show version': 'ok' })
  })

  test('T35 a prompt that was not proven in time is not kept as text', async () => {
    const { set } = await collect(
      {
        answer: async (command, io) => {
          if (!command.startsWith('show')) return ''
          io.say('one\r\nsw1#')
          while ((await io.key()) !== '\u0003');
          return ''
        },
      },
      ['show license all'],
      {},
      { limits: commandLimits({ idleMs: 700, totalMs: 60_000 }) },
    )
    expect(captureOf(set, 'show license all')).toMatchObject({ status: 'timed-out', text: 'one\n' })
  })
})

test('T5 a device whose bytes come one by one, the ident line too', async () => {
  const device = buildDevice(
    'slow',
    new Map([['slow', { persona: 'ios-xe', hostname: 'sw1', answers: { 'show clock': '10:00\n' } }]]),
  )
  const lab = await serveDevices([device], { faults: { '*': { '@connect': { dripMs: 1, times: 1 } } } })
  try {
    const [{ host, port, username, password } = expect.fail('no device')] = lab.devices
    const set = await collectDevice(
      { name: 'slow', host, port, credentials: { username, password }, platform: 'ios-xe' },
      () => [planned('show clock')],
      { hostKeys: TRUSTING, limits: FAST },
    )
    expect(set.problem).toBeUndefined()
    expect(textOf(set, 'show clock')).toBe('10:00\n')
  } finally {
    await lab.close()
  }
})
