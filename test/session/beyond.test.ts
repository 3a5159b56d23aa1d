// What devices do in the middle of a session: rename themselves, log, ask for codes, hide their version.
import { describe, expect, test } from 'vitest'
import type { Interaction } from '../../src/session/auth.ts'
import { liftLogLines } from '../../src/session/lift.ts'
import { captureOf, collect, statuses, textOf } from './collect-one.ts'
import { FAST, PASSWORD, type Script, USER } from './scripted-device.ts'

describe.concurrent('T26 the prompt changes', () => {
  test('once: the answer before it is whole, and those after it', async () => {
    const { set } = await collect(
      {
        answer: (command, io) => {
          if (command === 'show clock') io.setPrompt('sw1-new#')
          return `about ${command}\n`
        },
      },
      ['show version', 'show clock', 'show license all'],
    )
    expect(statuses(set)).toEqual({ 'show version': 'ok', 'show clock': 'ok', 'show license all': 'ok' })
    expect(textOf(set, 'show clock')).toBe('about show clock\n')
    expect(textOf(set, 'show license all')).toBe('about show license all\n')
  })

  test('a second time nothing is believed any more', async () => {
    let names = 0
    const { set } = await collect(
      {
        answer: (command, io) => {
          if (command.startsWith('show')) io.setPrompt(`sw1-${names++}#`)
          return `about ${command}\n`
        },
      },
      ['show version', 'show clock', 'show license all'],
      {},
      {
        limits: {
          ...FAST,
          recoverMs: 300,
          commands: { show: { idleMs: 900, totalMs: 60_000 }, tech: { idleMs: 900, totalMs: 60_000 } },
        },
      },
    )
    expect(statuses(set)['show version']).toBe('ok')
    expect(statuses(set)['show clock']).not.toBe('ok')
    expect(statuses(set)['show license all']).not.toBe('ok')
  })

  test('a line of the answer that looks like a prompt is no new prompt', async () => {
    const { set } = await collect(
      {
        answer: async (command, io) => {
          if (command !== 'show license all') return 'data\n'
          io.say('one\r\nother-host#')
          await new Promise(resolve => setTimeout(resolve, 700))
          io.say('\r\nlast\r\n')
          return undefined
        },
      },
      ['show license all', 'show version'],
    )
    expect(textOf(set, 'show license all')).toBe('one\nother-host#\nlast\n')
    expect(textOf(set, 'show version')).toBe('data\n')
  })
})

describe('T40 log lines', () => {
  const log = '*Nov 22 10:00:01.123: %SYS-5-CONFIG_I: Configured from console by noc on vty0 (10.0.0.9)'

  test('inside an answer are taken out and counted', async () => {
    const { set } = await collect({ answer: () => `one\n${log}\ntwo\n` }, ['show version'])
    expect(captureOf(set, 'show version')).toMatchObject({ text: 'one\ntwo\n', lifted: 1 })
  })

  test('one as long as a terminal is wide stays, and the answer is not taken for whole', async () => {
    const wide = log.padEnd(132, 'x')
    const { set } = await collect({ answer: () => `one\n${wide}\nits end\ntwo\n` }, ['show version'])
    expect(captureOf(set, 'show version')).toMatchObject({
      status: 'truncated',
      text: `one\n${wide}\nits end\ntwo\n`,
      reason: expect.stringContaining('log line'),
    })
  })

  test.each([
    log,
    '000123: *Nov 22 2026 10:00:01.123 CET: %LINK-3-UPDOWN: Interface Gi1/0/1, changed state to up',
    '2026 Nov 22 10:00:01 leaf-1 %ETHPORT-5-IF_UP: Interface Ethernet1/1 is up',
    'RP/0/RSP0/CPU0:Nov 22 10:00:01.123 UTC: config[65793]: %MGBL-CONFIG-6-DB_COMMIT : Configuration committed',
  ])('%s', line => {
    expect(liftLogLines('show license all', `a\n${line}\nb\n`)).toEqual({ text: 'a\nb\n', count: 1, left: 0 })
    for (const own of ['show logging', 'show license tech support', 'show call-home trace error last 20'])
      expect(liftLogLines(own, `a\n${line}\n`).count).toBe(0)
  })

  test.each([
    '  Failure reason: %SMART_LIC-3-COMM_FAILED',
    'description %LINK-3-UPDOWN: watch',
    'Nov 22 100% of it',
  ])('%s is no log line', line => {
    expect(liftLogLines('show running-config', `${line}\n`)).toEqual({ text: `${line}\n`, count: 0, left: 0 })
  })
})

describe.concurrent('T36 completeness', () => {
  const config = 'hostname sw1\nlicense smart transport callhome\n'

  test('a configuration of IOS XE ends with its last line, or was cut', async () => {
    const whole = await collect({ answer: () => `${config}end\n` }, ['show running-config', 'show version'])
    expect(captureOf(whole.set, 'show running-config')).toMatchObject({ status: 'ok', proof: 'last-line' })
    expect(captureOf(whole.set, 'show version')).toMatchObject({ status: 'ok', proof: 'prompt' })
    const cut = await collect({ answer: () => config }, ['show running-config'])
    expect(captureOf(cut.set, 'show running-config')).toMatchObject({
      status: 'truncated',
      text: config,
      reason: expect.stringContaining('"end"'),
    })
  })
})

describe.concurrent('T14 one-time codes', () => {
  /** Asks for the password and then for a code, as PAM with a second factor does. */
  const twoFactors = (code: string, tries: string[] = []): Script => ({
    auth: context => {
      if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive'])
      context.prompt([{ prompt: 'Password: ', echo: false }], first => {
        tries.push(`password ${first[0]}`)
        context.prompt([{ prompt: 'Verification code: ', echo: false }], second => {
          tries.push(`code ${second[0]}`)
          if (first[0] === PASSWORD && second[0] === code) context.accept()
          else context.reject(['keyboard-interactive'])
        })
      })
    },
    answer: () => 'data\n',
  })

  test('a code comes from whoever can answer, the password from the credential', async () => {
    const asked: string[] = []
    const interact: Interaction = async ({ questions }) => {
      asked.push(...questions.map(({ text }) => text))
      return ['123456']
    }
    const { set } = await collect(twoFactors('123456'), ['show version'], {
      credentials: { username: USER, password: PASSWORD, interact },
    })
    expect(set.problem).toBeUndefined()
    expect(asked).toEqual(['Verification code:'])
  })

  test('with nobody to answer it is said, and the password is not offered as a code', async () => {
    const tries: string[] = []
    const { set } = await collect(twoFactors('123456', tries), ['show version'])
    expect(set.problem).toMatchObject({
      kind: 'auth-needs-interaction',
      message: expect.stringContaining('"Verification code:"'),
    })
    expect(tries).toEqual([`password ${PASSWORD}`])
  })

  test('a wrong code is not followed by another', async () => {
    const tries: string[] = []
    const { set } = await collect(twoFactors('999999', tries), ['show version'], {
      credentials: { username: USER, password: PASSWORD, oneTime: true, interact: async () => ['123456'] },
    })
    expect(set.problem?.kind).toBe('auth-failed')
    expect(tries).toEqual([`password ${PASSWORD}`, 'code 123456'])
    expect(JSON.stringify(set)).not.toContain('123456')
  })
})

describe.concurrent('T46 `show version` is denied', () => {
  const deniedVersion: Script = {
    prompt: 'sw1#',
    ident: 'OpenSSH_9.9',
    answer: command => {
      if (command === 'show version') return '% Authorization failed.\n'
      return command === 'show license all' ? 'licence of an NX-OS device\n' : ''
    },
  }

  test('the licence output decides', async () => {
    const { set } = await collect(
      deniedVersion,
      ['show version', 'show license all'],
      { platform: undefined as never },
      { recognise: text => (text.includes('NX-OS') ? 'nx-os' : undefined) },
    )
    expect(set.platform).toBe('nx-os')
    expect(statuses(set)).toEqual({ 'show version': 'denied', 'show license all': 'ok' })
  })

  test('without it the person is asked to name the platform', async () => {
    const { set } = await collect(deniedVersion, ['show version'], { platform: undefined as never })
    expect(set.problem).toMatchObject({
      kind: 'platform-unknown',
      message: expect.stringContaining('--platform'),
    })
  })
})

test('T45 a version that takes its time is waited for', async () => {
  const { set } = await collect(
    {
      prompt: 'r1#',
      ident: 'OpenSSH_9.9',
      answer: async command => {
        if (command !== 'show version') return 'data\n'
        await new Promise(resolve => setTimeout(resolve, 1_500))
        return 'Cisco IOS XR Software, Version 7.5.2\n'
      },
    },
    ['show version'],
    { platform: undefined as never },
  )
  expect(set.platform).toBe('ios-xr')
})
