// Fixes that do not go together: the one at the earlier hop stays, the other is explained.
import { describe, expect, test } from 'vitest'
import type { Finding } from '../../../src/model/finding.ts'
import type { Platform } from '../../../src/model/platform.ts'
import { cause, plan } from './sample.ts'

function leftOut(platform: Platform, ...findings: Finding[]): string[] {
  return plan(platform, findings).left_out.map(({ rule, reason, kind }) => `${kind}: ${rule} ${reason}`)
}

describe('one command, two values', () => {
  test('the VRF of call-home', () => {
    const made = plan('ios-xe', [
      cause('callhome-vrf-missing-xe', 'vrf', { config: 'call-home\n vrf Y' }),
      cause('other-vrf', 'source', { config: 'call-home\n vrf X\n source-interface Vlan1' }),
    ])
    expect(made.rules).toEqual(['callhome-vrf-missing-xe'])
    expect(made.parts.config).toEqual(['call-home', ' vrf Y'])
    expect(made.left_out).toEqual([
      {
        rule: 'other-vrf',
        title: 'Mend it',
        kind: 'contradiction',
        reason:
          'sets `vrf X` under call-home, while callhome-vrf-missing-xe sets `vrf Y`; decide which VRF reaches Cisco',
      },
    ])
  })

  test.each([
    ['ios-xe', 'ip http client source-interface Vlan1', 'ip http client source-interface Vlan2'],
    [
      'ios-xe',
      'crypto pki trustpoint S\n revocation-check none',
      'crypto pki trustpoint S\n revocation-check crl',
    ],
    ['ios-xe', 'license smart transport smart', 'license smart transport cslu'],
    ['ios-xe', 'license smart url default', 'license smart url smart https://x.example/'],
    ['nx-os', 'callhome\n transport http use-vrf a', 'callhome\n transport http use-vrf b'],
    [
      'nx-os',
      'callhome\n destination-profile P index 1 http https://a/',
      'callhome\n destination-profile P index 1 http https://b/',
    ],
    ['ios-xr', 'http client vrf A', 'http client\n vrf B'],
    ['ios-xr', 'call-home\n vrf A', 'call-home\n vrf B'],
  ] as const)('%s: %s and %s', (platform, a, b) => {
    const found = leftOut(platform, cause('a', 'url', { config: a }), cause('b', 'vrf', { config: b }))
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(/^contradiction: b sets `.*`.*, while a sets `.*`; decide /)
  })

  test.each([
    ['ios-xe', 'ip name-server 192.0.2.1', 'ip name-server 192.0.2.2'],
    ['ios-xe', 'call-home\n profile "P"\n  active', 'call-home\n profile "Q"\n  active'],
    ['ios-xe', 'call-home\n vrf X', 'call-home\n vrf X\n source-interface Vlan1'],
    [
      'nx-os',
      'callhome\n destination-profile P index 1 http https://a/',
      'callhome\n destination-profile P index 2 http https://b/',
    ],
    ['ios-xr', 'domain name-server 192.0.2.1', 'domain vrf M name-server 192.0.2.2'],
  ] as const)('%s: %s and %s go together', (platform, a, b) => {
    expect(leftOut(platform, cause('a', 'url', { config: a }), cause('b', 'vrf', { config: b }))).toEqual([])
  })
})

describe('set and removed', () => {
  test('a later fix removes what an earlier one sets', () => {
    expect(
      leftOut(
        'ios-xe',
        cause('a', 'profile', { config: 'call-home\n profile "P"\n  active' }),
        cause('b', 'url', { config: 'call-home\n profile "P"\n  no active' }),
      ),
    ).toEqual([
      'contradiction: b removes `active` under call-home > profile P, which a needs; decide which profile carries licensing data',
    ])
  })

  test('a later fix sets what an earlier one removes, also with the whole block around it', () => {
    expect(
      leftOut(
        'ios-xe',
        cause('a', 'profile', { config: 'call-home\n no profile "P"' }),
        cause('b', 'url', { config: 'call-home\n profile "P"\n  active' }),
      )[0],
    ).toContain('which a removes')
  })

  test('a fix that replaces a line does not remove it', () => {
    const replace = 'call-home\n no vrf\n vrf X'
    expect(
      leftOut(
        'ios-xe',
        cause('a', 'vrf', { config: 'call-home\n vrf X' }),
        cause('b', 'source', { config: replace }),
      ),
    ).toEqual([])
  })

  test('two fixes put different lines in the place of one', () => {
    const replace = (url: string) =>
      `call-home\n profile "P"\n  no destination address http http://old/\n  destination address http ${url}`
    expect(
      leftOut(
        'ios-xe',
        cause('a', 'url', { config: replace('https://a/') }),
        cause('b', 'vrf', { config: replace('https://b/') }),
      ),
    ).toEqual([
      'contradiction: b puts `destination address http https://b/` in place of `destination address http http://old/`, while a puts `destination address http https://a/`; decide which server receives the messages',
    ])
  })
})

describe('transports', () => {
  test('call-home is not mended once smart transport is chosen', () => {
    expect(
      leftOut(
        'ios-xe',
        cause('a', 'mode', { config: 'license smart transport smart\nlicense smart url default' }),
        cause('b', 'profile', { config: 'call-home\n profile "P"\n  active' }),
      ),
    ).toEqual([
      'contradiction: b configures Call Home, which is not in use once a sets `license smart transport smart`; decide how licensing messages travel',
    ])
  })

  test('and smart transport is not chosen once call-home is mended', () => {
    expect(
      leftOut(
        'nx-os',
        cause('a', 'profile', { config: 'callhome\n enable' }),
        cause('b', 'url', { config: 'license smart transport smart' }),
      ),
    ).toEqual([
      'contradiction: b sets `license smart transport smart`, while a mends Call Home; decide how licensing messages travel',
    ])
  })

  test('the address of the CSLU and smart transport', () => {
    expect(
      leftOut(
        'ios-xe',
        cause('a', 'mode', { config: 'license smart transport smart' }),
        cause('b', 'url', { config: 'license smart url cslu http://192.0.2.1:8182/cslu/v1/pi' }),
      )[0],
    ).toContain('b configures the CSLU address, which is not in use')
  })

  test('the address belongs to the transport it is set with', () => {
    expect(
      leftOut(
        'ios-xe',
        cause('a', 'mode', { config: 'license smart transport cslu' }),
        cause('b', 'url', {
          config: 'license smart transport cslu\nlicense smart url cslu http://192.0.2.1:8182/cslu/v1/pi',
        }),
      ),
    ).toEqual([])
  })
})

test('of two at one hop neither is taken, and both are explained', () => {
  const made = plan('ios-xe', [
    cause('a', 'vrf', { config: 'call-home\n vrf X' }),
    cause('b', 'vrf', { config: 'call-home\n vrf Y' }),
    cause('c', 'dns', { config: 'ip domain lookup' }),
  ])
  expect(made.rules).toEqual(['c'])
  expect(made.left_out.map(({ rule, reason }) => `${rule} ${reason}`)).toEqual([
    'b sets `vrf Y` under call-home, while a sets `vrf X`; decide which VRF reaches Cisco',
    'a sets `vrf X` under call-home, while b sets `vrf Y`; decide which VRF reaches Cisco',
  ])
})

test('a fix left out takes nothing into the plan: no risk, steps, checks or undo', () => {
  const made = plan('ios-xe', [
    cause('a', 'vrf', { config: 'call-home\n vrf X' }),
    cause(
      'b',
      'source',
      {
        config: 'call-home\n vrf Y',
        risk: 'high',
        impact: 'all stops',
        steps: ['Step.'],
        exec: 'license smart sync all',
        undoConfig: 'call-home\n no vrf',
      },
      { verify: [{ run: 'show clock', expect: 'x' }] },
    ),
  ])
  expect(made).toMatchObject({ risk: 'low', impact: [], steps: [], exec: [], undo: [], verify: [] })
})
