// The path by method: which hops a message has at all, what proves them, what is said where nothing does.
import { describe, expect, test } from 'vitest'
import { describePath, firstBroken } from '../../../src/diagnose/path/index.ts'
import type { Hop, HopStatus } from '../../../src/model/hop.ts'
import type { PathHop } from '../../../src/model/report.ts'
import { finding } from '../../report/sample.ts'
import { derived } from '../sample.ts'

const CLOUD = 'https://tools.cisco.com/its/service/oddce/services/DDCEService'
const SMART = 'https://smartreceiver.cisco.com/licservice/license'

type Facts = Record<string, unknown>

const NO_PROXY = { configured: false, host: '', port: 0, enabled: false }

function callhome(url: string, more: Facts = {}): Facts {
  const [, scheme = '', host = '', port = '', path = ''] =
    /^(\w+):\/\/([^:/]+)(?::(\d+))?(.*)$/.exec(url) ?? []
  const destination = {
    profile: 'CiscoTAC-1', url, scheme, host, path, index: 0, cut: false, explicit: true,
    port: port === '' ? (scheme === 'http' ? 80 : 443) : Number(port), ip_literal: /^[0-9.]+$/.test(host),
  } // biome-ignore format: one glance
  return {
    callhome: {
      enabled: true,
      vrf: '',
      source_interface: '',
      proxy: NO_PROXY,
      profiles: [
        {
          name: 'CiscoTAC-1',
          active: true,
          reports_licensing: true,
          methods: ['http'],
          destinations: [destination],
        },
      ],
      ...more,
    },
    http_client: { source_interface: '', vrf: '', proxy: NO_PROXY },
    interfaces: [],
    vrfs: [],
    log: { events: [] },
  }
}

const registered = {
  generation: 'classic',
  enabled: true,
  registration: { status: 'registered', detail: '', smart_account: 'Acme', initial: { outcome: 'succeeded', at: '' } },
  authorization: { status: 'authorized', last_attempt: { outcome: 'succeeded', at: '2026-01-01T10:00:00Z' }, failure_reason: '' },
} // biome-ignore format: one glance

const failing = {
  ...registered,
  authorization: {
    status: 'authorized',
    last_attempt: { outcome: 'failed', at: '2026-01-01T10:00:00Z' },
    failure_reason: 'Fail to send out Call Home HTTP message',
  },
}

function policy(transport: Facts, more: Facts = {}): Facts {
  return {
    generation: 'policy',
    enabled: true,
    transport: { proxy: NO_PROXY, vrf: '', ...transport },
    trust_code: { installed: true, members: [] },
    usage: [{ name: 'x', status: 'in-use', count: 1, enforcement: 'NOT ENFORCED', export_restricted: false }],
    reporting: {
      acked: true,
      last_ack: '2026-01-01T10:00:00Z',
      last_push: '2026-01-01T09:00:00Z',
      has_ack_deadline: true,
      next_ack_deadline: '2026-04-01T10:00:00Z',
      push_interval_days: 30,
    },
    communication: [],
    ...more,
  }
}

const LOCAL = {
  http_client: { source_interface: '', vrf: '', proxy: NO_PROXY },
  interfaces: [],
  vrfs: [],
  log: { events: [] },
  clock: { device_time: '2026-01-05T10:00:00Z' },
}

function path(facts: Facts, findings: Parameters<typeof finding>[0][] = []): readonly PathHop[] {
  return describePath(derived(facts), findings.map(finding))
}

function hops(one: readonly PathHop[], status: HopStatus): Hop[] {
  return one.filter(hop => hop.status === status).map(hop => hop.hop)
}

const at = (one: readonly PathHop[], hop: Hop): PathHop | undefined => one.find(entry => entry.hop === hop)

describe('which hops there are', () => {
  test.each([
    ['call-home direct', { license: registered, ...callhome(CLOUD) }, ['vrf', 'source', 'proxy', 'reporting']],
    [
      'call-home through a proxy',
      { license: registered, ...callhome(CLOUD, { proxy: { configured: true, enabled: true, host: 'proxy.example.net', port: 8080 } }) },
      ['vrf', 'source', 'reporting'],
    ],
    [
      'transport gateway over plain HTTP',
      { license: registered, ...callhome('http://tgw.example.net/Transportgateway/services/DeviceRequestHandler') },
      ['vrf', 'source', 'proxy', 'tls', 'crl', 'reporting'],
    ],
    [
      'On-Prem by address',
      { license: registered, ...callhome('https://192.0.2.9/Transportgateway/services/DeviceRequestHandler') },
      ['vrf', 'source', 'dns', 'proxy', 'reporting'],
    ],
    [
      'smart transport',
      { license: policy({ type: 'smart', url: SMART }), ...LOCAL },
      ['profile', 'vrf', 'source', 'proxy', 'entitlement'],
    ],
    [
      'CSLU',
      { license: policy({ type: 'cslu', cslu_url: 'http://192.0.2.7:8182/cslu/v1/pi' }, { trust_code: { installed: false, members: [] } }), ...LOCAL },
      ['profile', 'vrf', 'source', 'dns', 'proxy', 'tls', 'crl', 'identity', 'entitlement'],
    ],
    [
      'On-Prem for Using Policy',
      { license: policy({ type: 'cslu', cslu_url: 'https://ssm.example.net/cslu/v1/pi/acme-1' }), ...LOCAL },
      ['profile', 'vrf', 'source', 'proxy', 'identity', 'entitlement'],
    ],
  ] as const)('%s', (_name, facts, expected) => {
    const one = path(facts)
    expect(hops(one, 'not-needed')).toEqual(expected)
    expect(hops(one, 'broken')).toEqual([])
    expect(hops(one, 'unknown')).toEqual([])
  }) // biome-ignore format: one glance

  test.each([
    ['transport off', { license: policy({ type: 'off' }), ...LOCAL }, ['mode', 'reporting']],
    ['reservation', { license: { generation: 'reservation', reservation: { request_pending: false } } }, ['mode', 'entitlement']],
    ['traditional', { license: { generation: 'traditional' } }, ['mode']],
  ] as const)('%s needs only %s', (_name, facts, expected) => {
    const one = path(facts)
    expect(hops(one, 'ok')).toEqual(expected)
    expect(hops(one, 'not-needed')).toHaveLength(15 - expected.length)
  }) // biome-ignore format: one glance

  test('of an unknown device nothing is known, and each hop names what would tell', () => {
    const one = path({})
    expect(hops(one, 'ok')).toEqual([])
    expect(one.every(hop => hop.note !== '')).toBe(true)
  })
})

describe('what proves a hop', () => {
  const facts = {
    license: failing,
    ...callhome(CLOUD, { vrf: 'Mgmt-vrf' }),
    dns: { servers: [{ address: '192.0.2.53', vrf: '' }], hosts: [], lookup: true },
    vrfs: [{ name: 'Mgmt-vrf' }],
    routes: [{ vrf: 'Mgmt-vrf', prefix: '0.0.0.0/0', next_hop: '192.0.2.1', is_default: true }],
  }

  test('a configuration that looks right does not; the note says what would', () => {
    const one = path(facts)
    expect(hops(one, 'unknown')).toEqual([
      'route',
      'dns',
      'tcp',
      'tls',
      'crl',
      'clock',
      'identity',
      'entitlement',
    ])
    expect(at(one, 'route')?.note).toContain('`show ip route vrf Mgmt-vrf 0.0.0.0` settles it')
    expect(at(one, 'dns')?.note).toContain('`ping tools.cisco.com` settles it')
    expect(at(one, 'tcp')?.note).toContain('`telnet tools.cisco.com 443 /vrf Mgmt-vrf` settles it')
  })

  const telnet = { tool: 'telnet', host: 'tools.cisco.com', address: '192.0.2.38', port: 443, outcome: 'ok' }

  test('a telnet in the VRF of the messages proves TCP, and the name only where call-home asks', () => {
    const one = path({ ...facts, connectivity: [{ ...telnet, vrf: 'Mgmt-vrf' }] })
    expect(at(one, 'tcp')?.status).toBe('ok')
    expect(at(one, 'route')?.status).toBe('ok')
    // IOS XE call-home asks in the global table: a lookup in the VRF says nothing of it.
    expect(at(one, 'dns')?.status).toBe('unknown')
    expect(at(path({ ...facts, connectivity: [{ ...telnet, vrf: '' }] }), 'dns')?.status).toBe('ok')
  })

  test('a telnet to another port, host or VRF proves nothing', () => {
    for (const other of [{ port: 80 }, { host: 'www.example.net' }, { vrf: 'blue' }])
      expect(at(path({ ...facts, connectivity: [{ ...telnet, vrf: 'Mgmt-vrf', ...other }] }), 'tcp')?.status).toBe('unknown') // biome-ignore format: one glance
  })

  test('the routing table proves the route, a static line does not', () => {
    const table = { vrf: 'Mgmt-vrf', default_route: true, next_hop: '192.0.2.1' }
    expect(at(path({ ...facts, routing_tables: [table] }), 'route')).toMatchObject({ status: 'ok' })
  })

  test('a refused certificate proves the way up to TCP', () => {
    const log = {
      events: [{ index: 0, at: '', facility: 'PKI', severity: 3, mnemonic: 'CERTIFICATE_INVALID', text: 'Certificate chain validation has failed.' }],
    } // biome-ignore format: one glance
    const one = path({ ...facts, log })
    expect(hops(one, 'ok')).toEqual(expect.arrayContaining(['route', 'dns', 'tcp']))
    expect(firstBroken(one)).toMatchObject({ hop: 'tls', rules: [] })
  })
})

describe('what breaks a hop', () => {
  const facts = {
    license: { ...failing, authorization: { ...failing.authorization, failure_reason: 'Unable to resolve server hostname/domain name' } },
    ...callhome(CLOUD),
  } // biome-ignore format: one glance

  test('the words of the device, where no cause is known', () => {
    const one = path(facts)
    expect(firstBroken(one)).toMatchObject({
      hop: 'dns',
      note: 'the device says "Unable to resolve server hostname/domain name"',
      rules: [],
    })
    expect(at(one, 'tcp')?.note).toBe('not reached: dns is broken before it')
    expect(at(one, 'dns')?.evidence[0]?.text).toContain('failure_reason')
  })

  test('a cause before them accounts for them', () => {
    const one = path(facts, [{ rule: 'vrf-no-default-route', hop: 'route', title: 'No way out' }])
    expect(hops(one, 'broken')).toEqual(['route'])
    expect(at(one, 'dns')).toMatchObject({
      status: 'unknown',
      note: 'not reached: route is broken before it',
    })
  })

  test('a cause behind the server does not', () => {
    const one = path(facts, [{ rule: 'out-of-compliance', hop: 'entitlement', severity: 'warning' }])
    expect(hops(one, 'broken')).toEqual(['dns', 'entitlement'])
  })

  test('symptoms, hygiene and what another cause explains do not break a hop', () => {
    const one = path({ license: failing, ...callhome(CLOUD) }, [
      { rule: 'a', hop: 'url', role: 'symptom' },
      { rule: 'b', hop: 'url', severity: 'info' },
      { rule: 'c', hop: 'url', explained_by: ['d'] },
      { rule: 'e', hop: 'url', outcome: 'pass' },
    ])
    expect(hops(one, 'broken')).toEqual([])
  })

  test('a warning does not break what is proven to work; a critical cause does', () => {
    const works = { license: registered, ...callhome(CLOUD) }
    const cause = { rule: 'pki-key-not-saved', hop: 'identity' } as const
    const warned = path(works, [{ ...cause, severity: 'warning' }])
    expect(at(warned, 'identity')).toMatchObject({ status: 'ok', rules: ['pki-key-not-saved'] })
    expect(at(path(works, [cause]), 'identity')?.status).toBe('broken')
    const unproven = path({ license: failing, ...callhome(CLOUD) }, [{ ...cause, severity: 'warning' }])
    expect(at(unproven, 'identity')?.status).toBe('broken')
  })

  test('a cause that could not be decided keeps a configuration that looks right from being called good', () => {
    const one = path({ license: failing, ...callhome(CLOUD) }, [
      {
        rule: 'a',
        hop: 'profile',
        outcome: 'unknown',
        missing: [{ path: 'x', reason: 'not read', command: 'show call-home' }],
      },
    ])
    expect(at(one, 'profile')).toMatchObject({
      status: 'unknown',
      note: expect.stringContaining('`show call-home` settles it'),
    })
  })
})

test('text of a device stays text: no command is made of it, no control character passes', () => {
  const one = path({
    license: failing,
    ...callhome('https://a;reload\u001b[2J/x', { vrf: 'x\u0007 ; reload' }),
    routes: [],
  })
  for (const { note } of one) {
    expect(note).not.toMatch(/[\u0000-\u001f]/)
    for (const command of note.match(/`[^`]*`/g) ?? []) expect(command).not.toContain('reload')
  }
})
