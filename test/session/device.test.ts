// A device from connect to logout, against scripted devices: honest statuses, whatever the device does.
// T numbers are explained in requirements.md.
import { describe, expect, test } from 'vitest'
import { collect, planned, statuses, textOf } from './collect-one.ts'
import { commandLimits, FAST, PASSWORD, type Script, USER } from './scripted-device.ts'

describe.concurrent('a well-behaved device', () => {
  test('T27 set-up first, answers without echo and prompt, polite logout', async () => {
    const { set, received } = await collect(
      { answer: command => (command.startsWith('show') ? `answer to ${command}\n  indented\n` : undefined) },
      ['show clock detail', 'show license all'],
    )
    expect(set.problem).toBeUndefined()
    expect(statuses(set)).toEqual({ 'show clock detail': 'ok', 'show license all': 'ok' })
    expect(textOf(set, 'show license all')).toBe('answer to show license all\n  indented\n')
    expect(received).toEqual([
      'terminal length 0',
      'terminal width 511',
      'terminal no monitor',
      'show clock detail',
      'show license all',
      'exit',
    ])
  })

  test('an empty answer is ok and empty', async () => {
    const { set } = await collect({}, ['show logging'])
    expect(set.captures[0]).toMatchObject({ status: 'ok', text: '' })
  })

  test('T21 a banner whose lines end in # and > is not taken for a prompt', async () => {
    const banner = '\r\n#####\r\n# authorised use only #\r\nwelcome>\r\nrouter#\r\n'
    const { set, events } = await collect({ banner, answer: command => `${command}!\n` }, ['show version'])
    expect(events).toContainEqual({ type: 'logged-in', prompt: 'sw1#' })
    expect(textOf(set, 'show version')).toBe('show version!\n')
  })

  test('T22 NX-OS redraws its prompt and pads it', async () => {
    const { set } = await collect(
      { prompt: '\rleaf-1# \rleaf-1# ', answer: command => `out of ${command}\n` },
      ['show version'],
      { platform: 'nx-os' },
    )
    expect(textOf(set, 'show version')).toBe('out of show version\n')
  })

  test.each([
    ['27N2(2960_PoE)>', 'ios-xe'],
    ['RP/0/RSP1/CPU0:edge-1#', 'ios-xr'],
    ['switch(boot)#', 'nx-os'],
    ['host-stby#', 'ios-xe'],
    [`${'n'.repeat(63)}#`, 'ios-xe'],
  ] as const)('T22 prompt %s', async (prompt, platform) => {
    const { set } = await collect({ prompt, answer: () => 'data\n' }, ['show version'], { platform })
    expect(set.captures[0]).toMatchObject({ status: 'ok', text: 'data\n' })
  })

  test('T29 IOS XR is told not to print the time; the line is removed when it does', async () => {
    const { set, received } = await collect(
      { prompt: 'RP/0/RP0/CPU0:r1#', answer: () => 'Wed Nov 22 10:00:01.123 UTC\nreal\n' },
      ['show version'],
      { platform: 'ios-xr' },
    )
    expect(received).toContain('terminal exec prompt no-timestamp')
    expect(textOf(set, 'show version')).toBe('real\n')
  })

  test('T29 the lines of `exec prompt timestamp` stay: the clock is read from them', async () => {
    const stamp =
      'Load for five secs: 1%/0%; one minute: 1%; five minutes: 1%\nTime source is NTP, 10:00:00.1 UTC Sun Nov 22 2026\n'
    const { set } = await collect({ answer: () => `${stamp}data\n` }, ['show license all'])
    expect(textOf(set, 'show license all')).toBe(`${stamp}data\n`)
  })

  test('T41 latin-1 bytes, NUL, BEL and escapes do not reach the text', async () => {
    const { set } = await collect(
      { answer: () => 'caf\u00e9\u0000\u0007 \u001b[31mred\u001b[0m\u001b]0;title\u0007\n' },
      ['show version'],
    )
    expect(textOf(set, 'show version')).toBe('caf\u00e9 red\n')
  })
})

describe.concurrent('where an answer ends', () => {
  const dripped = 'line one\r\nsw1#show inside\r\nmore\r\nsw1#\r\nlast line\r\n'

  test.each([3, 12, 45])('T23 the prompt text inside an answer that drips, %i ms a byte', async ms => {
    const { set } = await collect(
      {
        answer: async (command, io) => {
          if (!command.startsWith('show tech')) return 'next\n'
          await io.drip(dripped, ms)
          return undefined
        },
      },
      ['show tech-support license', 'show version'],
    )
    expect(set.problem).toBeUndefined()
    expect(statuses(set)).toEqual({ 'show tech-support license': 'ok', 'show version': 'ok' })
    expect(textOf(set, 'show tech-support license')).toBe(dripped.replaceAll('\r', ''))
    expect(textOf(set, 'show version')).toBe('next\n')
  })

  test('T23 a pause right behind the prompt text does not end the answer unseen', async () => {
    const { set } = await collect(
      {
        answer: async (command, io) => {
          if (command !== 'show license all') return command.startsWith('show') ? 'next\n' : undefined
          io.say('head\r\nsw1#')
          await new Promise(resolve => setTimeout(resolve, 90))
          io.say('show inside\r\ntail\r\n')
          return undefined
        },
      },
      ['show license all', 'show version'],
    )
    const first = set.captures.find(capture => capture.command === 'show license all')
    // Either the whole answer, or an honest mark: never a short text called ok.
    if (first?.status === 'ok') expect(first.text).toBe('head\nsw1#show inside\ntail\n')
    else expect(first?.status).toBe('truncated')
    if (set.captures[1]?.status === 'ok') expect(set.captures[1].text).toBe('next\n')
  })

  test('T40 a log line behind the prompt does not hide it', async () => {
    let logged = false
    const { set } = await collect(
      {
        answer: (command, io) => {
          if (command !== 'show license all') return undefined
          setTimeout(() => {
            if (!logged)
              io.say('\r\n*Nov 22 10:00:01.123: %SYS-5-CONFIG_I: Configured from console by noc\r\n')
            logged = true
          }, 5)
          return 'data\n'
        },
      },
      ['show license all', 'show version'],
    )
    expect(statuses(set)).toEqual({ 'show license all': 'ok', 'show version': 'ok' })
    expect(textOf(set, 'show license all')).toBe('data\n')
  })

  test('T33 a megabyte arrives whole', async () => {
    const body = `${'0123456789 abcdefghij '.repeat(10)}\n`.repeat(5_000)
    const { set } = await collect({ answer: command => (command === 'show version' ? body : undefined) }, [
      'show version',
    ])
    expect(set.captures[0]?.status).toBe('ok')
    expect(textOf(set, 'show version')).toBe(body.replace(/ +\n/g, ' \n'))
  })

  test('T28 paging is answered and wiped when it cannot be turned off', async () => {
    const { set, events } = await collect(
      {
        answer: async (command, io) => {
          if (command.startsWith('terminal')) return 'Command authorization failed.\n'
          io.say('one\r\ntwo\r\n --More-- ')
          expect(await io.key()).toBe(' ')
          io.say('\b\b\b\b\b\b\b\b\b\b          \b\b\b\b\b\b\b\b\b\bthree\r\n--More--')
          await io.key()
          io.say('\r        \rfour\r\n')
          return undefined
        },
      },
      ['show version'],
    )
    expect(textOf(set, 'show version')).toBe('one\ntwo\nthree\nfour\n')
    expect(events.filter(event => event.type === 'note')).toHaveLength(3)
  })

  test('T24 an echo that is wrapped or redrawn is still an echo', async () => {
    const { set } = await collect(
      {
        echo: command =>
          command.startsWith('show')
            ? `${command.slice(0, 8)} \r\n${command.slice(8)}\b\b\b${command.slice(-3)}`
            : command,
        answer: () => 'data\n',
      },
      ['show running-config callhome'],
      { platform: 'nx-os' },
    )
    expect(set.captures[0]).toMatchObject({ status: 'ok', text: 'data\n' })
  })
})

describe.concurrent('honest failures', () => {
  test('T35 a cut keeps what came as truncated; the rest is not tried', async () => {
    const { set } = await collect(
      {
        answer: (command, io) => {
          if (command !== 'show license all') return undefined
          io.say('Smart Licensing Status\r\n===')
          setTimeout(io.cut, 30)
          return new Promise(() => undefined)
        },
      },
      ['show license all', 'show version'],
    )
    expect(statuses(set)).toEqual({ 'show license all': 'truncated', 'show version': 'not-tried' })
    expect(textOf(set, 'show license all')).toBe('Smart Licensing Status\n===\n')
    expect(set.problem?.kind).toBe('closed-mid-output')
  })

  test('T34 T35 a hang ends by the idle limit, is left by Ctrl-C, and the next command still runs', async () => {
    const { set } = await collect(
      {
        answer: async (command, io) => {
          if (command !== 'show license all') return 'fine\n'
          io.say('partly\r\n')
          while ((await io.key()) !== '\u0003');
          return undefined
        },
      },
      ['show license all', 'show version'],
      {},
      { limits: commandLimits({ idleMs: 700, totalMs: 60_000 }) },
    )
    expect(statuses(set)).toEqual({ 'show license all': 'timed-out', 'show version': 'ok' })
    expect(set.captures[0]).toMatchObject({ text: 'partly\n', reason: expect.stringContaining('8 bytes') })
    expect(textOf(set, 'show version')).toBe('fine\n')
  })

  test('T35 a device that cannot be interrupted is left; later commands are not tried', async () => {
    const { set } = await collect(
      { answer: command => (command === 'show license all' ? new Promise(() => undefined) : undefined) },
      ['show license all', 'show version'],
      {},
      { limits: commandLimits({ idleMs: 700, totalMs: 60_000 }, { recoverMs: 300 }) },
    )
    expect(statuses(set)).toEqual({ 'show license all': 'timed-out', 'show version': 'not-tried' })
  })

  test('T34 the total limit ends an answer that never stops', async () => {
    let more = true
    const { set } = await collect(
      {
        answer: async (command, io) => {
          if (command !== 'show license all') return undefined
          while (more) await io.drip('x', 20)
          return undefined
        },
      },
      ['show license all'],
      {},
      { limits: commandLimits({ idleMs: 30_000, totalMs: 1_500 }, { recoverMs: 300 }) },
    )
    more = false
    expect(set.captures[0]).toMatchObject({
      status: 'timed-out',
      reason: expect.stringContaining('not complete'),
    })
  })

  test('T24 no echo is a loss of step: nothing is believed from there on', async () => {
    const { set } = await collect(
      {
        echo: command => (command === 'show license all' ? undefined : command),
        answer: () => 'shifted answer\n',
      },
      ['show version', 'show license all', 'show clock'],
      {},
      { limits: { ...FAST, echoMs: 1_000 } },
    )
    expect(set.problem?.kind).toBe('desync')
    const by = statuses(set)
    expect(by['show license all']).toBe('truncated')
    expect(by['show clock']).toBe('not-tried')
    expect(
      set.captures
        .filter(capture => capture.status === 'ok')
        .every(capture => capture.command === 'show version'),
    ).toBe(true)
  })

  test('T37 T38 unknown and denied commands are results, and do not stop the others', async () => {
    const { set } = await collect(
      {
        answer: command =>
          command === 'show license all'
            ? "                ^\n% Invalid input detected at '^' marker.\n\n"
            : command === 'show version'
              ? 'Command authorization failed.\n'
              : 'data\n',
      },
      ['show license all', 'show version', 'show clock'],
    )
    expect(statuses(set)).toEqual({
      'show license all': 'unsupported',
      'show version': 'denied',
      'show clock': 'ok',
    })
  })

  test('T38 alternatives are tried in order, the fallback set only when all are refused', async () => {
    const refused = "% Invalid input detected at '^' marker.\n"
    const { set, received } = await collect(
      { answer: command => (/tech|^show running-config$|^show b/.test(command) ? refused : 'data\n') },
      [
        planned('show license tech support', {
          alternatives: ['show tech-support license', 'show license all'],
        }),
        planned('show running-config', {
          fallback: ['show running-config | section call-home', 'show version'],
        }),
        planned('show clock', { alternatives: ['show never'], fallback: ['show never either'] }),
      ],
    )
    expect(received.slice(3, -1)).toEqual([
      'show license tech support',
      'show tech-support license',
      'show license all',
      'show running-config',
      'show running-config | section call-home',
      'show version',
      'show clock',
    ])
    expect(statuses(set)['show license all']).toBe('ok')
  })

  test('T39 a command that asks for a password is denied, and the password is not given', async () => {
    const answered: string[] = []
    const { set, received } = await collect(
      {
        answer: async (command, io) => {
          if (command !== 'show license all') return 'fine\n'
          io.say('Password: ')
          answered.push(await io.line())
          return undefined
        },
      },
      ['show license all', 'show version'],
    )
    expect(statuses(set)).toEqual({ 'show license all': 'denied', 'show version': 'ok' })
    expect(answered.join('')).not.toContain(PASSWORD)
    expect(received).not.toContain(PASSWORD)
  })

  test('what the guard refuses is never sent', async () => {
    const received: string[] = []
    const answer = (command: string): string => {
      received.push(command)
      return 'x\n'
    }
    await expect(collect({ answer }, ['show version', 'reload'])).rejects.toThrow(/refused to send/)
    expect(received.filter(line => line !== 'exit')).toEqual([
      'terminal length 0',
      'terminal width 511',
      'terminal no monitor',
      'show version',
    ])
  })

  test('T8 an abort ends at once with a logout', async () => {
    const stop = new AbortController()
    const { set, received } = await collect(
      {
        answer: command => {
          if (command !== 'show license all') return undefined
          setTimeout(() => stop.abort(), 20)
          return new Promise(resolve => setTimeout(() => resolve('late\n'), 150))
        },
      },
      ['show license all', 'show version'],
      {},
      { signal: stop.signal },
    )
    expect(set.problem?.kind).toBe('stopped')
    expect(statuses(set)).toEqual({ 'show license all': 'truncated', 'show version': 'not-tried' })
    expect(received).toContain('exit')
  })

  test('T5 the limit for the whole device', async () => {
    const { set } = await collect(
      { answer: command => (command.startsWith('show') ? new Promise(() => undefined) : undefined) },
      ['show license all', 'show version'],
      {},
      {
        // Logging in must fit, also on a busy machine.
        limits: { ...FAST, deviceMs: 4_000, logoutMs: 100 },
      },
    )
    expect(set.problem?.kind).toBe('device-timeout')
    expect(statuses(set)).toEqual({ 'show license all': 'truncated', 'show version': 'not-tried' })
  })
})

describe.concurrent('the first prompt', () => {
  test.each([
    ['sw1(config)#', 'wrong-mode'],
    ['RP/0/RP0/CPU0:r1(admin-config)#', 'wrong-mode'],
    ['rommon 1 >', 'wrong-mode'],
    ['[guestshell@guestshell ~]$ ', 'wrong-mode'],
    ['bash-4.4#', 'wrong-mode'],
  ])('T22 %s is left at once, and nothing is typed', async (prompt, kind) => {
    const { set, received } = await collect({ prompt }, ['show version'])
    expect(set.problem?.kind).toBe(kind)
    expect(received).toEqual([])
    expect(statuses(set)).toEqual({ 'show version': 'not-tried' })
  })

  test('T17 a dialogue that wants a new password is left, and nothing is typed', async () => {
    const typed: string[] = []
    const { set, received } = await collect(
      {
        instead: async io => {
          io.say('Password expired. Change your password now.\r\nEnter new password:')
          typed.push(await io.line())
        },
      },
      ['show version'],
    )
    expect(set.problem?.kind).toBe('password-expired')
    expect([...typed.filter(line => line !== ''), ...received]).toEqual([])
  })

  test('T7 a session limit is named', async () => {
    const { set } = await collect(
      {
        instead: io => {
          io.say('CLI session limit 32 reached. Exiting.\r\n')
          setTimeout(io.cut, 20)
          return new Promise(() => undefined)
        },
      },
      ['show version'],
    )
    expect(set.problem?.kind).toBe('session-limit')
  })

  test('T5 no prompt at all', async () => {
    const { set } = await collect(
      { prompt: 'just text ' },
      ['show version'],
      {},
      { limits: { ...FAST, firstPromptMs: 1_000 } },
    )
    expect(set.problem?.kind).toBe('prompt-not-found')
  })
})

describe.concurrent('T44 platform detection', () => {
  const version = (text: string) => (command: string) => (command === 'show version' ? text : undefined)

  test.each([
    [{ ident: 'Cisco-2.0' }, 'ios-xr'],
    [{ ident: 'Cisco-1.25' }, 'ios-xe'],
    [{ ident: 'OpenSSH_8.4', banner: 'Cisco Nexus Operating System (NX-OS) Software\r\n' }, 'nx-os'],
    [{ ident: 'OpenSSH_8.4', prompt: 'RP/0/RP0/CPU0:r1#' }, 'ios-xr'],
  ] as const)('from what is seen at login: %o', async (script, platform) => {
    const { set, received } = await collect({ ...script, answer: version('x\n') }, [], {
      platform: undefined,
    })
    expect(set.platform).toBe(platform)
    expect(received).not.toContain('show version')
  })

  test('from `show version`, which is not asked for twice', async () => {
    const { set, received } = await collect(
      { ident: 'OpenSSH_8.4', answer: version('Cisco Nexus Operating System (NX-OS) Software\n') },
      ['show version'],
      { platform: undefined },
    )
    expect(set.platform).toBe('nx-os')
    expect(received.filter(line => line === 'show version')).toHaveLength(1)
    expect(received.filter(line => line === 'terminal length 0')).toHaveLength(1)
    expect(set.captures).toHaveLength(1)
  })

  test('a device of another make is said to be one', async () => {
    const { set } = await collect(
      { ident: 'OpenSSH_8.4', answer: version('Some Other OS 1.0\n') },
      ['show version'],
      {
        platform: undefined,
      },
    )
    expect(set.problem?.kind).toBe('platform-unknown')
  })
})

describe.concurrent('T31 enable', () => {
  const secret = 'en-secret-77'
  const enabling = (accepts: string): Script => ({
    prompt: 'sw1>',
    answer: async (command, io) => {
      if (command !== 'enable') return 'data\n'
      io.say('Password: ')
      const given = await io.line()
      io.say('\r\n')
      if (given !== accepts) return '% Access denied\n'
      io.setPrompt('sw1#')
      return undefined
    },
  })

  test('is typed when asked for and the prompt is >', async () => {
    const { set, events } = await collect(
      enabling(secret),
      ['show version'],
      { credentials: { username: USER, password: PASSWORD, enableSecret: secret } },
      { enable: true },
    )
    expect(set.problem).toBeUndefined()
    expect(textOf(set, 'show version')).toBe('data\n')
    expect(JSON.stringify([set, events])).not.toContain(secret)
  })

  test('T16 a wrong secret is a problem, is in nothing that is kept, is sent once, and what can be read still is', async () => {
    const { set } = await collect(
      enabling('another'),
      ['show version'],
      { credentials: { username: USER, password: PASSWORD, enableSecret: secret } },
      { enable: true },
    )
    expect(set.problem?.kind).toBe('enable-failed')
    expect(JSON.stringify(set)).not.toContain(secret)
    expect(textOf(set, 'show version')).toBe('data\n')
  })

  test('is not typed unasked', async () => {
    const { received } = await collect(enabling(secret), ['show version'])
    expect(received).not.toContain('enable')
  })
})
