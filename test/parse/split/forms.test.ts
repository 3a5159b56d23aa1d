// The forms in which people save a session: terminal logs, time stamps, show tech files, configuration archives.
import { describe, expect, test } from 'vitest'
import { type Segment, splitComments, splitText } from '../../../src/parse/split/index.ts'

const commands = (segments: readonly Segment[]): unknown[] =>
  segments.map(({ hostname, command, firstLine, text }) => [hostname, command, firstLine, text])

describe('terminal programs', () => {
  const header = '=~=~=~=~=~=~=~=~=~=~=~= PuTTY log 2026.11.22 10:00:01 =~=~=~=~=~=~=~=~=~=~=~='

  test('PuTTY: each header starts a new log', () => {
    const log = `${header}\r\nlogin as: netops\r\nsw1#show clock\r\n10:00\r\n${header}\r\nlogin as: netops\r\nsw2#show clock\r\n11:00\r\nsw2#`
    expect(commands(splitText(log))).toEqual([
      ['sw1', '', 2, 'login as: netops'],
      ['sw1', 'show clock', 4, '10:00'],
      ['sw2', '', 6, 'login as: netops'],
      ['sw2', 'show clock', 8, '11:00'],
    ])
  })

  test('script: escapes, corrections, shell prompts before and after', () => {
    const log = [
      'Script started on 2026-11-22 10:00:01+00:00 [TERM="xterm" TTY="/dev/pts/0"]',
      '\u001b]0;netops@jump: ~\u0007\u001b[01;32mnetops@jump\u001b[00m:\u001b[01;34m~\u001b[00m$ ssh sw1\r',
      '\u001b[1msw1#\u001b[0mshow versiom\b \bn\r',
      'Cisco IOS XE Software\r',
      'sw1#exit\r',
      'Connection to sw1 closed.\r',
      "netops@jump:~$ ssh sw2 'show version'\r",
      'Cisco Nexus Operating System (NX-OS) Software\r',
      'netops@jump:~$ exit\r',
      '',
      'Script done on 2026-11-22 10:05:01+00:00 [COMMAND_EXIT_CODE="0"]',
    ].join('\n')
    const found = splitText(log)
    expect(found.filter(one => one.unread !== true && one.command !== '')).toEqual([
      { command: 'show version', hostname: 'sw1', text: 'Cisco IOS XE Software', firstLine: 4 },
    ])
    expect(found.find(one => one.text.includes('Nexus'))).toMatchObject({ command: '', firstLine: 8 })
  })

  test('a carriage return inside a line writes over it: line numbers hold', () => {
    const log = 'sw1#show clock\r\n --More-- \r         \rone\r\ntwo\r\nsw1#show version\r\nthree\r\n'
    expect(commands(splitText(log))).toEqual([
      ['sw1', 'show clock', 2, 'one\ntwo'],
      ['sw1', 'show version', 5, 'three'],
    ])
  })

  test('a prompt behind what the pager left', () => {
    const log = `sw1#show clock\none\n --More-- ${'\b'.repeat(9)}${' '.repeat(8)}${'\b'.repeat(9)}sw1#show version\ntwo\n`
    expect(commands(splitText(log)).map(one => (one as unknown[])[1])).toEqual(['show clock', 'show version'])
  })

  test('line ends of an old Macintosh', () => {
    expect(commands(splitText('sw1#show clock\rone\rsw1#show version\rtwo\r'))).toEqual([
      ['sw1', 'show clock', 2, 'one'],
      ['sw1', 'show version', 4, 'two'],
    ])
  })
})

describe('time stamps in front of each line', () => {
  const lines = [
    'sw1#show license status',
    'Utility:',
    '  Status: DISABLED',
    '',
    'sw1#show clock',
    '10:00:00.123 UTC',
  ]
  test.each([
    '[2026-11-22 10:00:01.123] ',
    '2026-11-22T10:00:01 ',
    '2026-11-22T10:00:01.123Z ',
    '2026-11-22 10:00:01,123 ',
    '10:00:01 ',
    '[10:00:01] ',
    '[Sun Nov 22 10:00:01.123 2026] ',
    '[11/22/2026 10:00:01 AM] ',
    'Nov 22 10:00:01 ',
  ])('%j is taken off', stamp => {
    const segments = splitText(`${lines.map(line => `${stamp}${line}`).join('\r\n')}\r\n`)
    expect(commands(segments)).toEqual([
      ['sw1', 'show license status', 2, 'Utility:\n  Status: DISABLED\n'],
      ['sw1', 'show clock', 6, '10:00:00.123 UTC'],
    ])
  })

  test('blank lines may lack it', () => {
    const text = '10:00:01 sw1#show clock\n10:00:01 one\n\n10:00:02 two\n'
    expect(splitText(text)[0]?.text).toBe('one\n\ntwo')
  })

  test('a log of the device keeps its times', () => {
    const log = '10:00:01 %SYS-5-RESTART: x\n10:00:02 %LINK-3-UPDOWN: y\n10:00:03 %LINK-3-UPDOWN: z\n'
    expect(splitText(log)[0]?.text).toBe(log.trimEnd())
  })

  test('an answer that starts with times keeps them', () => {
    const log = 'sw1#show clock\n10:00:01 UTC\n10:00:02 UTC\nsw1#'
    expect(splitText(log)[0]?.text).toBe('10:00:01 UTC\n10:00:02 UTC')
  })
})

describe('show tech-support', () => {
  test('sections that no parser reads are named, not kept', () => {
    const tech = [
      '------------------ show platform software status ------------------',
      'unwanted',
      '------------------ show clock ------------------',
      '12:00:00 UTC',
      '---------- ------ --------',
      '------------------ test platform hardware ------------------',
      'unwanted',
    ].join('\n')
    expect(splitText(tech)).toEqual([
      { command: 'show platform software status', text: '', firstLine: 2, unread: true },
      { command: 'show clock', text: '12:00:00 UTC\n---------- ------ --------', firstLine: 4 },
      { command: 'test platform hardware', text: '', firstLine: 7, unread: true },
    ])
  })

  test.each([
    [
      'IOS XR, more dashes behind than before',
      '------------------ show version -------------------',
      undefined,
    ],
    ['IOS XR, the admin plane', '------------------ admin show license all -------------------', undefined],
    ['IOS XR, showtech files', '++++ show version [12:00:00.123 UTC Sun Nov 22 2026] ++++', 'ios-xr'],
    ['NX-OS', '`show version`', 'nx-os'],
  ])('%s', (_, heading, platform) => {
    const [found] = splitText(`${heading}\nanswer\n`)
    expect(found).toMatchObject({ text: 'answer', firstLine: 2 })
    expect(found?.command).toMatch(/show (version|license all)$/)
    expect(found?.platform).toBe(platform)
  })

  test('IOS XR, a title with a colon', () => {
    expect(
      splitText('Show version:\nCisco IOS XR Software\nShow clock: ...\nx\n').map(one => one.command),
    ).toEqual(['show version', 'show clock'])
  })

  test('of two devices in one log', () => {
    const tech = (host: string) =>
      `${host}#show tech-support\n\n------------------ show clock ------------------\n${host}\n------------------ show vlan ------------------\nx\n`
    const found = splitText(`${tech('a')}${tech('b')}b#`)
    expect(found.filter(one => one.unread !== true).map(one => [one.hostname, one.text])).toEqual([
      ['a', 'a'],
      ['b', 'b'],
    ])
  })
})

describe('configuration archives', () => {
  const configuration = 'version 17.9\nhostname sw1\nend\n'
  const bare = (text: string): Segment => ({ command: '', text, firstLine: 1 })

  test('the comments of Oxidized on IOS XE', () => {
    const [version, config] = splitComments(
      bare(
        `! Cisco IOS XE Software, Version 17.09.04a\n! \n! Image: Compiled: x\n! \n! NAME: "Chassis", DESCR: "C9300"\n! PID: C9300-48P\n! \n! Last configuration change at 1\n!\n${configuration}`,
      ),
    )
    expect(version).toMatchObject({ command: 'show version', firstLine: 1 })
    expect(version?.text.split('\n')[0]).toBe('Cisco IOS XE Software, Version 17.09.04a')
    expect(config).toMatchObject({ command: '', firstLine: 8 })
    expect(config?.text.startsWith('! Last configuration change')).toBe(true)
  })

  test('the comments of Oxidized on NX-OS', () => {
    const text =
      '! Cisco Nexus Operating System (NX-OS) Software\n!   NXOS: version 9.3(5)\n!Command: show running-config\n\nversion 9.3(5)\nhostname n9k\n'
    const found = splitText(text).flatMap(splitComments)
    expect(found.map(one => [one.command, one.firstLine])).toEqual([
      ['show version', 1],
      ['show running-config', 3],
    ])
    expect(found[0]?.text).toContain('\n  NXOS: version')
  })

  test('comments that tell nothing stay with the configuration', () => {
    const text = `!RANCID-CONTENT-TYPE: cisco\n!\n!Chassis type: x\n!\n${configuration}`
    expect(splitComments(bare(text))).toEqual([bare(text)])
  })
})

describe('hostile text', () => {
  test.each([
    ['carriage returns', `${'\r'.repeat(200_000)}x`],
    ['carriage returns in an answer', `sw1#show clock\n${'a\r'.repeat(100_000)}`],
    ['headings', '------------------ show a ------------------\n'.repeat(20_000)],
    ['prompts without a command', Array.from({ length: 20_000 }, (_, n) => `h${n}#`).join('\n')],
    ['one long line', 'sw1#'.repeat(100_000)],
    ['half headings', `${'-'.repeat(100_000)}\n`.repeat(20)],
    ['backticks', '`'.repeat(500_000)],
    ['stamps', '[10:00:01] '.repeat(50_000)],
  ])('%s', (_, text) => {
    expect(splitText(text).length).toBeLessThan(1000)
  })
})
