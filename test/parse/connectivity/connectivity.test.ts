// Ping and telnet as a person ran them on the device.
import { describe, expect, test } from 'vitest'
import type { Platform } from '../../../src/model/platform.ts'
import { assemble } from '../../../src/parse/assemble.ts'
import { readTarget } from '../../../src/parse/connectivity/target.ts'

function connectivity(
  platform: Platform,
  outputs: Readonly<Record<string, string>>,
  waitedMs?: number,
): unknown {
  const captures = Object.entries(outputs).map(([command, text]) => ({
    command,
    text,
    status: 'ok' as const,
    firstLine: 1,
    origin: 'test',
    ...(waitedMs === undefined ? {} : { waitedMs }),
  }))
  return assemble({ name: 'x', platform, captures }).facts.connectivity
}

describe('targets', () => {
  test.each([
    ['ping tools.cisco.com', 'ping', 'tools.cisco.com', 0, ''],
    ['ping vrf Mgmt-vrf 10.0.0.1 repeat 2', 'ping', '10.0.0.1', 0, 'Mgmt-vrf'],
    ['ping tools.cisco.com vrf management', 'ping', 'tools.cisco.com', 0, 'management'],
    ['ping ipv4 tools.cisco.com', 'ping', 'tools.cisco.com', 0, ''],
    [
      'telnet tools.cisco.com 443 /source-interface gi0/0 /vrf Mgmt',
      'telnet',
      'tools.cisco.com',
      443,
      'Mgmt',
    ],
    ['telnet tools.cisco.com 443 vrf management', 'telnet', 'tools.cisco.com', 443, 'management'],
    ['telnet vrf M 10.0.0.1 443', 'telnet', '10.0.0.1', 443, 'M'],
    ['telnet 10.0.0.1', 'telnet', '10.0.0.1', 23, ''],
  ])('%s', (command, tool, host, port, vrf) => {
    expect(readTarget(command)).toMatchObject({ tool, host, port, vrf })
  })
  test.each([
    ['telnet h.example.net 443 /vrf M /source-interface Vlan10', 'Vlan10'],
    ['ping vrf M h.example.net source Vlan10 repeat 2 timeout 2', 'Vlan10'],
    ['ping h.example.net vrf M count 2', ''],
  ])('%s is sent from %j', (command, source) => {
    expect(readTarget(command)?.source).toBe(source)
  })
  test.each(['ping', 'show ping', 'ping vrf'])('%s has none', command => {
    expect(readTarget(command)).toBeUndefined()
  })
})

describe('outcomes', () => {
  const cases: readonly [Platform, string, string, string, string][] = [
    [
      'ios-xe',
      'ping 10.0.0.1',
      'Sending 5, 100-byte ICMP Echos to 10.0.0.1, timeout is 2 seconds:\n.....\nSuccess rate is 0 percent (0/5)',
      '10.0.0.1',
      'failed',
    ],
    [
      'ios-xr',
      'ping tools.cisco.com',
      'Sending 5, 100-byte ICMP Echos to 2001:420:1201:5::a, timeout is 2 seconds:\n!!!!!\nSuccess rate is 100 percent (5/5), round-trip min/avg/max = 44/45/49 ms',
      '2001:420:1201:5::a',
      'ok',
    ],
    [
      'ios-xe',
      'ping tools.cisco.com',
      'Translating "tools.cisco.com"...domain server (255.255.255.255)\n% Unrecognized host or address, or protocol not running.',
      '',
      'unresolved',
    ],
    [
      'nx-os',
      'ping tools.cisco.com vrf management',
      'PING tools.cisco.com (72.163.4.38): 56 data bytes\n64 bytes from 72.163.4.38: icmp_seq=0 ttl=232 time=237.581 ms',
      '72.163.4.38',
      'ok',
    ],
    [
      'nx-os',
      'ping 10.1.1.2',
      'PING 10.1.1.2 (10.1.1.2): 56 data bytes\nRequest 0 timed out\n\n--- 10.1.1.2 ping statistics ---\n5 packets transmitted, 0 packets received, 100.00% packet loss',
      '10.1.1.2',
      'failed',
    ],
    [
      'ios-xe',
      'telnet tools.cisco.com 443',
      'Trying tools.cisco.com (173.37.145.8, 443)... Open\n\n[Connection to tools.cisco.com closed by foreign host]',
      '173.37.145.8',
      'ok',
    ],
    [
      'ios-xe',
      'telnet 10.0.0.9 443',
      'Trying 10.0.0.9, 443 ...\n% Connection timed out; remote host not responding',
      '10.0.0.9',
      'failed',
    ],
    [
      'ios-xe',
      'telnet 10.0.0.9 443',
      'Trying 10.0.0.9, 443 ...\n% Connection refused by remote host',
      '10.0.0.9',
      'failed',
    ],
    [
      'nx-os',
      'telnet tools.cisco.com 443 vrf management',
      "Trying 2001:420:1101:5::a...\nTrying 72.163.4.38...\nConnected to tools.cisco.com.\nEscape character is '^]'.\n^CConnection closed by foreign host.",
      '72.163.4.38',
      'ok',
    ],
  ]
  test.each(cases)('%s: %s', (platform, command, text, address, outcome) => {
    expect(connectivity(platform, { [command]: text })).toMatchObject([{ address, outcome }])
  })

  test('several tests are all kept', () => {
    expect(
      connectivity('ios-xe', {
        'ping 10.0.0.1': 'Success rate is 100 percent (5/5)',
        'telnet 10.0.0.1 443': 'Trying 10.0.0.1, 443 ... Open',
      }),
    ).toHaveLength(2)
  })
  test('a connection that was waited for long enough failed; a shorter wait tells nothing', () => {
    const output = { 'telnet h.example.net 443 vrf M': 'Trying 2001:db8::1...\nTrying 192.0.2.1...\n' }
    expect(connectivity('nx-os', output, 9_999)).toBeUndefined()
    expect(connectivity('nx-os', output, 10_000)).toMatchObject([
      { address: '192.0.2.1', outcome: 'failed', port: 443 },
    ])
    expect(
      connectivity('nx-os', { 'ping h.example.net vrf M': 'Trying 192.0.2.1...\n' }, 20_000),
    ).toBeUndefined()
  })
  test('a name that is still being looked up tells nothing, however long it takes', () => {
    const output = {
      'telnet h.example.net 443': 'Translating "h.example.net"...domain server (192.0.2.53)\n',
    }
    expect(connectivity('ios-xe', output, 20_000)).toBeUndefined()
  })
  test('an interrupted test tells nothing', () => {
    expect(connectivity('ios-xe', { 'telnet 10.0.0.1 443': 'Trying 10.0.0.1, 443 ...' })).toBeUndefined()
  })
})
