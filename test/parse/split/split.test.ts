// Pasted logs, show tech files and bare outputs, split into answers.
import { describe, expect, test } from 'vitest'
import { commandOfFileName } from '../../../src/parse/split/file-name.ts'
import { platformOfText, splitText } from '../../../src/parse/split/index.ts'
import { readPrompt } from '../../../src/parse/split/prompt.ts'

describe('prompts', () => {
  test.each([
    ['sw1#show license all', 'sw1', 'show license all'],
    ['sw1>sh ver', 'sw1', 'sh ver'],
    ['N9K-1# show license status ', 'N9K-1', 'show license status'],
    ['DC-DMZ(config)# ping tools.cisco.com vrf management', 'DC-DMZ', 'ping tools.cisco.com vrf management'],
    ['sw1(config)#do  show run', 'sw1', 'show run'],
    ['RP/0/RSP0/CPU0:asr9k#show run call-home', 'asr9k', 'show run call-home'],
    ['RP/0/RSP0/CPU0:asr9k(admin)#show license status', 'asr9k', 'admin show license status'],
    ['sysadmin-vm:0_RSP0# show platform', '', 'admin show platform'],
    ['sw1#', 'sw1', ''],
    ['#show call-home profile all', '', 'show call-home profile all'],
  ])('%s', (line, hostname, command) => {
    expect(readPrompt(line)).toMatchObject({ hostname, command })
  })
  test.each([
    '### banner ###',
    ' profile "x"#',
    'speed>10 is fine',
    '<omitted>',
    '! #show',
    '',
    'note# see below',
  ])('%j is none', line => {
    expect(readPrompt(line)).toBeUndefined()
  })
})

describe('a pasted log', () => {
  const log = `Unauthorised access prohibited
sw1#terminal length 0
sw1#show license all
Smart Licensing Status
### not a prompt ###
other#
line
sw1#show run | section call-home
service call-home
sw1#
sw1#show clock
*16:15:44.123 UTC Wed Jun 22 2022
`
  test('answers with their lines; the last needs no prompt', () => {
    const segments = splitText(log)
    expect(
      segments.map(({ command, firstLine, hostname, cut }) => ({ command, firstLine, hostname, cut })),
    ).toEqual([
      { command: '', firstLine: 1, hostname: 'sw1', cut: undefined },
      { command: 'terminal length 0', firstLine: 3, hostname: 'sw1', cut: undefined },
      { command: 'show license all', firstLine: 4, hostname: 'sw1', cut: undefined },
      { command: 'show run | section call-home', firstLine: 9, hostname: 'sw1', cut: undefined },
      { command: 'show clock', firstLine: 12, hostname: 'sw1', cut: undefined },
    ])
    expect(segments[2]?.text).toBe('Smart Licensing Status\n### not a prompt ###\nother#\nline')
  })
  test('several devices; what no parser reads is named but not kept', () => {
    const two = splitText('a#show clock\n1\na#exit\nb#show clock\n2\nb#unknowncommand\nx\n')
    expect(two.map(segment => [segment.hostname, segment.command, segment.text])).toEqual([
      ['a', 'show clock', '1'],
      ['a', 'exit', ''],
      ['b', 'show clock', '2'],
      ['b', 'unknowncommand', ''],
    ])
  })
  test('the admin plane belongs to its router', () => {
    const found = splitText(
      'RP/0/RP0/CPU0:r1#admin\nsysadmin-vm:0_RP0# show license all\nx\nsysadmin-vm:0_RP0# exit\n',
    )
    expect(found[1]).toMatchObject({ hostname: 'r1', command: 'admin show license all', platform: 'ios-xr' })
  })
  test('a pager at the end means there was more', () => {
    expect(splitText('a#show license all\nLine\n --More-- ')[0]?.cut).toContain('--More--')
  })
  test('a pager in the middle is taken out, its line stays', () => {
    expect(splitText('a#show run\none\n --More--          two\n three\na#')[0]?.text).toBe(
      'one\n two\n three',
    )
  })
})

describe('headings', () => {
  test('dashes on IOS XE and XR', () => {
    const tech =
      '\n------------------ show clock ------------------\n\n12:00:00 UTC\n\n------------------ show license tech support ------------------\nx\n'
    expect(splitText(tech).map(({ command, firstLine }) => [command, firstLine])).toEqual([
      ['show clock', 3],
      ['show license tech support', 7],
    ])
  })
  test('backticks on NX-OS', () => {
    expect(splitText('`show version`\nCisco Nexus\n`show license usage`\nx\n')).toMatchObject([
      { command: 'show version', platform: 'nx-os', text: 'Cisco Nexus' },
      { command: 'show license usage', platform: 'nx-os' },
    ])
  })
  test('inside a log', () => {
    const found = splitText(
      'a#show tech-support license\n------------------ show version ------------------\nv\n------------------ show clock ------------------\nc\na#show clock\nd\n',
    )
    expect(found.map(({ command, firstLine, hostname }) => [command, firstLine, hostname])).toEqual([
      ['show version', 3, 'a'],
      ['show clock', 5, 'a'],
      ['show clock', 7, 'a'],
    ])
  })
  test('a log line that reads like a heading does not cut other answers', () => {
    expect(
      splitText('a#show logging\n------------------ show version ------------------\nx\na#'),
    ).toHaveLength(1)
  })
  test('bare commands between outputs', () => {
    expect(
      splitText('show version\nCisco IOS XE Software\nshow me the way\nshow license all\ny\n').map(
        one => one.command,
      ),
    ).toEqual(['show version', 'show license all'])
  })
  test('configurations of NX-OS name themselves', () => {
    const found = splitText(
      'show running-config\n\n!Command: show running-config\nhostname x\n!Command: show running-config callhome\ncallhome\n',
    )
    expect(found.map(one => one.command)).toEqual(['show running-config', 'show running-config callhome'])
  })
})

describe('a bare output', () => {
  test('one segment without a command; the prompt at its end names the device', () => {
    expect(splitText('Current configuration : 10 bytes\nend\n\nsw1#\n')).toEqual([
      { command: '', text: 'Current configuration : 10 bytes\nend\n\n', firstLine: 1, hostname: 'sw1' },
    ])
  })
  test('blank text has none', () => {
    expect(splitText('\n  \n')).toEqual([])
  })
})

test('hostile lines are split in linear time', () => {
  const odd = ['-', '#', '`show ', '(', ' ', 'a.', '--More--', 'RP/0/'].map(one => one.repeat(50_000))
  expect(splitText(odd.join('\n'))).toHaveLength(1)
})

test.each([
  ['Cisco IOS XE Software, Version 17.09.04a', 'ios-xe'],
  ['Cisco Nexus Operating System (NX-OS) Software', 'nx-os'],
  ['Cisco IOS XR Software, Version 7.5.1', 'ios-xr'],
  ['UDI: PID:C9300-24UX,SN:FCW2303D16Y', 'ios-xe'],
  ['UDI: PID:N9K-C93180YC-FX,SN:FDO123', 'nx-os'],
  ['UDI: PID:NCS-55A2-MOD-S,SN:FOC1', 'ios-xr'],
  ['UDI: PID:ASR-9010-AC,SN:FOC1', 'ios-xr'],
  ['UDI: PID:ASR1001-X,SN:FOC1', 'ios-xe'],
  ['Thu Sep 26 18:20:16.484 EDT\nntp\n server 10.4.1.1', 'ios-xr'],
  ['(LAN_ENTERPRISE_SERVICES_PKG):', 'nx-os'],
  ['  dna-advantage           (C9300-24 DNA Advantage)          2 IN USE', 'ios-xe'],
  ['*Nov 17 18:05:09.580: %SMART_LIC-3-COMM_FAILED: x', 'ios-xe'],
  ['nothing', undefined],
])('platform of %j', (text, platform) => {
  expect(platformOfText(text)).toBe(platform)
})

test.each([
  ['show_license_all.txt', 'show license all', ''],
  ['show-license-all.txt', 'show license all', ''],
  ['show license all.log', 'show license all', ''],
  ['show-running-config.txt', 'show running-config', ''],
  ['sw1_show_running-config.txt', 'show running-config', 'sw1'],
  ['core-1.example-show-version.txt', 'show version', 'core-1.example'],
  ['sh_run.txt', 'sh run', ''],
  ['show_running-config_section_call-home.txt', 'show running-config | section call-home', ''],
])('file %s', (name, command, host) => {
  expect(commandOfFileName(name)).toEqual({ command, host })
})

test.each(['sw1.txt', 'showcase.txt', 'show_of_hands.txt', 'README'])('file %s names no command', name => {
  expect(commandOfFileName(name)).toBeUndefined()
})
