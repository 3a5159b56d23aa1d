// IOS XR configuration: whole, by section, with lost indentation, and absent.
import { describe, expect, test } from 'vitest'
import { fixture, read } from '../nx-os/facts.ts'

describe('a whole configuration', () => {
  const text = fixture('ios-xr/vrf/running-config.txt')
  const { at, proof, coverage } = read('ios-xr', ['show running-config', text])

  test('header and call-home with its built-in destination', () => {
    expect(at('device')).toEqual({ platform: 'ios-xr', os_version: '7.5.1', hostname: 'pe1' })
    expect(at('saved_config.changed_at')).toBe('2022-10-06T06:29:40Z')
    expect(at('callhome.enabled')).toBe(true)
    expect(at('callhome.contact_email')).toBe('sch-smart-licensing@cisco.com')
    expect(proof('callhome.contact_email')).toEqual(['contact smart-licensing'])
    expect(at('callhome.profiles')).toMatchObject([
      {
        name: 'CiscoTAC-1',
        active: true,
        reports_licensing: true,
        methods: ['http'],
        destinations: [{ host: 'tools.cisco.com', explicit: false }],
      },
    ])
  })

  test('domain, http client, ntp', () => {
    expect(at('dns')).toEqual({
      lookup: false,
      servers: [
        { address: '192.0.2.53', vrf: '' },
        { address: '192.0.2.54', vrf: 'MGMT' },
      ],
      hosts: [
        { name: 'tools.cisco.com', address: '198.51.100.38', vrf: '' },
        { name: 'tools.cisco.com', address: '2001:db8::38', vrf: 'MGMT' },
      ],
      source_interface: '',
    })
    expect(at('http_client')).toEqual({
      vrf: 'MGMT',
      source_interface: 'MgmtEth0/RP0/CPU0/0',
      source_interface_vrf: '',
      secure_verify_peer: false,
      proxy: { configured: false, host: '', port: 0, enabled: false },
    })
    expect(at('ntp')).toEqual({
      configured: true,
      servers: [
        { address: '192.0.2.123', vrf: 'MGMT' },
        { address: '198.51.100.7', vrf: '' },
      ],
    })
  })

  test('routes, interfaces, VRFs, trustpoints, licence lines', () => {
    expect(at('routes')).toEqual([
      { vrf: '', prefix: '203.0.113.0/24', next_hop: '198.51.100.1', is_default: false },
      { vrf: 'MGMT', prefix: '0.0.0.0/0', next_hop: '192.0.2.1', is_default: true },
    ])
    expect(at('interfaces')).toMatchObject([
      { name: 'MgmtEth0/RP0/CPU0/0', vrf: 'MGMT', address: '192.0.2.21' },
      { name: 'GigabitEthernet0/0/0/0', vrf: '', address: '', up: false },
    ])
    expect(at('vrfs')).toEqual([{ name: 'MGMT' }])
    expect(at('pki.trustpoints')).toEqual([
      { name: 'Trustpool', revocation_check: ['crl', 'none'], vrf: 'MGMT' },
      { name: 'OnPrem', revocation_check: ['crl'], vrf: '' },
    ])
    expect(at('license.transport.type')).toBe('callhome')
    // `license smart enable` lives in the admin plane: its absence here proves nothing.
    expect(at('license.smart_enable_configured')).toBeUndefined()
  })

  test('only lines of no interest are left', () => {
    expect(coverage[0]?.unclaimed.map(one => one.text.trim())).toEqual(['enrollment url terminal'])
  })

  test('without its `end` the configuration is no proof of absence', () => {
    const cut = text.slice(0, text.indexOf('router static'))
    for (const status of ['ok', 'truncated'] as const) {
      const part = read('ios-xr', ['show running-config', cut, status])
      expect(part.at('callhome.enabled')).toBe(true)
      expect(part.at('dns.lookup')).toBe(false)
      expect(part.at('routes')).toBeUndefined()
      expect(part.at('dns.servers')).toBeUndefined()
      expect(part.at('interfaces')).toBeUndefined()
    }
  })
})

describe('show running-config call-home', () => {
  const command = 'show running-config call-home'

  test('lost indentation, proxy, explicit address', () => {
    const { at, proof } = read('ios-xr', [command, fixture('ios-xr/section/call-home-margin.txt')])
    expect(at('callhome.enabled')).toBe(true)
    expect(at('callhome.proxy')).toEqual({
      configured: true,
      host: 'proxy.example.net',
      port: 80,
      enabled: true,
    })
    expect(at('callhome.profiles.0.active')).toBe(true)
    expect(proof('callhome.profiles.0.active')).toEqual(['active'])
    expect(at('callhome.profiles.0.destinations')).toMatchObject([
      { host: 'tools.cisco.com', explicit: true },
    ])
  })

  test('wrapped address, inactive profile, a second profile without licensing data', () => {
    const { at } = read('ios-xr', [command, fixture('ios-xr/section/call-home-wrapped.txt')])
    expect(at('callhome.enabled')).toBe(false)
    expect(at('callhome.vrf')).toBe('MGMT')
    expect(at('callhome.source_interface')).toBe('MgmtEth0/RP0/CPU0/0')
    expect(at('callhome.profiles')).toMatchObject([
      {
        name: 'CiscoTAC-1',
        active: false,
        reports_licensing: true,
        methods: ['email'],
        destinations: [{ host: 'tg.example.net' }],
      },
      { name: 'Extra', active: true, reports_licensing: false, destinations: [] },
    ])
  })

  test('the built-in profile may leave licensing data out', () => {
    const text =
      'call-home\n service active\n profile CiscoTAC-1\n  active\n  reporting smart-call-home-data\n !\n!\n'
    expect(read('ios-xr', [command, text]).at('callhome.profiles.0.reports_licensing')).toBe(false)
  })

  test('nothing configured: known absent, the built-in profile remains', () => {
    const { at, proof } = read('ios-xr', [
      command,
      'Wed Dec 17 13:20:01.512 PST\n% No such configuration item(s)\n',
    ])
    expect(at('callhome.enabled')).toBe(false)
    expect(proof('callhome.enabled')).toEqual(['% No such configuration item(s)'])
    expect(at('callhome.profiles')).toMatchObject([
      { name: 'CiscoTAC-1', destinations: [{ scheme: 'https', explicit: false }] },
    ])
    expect(at('callhome.profiles.0.active')).toBeUndefined()
  })

  test('cut: switches that are not there are unknown', () => {
    const { at } = read('ios-xr', [command, 'call-home\n profile CiscoTAC-1\n  active\n', 'truncated'])
    expect(at('callhome.profiles.0.active')).toBe(true)
    expect(at('callhome.enabled')).toBeUndefined()
    expect(at('callhome.profiles.0.destinations')).toBeUndefined()
  })
})

describe('other sections', () => {
  const nothing = '% No such configuration item(s)\n'

  test.each([
    ['show running-config domain', 'dns', { lookup: true, servers: [], hosts: [], source_interface: '' }],
    ['show running-config ntp', 'ntp', { configured: false, servers: [] }],
    ['show running-config crypto ca', 'pki', { trustpoints: [] }],
    ['show running-config router static', 'routes', []],
    ['show running-config vrf', 'vrfs', []],
  ])('%s: nothing', (command, path, value) => {
    expect(read('ios-xr', [command, nothing]).at(path)).toEqual(value)
    expect(read('ios-xr', [command, nothing, 'truncated']).at(path)).toBeUndefined()
  })

  test('http client: nothing', () => {
    expect(read('ios-xr', ['show running-config http client', nothing]).at('http_client')).toMatchObject({
      vrf: '',
      source_interface: '',
      secure_verify_peer: true,
    })
  })

  test('http client as a block, and lines of other releases', () => {
    const { at } = read('ios-xr', [
      'show running-config http client',
      'http client\n vrf default\n source-interface ipv6 Loopback0\n!\n',
    ])
    expect(at('http_client')).toMatchObject({ vrf: '', source_interface: 'Loopback0' })
  })

  test('smart licensing of 32-bit images is switched on in the admin plane', () => {
    const head = '!! IOS XR Admin Configuration 5.3.3\n'
    expect(
      read('ios-xr', ['admin show running-config', `${head}license smart enable\nend\n`]).at(
        'license.smart_enable_configured',
      ),
    ).toBe(true)
    expect(
      read('ios-xr', ['admin show running-config', `${head}username a\n!\nend\n`]).at(
        'license.smart_enable_configured',
      ),
    ).toBe(false)
    expect(
      read('ios-xr', ['admin show running-config', 'confdConfig netconf\n']).at('license'),
    ).toBeUndefined()
  })

  test('a filter proves nothing absent', () => {
    const { at } = read('ios-xr', [
      'show run | i ipv6 host',
      'Building configuration...\ndomain ipv6 host tools.cisco.com 2001:db8::1\n',
    ])
    expect(at('dns')).toBeUndefined()
  })

  test('sections add up to one device', () => {
    const { at } = read(
      'ios-xr',
      ['show running-config domain', 'domain vrf MGMT name-server 192.0.2.53\n'],
      [
        'show running-config interface',
        'interface MgmtEth0/RP0/CPU0/0\n vrf MGMT\n ipv4 address 192.0.2.9 255.255.255.0\n!\n',
      ],
      ['show ipv4 interface brief', fixture('ios-xr/vrf/ipv4-interface-brief.txt')],
    )
    expect(at('dns.servers')).toEqual([{ address: '192.0.2.53', vrf: 'MGMT' }])
    expect(at('interfaces')).toMatchObject([
      { name: 'MgmtEth0/RP0/CPU0/0', address: '192.0.2.21', up: true, vrf: 'MGMT' },
      { name: 'GigabitEthernet0/0/0/0', address: '', up: false, vrf: '' },
      { name: 'Loopback0', address: '198.51.100.9', up: true, vrf: '' },
    ])
  })
})

test('access lists that filter what comes in: only the whole configuration tells', () => {
  const body = `ipv4 access-list MGMT
 10 permit tcp any any established
 20 deny ipv4 any any
!
interface MgmtEth0/RP0/CPU0/0
 ipv4 address 192.0.2.31 255.255.255.0
 ipv6 address 2001:db8::5/64
 ipv4 access-group MGMT ingress
!
`
  const { at } = read('ios-xr', [
    'show running-config',
    `!! IOS XR Configuration 7.5.1\nhostname pe1\n${body}end\n`,
  ])
  expect(at('access_lists')).toEqual([
    { name: 'MGMT', entries: ['permit tcp any any established', 'deny ipv4 any any'] },
  ])
  expect(at('interfaces.0')).toMatchObject({ acl_in: 'MGMT', ipv6_address: '2001:db8::5' })
  const part = read('ios-xr', ['show running-config interface', `${body.split('!\n')[1]}!\n`])
  expect(part.at('interfaces.0.acl_in')).toBe('MGMT')
  expect(part.at('access_lists')).toBeUndefined()
})
