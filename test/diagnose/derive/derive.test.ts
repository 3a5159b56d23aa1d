// Derived facts: values, and above all that a missing input never becomes a "no".
import { describe, expect, test } from 'vitest'
import { DERIVED_READS, derive } from '../../../src/diagnose/derive/index.ts'
import { sameInterface } from '../../../src/diagnose/derive/way.ts'
import type { RuleContext } from '../../../src/model/facts/store.ts'

function derived(facts: RuleContext): NonNullable<RuleContext['derived']> {
  return derive({ facts, sources: new Map(), missing: new Map() }).facts.derived ?? {}
}

const event = (index: number, mnemonic: string, text = ''): object => ({
  index,
  at: '',
  facility: 'SMART_LIC',
  severity: 3,
  mnemonic,
  text,
})
const log = (...events: object[]): RuleContext => ({
  log: { events: events as NonNullable<NonNullable<RuleContext['log']>['events']> },
})

describe('failing_now, classic', () => {
  const registered = {
    generation: 'classic',
    registration: { status: 'registered', last_renewal: { outcome: 'none', at: '' } },
  }
  const at = (outcome: string): RuleContext => ({
    license: { ...registered, authorization: { last_attempt: { outcome, at: '2026-01-01T10:00:00' } } },
  })

  test('the last attempt decides', () => {
    expect(derived(at('failed')).failing_now).toBe(true)
    expect(derived(at('succeeded')).failing_now).toBe(false)
  })
  test('an old COMM_FAILED does not outweigh a success, and its text is not current', () => {
    const result = derived({
      ...at('succeeded'),
      ...log(event(0, 'COMM_FAILED', 'Fail to send out Call Home HTTP message')),
    })
    expect(result).toMatchObject({ failing_now: false, log_failures: [], server_answered: true })
  })
  test('without the attempt the log proves nothing: it may have succeeded since', () => {
    expect(derived({ license: registered, ...log(event(0, 'COMM_RESTORED')) }).failing_now).toBeUndefined()
    expect(
      derived({ license: registered, ...log(event(0, 'COMM_RESTORED'), event(1, 'COMM_FAILED')) })
        .failing_now,
    ).toBeUndefined()
  })
  test('before the first attempt the log decides, and an unread log proves nothing', () => {
    expect(derived({ ...at('none'), ...log(event(0, 'COMM_FAILED')) }).failing_now).toBe(true)
    expect(derived({ ...at('none'), ...log() }).failing_now).toBe(false)
    expect(derived(at('none')).failing_now).toBeUndefined()
  })
  test('PENDING fails only once it is old', () => {
    const pending = { ...at('pending'), ...log() }
    expect(derived({ ...pending, clock: { device_time: '2026-01-01T10:05:00' } }).failing_now).toBe(false)
    expect(derived({ ...pending, clock: { device_time: '2026-01-01T12:00:00' } }).failing_now).toBe(true)
    expect(derived(pending).failing_now).toBeUndefined()
  })
  test('never registered is not failing, a failed registration is', () => {
    const unregistered = (detail: string, outcome: string): RuleContext => ({
      license: {
        generation: 'classic',
        registration: { status: 'unregistered', detail, smart_account: '', initial: { outcome, at: '' } },
        authorization: { last_attempt: { outcome: 'none', at: '' } },
      },
    })
    expect(derived(unregistered('', 'none'))).toMatchObject({ failing_now: false, wants_contact: false })
    expect(derived(unregistered('REGISTRATION FAILED', 'failed'))).toMatchObject({
      failing_now: true,
      wants_contact: true,
    })
  })
})

describe('failing_now, policy', () => {
  const policy = (entries: object[], more: object = {}, reporting: object = {}): RuleContext => ({
    license: {
      generation: 'policy',
      transport: { type: 'cslu', cslu_url: 'http://192.0.2.70:8182/cslu/v1/pi', ...more },
      reporting,
      communication: entries as NonNullable<NonNullable<RuleContext['license']>['communication']>,
    },
  })
  test('cumulative failures are history, ongoing ones are not', () => {
    expect(
      derived(
        policy([
          {
            activity: 'Usage Reporting',
            fail: 190,
            success: 154,
            ongoing_overall: 0,
            ongoing_communication: 0,
          },
        ]),
      ).failing_now,
    ).toBe(false)
    expect(
      derived(
        policy([
          { activity: 'Usage Reporting', fail: 2, success: 9, ongoing_overall: 2, ongoing_communication: 2 },
        ]),
      ).failing_now,
    ).toBe(true)
  })
  test('a missed hello beside answered reports is not a failure; nothing but unanswered hellos is', () => {
    const hello = {
      activity: 'Hello Message',
      fail: 3,
      success: 0,
      ongoing_overall: 3,
      ongoing_communication: 3,
    }
    expect(
      derived(policy([hello, { activity: 'Usage Reporting', success: 4, ongoing_overall: 0 }])).failing_now,
    ).toBe(false)
    expect(
      derived(
        policy(
          [hello, { activity: 'Usage Reporting', success: 0, ongoing_overall: 0 }],
          {},
          { acked: false },
        ),
      ).failing_now,
    ).toBe(true)
    // A CSLU that pulls the reports and answers no hello.
    expect(derived(policy([hello], {}, { acked: true })).failing_now).toBe(false)
    expect(derived(policy([{ ...hello, success: 4 }], {}, { acked: false })).failing_now).toBe(true)
    expect(derived(policy([hello])).failing_now).toBeUndefined()
  })
  test('the default CSLU transport has no server to fail; who sends elsewhere is meant to', () => {
    const hello = { activity: 'Hello Message', success: 0, ongoing_overall: 9, ongoing_communication: 9 }
    const usage = { activity: 'Usage Reporting', success: 0, ongoing_overall: 2, ongoing_communication: 2 }
    for (const url of ['', 'cslu-local', 'http://cslu-local:8182/cslu/v1/pi']) {
      expect(derived(policy([usage, hello], { cslu_url: url, configured_smart_url: '' })), url).toMatchObject(
        {
          failing_now: false,
          wants_contact: false,
          target: { host: '' },
        },
      )
    }
    expect(
      derived(policy([hello], { cslu_url: '', configured_smart_url: 'https://smartreceiver.cisco.com/x' }))
        .wants_contact,
    ).toBe(true)
    const unread = derived(policy([hello], { cslu_url: '' }))
    expect([unread.failing_now, unread.wants_contact]).toEqual([false, undefined])
    const noAddress = derived(policy([hello], { cslu_url: undefined }))
    expect([noAddress.failing_now, noAddress.wants_contact]).toEqual([undefined, undefined])
  })
  test('an exchange that got no reply is over once another one succeeded later; a refusal is not', () => {
    const polling = {
      activity: 'Result Polling',
      success: 3,
      ongoing_overall: 1,
      ongoing_communication: 1,
      last_response: 'NO REPLY',
      last_success: '2026-03-13T00:00:00',
      last_failure: '2026-03-14T22:32:55',
    }
    const later = { acked: true, last_ack: '2026-03-15T21:01:43' }
    expect(derived(policy([polling], {}, later))).toMatchObject({
      failing_now: false,
      failure_reasons: [],
      server_answered: true,
    })
    expect(derived(policy([polling], {}, { acked: true, last_ack: '2026-03-13T00:00:00' })).failing_now).toBe(
      true,
    )
    expect(derived(policy([{ ...polling, ongoing_communication: 0 }], {}, later)).failing_now).toBe(true)
  })
  test('a request the agent could not build says nothing about communication', () => {
    const request = {
      activity: 'Authorization Request',
      success: 0,
      ongoing_overall: 4,
      ongoing_communication: 0,
      last_response: 'BUILD REQUEST ERROR',
    }
    expect(derived(policy([request])).failing_now).toBe(false)
  })
  test('nothing sent is no answer', () => {
    const idle = { activity: 'Usage Reporting', success: 0, ongoing_overall: 0, ongoing_communication: 0 }
    expect(derived(policy([idle], {}, { acked: false }))).toMatchObject({
      failing_now: false,
      server_answered: false,
    })
    expect(derived(policy([idle])).server_answered).toBeUndefined()
  })
  test('a refusal from the server is an answer', () => {
    const refused = {
      activity: 'Usage Reporting',
      success: 5,
      fail: 1,
      ongoing_overall: 1,
      ongoing_communication: 0,
      last_response: 'INVALID STATUS CODE',
    }
    expect(derived(policy([refused])).server_answered).toBe(true)
  })
  test('an acknowledgement after the last push is a complete exchange', () => {
    const reporting = {
      acked: true,
      last_ack: '2026-01-02T00:00:00',
      pushed: true,
      last_push: '2026-01-01T00:00:00',
    }
    expect(
      derived({ license: { generation: 'policy', transport: { type: 'smart' }, reporting } }).failing_now,
    ).toBe(false)
    expect(
      derived({ license: { generation: 'policy', transport: { type: 'smart' } } }).failing_now,
    ).toBeUndefined()
  })
})

const destination = (url: string, explicit = true): Record<string, unknown> => ({
  profile: 'CiscoTAC-1',
  url,
  scheme: 'https',
  host: 'h',
  port: 443,
  path: '/',
  ip_literal: false,
  index: 1,
  cut: false,
  explicit,
})
const profile = (more: object): never =>
  ({
    name: 'CiscoTAC-1',
    active: true,
    reports_licensing: true,
    destinations: [destination('https://tools.cisco.com/its/service/oddce/services/DDCEService')],
    ...more,
  }) as never

describe('target and way', () => {
  test('classic licensing sends by call-home unless Smart Transport is printed', () => {
    expect(derived({ license: { generation: 'classic' } }).uses_callhome).toBe(true)
    expect(
      derived({ license: { generation: 'classic', transport: { type: 'callhome' } } }).uses_callhome,
    ).toBe(true)
    const smart = derived({
      license: {
        generation: 'classic',
        transport: { type: 'smart', url: 'https://ssm.example.net/SmartTransport' },
      },
    })
    expect(smart.uses_callhome).toBe(false)
    expect(smart.target).toMatchObject({ host: 'ssm.example.net', kind: 'on-prem' })
  })

  test('a default route that the routing table of the VRF shows counts beside the static ones', () => {
    const way = {
      license: { generation: 'classic' },
      device: { platform: 'nx-os' },
      callhome: { vrf: 'management' },
      routes: [],
    }
    expect(derived(way).default_route).toBe(false)
    const table = (vrf: string, default_route: boolean) =>
      derived({ ...way, routing_tables: [{ vrf, default_route }] }).default_route
    expect(table('management', true)).toBe(true)
    expect(table('management', false)).toBe(false)
    expect(table('default', true)).toBe(false)
  })

  const nexus: RuleContext = {
    device: { platform: 'nx-os' },
    license: { generation: 'classic' },
    callhome: { vrf: 'management', proxy: { configured: false }, profiles: [profile({})] },
    http_client: { source_interface: 'Vlan27' },
    interfaces: [{ name: 'Vlan27', address: '192.0.2.1', up: true, vrf: 'default' }],
    dns: { servers: [{ address: '192.0.2.53', vrf: '' }], hosts: [] },
    routes: [{ vrf: 'management', prefix: '0.0.0.0/0', next_hop: '192.0.2.254', is_default: true }],
  }
  test('Nexus: use-vrf names the way out, the source interface keeps its own VRF', () => {
    expect(derived(nexus)).toMatchObject({
      egress_vrf: 'management',
      resolver_vrf: 'management',
      resolver_servers: [],
      other_servers: ['192.0.2.53'],
      default_route: true,
      needs_dns: true,
      lookup_name: 'tools.cisco.com',
      source: { name: 'Vlan27', exists: true, up: true, has_address: true, vrf: '' },
      target: { cloud: true, kind: 'cloud' },
      static_host: false,
    })
  })
  test('behind a proxy only the proxy is looked up, and an address needs no lookup', () => {
    const proxied = (host: string): RuleContext => ({
      ...nexus,
      callhome: { ...nexus.callhome, proxy: { configured: true, enabled: true, host, port: 80 } },
    })
    expect(derived(proxied('proxy.example.com'))).toMatchObject({
      lookup_name: 'proxy.example.com',
      needs_dns: true,
    })
    expect(derived(proxied('192.0.2.9'))).toMatchObject({ lookup_name: '', needs_dns: false })
  })
  test('IOS XE call-home asks in the global table', () => {
    const facts: RuleContext = {
      ...nexus,
      device: { platform: 'ios-xe' },
      callhome: { ...nexus.callhome, vrf: 'Mgmt-vrf', source_interface: '' },
    }
    expect(derived(facts)).toMatchObject({
      egress_vrf: 'Mgmt-vrf',
      resolver_vrf: '',
      resolver_servers: ['192.0.2.53'],
    })
  })
  test('a profile whose state is unknown leaves destinations unknown', () => {
    const { active, ...rest } = profile({}) as { active: boolean }
    expect(active).toBe(true)
    expect(
      derived({ ...nexus, callhome: { ...nexus.callhome, profiles: [rest as never] } }).active_destinations,
    ).toBeUndefined()
  })
  test('interface names compare as the device does', () => {
    expect(sameInterface('Gi0/0', 'GigabitEthernet0/0')).toBe(true)
    expect(sameInterface('Vlan27', 'Vlan2')).toBe(false)
    expect(sameInterface('GigabitEthernet0/0', 'TenGigabitEthernet0/0')).toBe(false)
  })
})

describe('deadlines', () => {
  test('by the device clock; none is none, unknown is unknown', () => {
    const facts: RuleContext = {
      clock: { device_time: '2026-01-01T00:00:00' },
      license: {
        generation: 'classic',
        authorization: { status: 'authorized', deadline: '2026-01-20T12:00:00' },
        registration: { expires: '' },
        reporting: { next_ack_deadline: '2025-12-31T00:00:00' },
      },
    }
    expect(derived(facts).deadlines).toEqual({
      // Whether its renewals go through is not known, and it is near: no level.
      authorization: { set: true, days_left: 19, passed: false },
      registration: { set: false, passed: false, level: 'ok' },
      // Those of Using Policy do not count on a classic device.
      ack: { set: false, days_left: -1, passed: true, level: 'ok' },
      push: { set: false, level: 'ok' },
      trust_code: { set: false, level: 'ok' },
    })
  })
  test('without a clock the day count is unknown', () => {
    expect(
      derived({
        license: {
          generation: 'classic',
          authorization: { status: 'authorized', deadline: '2026-01-20T12:00:00' },
        },
      }).deadlines?.authorization,
    ).toEqual({ set: true })
  })
})

test('the refused date is decoded', () => {
  const reason =
    '{"timestamp":["The device date \'1526135268653\' is offset beyond the allowed tolerance limit."]}'
  const facts: RuleContext = {
    license: {
      generation: 'classic',
      registration: {
        status: 'unregistered',
        detail: 'REGISTRATION FAILED',
        initial: { outcome: 'failed', at: '' },
        failure_reason: reason,
      },
      authorization: { last_attempt: { outcome: 'none', at: '' } },
    },
  }
  expect(derived(facts).clock_offset).toMatchObject({ reported: true, device_date: '2018-05-12T14:27:48Z' })
})

test('every derived fact names base facts only', () => {
  for (const [path, reads] of Object.entries(DERIVED_READS)) {
    expect(reads.length, path).toBeGreaterThan(0)
    expect(
      reads.filter(read => read.startsWith('derived.')),
      path,
    ).toEqual([])
  }
})
