// The other NX-OS commands, recognition by text, spellings people type, and hostile text.
import { describe, expect, test } from 'vitest'
import { nxOsParsers } from '../../../src/parse/nx-os/index.ts'
import { interfaceName } from '../../../src/parse/nx-os/names.ts'
import { parserFor } from '../../../src/parse/registry.ts'
import { fixture, read } from './facts.ts'

test('show clock', () => {
  const { at, coverage } = read('nx-os', ['show clock', fixture('nx-os/direct/show-clock.txt')])
  expect(at('clock')).toEqual({
    device_time: '2022-03-14T08:15:33Z',
    zone: 'UTC',
    authoritative: true,
    synchronised_mark: '',
    source: 'NTP',
  })
  expect(coverage[0]?.unclaimed).toEqual([])
})

describe('show ntp peer-status', () => {
  test('a selected peer', () => {
    const { at, proof } = read('nx-os', [
      'show ntp peer-status',
      fixture('nx-os/direct/show-ntp-peer-status.txt'),
    ])
    expect(at('ntp.synchronised')).toBe(true)
    expect(proof('ntp.synchronised')[0]).toMatch(/^\*192\.0\.2\.123/)
    expect(at('ntp.servers')).toEqual([
      { address: '192.0.2.123', vrf: 'management' },
      { address: '198.51.100.7', vrf: '' },
    ])
  })

  test('nobody selected, nobody there, only the local clock', () => {
    const head = 'Total peers : 1\n* - selected for sync\n'
    const one = read('nx-os', [
      'show ntp peer-status',
      `${head}=192.0.2.1    0.0.0.0   16   64    0   0.00000 default\n`,
    ])
    expect(one.at('ntp')).toMatchObject({ configured: true, synchronised: false })
    const none = read('nx-os', ['show ntp peer-status', 'Total peers : 0\n'])
    expect(none.at('ntp')).toEqual({ configured: false, synchronised: false })
    const local = read('nx-os', [
      'show ntp peer-status',
      `${head}*127.127.1.0  0.0.0.0   8   64    0   0.00000\n`,
    ])
    expect(local.at('ntp')).toEqual({ configured: false, synchronised: false })
  })

  test('cut: not being selected is unknown', () => {
    expect(
      read('nx-os', ['show ntp peer-status', 'Total peers : 4\n', 'truncated']).at('ntp'),
    ).toBeUndefined()
  })
})

describe('show ip interface brief', () => {
  test('all VRFs', () => {
    const { at } = read('nx-os', [
      'show ip interface brief vrf all',
      fixture('nx-os/direct/show-ip-interface-brief-vrf-all.txt'),
    ])
    expect(at('interfaces')).toEqual([
      { name: 'Vlan27', address: '198.51.100.2', up: false, vrf: '' },
      { name: 'loopback0', address: '198.51.100.200', up: true, vrf: '' },
      { name: 'mgmt0', address: '192.0.2.11', up: true, vrf: 'management' },
      { name: 'Vlan28', address: '203.0.113.2', up: false, vrf: 'tenant-a' },
    ])
  })

  test('one VRF alone is no interface list', () => {
    const text =
      'IP Interface Status for VRF "default"(1)\nInterface  IP Address  Interface Status\nVlan1 192.0.2.1 protocol-up/link-up/admin-up\n'
    expect(read('nx-os', ['show ip interface brief', text]).at('interfaces')).toBeUndefined()
  })
})

describe('licence commands', () => {
  test('classic status', () => {
    const { at } = read('nx-os', ['show license status', fixture('nx-os/direct/show-license-status.txt')])
    expect(at('license.generation')).toBe('classic')
    expect(at('license.registration.status')).toBe('registered')
    expect(at('license.authorization.status')).toBe('authorized')
    expect(at('license.authorization.deadline')).toBe('2022-06-12T08:02:20Z')
    expect(at('license.conversion')).toEqual({ automatic: false, status: 'not-started' })
  })

  test('policy: `using` in lower case, nameless usage entries', () => {
    const { at } = read('nx-os', ['show license all', fixture('nx-os/policy/show-license-all.txt')])
    expect(at('license.generation')).toBe('policy')
    expect(at('license.transport')).toMatchObject({ type: 'smart', vrf: 'management' })
    expect(at('license.usage')).toMatchObject([
      { name: 'LAN_ENTERPRISE_SERVICES_PKG', count: 1, status: 'in-use' },
    ])
    expect(at('license.reporting.next_ack_deadline')).toBe('2024-09-06T11:22:33Z')
  })

  test('traditional: licence files and the usage table', () => {
    const files = read('nx-os', ['show license', fixture('nx-os/traditional/show-license.txt')])
    expect(files.at('license.generation')).toBe('traditional')
    expect(files.proof('license.generation')[0]).toBe('SERVER this_host ANY')
    const usage = read('nx-os', ['show license usage', fixture('nx-os/traditional/show-license-usage.txt')])
    expect(usage.at('license.generation')).toBe('traditional')
    expect(usage.at('license.usage')).toEqual([
      { name: 'LAN_ENTERPRISE_SERVICES_PKG', tag: '', count: 0, status: 'in-use', installed: true },
      { name: 'NETWORK_SERVICES_PKG', tag: '', count: 0, status: 'not-in-use', installed: false },
    ])
    expect(usage.coverage[0]?.unclaimed).toEqual([])
  })

  test('licence files left over under smart licensing do not change the generation', () => {
    const { at } = read(
      'nx-os',
      ['show license', fixture('nx-os/traditional/show-license.txt')],
      ['show license status', fixture('nx-os/direct/show-license-status.txt')],
    )
    expect(at('license.generation')).toBe('classic')
  })
})

describe('show tech-support license', () => {
  const text = fixture('nx-os/show-tech-support-license.txt')

  test('every section goes to its parser, with the lines of the file', () => {
    const { at, store } = read('nx-os', ['show tech-support license', text])
    expect(at('device.os_version')).toBe('9.3(9)')
    expect(at('device.models')).toEqual([{ role: '', pid: 'N9K-C93180YC-FX', sn: 'FDO00000A11' }])
    expect(at('license.registration.failure_reason')).toBe('Fail to send out Call Home HTTP message')
    expect(at('callhome.enabled')).toBe(false)
    expect(store.sources.get('callhome.vrf')?.[0]).toMatchObject({
      line: 38,
      text: 'transport http use-vrf management',
    })
  })

  test('cut in the callhome section: earlier sections are whole, this one is not', () => {
    const cut = text.slice(0, text.indexOf('  transport http use-vrf'))
    const { at } = read('nx-os', ['show tech-support license', cut, 'truncated'])
    expect(at('license.registration.failure_reason')).toBe('Fail to send out Call Home HTTP message')
    expect(at('callhome.enabled')).toBeUndefined()
  })
})

describe('show system internal mts buffers', () => {
  const command = 'show system internal mts buffers summary'
  const text = fixture('nx-os/show-system-internal-mts-buffers-summary.txt')

  test('queues of callhome are added up, logged messages are not', () => {
    const { at, proof } = read('nx-os', [command, text])
    expect(at('mts.callhome_messages')).toBe(415)
    expect(proof('mts.callhome_messages')).toHaveLength(1)
  })

  test('a table that names processes and has no callhome: none wait', () => {
    const other = text.replace(/^.*callhome\n/m, '')
    expect(read('nx-os', [command, other]).at('mts.callhome_messages')).toBe(0)
    expect(read('nx-os', [command, other, 'truncated']).at('mts')).toBeUndefined()
  })

  test('a table without names tells nothing; an odd row is not guessed', () => {
    const nameless = 'node sapno recv_q pers_q npers_q log_q\nsup 80 412 3 0 17\n'
    expect(read('nx-os', [command, nameless]).at('mts')).toBeUndefined()
    const odd = read('nx-os', [command, 'node sapno recv_q pers_q npers_q log_q\nsup callhome waits\n'])
    expect(odd.at('mts')).toBeUndefined()
    expect(odd.store.missing.get('mts.callhome_messages')?.reason).toMatch(/columns/)
  })
})

test('show logging logfile keeps licensing messages', () => {
  const text =
    '2022 May  3 10:00:01 sw %LICMGR-3-LOG_SMART_LIC_COMM_FAILED: Communications failure with Cisco licensing cloud: Fail to send out Call Home HTTP message\n' +
    '2022 May  3 10:00:02 sw %ETHPORT-5-IF_UP: Interface Ethernet1/1 is up\n'
  const { at } = read('nx-os', ['show logging logfile | include "SMART_LIC|LICMGR"', text])
  expect(at('log.events')).toMatchObject([{ facility: 'SMART_LIC', mnemonic: 'COMM_FAILED', severity: 3 }])
})

describe('spellings', () => {
  test.each([
    ['sh run callhome', 'show running-config callhome'],
    ['show running-config callhome all', 'show running-config callhome'],
    ['show run | sec callhome', 'show running-config callhome'],
    ['show run', 'show running-config'],
    ['show running-config | include http', 'show running-config | include'],
    ['show running-config interface mgmt0', 'show running-config | include'],
    ['show ip int brief vrf all', 'show ip interface brief vrf all'],
    ['show ip interface brief vrf management', 'show ip interface brief vrf all'],
    ['show logging logfile | i SMART', 'show logging logfile'],
    ['sh log last 100', 'show logging logfile'],
    ['show tech license', 'show tech-support license'],
    ['show lic status', 'show license status'],
  ])('%s is %s', (typed, command) => {
    expect(parserFor('nx-os', typed)?.command).toBe(command)
  })

  test.each([
    ['Lo0', 'loopback0'],
    ['Eth1/1', 'Ethernet1/1'],
    ['vlan 27', 'Vlan27'],
    ['Po10', 'port-channel10'],
    ['mgmt0', 'mgmt0'],
    ['nve1', 'nve1'],
  ])('interface %s is %s', (printed, name) => {
    expect(interfaceName(printed)).toBe(name)
  })
})

describe('recognition', () => {
  test.each([
    ['direct/show-running-config-callhome.txt', 'show running-config callhome'],
    ['proxy/show-running-config-callhome.txt', 'show running-config callhome'],
    ['direct/show-running-config.txt', 'show running-config'],
    ['direct/show-license-status.txt', 'show license status'],
    ['policy/show-license-all.txt', 'show license all'],
    ['traditional/show-license.txt', 'show license'],
    ['traditional/show-license-usage.txt', 'show license usage'],
    ['direct/show-clock.txt', 'show clock'],
    ['direct/show-ntp-peer-status.txt', 'show ntp peer-status'],
    ['direct/show-ip-interface-brief-vrf-all.txt', 'show ip interface brief vrf all'],
    ['show-system-internal-mts-buffers-summary.txt', 'show system internal mts buffers summary'],
  ])('%s is %s', (file, command) => {
    const head = fixture(`nx-os/${file}`).slice(0, 8_192)
    expect(nxOsParsers.filter(one => one.recognise?.(head) === true).map(one => one.command)).toEqual([
      command,
    ])
  })
})

test('hostile text: endless lines and lists end soon and never throw', () => {
  const long = `cisco ${'('.repeat(50_000)}${' '.repeat(50_000)}\n`
  const many = Array.from(
    { length: 20_000 },
    (_, n) => `interface Ethernet1/${n}\n  ip address 192.0.2.1/24\n`,
  ).join('')
  for (const parser of nxOsParsers) {
    expect(() =>
      read('nx-os', [parser.command, `${long}callhome\n${long}${'  '.repeat(400)}enable\n`]),
    ).not.toThrow()
  }
  const { at } = read('nx-os', ['show running-config', `!Command: show running-config\n${many}line vty\n`])
  expect((at('interfaces') as unknown[]).length).toBeLessThan(20_000)
})
