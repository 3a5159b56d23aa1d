// What each fault of the lab does, as a bare SSH client sees it.
import { connect as tcpConnect } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { buildDevice } from '../../src/lab/device.ts'
import { FAULT_WORDS } from '../../src/lab/fault-text.ts'
import { type Lab, type LabOptions, type RunningDevice, serveDevices } from '../../src/lab/server.ts'
import type { Served } from '../../src/lab/terminal.ts'
import { FAULT_KINDS, type Faults } from '../../src/lab/types.ts'
import { connect, openShell } from './client.ts'

const PROMPT = 'sw1#'
const labs: Lab[] = []
afterEach(async () => {
  await Promise.all(labs.splice(0).map(lab => lab.close()))
})

async function device(faults: Faults, more: Partial<LabOptions> = {}): Promise<RunningDevice> {
  const built = buildDevice(
    'd',
    new Map([
      [
        'd',
        {
          persona: 'ios-xe',
          hostname: 'sw1',
          answers: { 'show clock': 'one\ntwo\n', 'show version': 'line\n'.repeat(30) },
          login: { username: 'noc', password: 'lab' },
        },
      ],
    ]),
  )
  const lab = await serveDevices([built], { ...more, faults: { '*': faults } })
  labs.push(lab)
  return lab.devices[0] ?? expect.fail('no device')
}

/** What comes over a bare TCP connection until it ends; `first` bytes are enough. */
function plain({ host, port }: RunningDevice, first = Number.POSITIVE_INFINITY): Promise<string> {
  return new Promise(resolve => {
    let text = ''
    const socket = tcpConnect(port, host)
    socket.write('SSH-2.0-plain\r\n')
    const done = (how: string): void => {
      socket.destroy()
      resolve(`${text}|${how}`)
    }
    socket.on('data', data => {
      text += data.toString('latin1')
      if (text.length >= first) done('enough')
    })
    socket.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? ''))
    socket.on('end', () => done('end'))
  })
}

describe('below SSH', () => {
  test.each([
    ['refused', { kinds: ['refuse'] }, /^\|ECONNREFUSED$/],
    ['closed', { cutAfterBytes: 0 }, /^\|end$/],
    ['reset', { resetAfterBytes: 0 }, /^\|ECONNRESET$/],
    ['cut in the ident line', { cutAfterBytes: 7 }, /^SSH-2\.0\|end$/],
    ['reset in the ident line', { resetAfterBytes: 7 }, /^(?:SSH-2\.0)?\|ECONNRESET$/],
  ] as const)('%s', async (_what, fault, seen) => {
    expect(await plain(await device({ '@connect': fault }))).toMatch(seen)
  })

  test('garbage stands where it is wanted, drop by drop', async () => {
    const own = await device({ '@connect': { garbageBytes: 4, at: 3, dripMs: 1 } })
    const text = await plain(own, 20)
    expect(text.slice(0, 3)).toBe('SSH')
    expect(text.slice(7, 12)).toBe('-2.0-')
  })

  test('the key exchange breaks off behind the ident line', async () => {
    const text = await plain(await device({ '@kex': { cutAfterBytes: 5 } }))
    expect(text.slice(0, 20)).toBe('SSH-2.0-Cisco-1.25\r\n')
    expect(text.slice(25)).toBe('|end')
  })
})

describe('logging in', () => {
  test('refused, asked for a code, asked for a new password, late', async () => {
    for (const fault of [{ deny: true }, { kinds: ['ask'] }, { kinds: ['expired'] }] as const)
      await expect(connect(await device({ '@login': fault }), { keyboard: true })).rejects.toThrow()
    const late = await device({ '@login': { delayMs: 5 }, '@shell': { delayMs: 5 } })
    const shell = await openShell(late)
    await shell.until(PROMPT)
    shell.end()
  })

  test('no shell', async () => {
    await expect(openShell(await device({ '@shell': { deny: true } }))).rejects.toThrow()
  })

  test('a banner of prompts, then the real one', async () => {
    const shell = await openShell(await device({ '@prompt': { kinds: ['banner'] } }))
    expect(await shell.until(PROMPT)).toContain('core-router>\r\nadmin@jump#\r\n')
    shell.end()
  })

  test('no more sessions', async () => {
    const shell = await openShell(await device({ '@prompt': { kinds: ['limit'] } }))
    await shell.closed
    expect(shell.all()).toContain('Maximum number of sessions')
  })

  test('a new password is asked for twice, and no prompt comes', async () => {
    const shell = await openShell(await device({ '@prompt': { kinds: ['expired'] } }))
    await shell.until('Enter new password: ')
    expect(await shell.send('x\r', 'Confirm new password: ')).not.toContain('x')
    await expect(shell.send('x\r', PROMPT)).rejects.toThrow('closed')
  })
})

describe('an answer', () => {
  const answered = async (
    fault: Faults[string],
    keys = 'show clock\r',
    until = `\r\n${PROMPT}`,
  ): Promise<string> => {
    const shell = await openShell(await device({ 'show clock': fault }), { rows: 500 })
    await shell.until(PROMPT)
    const text = await shell.send(keys, until)
    shell.end()
    return text
  }

  test.each([
    ['a line like a prompt', { kinds: ['prompt-like'], at: 3 }, 'one\r\nother-device-17#\r\n\r\ntwo\r\n'],
    ['the own prompt', { kinds: ['prompt-inside'], at: 3 }, 'one\r\nsw1#\r\n\r\ntwo\r\n'],
    [
      'the own prompt and a command',
      { kinds: ['prompt-text'], at: 3 },
      'one\r\nsw1#show clock\r\n\r\ntwo\r\n',
    ],
    ['pieces with pauses', { dripMs: 1, chunkBytes: 4, stallMs: 5, delayMs: 5 }, 'one\r\ntwo\r\n'],
  ] as const)('%s', async (_what, fault, body) => {
    expect(await answered(fault, 'show clock\r', `two\r\n${PROMPT}`)).toBe(`show clock\r\n${body}${PROMPT}`)
  })

  test('a log line inside a line, behind the prompt, and a moment later', async () => {
    const log = /\r\n\*[A-Z][a-z]{2} .{10,40}: %SYS-5-CONFIG_I: [^\r]+\r\n/
    expect(await answered({ kinds: ['log-inside'], at: 1 })).toMatch(new RegExp(`\\no${log.source}ne\\r`))
    for (const kind of ['log-after', 'log-later'] as const)
      expect(await answered({ kinds: [kind] }, 'show clock\r', ')\r\n')).toMatch(
        new RegExp(`sw1#${log.source}$`),
      )
  })

  test('garbage, the same every time, without escape sequences', async () => {
    const once = await answered({ garbageBytes: 9, at: 0 })
    expect(once).toBe(await answered({ garbageBytes: 9, at: 0 }))
    expect(once).not.toContain('\u001b')
  })

  test('of any size', async () => {
    const text = await answered({ sizeBytes: 5_000 })
    expect(text.length).toBeGreaterThan(5_000)
    expect(text).toContain('part 1\r\none\r\ntwo\r\npart 2\r\n')
  })

  test('a question, and its answer is not echoed', async () => {
    const shell = await openShell(await device({ 'show clock': { kinds: ['ask'] } }))
    await shell.until(PROMPT)
    await shell.send('show clock\r', 'Password: ')
    expect(await shell.send('secret\r', PROMPT)).toBe(`\r\n${PROMPT}`)
    shell.end()
  })

  test('pages although paging is off', async () => {
    const shell = await openShell(await device({ 'show version': { kinds: ['more'] } }))
    await shell.until(PROMPT)
    await shell.send('terminal length 0\r', PROMPT)
    await shell.send('show version\r', ' --More-- ')
    await shell.send(' ', PROMPT)
    shell.end()
  })

  test('the prompt changes after it', async () => {
    expect(await answered({ kinds: ['rename'] }, 'show clock\r', '#')).toMatch(/two\r\nsw1-b#$/)
  })

  test('a hang that Ctrl-C ends, a reset, a device that hangs up behind its prompt', async () => {
    const shell = await openShell(
      await device({
        'show clock': { hangAfterBytes: 2, kinds: ['ctrl-c'] },
        'show version': { kinds: ['hang-up'] },
        'show license all': { resetAfterBytes: 0 },
      }),
      { rows: 500 },
    )
    await shell.until(PROMPT)
    await shell.send('show clock\r', '\r\non')
    expect(await shell.send('\u0003', PROMPT)).toBe(`^C\r\n${PROMPT}`)
    await shell.send('show version\r', `\r\n${PROMPT}`)
    await shell.closed
    const other = await openShell(await device({ '*': { resetAfterBytes: 0 } }))
    await other.until(PROMPT)
    await expect(other.send('show clock\r', `two\r\n${PROMPT}`)).rejects.toThrow('closed')
  })

  test('set-up commands and the logout have faults of their own, and none of `*`', async () => {
    const shell = await openShell(
      await device({ '*': { deny: true }, 'terminal length 0': { deny: true }, exit: { hangAfterBytes: 0 } }),
    )
    await shell.until(PROMPT)
    expect(await shell.send('terminal length 0\r', PROMPT)).toContain('Command authorization failed')
    expect(await shell.send('terminal width 511\r', PROMPT)).toBe(`terminal width 511\r\n${PROMPT}`)
    await shell.send('exit\r', 'exit\r\n')
    shell.end()
    await shell.closed
  })
})

describe('an echo', () => {
  test.each([
    ['echo-none', ''],
    ['echo-wrong', 'show kcolc wohs\r\n'],
    ['echo-wrap', 'show clock\r\n'],
    ['echo-redraw', 'show \r\u001b[Ksw1#show clock\r\n'],
    ['echo-backspace', 'show xy\b \b\b \bclock\r\r\n'],
    ['echo-scroll', 'show clock\r\n'],
    ['echo-drip', 'show clock\r\n'],
    ['echo-early', 'show clock\r\n'],
  ] as const)('%s', async (kind, echo) => {
    const shell = await openShell(await device({ 'show clock': { kinds: [kind], dripMs: 0 } }))
    await shell.until(PROMPT)
    expect(await shell.send('show clock\r', `two\r\n${PROMPT}`)).toBe(`${echo}one\r\ntwo\r\n${PROMPT}`)
    shell.end()
  })

  test('before its turn, while an answer is printed', async () => {
    const shell = await openShell(
      await device({ 'show clock': { kinds: ['echo-early'], stallMs: 200, at: 5 } }),
    )
    await shell.until(PROMPT)
    await shell.send('show clock\r', 'one\r\n')
    expect(await shell.send('show version\r', ' --More-- ')).toContain(
      `show version\r\ntwo\r\n${PROMPT}show version\r\nline\r\n`,
    )
    shell.end()
  })

  test('wraps and scrolls when it is long', async () => {
    const long = 'show clock and a lot of words behind it'
    for (const [kind, seen] of [
      ['echo-wrap', ' \r'],
      ['echo-scroll', '\b$'],
    ] as const) {
      const shell = await openShell(await device({ '*': { kinds: [kind] } }))
      await shell.until(PROMPT)
      expect(await shell.send(`${long}\r`, `\r\n${PROMPT}`)).toContain(seen)
      shell.end()
    }
  })
})

test('what was served and typed is told', async () => {
  const served: Served[] = []
  let typed = ''
  const own = await device(
    { 'show clock': { cutAfterBytes: 4 } },
    {
      watch: {
        served: (_, one) => served.push(one),
        typed: (_, keys) => {
          typed += keys
        },
      },
    },
  )
  const shell = await openShell(own, { rows: 500 })
  await shell.until(PROMPT)
  await shell.send('show version\r', `\r\n${PROMPT}`)
  await expect(shell.send('show clock\r', `two\r\n${PROMPT}`)).rejects.toThrow('closed')
  expect(served.map(({ command, bytes, whole }) => [command, bytes.length, whole])).toEqual([
    ['show version', 150, true],
    ['show clock', 4, false],
  ])
  expect(typed).toBe('show version\rshow clock\r')
  await expect.poll(() => own.sockets.size).toBe(0)
})

test('every kind is a word', () => {
  expect(FAULT_WORDS).toEqual(expect.arrayContaining([...FAULT_KINDS]))
})
