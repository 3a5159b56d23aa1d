// Which tests a device is asked for, and that values from the device never make them anything else.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { testsOf, type Way, wayOf } from '../../src/collect/active.ts'
import { isAllowed } from '../../src/collect/guard.ts'
import { fillTestForm, isTestHost, TEST_FORMS } from '../../src/collect/test-form.ts'
import type { Capture } from '../../src/model/capture.ts'
import type { RuleContext } from '../../src/model/facts/store.ts'
import { PLATFORMS, type Platform } from '../../src/model/platform.ts'
import { readTarget } from '../../src/parse/connectivity/target.ts'

const WAY: Way = { platform: 'ios-xe', host: 'tools.cisco.com', port: 443, proxy: false, vrf: '', source: '' }

/** The tests, each answered with `text`. */
function typed(way: Way, text = 'Success rate is 100 percent (2/2)\n'): string[] {
  const plan = testsOf(way)
  const commands: string[] = []
  for (let step = plan.next(); step.done !== true; ) {
    const { command } = step.value
    commands.push(command)
    const capture: Capture = { command, status: 'ok', text, firstLine: 1, origin: 'sw1' }
    step = plan.next(capture)
  }
  return commands
}

describe('the tests of a way', () => {
  test.each<[string, Partial<Way>, string[]]>([
    ['IOS XE', {}, ['ping tools.cisco.com repeat 2 timeout 2', 'telnet tools.cisco.com 443']],
    [
      'IOS XE with VRF and source interface',
      { vrf: 'Mgmt-vrf', source: 'GigabitEthernet0/0', lookupVrf: 'Mgmt-vrf' },
      [
        'ping vrf Mgmt-vrf tools.cisco.com source GigabitEthernet0/0 repeat 2 timeout 2',
        'telnet tools.cisco.com 443 /vrf Mgmt-vrf /source-interface GigabitEthernet0/0',
      ],
    ],
    [
      'names are asked for in another VRF',
      { vrf: 'Mgmt-vrf', lookupVrf: '' },
      [
        'ping vrf Mgmt-vrf tools.cisco.com repeat 2 timeout 2',
        'ping tools.cisco.com repeat 2 timeout 2',
        'telnet tools.cisco.com 443 /vrf Mgmt-vrf',
      ],
    ],
    [
      'NX-OS',
      { platform: 'nx-os', vrf: 'management' },
      ['ping tools.cisco.com vrf management count 2', 'telnet tools.cisco.com 443 vrf management'],
    ],
    [
      'IOS XR',
      { platform: 'ios-xr', vrf: 'MGMT' },
      ['ping vrf MGMT tools.cisco.com count 2', 'telnet vrf MGMT tools.cisco.com 443'],
    ],
    [
      'CSLU',
      { host: '192.0.2.70', port: 8182 },
      ['ping 192.0.2.70 repeat 2 timeout 2', 'telnet 192.0.2.70 8182'],
    ],
    ['plain HTTP', { port: 80 }, ['ping tools.cisco.com repeat 2 timeout 2', 'telnet tools.cisco.com 80']],
    ['an odd port is not telnetted to', { port: 22 }, ['ping tools.cisco.com repeat 2 timeout 2']],
    [
      'an IPv6 address',
      { host: '2001:db8::1' },
      ['ping 2001:db8::1 repeat 2 timeout 2', 'telnet 2001:db8::1 443'],
    ],
    ['a host that is none', { host: 'tools.cisco.com; reload' }, []],
    ['a host that is a keyword', { host: 'ip' }, []],
    ['a VRF that is none', { vrf: 'a b' }, []],
    ['an interface that is none', { source: 'Vlan10 | redirect' }, []],
  ])('%s', (_name, way, commands) => {
    expect(typed({ ...WAY, ...way })).toEqual(commands)
  })

  test('without an address there is nothing to connect to, but for a proxy', () => {
    const unknown = '% Unrecognized host or address, or protocol not running.\n'
    expect(typed(WAY, unknown)).toEqual(['ping tools.cisco.com repeat 2 timeout 2'])
    expect(typed({ ...WAY, proxy: true, host: 'proxy.example.net', port: 8080 }, unknown)).toEqual([
      'ping proxy.example.net repeat 2 timeout 2',
      'telnet proxy.example.net 8080',
    ])
  })

  test('whatever the values: only what the guard lets through, three at most, and aimed where it should be', () => {
    const word = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        'tools.cisco.com',
        '192.0.2.1',
        'management',
        'Vlan10',
        'x\rreload',
        'a b',
        '-f',
        '/vrf',
        '',
      ),
    )
    fc.assert(
      fc.property(
        fc.constantFrom(...PLATFORMS),
        word,
        fc.oneof(fc.integer(), fc.constantFrom(443, 80, 8182)),
        word,
        word,
        fc.option(word, { nil: undefined }),
        (platform, host, port, vrf, source, lookupVrf) => {
          const way = { platform, host, port, vrf, source, proxy: false }
          const commands = typed(lookupVrf === undefined ? way : { ...way, lookupVrf })
          expect(commands.length).toBeLessThanOrEqual(3)
          for (const command of commands) {
            expect(isAllowed(command, { probes: true })).toBe(true)
            expect(readTarget(command)?.host).toBe(host)
            if (command.startsWith('telnet')) expect(readTarget(command)).toMatchObject({ port, vrf })
          }
        },
      ),
      { numRuns: 2_000 },
    )
  })
})

describe('forms', () => {
  const values = {
    HOST: 'tools.cisco.com',
    PORT: '443',
    VRF: 'M',
    IF: 'Vlan10',
    COUNT: '2',
    SECONDS: '2',
  }
  test.each(
    PLATFORMS.flatMap(platform => TEST_FORMS[platform].map((form): [Platform, string] => [platform, form])),
  )('%s: %s passes the guard filled in, and is read back', (platform, form) => {
    const [tool] = form.split(' ')
    const own = Object.fromEntries(
      Object.entries(values).filter(([place]) => form.split(' ').includes(place)),
    )
    const command = fillTestForm(platform, tool === 'ping' ? 'ping' : 'telnet', own) ?? ''
    expect(isAllowed(command, { probes: true })).toBe(true)
    expect(readTarget(command)).toEqual({
      tool,
      host: 'tools.cisco.com',
      port: tool === 'ping' ? 0 : 443,
      vrf: own['VRF'] ?? '',
      source: own['IF'] ?? '',
    })
    expect(isAllowed(form, { probes: true })).toBe(false)
  })

  test.each([
    'cslu-local',
    'ssm01',
    'a.b',
    '192.0.2.1',
    '2001:db8::1',
    '::1',
    '::ffff:192.0.2.1',
    'ssm_1.example.net',
  ])('host %s', host => {
    expect(isTestHost(host)).toBe(true)
  })
  test.each([
    '',
    'a',
    'vrf',
    'ipv4',
    'ipv',
    'sr-mpls',
    'x28',
    '1',
    '1.2.3',
    '256.1.1.1',
    'a:b',
    ':',
    '::g',
    'a..b',
    '-a.b',
    'a-.b',
    'a b',
  ])('not a host: %j', host => {
    expect(isTestHost(host)).toBe(false)
  })
})

describe('the way, by the facts', () => {
  const derived = {
    target: { host: 'tools.cisco.com', port: 443 },
    proxy: { in_use: false, host: '', port: 0 },
    egress_vrf: 'Mgmt-vrf',
    needs_dns: true,
    resolver_vrf: '',
    source: { name: 'GigabitEthernet 0/0', exists: true, up: true, has_address: true, vrf: 'Mgmt-vrf' },
  }
  const facts = (more: object = {}, platform = 'ios-xe'): RuleContext => ({
    device: { platform },
    derived: { ...derived, ...more },
  })

  test('all of it', () => {
    expect(wayOf(facts())).toEqual({
      platform: 'ios-xe',
      host: 'tools.cisco.com',
      port: 443,
      proxy: false,
      vrf: 'Mgmt-vrf',
      source: 'GigabitEthernet0/0',
      lookupVrf: '',
    })
  })

  test('a proxy is the next hop', () => {
    const proxy = { in_use: true, host: 'proxy.example.net', port: 3128 }
    expect(wayOf(facts({ proxy }))).toMatchObject({ host: 'proxy.example.net', port: 3128, proxy: true })
  })

  test.each([
    ['is not there', { exists: false }],
    ['is down', { up: false }],
    ['has no address', { has_address: false }],
    ['is in another VRF', { vrf: '' }],
    ['is not known', { up: undefined }],
  ])('a source interface that %s is not sent from', (_why, more) => {
    expect(wayOf(facts({ source: { ...derived.source, ...more } }))?.source).toBe('')
  })

  test.each(['nx-os', 'ios-xr'])('%s names none', platform => {
    expect(wayOf(facts({}, platform))?.source).toBe('')
  })

  test.each([
    ['target', { target: undefined }],
    ['host', { target: { host: '', port: 443 } }],
    ['port', { target: { host: 'tools.cisco.com' } }],
    ['proxy', { proxy: undefined }],
    ['VRF', { egress_vrf: undefined }],
  ])('nothing is guessed at: %s', (_name, more) => {
    expect(wayOf(facts(more))).toBeUndefined()
  })
})
