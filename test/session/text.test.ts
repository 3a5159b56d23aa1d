// The pure parts of a session: cleaning, prompts, refusals, echoes.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanAnswer, cleanText, decode, quote } from '../../src/session/clean.ts'
import { findEcho } from '../../src/session/echo.ts'
import { isQuestion, loginDialogue, looksLikePrompt, pagerAt, wrongMode } from '../../src/session/prompt.ts'
import { classifyAnswer } from '../../src/session/refuse.ts'

describe('T41 cleaning', () => {
  test.each([
    ['a\r\nb\r\r\nc\n', 'a\nb\nc\n'],
    ['ab\b\bcd', 'cd'],
    ['--More--\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\bnext', 'next'],
    ['--More--\r        \rnext', 'next'],
    ['--More--\r\u001b[Knext', 'next'],
    ['\u001b[1;31mred\u001b[0m', 'red'],
    ['\u001b]0;title\u0007text', 'text'],
    ['nul\u0000 bel\u0007', 'nul bel'],
    ['tab\there', 'tab\there'],
    ['old text\rnew\u001f', 'new text'],
    ['  indented  ', '  indented  '],
  ])('%j', (raw, clean) => {
    expect(cleanText(raw)).toBe(clean)
  })

  test('never leaves a control character, and plain text alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), raw => {
        expect(cleanText(raw)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/)
      }),
    )
    fc.assert(
      fc.property(fc.string(), raw => {
        const text = raw.replace(/[^ -~\n]/g, '')
        expect(cleanText(text)).toBe(text)
      }),
    )
  })

  test('only the XR time line at the very start goes', () => {
    expect(cleanAnswer('\nSun Nov 22 10:00:01.123 UTC\r\nx\nSun Nov 22 10:00:01.123 UTC\n\n\n')).toBe(
      'x\nSun Nov 22 10:00:01.123 UTC\n',
    )
    expect(cleanAnswer('10:00:01.123 UTC Sun Nov 22 2026\n')).toBe('10:00:01.123 UTC Sun Nov 22 2026\n')
    expect(cleanAnswer('\r\n')).toBe('')
  })

  test('bytes that are no UTF-8 are read as Latin-1', () => {
    expect(decode(Buffer.from('é', 'utf8'))).toBe('é')
    expect(decode(Buffer.from([0x63, 0xe9]))).toBe('cé')
  })

  test('quoted device text is short and on one line', () => {
    expect(quote(`a\r\nb\u001b[2J${'x'.repeat(200)}`)).toMatch(/^"a bx{1,90}\.\.\."$/)
  })
})

describe('T22 prompts', () => {
  test.each([
    'sw1#',
    'sw1>',
    '27N2(2960_PoE)>',
    'RP/0/RP0/CPU0:r1#',
    'RP/0/RSP1/CPU0:r1(admin)#',
    'sysadmin-vm:0_RP0#',
    'n9k-vdc2#',
    'host(maint-mode)#',
    'host(unlicensed)#',
    'host(recovery-mode)#',
  ])('%s is one', line => {
    expect(looksLikePrompt(line)).toBe(true)
    expect(wrongMode(line)).toBeUndefined()
  })
  test.each(['#####', '***>', 'authorised use only >', '', 'Password:', '--More--'])('%s is none', line => {
    expect(looksLikePrompt(line)).toBe(false)
  })
  test.each([
    'sw1(config)#',
    'sw1(config-if)#',
    'r1(admin-config)#',
    'rommon 2 >',
    'switch:',
    'loader>',
    'loader >',
    'bash-4.2$',
    '[root@r1:~]$',
    'root@r1:~#',
  ])('%s is a mode to leave', line => {
    expect(wrongMode(line)).toBeDefined()
  })
  test('pagers', () => {
    for (const line of ['--More--', ' --More-- ', '<--- More --->', '--More--(45%)', 'lines 1-24'])
      expect(pagerAt(line)).toBe('next')
    expect(pagerAt('(END)')).toBe('end')
    for (const line of ['More or less', 'lines', 'sw1#', '-- more text'])
      expect(pagerAt(line)).toBeUndefined()
  })
  test('dialogues', () => {
    expect(loginDialogue('Enter new password: ')).toBe('password-change')
    expect(loginDialogue('CLI session limit 32 reached. Exiting.')).toBe('session-limit')
    expect(loginDialogue('Press RETURN to get started.\r\n')).toBe('press-return')
    expect(loginDialogue('Welcome\r\n')).toBeUndefined()
    expect(isQuestion('Password: ')).toBe(true)
    expect(isQuestion('Continue? [y/n]:')).toBe(true)
    expect(isQuestion('  Next ACK deadline: Nov 22')).toBe(false)
  })
})

describe('T37 refusals', () => {
  test.each([
    ["        ^\n% Invalid input detected at '^' marker.\n", 'ios-xe', 'unsupported'],
    ["        ^\n% Invalid command at '^' marker.\n", 'nx-os', 'unsupported'],
    ['% Incomplete command.\n', 'ios-xe', 'unsupported'],
    ['% Ambiguous command:  "show li"\n', 'ios-xe', 'unsupported'],
    ['Command authorization failed.\n', 'ios-xe', 'denied'],
    ['% Authorization failed.\n', 'ios-xr', 'denied'],
    ['% This command is not authorized\n', 'ios-xr', 'denied'],
    ['% Permission denied for the role\nCmd exec error.\n', 'nx-os', 'denied'],
    ['% Authorization denied for command show license all\n', 'nx-os', 'denied'],
    ['Cmd exec error.\n', 'nx-os', 'denied'],
    ['% Something nobody has seen before\n', 'ios-xe', 'unsupported'],
  ] as const)('%j on %s', (text, platform, status) => {
    expect(classifyAnswer(text, platform)?.status).toBe(status)
  })

  test.each([
    '% No such configuration item(s)\n',
    '%NTP is not enabled.\n',
    '% call-home is disabled\n',
    '',
    'Smart Licensing is ENABLED\n',
  ])('%j is an answer', text => {
    expect(classifyAnswer(text, 'ios-xr')).toBeUndefined()
  })

  test('an error line deep in a long answer is data', () => {
    const text = `${'line of a show tech\n'.repeat(30)}% Invalid command at '^' marker.\n`
    expect(classifyAnswer(text, 'nx-os')).toBeUndefined()
  })

  test('the site can name its own AAA wording', () => {
    expect(classifyAnswer('Not for you\n', 'ios-xe', [/^Not for you/])?.status).toBe('denied')
  })
})

describe('T24 echoes', () => {
  const seen = (head: string, command: string, prompt = 'sw1#'): boolean => {
    const echo = findEcho(head, command, prompt)
    return echo.seen && echo.end !== undefined
  }
  test.each([
    ['show version\r\n'],
    ['\rsw1# \rsw1# show version\r\n'],
    ['show ver \r\nsion\r\n'],
    ['show verx\b \bsion\r\r\n'],
    ['\r\n*Nov 22 10:00:01: %SYS-5-CONFIG_I: Configured\r\nsw1#show version\r\n'],
    ['\u001b[Kshow version\u001b[0m\r\n'],
    ['show v\r\u001b[Ksw1# show version\r\n'],
    ['show v\rsw1#show version\r\n'],
  ])('%j', head => {
    expect(seen(head, 'show version')).toBe(true)
  })

  test('the rest of another answer before it is no clean start', () => {
    expect(findEcho('rest of something\r\nsw1#show version\r\n', 'show version', 'sw1#')).toEqual({
      seen: false,
      hopeless: true,
    })
  })

  test('a line that scrolls sideways', () => {
    expect(
      seen(
        'show logging | include SMART\b\b\b\b\r$de SMART_LIC|CALL_HOME\r\n',
        'show logging | include SMART_LIC|CALL_HOME',
      ),
    ).toBe(true)
  })

  test('a line that scrolls sideways, and whose words occur in the answer', () => {
    const head = `show license eventlog 30${'\b'.repeat(24)}$and some words behind it\r\nsw1#show license all\r\n`
    expect(seen(head, 'show license eventlog 30 and some words behind it')).toBe(true)
  })

  test('not there yet', () => {
    expect(findEcho('show ver', 'show version', 'sw1#')).toEqual({ seen: false, hopeless: false })
    expect(findEcho('show version', 'show version', 'sw1#')).toEqual({ seen: true, end: undefined })
  })
})
