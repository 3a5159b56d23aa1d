// How far this computer came, and what was seen of each hop from here.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { derive } from '../../../src/diagnose/derive/index.ts'
import { describePath } from '../../../src/diagnose/path/index.ts'
import type { FactStore, RuleContext } from '../../../src/model/facts/store.ts'
import type { Hop } from '../../../src/model/hop.ts'

type Probe = NonNullable<RuleContext['probe']>

const reached: Probe = {
  target: {
    url: 'https://ssm.example.net/',
    scheme: 'https',
    host: 'ssm.example.net',
    port: 443,
    path: '/',
    cloud: false,
  },
  proxy: { in_use: false, host: '', port: 0 },
  dns: [{ server: '192.0.2.53', of: 'both', vrf: '', outcome: 'answered', addresses: ['198.51.100.7'] }],
  resolution: { name: 'ssm.example.net', device: 'resolves', computer: 'resolves' },
  tcp: [{ peer: 'server', address: '198.51.100.7', port: 443, outcome: 'connected' }],
  tunnel: { outcome: 'not-tried' },
  tls: {
    outcome: 'ok',
    certificate: true,
    version: 'TLSv1.2',
    validity: 'valid',
    name: 'match',
    vouched_by: 'private',
    issuer: 'CN=CA',
  },
  revocation: { verdict: 'accepted', methods: ['crl'], revoked: false, reason: 'good' },
  http: { outcome: 'right-path', status: 405 },
  clocks: [],
  time: { verdict: 'in-step' },
  refused: [],
}

function store(probe: Probe): FactStore {
  return derive({ facts: { probe } as RuleContext, sources: new Map(), missing: new Map() })
}

const stopped = (more: Partial<Probe>): string | undefined =>
  store({ ...reached, ...more }).facts.derived?.probe?.stopped_at
const hop = (more: Partial<Probe>, name: Hop) =>
  describePath(store({ ...reached, ...more }), []).find(one => one.hop === name)?.probe

describe('where this computer is stopped', () => {
  test.each([
    ['nowhere', {}, ''],
    ['no address', { tcp: [], resolution: { name: 'x', device: 'fails', computer: 'fails' } }, 'dns'],
    ['the port', { tcp: [{ address: '198.51.100.7', port: 443, outcome: 'refused' }] }, 'tcp'],
    [
      'the proxy itself',
      {
        proxy: { in_use: true, host: 'p', port: 80 },
        tcp: [{ address: '10.0.0.1', port: 80, outcome: 'timed-out' }],
      },
      'proxy',
    ],
    [
      'the tunnel',
      { proxy: { in_use: true, host: 'p', port: 80 }, tunnel: { outcome: 'auth-required' } },
      'proxy',
    ],
    ['TLS', { tls: { outcome: 'version-refused' } }, 'tls'],
    ['the endpoint', { http: { outcome: 'wrong-path', status: 404 } }, 'url'],
    [
      'an answer without TLS',
      { target: { ...reached.target, scheme: 'http' }, tls: { outcome: 'not-tried' } },
      '',
    ],
    [
      'one of two addresses',
      {
        tcp: [
          { address: 'a', outcome: 'refused' },
          { address: 'b', outcome: 'connected' },
        ],
      },
      '',
    ],
  ] as const)('%s', (_name, more, expected) => {
    expect(stopped(more as Partial<Probe>)).toBe(expected)
  })

  test('is not known where it kept itself from connecting, or less was told', () => {
    const refused = [{ use: 'peer', what: 'tools.cisco.com 10.0.0.1:443', reason: 'a public name' }]
    expect(stopped({ tcp: [], refused })).toBeUndefined()
    expect(stopped({ tcp: [{ address: '198.51.100.7', port: 443 }] })).toBeUndefined()
  })

  test('knowing less never leads to another answer', () => {
    const paths = [
      'target',
      'proxy',
      'tcp',
      'tls',
      'http',
      'resolution',
      'dns',
      'refused',
      'tunnel',
      'clocks',
    ] as const
    fc.assert(
      fc.property(fc.subarray([...paths]), fc.boolean(), (without, broken) => {
        const whole: Probe = broken
          ? { ...reached, tcp: [{ address: 'a', port: 1, outcome: 'refused' }] }
          : reached
        const before = store(whole).facts.derived?.probe
        const kept = Object.fromEntries(
          Object.entries(whole).filter(([key]) => !(without as readonly string[]).includes(key)),
        )
        const after = store(kept).facts.derived?.probe
        expect([before?.stopped_at, undefined]).toContain(after?.stopped_at)
        expect([before?.answered, undefined]).toContain(after?.answered)
      }),
      { seed: 7, numRuns: 300 },
    )
  })
})

describe('a way out', () => {
  test('is shown by any answer from beyond this computer', () => {
    const out = (more: Partial<Probe>) =>
      store({ ...reached, dns: [], tcp: [], clocks: [], ...more }).facts.derived?.probe?.answered
    expect(out({})).toBe(false)
    expect(out({ dns: [{ of: 'computer', outcome: 'servfail' }] })).toBe(false)
    expect(out({ dns: [{ of: 'computer', outcome: 'nxdomain' }] })).toBe(true)
    expect(out({ dns: [{ of: 'device', outcome: 'refused' }] })).toBe(true)
    expect(out({ tcp: [{ outcome: 'refused' }] })).toBe(true)
    expect(out({ clocks: [{ outcome: 'unsynchronised' }] })).toBe(true)
    expect(out({ tcp: [{ outcome: 'timed-out' }] })).toBe(false)
  })
})

describe('the second column', () => {
  test('the race of both families, where there are both', () => {
    const four = { address: '198.51.100.7', port: 443, outcome: 'connected' }
    const six = { address: '2001:db8::7', port: 443, outcome: 'timed-out' }
    const picked = { family: 4, address: '198.51.100.7', delay_ms: 250 }
    expect(hop({ tcp: [six, four], picked }, 'tcp')?.note).toBe(
      '198.51.100.7 port 443 opens (happy eyeballs: IPv4, 250 ms lost)',
    )
    expect(hop({ tcp: [four], picked }, 'tcp')?.note).toBe('198.51.100.7 port 443 opens')
    const fast = { family: 6, address: '2001:db8::7', delay_ms: 0 }
    expect(hop({ tcp: [{ ...six, outcome: 'connected' }, four], picked: fast }, 'tcp')?.note).toContain(
      '(happy eyeballs: IPv6)',
    )
    expect(hop({ tcp: [six, four] }, 'tcp')?.note).toBe('198.51.100.7 port 443 opens')
  })

  test('all hops that can be seen from here', () => {
    for (const name of ['url', 'dns', 'tcp', 'tls', 'crl', 'clock'] as const)
      expect(hop({}, name)?.status).toBe('ok')
    expect(hop({}, 'proxy')?.status).toBe('not-needed')
    expect(hop({}, 'vrf')).toBeUndefined()
  })

  test.each([
    ['dns', { resolution: { name: 'x', device: 'fails', computer: 'fails' } }, 'broken'],
    ['dns', { resolution: { name: '' } }, 'not-needed'],
    ['tls', { tls: { ...reached.tls, vouched_by: 'interception' } }, 'broken'],
    ['tls', { tls: { ...reached.tls, validity: 'expired' } }, 'broken'],
    ['tls', { tls: { ...reached.tls, name: 'mismatch' } }, 'broken'],
    ['tls', { target: { ...reached.target, scheme: 'http' } }, 'not-needed'],
    ['crl', { revocation: { verdict: 'refused', reason: 'stale' } }, 'broken'],
    ['crl', { revocation: { verdict: 'not-tried' } }, 'unknown'],
    ['clock', { time: { verdict: 'device-wrong', device_off_seconds: 9 } }, 'broken'],
    ['clock', { time: { verdict: 'computer-wrong' } }, 'unknown'],
    ['tcp', { tcp: [] }, 'unknown'],
    ['proxy', { proxy: { in_use: true, host: 'p', port: 3128 }, tunnel: { outcome: 'denied' } }, 'broken'],
    ['url', { http: { outcome: 'not-tried' } }, 'unknown'],
  ] as const)('%s', (name, more, status) => {
    expect(hop(more as Partial<Probe>, name)?.status).toBe(status)
  })

  test('an address that is never connected to is named with its reason', () => {
    const refused = [{ use: 'peer', what: 'tools.cisco.com 10.0.0.1:443', reason: 'a public name' }]
    expect(hop({ tcp: [], refused }, 'tcp')).toMatchObject({
      status: 'unknown',
      note: 'not connected to tools.cisco.com 10.0.0.1:443: a public name',
    })
  })

  test('without a way out nothing is called broken', () => {
    const offline = {
      dns: [{ of: 'computer', outcome: 'no-answer' }],
      tcp: [{ address: 'a', port: 1, outcome: 'timed-out' }],
      clocks: [],
    }
    for (const name of ['dns', 'tcp', 'tls', 'url'] as const)
      expect(hop(offline, name)?.status).toBe('unknown')
  })
})
