// The read-only guard: nothing that could change a device passes, everything the catalogue needs does.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CATALOGUE } from '../../src/collect/catalogue.ts'
import { assertReadOnly, isAllowed, RefusedCommandError } from '../../src/collect/guard.ts'
import { PLATFORMS } from '../../src/model/platform.ts'
import { PLATFORM_TRAITS } from '../../src/platforms/index.ts'

describe('passes', () => {
  const catalogue = PLATFORMS.flatMap(platform =>
    CATALOGUE[platform].flatMap(entry => [
      entry.command,
      ...(entry.alternatives ?? []),
      ...(entry.fallback ?? []),
    ]),
  )
  test.each([...new Set(catalogue)])('%s', command => {
    expect(isAllowed(command)).toBe(true)
  })

  test.each(
    PLATFORMS.flatMap(platform => [
      ...PLATFORM_TRAITS[platform].setup,
      PLATFORM_TRAITS[platform].logout,
      'enable',
      'q',
    ]),
  )('%s', command => {
    expect(isAllowed(command)).toBe(true)
  })

  test.each([
    'show ip route | include 0.0.0.0/0',
    'show run | section "vrf context" | no-more',
    'admin show version | exclude x',
    'show x | count y',
  ])('%s', command => {
    expect(isAllowed(command)).toBe(true)
  })

  test('ping and traceroute when asked for', () => {
    for (const command of [
      'ping 10.0.0.1',
      'ping vrf mgmt tools.cisco.com',
      'traceroute 2001:db8::1',
      'ping 10.0.0.1 repeat 5',
    ]) {
      expect(isAllowed(command)).toBe(false)
      expect(isAllowed(command, { probes: true })).toBe(true)
    }
  })
})

describe('is refused', () => {
  test.each([
    '',
    ' ',
    'reload',
    'configure terminal',
    'write memory',
    'copy running-config startup-config',
    'license smart renew auth',
    'clear counters',
    'debug call-home smart-licensing all',
    'delete bootflash:x',
    'admin',
    'admin reload',
    'admin config',
    'show',
    'admin show',
    'Show version',
    'sh version',
    ' show version',
    'show version ',
    'do show version',
    'show version\nreload',
    'show version\rreload',
    'show version\r',
    'show version;reload',
    'show version ; reload',
    'show version && reload',
    'show version `reload`',
    'show version $(reload)',
    'show version ?',
    'show version\u0003',
    'show version\u0016x',
    'show version\t',
    'show versi\u00f6n',
    'show running-config | redirect tftp://10.0.0.1/x',
    'show running-config | red flash:x',
    'show running-config | tee flash:x',
    'show running-config | append flash:x',
    'show running-config | file disk0:x',
    'show running-config | save x',
    'show running-config > bootflash:x',
    'show running-config >> bootflash:x',
    'show running-config | include x > bootflash:x',
    'show running-config | include x | redirect flash:x',
    'show running-config | include x | tee flash:x',
    'show running-config | include x|redirect flash:x',
    'show running-config | include x|tee flash:x',
    'show running-config | include x|r flash:x',
    'show running-config | include x | sed w',
    'show running-config | include x|',
    'show running-config |',
    'show running-config | ',
    'show running-config | | include x',
    'show running-config | python',
    'show running-config | awk x',
    'show tech-support',
    'show tech-support license file harddisk:/x',
    'show tech-support call-home',
    'show tech',
    'show tec license',
    'show te license',
    'admin show tech-support',
    'terminal monitor',
    'terminal length 24',
    'terminal length 0 ',
    'terminal width 511; reload',
    'enable 15',
    'exit 1',
    'quit',
    'ping',
    'telnet 10.0.0.1',
    `show ${'x'.repeat(500)}`,
  ])('%j', command => {
    expect(isAllowed(command)).toBe(false)
    expect(() => assertReadOnly(command)).toThrow(RefusedCommandError)
  })

  test.each([
    'ping',
    'traceroute',
    'ping 10.0.0.1; reload',
    'ping 10.0.0.1 | tee x',
    'ping 10.0.0.1 repeat 100000',
    'ping 10.0.0.1 count 5000',
    'ping 10.0.0.1 count unlimited',
    'ping 10.0.0.1\n',
  ])('%j even when probes are asked for', command => {
    expect(isAllowed(command, { probes: true })).toBe(false)
  })

  test('asking for probes opens nothing else', () => {
    for (const command of [
      'reload',
      'configure terminal',
      'show version\nreload',
      'pingx 1',
      'telnet 1.1.1.1 443',
    ]) {
      expect(isAllowed(command, { probes: true })).toBe(false)
    }
  })
})

describe('whatever the text', () => {
  const nasty = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string().map(text => `show ${text}`),
    fc
      .array(
        fc.constantFrom(
          'show',
          'version',
          '|',
          'include',
          'redirect',
          'tee',
          '>',
          ';',
          '\n',
          '\r',
          'reload',
          'x',
          '"',
          ' ',
        ),
      )
      .map(words => words.join(' ')),
    fc
      .array(fc.constantFrom('show version', '|', 'include ', 'a', 'redirect x', 'tee x', '\n', ' '))
      .map(words => words.join('')),
  )

  test('what passes is one printable line that begins with a known word', () => {
    fc.assert(
      fc.property(nasty, command => {
        if (!isAllowed(command)) return
        expect(command).toMatch(/^[ -~]+$/)
        expect(command).toMatch(
          /^(?:show |admin show |terminal (?:length 0|width 511|exec prompt no-timestamp)$|enable$|exit$|q$)/,
        )
        expect(command).not.toMatch(/[;>`$&\\<?!]/)
        for (const part of command.split('|').slice(1))
          expect(part.trim()).not.toMatch(/^(?:red|tee|app|file|save|email)/i)
      }),
      { numRuns: 2_000 },
    )
  })

  test('adding a line end or a second command to an allowed one refuses it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('show version', 'show license all', 'exit', 'terminal length 0'),
        fc.constantFrom('\r', '\n', ';', '\u0000', '\u2028', ' > x', ' | tee x'),
        fc.string(),
        (command, glue, rest) => {
          expect(isAllowed(`${command}${glue}${rest}`)).toBe(false)
        },
      ),
    )
  })
})
