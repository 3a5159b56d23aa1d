// The read-only guard: nothing that could change a device passes, everything the catalogue needs does.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CATALOGUE } from '../../src/collect/catalogue.ts'
import {
  assertReadOnly,
  assertTypable,
  isAllowed,
  keyBytes,
  RefusedCommandError,
  secretRefusal,
} from '../../src/collect/guard.ts'
import { PLATFORMS } from '../../src/model/platform.ts'
import { PARSERS } from '../../src/parse/registry.ts'
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

  test.each(
    [...new Set(PARSERS.map(parser => parser.command))].filter(command => /^(?:admin )?show /.test(command)),
  )('what a parser reads: %s', command => {
    expect(isAllowed(command)).toBe(true)
  })

  test.each([
    'ping tools.cisco.com repeat 2 timeout 2',
    'ping vrf Mgmt-vrf tools.cisco.com source GigabitEthernet0/0 repeat 5 timeout 5',
    'ping 2001:db8::1 count 2',
    'ping tools.cisco.com vrf management count 2',
    'ping vrf MGMT 192.0.2.1 count 2',
    'telnet tools.cisco.com 443',
    'telnet tools.cisco.com 443 /vrf Mgmt-vrf /source-interface GigabitEthernet0/0/1.100',
    'telnet cslu-local 8182 vrf management',
    'telnet vrf MGMT proxy.example.net 3128',
  ])('%s when asked for, and not otherwise', command => {
    expect(isAllowed(command)).toBe(false)
    expect(isAllowed(command, { ending: true })).toBe(false)
    expect(isAllowed(command, { probes: true })).toBe(true)
  })

  test('the words and keys that end a test, while one is being ended and at no other time', () => {
    for (const word of ['disconnect', 'quit']) {
      expect(isAllowed(word)).toBe(false)
      expect(isAllowed(word, { probes: true })).toBe(false)
      expect(isAllowed(word, { ending: true })).toBe(true)
    }
    for (const key of ['stop', 'leave', 'close', 'telnet'] as const) {
      expect(() => keyBytes(key)).toThrow(RefusedCommandError)
      expect(() => keyBytes(key, { probes: true })).toThrow(RefusedCommandError)
      expect(keyBytes(key, { ending: true })).toMatch(/^[\u001d\u001e][xq]?$/)
    }
    expect((['return', 'space', 'quit', 'interrupt'] as const).map(key => keyBytes(key))).toEqual([
      '\r',
      ' ',
      'q',
      '\u0003',
    ])
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
    'show running-config | include "x|redirect flash:y',
    'show running-config | include "x"|tee flash:y',
    'show running-config | include x|"redirect flash:y"',
    'show running-config | include x|^tee flash:y',
    'show running-config | include "x',
    'sh run | red flash:x',
    'sh run',
    'show run | i x | redirect y',
    'show run | i x',
    'show | redirect flash:x',
    'show |',
    'show version | include x | append flash:x',
    'show version |tee flash:x',
    'show version| redirect flash:x',
    'show version | RED flash:x',
    'show version | include x\\| redirect flash:x',
    'show version > file',
    'show version >> file',
    'show version 2> file',
    'show version < file',
    'show version & reload',
    'show version || reload',
    'show version # reload\nreload',
    'show version ! reload',
    'show version\r\nreload',
    'show version\u0000reload',
    'show version\u0016\rreload',
    'show version\u001a',
    'show version\u001b[A',
    'show version\u0008\u0008reload',
    'show version\u007f',
    'show version\u0015reload',
    'show version\u001ex',
    'show version\u001d',
    'show version\u0085reload',
    'show version\u2028reload',
    '\u00a0show version',
    'show\u00a0version',
    'show\u2003version',
    'show\tversion',
    '\tshow version',
    '\u200bshow version',
    's\u04bbow version',
    '\uff53\uff48\uff4f\uff57 version',
    'show version \uff5c redirect flash:x',
    'show version \u01c0 redirect flash:x',
    'show version \u2223 tee flash:x',
    'show version\u037e reload',
    'show version \uff1e x',
    'show license rum id all save bootflash:rum.txt',
    'show license rum id all save rum.txt',
    'show license rum id all sav rum.txt',
    'show license rum id all s rum.txt',
    'show license tech support file bootflash:x',
    'show running-config file x',
    'show version output bootflash:x',
    'show file bootflash:x',
    'show bootflash:x',
    'show flash:',
    'show version "x"',
    'show version (x)',
    'show version -x',
    'show version --x',
    'show version /x',
    'show version *',
    'do show running-config | redirect x',
    'do-exec show version',
    'no show version',
    'admin show version | redirect x',
    'admin  reload',
    'admin show',
    'admin show tech-support license file x',
    'admin do show version',
    'admin admin show version',
    'admin; show version',
    'run show version',
    'exec show version',
    'execute show version',
    'bash show version',
    'tclsh',
    'guestshell',
    'request platform software package clean',
    'test crypto pki',
    'monitor capture x start',
    'send *',
    'send log x',
    'terminal length 0\rreload',
    'terminal length 512',
    'terminal exec prompt timestamp',
    'terminal no monitor; reload',
    'show tech-support | redirect flash:x',
    'show tech-support | include x',
    'show Tech-support',
    'show tech-support license detail',
    'show tech-support  license x',
    'show tech-support license | redirect x',
    'show tech-support license > bootflash:x',
    'SHOW version',
    'sHow version',
    'enable\r',
    'enable secret',
    'exit; reload',
    'q\rreload',
    'disconnect',
    'disconnect 1',
    'resume 1',
    'traceroute 192.0.2.1',
    'ping 192.0.2.1 repeat 2 timeout 2',
    'telnet tools.cisco.com 443',
    'ssh -l noc 192.0.2.1',
    'connect 192.0.2.1',
    '192.0.2.1',
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
    'ping ',
    'ping 192.0.2.1',
    'ping vrf',
    'ping ip 192.0.2.1 repeat 2 timeout 2',
    'ping mpls ipv4 192.0.2.1/32',
    'ping 192.0.2.1; reload',
    'ping 192.0.2.1 | tee x',
    'ping 192.0.2.1 repeat 2 timeout 2 | redirect flash:x',
    'ping 192.0.2.1 repeat 100000 timeout 2',
    'ping 192.0.2.1 repeat 6 timeout 2',
    'ping 192.0.2.1 repeat 0 timeout 2',
    'ping 192.0.2.1 repeat 02 timeout 2',
    'ping 192.0.2.1 repeat 2 timeout 3600',
    'ping 192.0.2.1 repeat 2 timeout 2 size 18024',
    'ping 192.0.2.1 repeat 2 timeout 2 data ffff',
    'ping 192.0.2.1 repeat 2 timeout 2\n',
    'ping 192.0.2.1 repeat 2 timeout 2 ',
    'ping  192.0.2.1 repeat 2 timeout 2',
    'ping 192.0.2.1 repeat  2 timeout 2',
    'ping 192.0.2.1 count 5000',
    'ping 192.0.2.1 count unlimited',
    'ping 192.0.2.1 count 2 interval 0',
    'ping 192.0.2.1 flood',
    'ping 192.0.2.999 count 2',
    'ping 192.0.2 count 2',
    'ping 3232235777 count 2',
    'ping 1.1 count 2',
    'ping localhost count 2',
    'ping count count 2',
    'ping -f count 2',
    'ping vr count 2',
    'ping sr-m count 2',
    'ping tools.cisco.com. count 2',
    'ping -tools.cisco.com count 2',
    'ping tools..cisco.com count 2',
    'ping tools.cisco.com/24 count 2',
    'ping http://tools.cisco.com count 2',
    'ping noc@tools.cisco.com count 2',
    `ping ${'a.'.repeat(130)}com count 2`,
    'ping vrf a;b 192.0.2.1 count 2',
    'ping vrf a:b 192.0.2.1 count 2',
    `ping vrf ${'v'.repeat(33)} 192.0.2.1 count 2`,
    'ping 192.0.2.1 source repeat 2 timeout 2',
    'ping 192.0.2.1 source Vlan repeat 2 timeout 2',
    'ping 192.0.2.1 source 10 repeat 2 timeout 2',
    'PING 192.0.2.1 count 2',
    'pin 192.0.2.1 count 2',
    'do ping 192.0.2.1 count 2',
    'admin ping 192.0.2.1 count 2',
    'traceroute',
    'traceroute 192.0.2.1',
    'traceroute 192.0.2.1 ttl 1 5',
    'telnet',
    'telnet ',
    'telnet 192.0.2.1',
    'telnet tools.cisco.com',
    'telnet 192.0.2.1 0',
    'telnet 192.0.2.1 22',
    'telnet 192.0.2.1 23',
    'telnet 192.0.2.1 25',
    'telnet 192.0.2.1 53',
    'telnet 192.0.2.1 179',
    'telnet 192.0.2.1 445',
    'telnet 192.0.2.1 0443',
    'telnet 192.0.2.1 +443',
    'telnet 192.0.2.1 443.0',
    'telnet 192.0.2.1 0x1bb',
    'telnet 192.0.2.1 65536',
    'telnet 192.0.2.1 99999',
    'telnet 192.0.2.1 www',
    'telnet 192.0.2.1 smtp',
    'telnet 192.0.2.1 443 443',
    'telnet 192.0.2.1 443 /stream',
    'telnet 192.0.2.1 443 /debug',
    'telnet 192.0.2.1 443 /quiet',
    'telnet 192.0.2.1 443 /vrf',
    'telnet 192.0.2.1 443 /vrf a b',
    'telnet 192.0.2.1 443 /source-interface Vlan1 /vrf a',
    'telnet 192.0.2.1 443 | redirect x',
    'telnet 192.0.2.1 443\rreload',
    'telnet 192.0.2.1 443\u001ex',
    'telnet 192.0.2.1 443; reload',
    'telnet 192.0.2.1 443 reload',
    'telnet ip 443',
    'telnet vrf 443',
    'telnet vrf a 443',
    'Telnet 192.0.2.1 443',
    'tel 192.0.2.1 443',
    'disconnect',
    'quit',
  ])('%j even when tests are asked for', command => {
    expect(isAllowed(command, { probes: true })).toBe(false)
    expect(isAllowed(command)).toBe(false)
  })

  test('asking for tests opens nothing else', () => {
    for (const command of [
      'reload',
      'configure terminal',
      'show version\nreload',
      'pingx 1',
      'telnetx 1 443',
    ]) {
      expect(isAllowed(command, { probes: true })).toBe(false)
    }
  })

  test('while a test is being ended not even a show command passes', () => {
    for (const command of [
      'show version',
      'exit',
      'enable',
      'q',
      'terminal length 0',
      'quit 1',
      'disconnect 2',
    ])
      expect(isAllowed(command, { ending: true })).toBe(false)
  })
})

describe('secrets', () => {
  test.each([
    'x\rreload',
    'x\n',
    'x\u0003',
    'x\u0016y',
    '\u001ex',
    'x\u0000',
    'x\u007f',
    'x\u2028',
    '\u0085',
  ])('%j is not typed, and not told', secret => {
    expect(secretRefusal(secret)).toBeDefined()
    expect(() => assertTypable(secret)).toThrow(/^refused to send "<secret>": it holds a control character$/)
  })

  test.each(['hunter2', 'with blank and ; | > $ ! ?', 'p\u00e4ssw\u00f6rd', ' '])('%j is', secret => {
    expect(secretRefusal(secret)).toBeUndefined()
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

  const COMMANDS = [
    ...new Set(
      PLATFORMS.flatMap(platform =>
        CATALOGUE[platform].flatMap(({ command, fallback }) => [command, ...(fallback ?? [])]),
      ),
    ),
  ]
  const TESTS = [
    'ping tools.cisco.com repeat 2 timeout 2',
    'ping vrf M tools.cisco.com source Vlan10 repeat 2 timeout 2',
    'ping tools.cisco.com vrf management count 2',
    'telnet tools.cisco.com 443',
    'telnet tools.cisco.com 443 /vrf M /source-interface Vlan10',
    'telnet vrf M tools.cisco.com 443',
  ]
  const allowed = fc.constantFrom(...COMMANDS)
  const tests = fc.constantFrom(...TESTS)
  /** Everything that starts a second command, names a file, runs a program or moves the cursor. */
  const GLUE = [
    ...[...Array(32).keys()].map(code => String.fromCharCode(code)),
    ...['\u007f', '\u0085', '\u00a0', '\u2028', '\u2029', '\u200b', '\uff5c', '\uff1b'],
    ...[';', '&', '&&', '||', '`', '$(', '>', '>>', '<', '!', '?', '\\', '{', '}', "'", '~', '%'],
    ...['redirect', 'tee', 'append', 'file', 'save', 'email', 'vsh', 'sed', 'awk', 'source'].flatMap(word => [
      ` | ${word} `,
      `|${word} `,
      ` |${word} `,
      `| ${word.slice(0, 3)} `,
      `|${word.slice(0, 2)} `,
      ` | include x | ${word} `,
      ` | include x|${word} `,
    ]),
  ]
  const PAYLOADS = [
    'reload',
    'configure terminal',
    'flash:x',
    'bootflash:///x',
    'tftp://192.0.2.1/x',
    'write erase',
    'license smart deregister',
    'x',
    '',
  ]
  const payload = fc.constantFrom(...PAYLOADS)

  test('nothing glued to an allowed command or test passes', () => {
    let tried = 0
    const passed: string[] = []
    for (const command of [...COMMANDS, ...TESTS]) {
      for (const between of GLUE) {
        for (const rest of PAYLOADS) {
          const attempts = [`${command}${between}${rest}`]
          if (rest !== '' && !between.trim().startsWith('|')) attempts.push(`${rest}${between}${command}`)
          tried += attempts.length
          passed.push(...attempts.filter(one => isAllowed(one, { probes: true })))
        }
      }
    }
    expect(tried).toBeGreaterThan(50_000)
    expect(passed).toEqual([])
  })

  test('nothing put into an allowed command or test passes when it is more than printable', () => {
    fc.assert(
      fc.property(
        fc.oneof(allowed, tests),
        fc.nat(),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }).filter(text => !/^[ -~]+$/.test(text)),
        (command, at, text) => {
          const where = at % (command.length + 1)
          const spoilt = `${command.slice(0, where)}${text}${command.slice(where)}`
          expect(isAllowed(spoilt, { probes: true })).toBe(false)
        },
      ),
      { numRuns: 3_000 },
    )
  })

  test('letters that only look like others are refused', () => {
    const twins: Readonly<Record<string, string>> = {
      s: '\u0455',
      o: '\u043e',
      e: '\u0435',
      i: '\u0456',
      c: '\u0441',
      p: '\u0440',
    }
    fc.assert(
      fc.property(fc.oneof(allowed, tests), fc.nat(), (command, pick) => {
        const places = [...command].flatMap((char, at) => (twins[char] === undefined ? [] : [at]))
        const at = places[pick % places.length] ?? 0
        const twin = `${command.slice(0, at)}${twins[command[at] ?? '']}${command.slice(at + 1)}`
        expect(isAllowed(twin, { probes: true })).toBe(false)
      }),
      { numRuns: 1_000 },
    )
  })

  test('a value of a test holds no second word, and a number no more than five', () => {
    const word = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      payload,
      fc.constantFrom('a b', '192.0.2.1 443'),
    )
    fc.assert(
      fc.property(word, word, word, (host, vrf, count) => {
        const commands = [
          `ping ${host} count 2`,
          `ping 192.0.2.1 vrf ${vrf} count 2`,
          `ping 192.0.2.1 count ${count}`,
          `telnet ${host} 443`,
          `telnet 192.0.2.1 ${count}`,
          `telnet 192.0.2.1 443 vrf ${vrf}`,
          `telnet 192.0.2.1 443 /source-interface ${vrf}`,
        ]
        for (const command of commands) {
          if (!isAllowed(command, { probes: true })) continue
          expect(command).toMatch(/^(?:ping|telnet) [A-Za-z0-9./:_ -]+$/)
          expect(command.split(' ').length).toBeLessThanOrEqual(6)
          const port = /^telnet \S+ (\d+)/.exec(command)?.[1]
          if (port !== undefined) expect([80, 443].includes(Number(port)) || Number(port) >= 1_024).toBe(true)
          const packets = /count (\d+)$/.exec(command)?.[1]
          if (packets !== undefined) expect(Number(packets)).toBeLessThanOrEqual(5)
        }
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
