// What replies about one host mean together.
import { describe, expect, test } from 'vitest'
import type { DnsAnswer, DnsServerOwner, DnsSummary } from '../../../src/model/probe/dns.ts'
import { isConclusive } from '../../../src/probe/dns/resolve.ts'
import { canonical, scopeOf } from '../../../src/probe/dns/scope.ts'
import { type StaticHost, summarise } from '../../../src/probe/dns/summary.ts'

const HOST = 'tools.cisco.com'

type Said = Partial<Omit<DnsAnswer, 'addresses'>> & { readonly addresses?: readonly string[] }

/** A reply to an A question of the device's server 192.0.2.53, unless said otherwise. */
function answer({ addresses = [], ...said }: Said): DnsAnswer {
  const outcome = said.outcome ?? (addresses.length > 0 ? 'answered' : 'nxdomain')
  const about = { of: 'device' as DnsServerOwner, vrf: '', ...said, outcome }
  const { vrf, of } = about
  return {
    server: '192.0.2.53',
    port: 53,
    host: HOST,
    name: HOST,
    domain: '',
    type: 'A',
    rcode: '',
    cnames: [],
    leftOut: 0,
    transport: 'udp',
    truncated: false,
    withoutEdns: false,
    slow: false,
    tries: 1,
    ignored: 0,
    conclusive: isConclusive({ outcome }, { address: '192.0.2.53', port: 53, of, vrf }),
    ...about,
    addresses: addresses.map(address => ({ address, ttl: 300 })),
  }
}

const MINE = { server: '192.0.2.53', of: 'device' } as const
const OWN = { server: '198.51.100.53', of: 'computer' } as const

function summary(answers: readonly Said[], statics: readonly StaticHost[] = [], host = HOST): DnsSummary {
  return summarise(
    host,
    answers.map(one => answer({ host, ...one })),
    statics,
  )
}

describe('agreement', () => {
  const between = (a: Said, b: Said): string => {
    const { agreement, differences } = summary([
      { ...MINE, ...a },
      { ...OWN, ...b },
    ])
    return [agreement, ...differences.map(({ kind }) => kind)].join(' ')
  }

  test.each<[string, Said, Said, string]>([
    ['the same address', { addresses: ['192.0.2.1'] }, { addresses: ['192.0.2.1'] }, 'agree'],
    ['one in common', { addresses: ['192.0.2.1', '192.0.2.2'] }, { addresses: ['192.0.2.2'] }, 'agree'],
    ['both say no', {}, { outcome: 'no-data' }, 'agree'],
    [
      'other public addresses, no alias',
      { addresses: ['192.0.2.1'] },
      { addresses: ['198.51.100.1'] },
      'balanced',
    ],
    [
      'other public addresses behind one alias',
      { addresses: ['192.0.2.1'], cnames: ['tools.akadns.net'] },
      { addresses: ['198.51.100.1'], cnames: ['TOOLS.akadns.net.'] },
      'balanced',
    ],
    [
      'other public addresses behind nodes of one domain',
      { addresses: ['192.0.2.1'], cnames: ['a.example', 'e1.cdn.example'] },
      { addresses: ['198.51.100.1'], cnames: ['e2.cdn.example'] },
      'balanced',
    ],
    [
      'other public addresses behind other aliases',
      { addresses: ['192.0.2.1'], cnames: ['x.good.example'] },
      { addresses: ['198.51.100.1'], cnames: ['x.evil.example'] },
      'differ other-alias',
    ],
    [
      'one address in common, whatever the alias',
      { addresses: ['192.0.2.1'], cnames: ['x.good.example'] },
      { addresses: ['192.0.2.1'] },
      'agree',
    ],
    [
      'private and public',
      { addresses: ['10.0.0.1'] },
      { addresses: ['192.0.2.1'] },
      'differ private-public',
    ],
    ['blocked and public', { addresses: ['0.0.0.0'] }, { addresses: ['192.0.2.1'] }, 'differ private-public'],
    [
      'private on both sides',
      { addresses: ['10.0.0.1'] },
      { addresses: ['10.0.0.2'] },
      'differ other-private',
    ],
    ['there and not there', { addresses: ['192.0.2.1'] }, {}, 'differ missing'],
    ['there and empty', { outcome: 'no-data' }, { addresses: ['192.0.2.1'] }, 'differ missing'],
    ['there and failed', { addresses: ['192.0.2.1'] }, { outcome: 'servfail' }, 'single'],
    ['silent both', { outcome: 'no-answer' }, { outcome: 'refused' }, 'unknown'],
    [
      'IPv4 here, IPv6 there',
      { addresses: ['10.0.0.1'] },
      { type: 'AAAA', addresses: ['2001:db8::1'] },
      'agree',
    ],
  ])('%s', (_what, a, b, expected) => {
    expect(between(a, b)).toBe(expected)
    expect(between(b, a)).toBe(expected)
  })
})

describe('sides', () => {
  test.each<[string, Said[], string]>([
    ['none', [{ ...OWN, addresses: ['192.0.2.1'] }], 'none'],
    ['one that answers', [{ addresses: ['192.0.2.1'] }], 'resolves'],
    [
      'an address of one family is enough',
      [{ addresses: ['192.0.2.1'] }, { type: 'AAAA', outcome: 'servfail' }],
      'resolves',
    ],
    ['not found', [{}], 'fails'],
    ['silent', [{ outcome: 'no-answer' }], 'fails'],
    ['answers TCP only', [{ outcome: 'tcp-only', addresses: ['192.0.2.1'] }], 'fails'],
    ['lame', [{ outcome: 'lame' }], 'fails'],
    ['one of two', [{ addresses: ['192.0.2.1'] }, { server: '192.0.2.54', outcome: 'servfail' }], 'partly'],
    ['silent in a VRF', [{ outcome: 'no-answer', vrf: 'Mgmt' }], 'unknown'],
    ['not found in a VRF: it was heard', [{ vrf: 'Mgmt' }], 'fails'],
    ['refused: it may know the device', [{ outcome: 'refused' }], 'unknown'],
    ['not sent', [{ outcome: 'not-sent' }], 'unknown'],
    ['ended', [{ outcome: 'cancelled' }], 'unknown'],
    ['of both sides', [{ of: 'both', addresses: ['192.0.2.1'] }], 'resolves'],
  ])('%s', (_what, answers, device) => {
    expect(summary(answers).device).toBe(device)
  })

  test('this computer refused by its own server', () => {
    expect(summary([{ ...OWN, outcome: 'refused' }]).computer).toBe('fails')
  })

  test('one server in two VRFs is two servers', () => {
    expect(summary([{ vrf: 'A' }, { vrf: 'B', addresses: ['192.0.2.1'] }]).device).toBe('partly')
  })
})

describe('IPv6 alone', () => {
  const six = { type: 'AAAA', addresses: ['2001:db8::1'] } as const

  test('only when the server says there is no IPv4 address', () => {
    expect(summary([{ outcome: 'no-data' }, six])).toMatchObject({
      onlyIpv6: true,
      onlyIpv6Servers: ['192.0.2.53'],
    })
    expect(summary([{ outcome: 'servfail' }, six])).toMatchObject({ onlyIpv6: false, onlyIpv6Servers: [] })
    expect(summary([six])).toMatchObject({ onlyIpv6: false })
  })

  test('not when another server has one', () => {
    expect(summary([{ outcome: 'no-data' }, six, { ...OWN, addresses: ['192.0.2.1'] }])).toMatchObject({
      onlyIpv6: false,
      onlyIpv6Servers: ['192.0.2.53'],
    })
  })
})

describe('static entries', () => {
  const state = (address: string, ...given: string[]): object | undefined =>
    summary([{ addresses: given }], [{ name: `${HOST.toUpperCase()}.`, address }]).statics[0]

  test.each([
    ['10.0.0.1', ['10.0.0.1', '10.0.0.2'], 'matches', false],
    ['10.0.0.9', ['10.0.0.1'], 'differs', false],
    ['10.0.0.9', ['192.0.2.1'], 'differs', false],
    ['192.0.2.9', ['192.0.2.1'], 'differs', true],
    ['192.0.2.9', ['0.0.0.0'], 'unknown', false],
    ['192.0.2.9', [], 'unknown', false],
    ['2001:db8::9', ['192.0.2.1'], 'unknown', false],
    ['no address', ['192.0.2.1'], 'differs', false],
  ])('%s against %j', (address, given, expected, balanced) => {
    expect(state(address, ...given)).toEqual({ address, vrf: '', state: expected, balanced })
  })
})

describe('search', () => {
  const withDomain = { domain: 'corp.example', name: `${HOST}.corp.example` }

  test.each<[string, Said[], string, string]>([
    ['as it stands', [{ addresses: ['192.0.2.1'] }], 'as-it-stands', ''],
    ['a wildcard', [{}, { ...withDomain, addresses: ['10.9.9.9'] }], 'only-with-domain', 'corp.example'],
    ['nowhere', [{}, withDomain], 'not-found', ''],
    ['silence', [{ outcome: 'no-answer' }], 'unknown', ''],
  ])('%s', (_what, answers, search, domain) => {
    expect(summary(answers)).toMatchObject({ search, domain })
  })

  test('a full name is judged as it stands, a short one with its domain', () => {
    expect(summary([{}, { ...withDomain, addresses: ['10.9.9.9'] }]).device).toBe('fails')
    const short = [
      { domain: 'corp.example', name: 'ssm.corp.example', addresses: ['10.1.2.3'] },
      { name: 'ssm' },
    ]
    expect(summary(short, [], 'ssm')).toMatchObject({ search: 'with-domain', device: 'resolves' })
  })
})

test('slow servers and silent ones in a VRF are named', () => {
  expect(
    summary([
      { slow: true, addresses: ['192.0.2.1'] },
      { server: '10.0.0.53', port: 5353, vrf: 'Mgmt', outcome: 'no-answer' },
    ]),
  ).toMatchObject({ slowServers: ['192.0.2.53'], vrfServers: ['10.0.0.53#5353'] })
})

test('scopes', () => {
  expect(
    [
      '10.1.2.3',
      '172.31.0.1',
      '172.32.0.1',
      '100.64.0.1',
      '127.0.0.53',
      '0.0.0.0',
      '239.1.1.1',
      'fd00::1',
      'fe80::1%eth0',
      '::',
      '::1',
      '2001:db8::1',
      'x',
    ].map(scopeOf),
  ).toEqual([
    'private',
    'private',
    'public',
    'private',
    'none',
    'none',
    'none',
    'private',
    'private',
    'none',
    'none',
    'public',
    'none',
  ])
})

test('one spelling for each address', () => {
  expect(canonical('2001:DB8:0:0::1')).toBe(canonical('2001:db8::1'))
  expect(canonical('FE80::1%eth0')).toBe('fe80::1%eth0')
  expect(canonical('192.0.2.1')).toBe('192.0.2.1')
})
