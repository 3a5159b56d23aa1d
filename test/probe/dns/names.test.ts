// Full names of a host, and servers in one list.
import { describe, expect, test } from 'vitest'
import { namesOf, needsDns, searchList } from '../../../src/probe/dns/names.ts'
import { ownServers, readServer, serverName, serversToAsk } from '../../../src/probe/dns/servers.ts'

describe('names', () => {
  const at = (name: string, domain = ''): object => ({ name, domain })

  test.each([
    ['tools.cisco.com', [at('tools.cisco.com')], [at('tools.cisco.com.lab.example', 'lab.example')]],
    ['tools.cisco.com.', [at('tools.cisco.com')], []],
    ['ssm', [at('ssm.lab.example', 'lab.example'), at('ssm')], []],
    ['ssm.', [at('ssm')], []],
  ])('%s', (host, first, otherwise) => {
    expect(namesOf(host, ['lab.example'])).toEqual({ first, otherwise })
  })

  test('a search domain that makes the name too long is left out', () => {
    const host = Array.from({ length: 60 }, () => 'abc').join('.')
    expect(namesOf(host, ['a.very.long.search.domain.example', 'x'])).toMatchObject({
      otherwise: [{ domain: 'x' }],
    })
  })

  test('a search list: each once, without what is none, six at most', () => {
    expect(searchList(['Corp.example.', '.lab.example', 'corp.EXAMPLE', '', 'no domain'])).toEqual([
      'corp.example',
      'lab.example',
    ])
    expect(searchList(Array.from({ length: 9 }, (_, n) => `d${n}`))).toHaveLength(6)
  })

  test('IP addresses need no name server', () => {
    expect(['192.0.2.1', '2001:db8::1', '[2001:db8::1]', 'tools.cisco.com', '192.0.2'].map(needsDns)).toEqual(
      [false, false, false, true, true],
    )
  })
})

describe('servers', () => {
  test.each([
    ['192.0.2.53', { address: '192.0.2.53' }],
    ['192.0.2.53:5353', { address: '192.0.2.53', port: 5353 }],
    ['2001:db8::53', { address: '2001:db8::53' }],
    ['[2001:db8::53]:5353', { address: '2001:db8::53', port: 5353 }],
    ['fe80::1%eth0', { address: 'fe80::1%eth0' }],
    ['192.0.2.53:0', undefined],
    ['192.0.2.53:99999', undefined],
    ['192.0.2.999:53', undefined],
    ['[192.0.2]:53', undefined],
    ['ns.example.net', undefined],
    ['', undefined],
  ])('%s', (text, expected) => {
    expect(readServer(text)).toEqual(expected)
  })

  test('those of this computer are addresses', () => {
    for (const { address } of ownServers()) expect(needsDns(address)).toBe(false)
  })

  test('the port is named where it is not 53', () => {
    expect([serverName({ address: '192.0.2.53' }), serverName({ address: '::1', port: 5353 })]).toEqual([
      '192.0.2.53',
      '::1#5353',
    ])
  })

  test('each address, port and VRF once', () => {
    const { servers } = serversToAsk(
      [
        { address: '192.0.2.1' },
        { address: '192.0.2.1', port: 53 },
        { address: '192.0.2.1', vrf: 'Mgmt' },
        { address: '2001:DB8::1' },
      ],
      [{ address: '2001:db8::1' }, { address: '192.0.2.9' }],
    )
    expect(servers.map(({ address, vrf, of }) => `${address} ${vrf} ${of}`)).toEqual([
      '192.0.2.1  device',
      '192.0.2.1 Mgmt device',
      '2001:db8::1  both',
      '192.0.2.9  computer',
    ])
  })

  test('sixteen at most, the others are counted', () => {
    const many = Array.from({ length: 20 }, (_, n) => ({ address: `192.0.2.${n}` }))
    expect(serversToAsk(many, []).leftOut).toBe(4)
  })
})
