// What a platform file promises: lines a person can paste, and clues that tell platforms apart.
import { describe, expect, test } from 'vitest'
import { platformFromClues, platformFromVersion, wrapConfig } from '../../src/platforms/index.ts'

const config = 'call-home\n  profile "CiscoTAC-1"\n   active\n\n'

describe('configuration for a person', () => {
  test('IOS XE', () => {
    expect(wrapConfig('ios-xe', { config, exec: 'license smart renew auth' })).toEqual([
      'configure terminal',
      'call-home',
      '  profile "CiscoTAC-1"',
      '   active',
      'end',
      'write memory',
      'license smart renew auth',
    ])
  })

  test('NX-OS', () => {
    expect(wrapConfig('nx-os', { config: 'callhome\n enable' })).toEqual([
      'configure terminal',
      'callhome',
      ' enable',
      'end',
      'copy running-config startup-config',
    ])
  })

  test('IOS XR, both planes', () => {
    expect(
      wrapConfig('ios-xr', { config: 'http client vrf MGMT', adminConfig: 'license smart enable' }),
    ).toEqual([
      'admin',
      'configure',
      'license smart enable',
      'commit',
      'end',
      'exit',
      'configure',
      'http client vrf MGMT',
      'commit',
      'end',
    ])
  })

  test('exec lines alone change no mode, and nothing gives nothing', () => {
    expect(wrapConfig('ios-xe', { exec: 'license smart register idtoken <TOKEN>' })).toHaveLength(1)
    expect(wrapConfig('nx-os', {})).toEqual([])
    expect(wrapConfig('ios-xr', { config: '\n  \n' })).toEqual([])
  })
})

describe('T44 telling platforms apart', () => {
  test.each([
    ['Cisco IOS Software [Dublin], Catalyst L3 Switch Software, Version 17.12.3', 'ios-xe'],
    ['Cisco IOS XE Software, Version 17.09.04a\nCisco IOS Software [Cupertino], ...', 'ios-xe'],
    ['Cisco Nexus Operating System (NX-OS) Software\nTAC support: http://www.cisco.com/tac', 'nx-os'],
    ['Cisco IOS XR Software, Version 7.5.1', 'ios-xr'],
  ] as const)('%s', (text, platform) => {
    expect(platformFromVersion(text)).toBe(platform)
  })

  test('the prompt outranks a banner anybody may have written', () => {
    expect(platformFromClues({ prompt: 'RP/0/RP0/CPU0:r1#', banner: 'all NX-OS devices are logged' })).toBe(
      'ios-xr',
    )
    expect(platformFromClues({ ident: 'Cisco-1.25', banner: 'all NX-OS devices are logged' })).toBe('ios-xe')
    expect(platformFromClues({ ident: 'OpenSSH_8.4', banner: 'welcome', prompt: 'sw1#' })).toBeUndefined()
    expect(platformFromVersion('Linux version 5')).toBeUndefined()
  })
})
