// Names of hosts, users, accounts and units: where they are found, what is kept, and that one name has one pseudonym.
import { describe, expect, test } from 'vitest'
import { hostPseudonym } from '../../../src/redact/identity/hosts.ts'
import { redactText } from '../../../src/redact/redactor.ts'
import { testMap } from '../keyed.ts'

function identity(text: string, map = testMap()): string {
  return redactText(text, { level: 'identity', map, raw: true })
}

describe('hosts', () => {
  test('Cisco, the name CSLU has by default and localhost are kept', () => {
    const map = testMap()
    for (const name of ['tools.cisco.com', 'smartreceiver.cisco.com', 'cisco.com', 'cslu-local', 'localhost'])
      expect(hostPseudonym(name, map)).toBe(name)
    expect(hostPseudonym('cisco.com.example.net', map)).not.toContain('cisco')
  })

  test('label by label: a domain has one pseudonym, the ending stays', () => {
    const map = testMap()
    const [one, two] = ['ssm.corp.example.co.uk', 'proxy.corp.example.co.uk'].map(name =>
      hostPseudonym(name, map),
    )
    expect(one).toMatch(/^host-[0-9a-f]{8}\.dom-[0-9a-f]{8}\.dom-[0-9a-f]{8}\.co\.uk$/)
    expect(two?.split('.').slice(1)).toEqual(one?.split('.').slice(1))
    expect(hostPseudonym('corp.example.co.uk', map, 'domain')).toBe(one?.split('.').slice(1).join('.'))
  })

  test('the standby unit keeps its mark', () => {
    const map = testMap()
    expect(hostPseudonym('edge-1-stby', map)).toBe(`${hostPseudonym('edge-1', map)}-stby`)
  })

  test.each([
    ['edge-sw1#show license all', 'edge-sw1'],
    ['edge-sw1(config-if)# no shutdown', 'edge-sw1'],
    ['RP/0/RSP0/CPU0:pe-1#show version', 'pe-1'],
    ['2026 Mar  5 08:00:00 leaf-1 %LICMGR-3-LOG_SMART_LIC_COMM_FAILED: x', 'leaf-1'],
    ['  Device name: leaf-1', 'leaf-1'],
    ['core1 uptime is 3 days', 'core1'],
    ['hostname CORE', 'CORE'],
    ['license smart url https://ssm.corp.example/SmartTransport', 'ssm.corp.example'],
    [' http-proxy "proxy" port 8080', 'proxy"'],
    ['    Address: squid', 'squid'],
    ['ntp server vrf Mgmt-vrf time1', 'time1'],
    ['Translating "ssm-onprem"...domain server (192.0.2.53)', 'ssm-onprem'],
    ['ip host ssm 192.0.2.9', ' ssm '],
  ])('%s', (line, gone) => {
    const map = testMap()
    const masked = identity(line, map)
    expect(masked).not.toContain(gone)
    expect(masked).toMatch(/host-[0-9a-f]{8}/)
  })

  test('a name learnt in one text is masked in the others, alone and before its domain', () => {
    const map = testMap()
    identity('hostname edge-sw1\n', map)
    const pseudonym = map.of('host', 'edge-sw1')
    expect(identity('neighbor of edge-sw1, Key name: edge-sw1.branch\n', map)).toBe(
      `neighbor of ${pseudonym}, Key name: ${pseudonym}.branch\n`,
    )
  })

  test.each([
    'System image file is "bootflash:packages.conf"',
    'ROM: IOS-XE ROMMON, Version 17.3.1r',
    'Entitlement Tag: regid.2017-05.com.cisco.C9300,v1_727af1d9-6c39-4444-b301-863f81445b72',
    '%SMART_LIC-3-COMM_FAILED: Communications failure with the Cisco Smart License Utility (CSLU) : Unable to resolve server',
    'connect_info.name: <empty>',
    'contact-email-addr sch-smart-licensing@cisco.com',
    'snmp OID 1.3.6.1.4.1.9.9 and version 1.2.3.4',
    'Interface Vlan10#',
    'System uptime is 3 days',
    'router# is a word',
  ])('%s is left alone', line => expect(identity(line)).toBe(line))
})

describe('people, accounts, units', () => {
  test.each([
    ['username netops privilege 15', 'user'],
    ['! Last configuration change at 08:00:00 UTC Fri Jan 23 2026 by netops', 'user'],
    ['%SYS-5-CONFIG_I: Configured from console by netops on vty0 (192.0.2.200)', 'user'],
    ["Configuration committed by user 'netops'. Use it", 'user'],
    ['%SEC_LOGIN-5-LOGIN_SUCCESS: Login Success [user: netops] [Source: 192.0.2.9]', 'user'],
    ['      Smart Account: netops Inc. As of Jan 12 2026', 'account'],
    ['  Virtual Account: netops', 'account'],
    ['url https://ssm.example.net/cslu/v1/pi/netops-1', 'account'],
    ['snmp-server location netops room', 'contact'],
    ['    street address: netops street 1', 'contact'],
  ])('%s', (line, kind) => {
    const masked = identity(line)
    expect(masked).not.toContain('netops')
    expect(masked).toMatch(new RegExp(`${kind}-[0-9a-f]{8}`))
  })

  test('what follows an account stays', () => {
    expect(identity('Smart Account: ACME Industries As of Jan 12 09:41:07 2026 UTC')).toMatch(
      /^Smart Account: account-[0-9a-f]{8} As of Jan 12 09:41:07 2026 UTC$/,
    )
  })

  test.each([
    'Smart Account: <none>',
    'Username: <empty>',
    'aaa-authorization username: callhome (default)',
    'street address: Not yet set up',
  ])('%s names nobody', line => expect(identity(line)).toBe(line))

  test.each([
    'UDI: PID:C9300-24T,SN:FCW2301L0A1',
    'Processor board ID FCW2301L0A1',
    'System Serial Number               : FCW2301L0A1',
    'a sentence with FCW2301L0A1 in it',
    '{"udiSerialNumber: FCW2301L0A1"}',
  ])('%s', line => {
    const map = testMap()
    expect(identity(line, map)).toBe(line.replace('FCW2301L0A1', map.of('serial', 'FCW2301L0A1')))
    expect(map.of('serial', 'FCW2301L0A1')).toMatch(/^SER[0-9A-F]{8}$/)
  })

  test.each([
    '  Certificate Serial Number (hex): 0A0142800000014523C844B500000002',
    '  Serial Number  : 0A:01:42:80:00:00:01:45:23:C8:44:B5:00:00:00:02',
    '    Serial Number: 401221',
  ])('%s is a certificate, no unit', line => expect(identity(line)).toBe(line))

  test('e-mail: the part before the sign and the host, each by itself', () => {
    expect(identity(' contact-email-addr jane.doe@corp.example.com')).toMatch(
      /^ contact-email-addr mail-[0-9a-f]{8}@dom-[0-9a-f]{8}\.dom-[0-9a-f]{8}\.com$/,
    )
  })
})
