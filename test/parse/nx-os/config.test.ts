// NX-OS `show running-config`, whole and in parts.
import { describe, expect, test } from 'vitest'
import { fixture, read } from './facts.ts'

const COMMAND = 'show running-config'

describe('a whole configuration', () => {
  const { at, proof, coverage } = read('nx-os', [COMMAND, fixture('nx-os/direct/show-running-config.txt')])

  test('header', () => {
    expect(at('device.hostname')).toBe('leaf-11')
    expect(at('device.os_version')).toBe('9.3(9)')
    expect(at('saved_config.changed_at')).toBe('2022-03-14T08:01:02Z')
    expect(at('clock.device_time')).toBe('2022-03-14T08:15:31Z')
  })

  test('name resolution, global and in VRF contexts', () => {
    expect(at('dns.lookup')).toBe(true)
    expect(at('dns.servers')).toEqual([
      { address: '192.0.2.53', vrf: 'management' },
      { address: '192.0.2.54', vrf: 'management' },
      { address: '198.51.100.53', vrf: 'tenant-a' },
      { address: '192.0.2.55', vrf: 'management' },
    ])
    expect(proof('dns.servers.3.address')).toEqual(['ip name-server 192.0.2.55'])
    expect(at('dns.hosts')).toEqual([
      { name: 'gateway.example.net', address: '192.0.2.80', vrf: '' },
      { name: 'gateway.example.net', address: '192.0.2.81', vrf: '' },
    ])
  })

  test('HTTP client, NTP, routes, VRFs, trustpoints', () => {
    expect(at('http_client')).toEqual({
      source_interface: 'mgmt0',
      source_interface_vrf: 'management',
      vrf: '',
    })
    expect(at('ntp')).toEqual({
      configured: true,
      servers: [
        { address: '192.0.2.123', vrf: 'management' },
        { address: '198.51.100.7', vrf: '' },
      ],
    })
    expect(at('routes')).toEqual([
      { vrf: '', prefix: '203.0.113.0/24', next_hop: '198.51.100.1', is_default: false },
      { vrf: 'management', prefix: '0.0.0.0/0', next_hop: '192.0.2.1', is_default: true },
    ])
    expect(at('vrfs')).toEqual([{ name: 'tenant-a' }, { name: 'management' }])
    expect(at('pki.trustpoints')).toEqual([{ name: 'OnPrem', revocation_check: ['crl', 'none'] }])
  })

  test('interfaces: SVIs are shut unless switched on', () => {
    expect(at('interfaces')).toMatchObject([
      { name: 'Vlan1', vrf: '', address: '', up: false },
      { name: 'Vlan27', vrf: '', address: '198.51.100.2' },
      { name: 'Vlan28', vrf: 'tenant-a', address: '203.0.113.2', up: false },
      { name: 'Ethernet1/1', vrf: '', address: '' },
      { name: 'Ethernet1/2', vrf: '', address: '', up: false },
      { name: 'loopback0', vrf: '', address: '198.51.100.200' },
      { name: 'mgmt0', vrf: 'management', address: '192.0.2.11' },
    ])
  })

  test('licensing and callhome, nothing left unread', () => {
    expect(at('license.smart_enable_configured')).toBe(true)
    expect(at('callhome.enabled')).toBe(true)
    expect(coverage[0]?.unclaimed).toEqual([])
  })
})

test('known issue 1: wrong source interface, no lookup; mgmt0 is in management without a line that says so', () => {
  const { at, proof } = read('nx-os', [COMMAND, fixture('nx-os/wrong-source/show-running-config.txt')])
  expect(at('http_client.source_interface')).toBe('Vlan27')
  expect(at('dns.lookup')).toBe(false)
  expect(at('dns.servers')).toEqual([])
  expect(proof('dns.servers')).toEqual(['!Command: show running-config'])
  expect(at('interfaces.1')).toMatchObject({ name: 'mgmt0', vrf: 'management', address: '192.0.2.12' })
  expect(at('callhome.enabled')).toBe(false)
  expect(at('ntp.configured')).toBe(false)
  expect(at('license.smart_enable_configured')).toBe(false)
})

test('policy licensing lines', () => {
  const { at } = read('nx-os', [COMMAND, fixture('nx-os/policy/show-running-config.txt')])
  expect(at('license.transport')).toEqual({
    type: 'smart',
    configured_smart_url: 'https://smartreceiver.cisco.com/licservice/license',
    configured_cslu_url: 'http://192.0.2.90:8182/cslu/v1/pi',
    vrf: 'management',
    proxy: { configured: true, host: '192.0.2.80', port: 3128, enabled: true },
  })
})

describe('parts prove no absence', () => {
  test('lines left out by a person', () => {
    const text = fixture('nx-os/wrong-source/show-running-config.txt').replace(
      'interface Vlan27',
      '(...)\ninterface Vlan27',
    )
    const { at } = read('nx-os', [COMMAND, text])
    expect(at('ntp.configured')).toBeUndefined()
    expect(at('interfaces')).toBeUndefined()
    expect(at('http_client.source_interface')).toBe('Vlan27')
  })

  test('a filter proves absent what it would have shown', () => {
    const filter =
      'show running-config | include "^license smart|^feature license smart|^ip http source-interface"'
    const { at } = read('nx-os', [filter, 'license smart enable\n'])
    expect(at('license.smart_enable_configured')).toBe(true)
    expect(at('http_client.source_interface')).toBe('')
    expect(at('ntp.configured')).toBeUndefined()
    expect(at('dns.lookup')).toBeUndefined()
  })

  test('one interface is no interface list', () => {
    const { at } = read('nx-os', [
      'show running-config interface mgmt0',
      'interface mgmt0\n  ip address 192.0.2.9/24\n',
    ])
    expect(at('interfaces')).toBeUndefined()
  })

  test('the header outranks the command: a section saved as the whole configuration', () => {
    const { at } = read('nx-os', [
      COMMAND,
      '!Command: show running-config ntp\nversion 9.3(9)\nntp server 192.0.2.1\n',
    ])
    expect(at('ntp.configured')).toBe(true)
    expect(at('dns.servers')).toBeUndefined()
    expect(at('callhome')).toBeUndefined()
  })
})

test('the brief table ranks before the configuration, which adds what the table leaves out', () => {
  const { at } = read(
    'nx-os',
    [COMMAND, fixture('nx-os/direct/show-running-config.txt')],
    ['show ip interface brief vrf all', fixture('nx-os/direct/show-ip-interface-brief-vrf-all.txt')],
  )
  const interfaces = at('interfaces') as { name: string; up?: boolean }[]
  expect(interfaces.find(one => one.name === 'mgmt0')?.up).toBe(true)
  expect(interfaces.find(one => one.name === 'loopback0')?.up).toBe(true)
  expect(interfaces.filter(one => one.name === 'Vlan27')).toHaveLength(1)
  expect(interfaces.some(one => one.name === 'Ethernet1/1')).toBe(true)
})

test('access lists that filter what comes in', () => {
  const { at } = read('nx-os', [
    'show running-config',
    `!Command: show running-config
version 9.3(5) Bios:version 07.68
hostname leaf1
ip access-list MGMT
  10 permit tcp 192.0.2.0/24 any eq 22
  20 deny ip any any
ip access-list OTHER
  10 permit ip any any
interface mgmt0
  vrf member management
  ip access-group MGMT in
  ip address 192.0.2.21/24
line vty
`,
  ])
  expect(at('access_lists')).toEqual([
    { name: 'MGMT', entries: ['permit tcp 192.0.2.0/24 any eq 22', 'deny ip any any'] },
  ])
  expect(at('interfaces.0.acl_in')).toBe('MGMT')
})
