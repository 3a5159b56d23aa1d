// `show running-config` of IOS XE: by value, by evidence, and what a filter or a cut must leave unknown.
import { describe, expect, test } from 'vitest'
import { CLOUD_URL } from '../../../src/parse/url.ts'
import { corpus, factsOf, fixture, linesOf } from './config-read.ts'

const FULL = fixture('config-vrf-onprem.txt')

describe('a full configuration', () => {
  const store = factsOf({ 'show running-config': FULL })
  const { facts } = store

  test('call-home settings', () => {
    expect(facts.callhome).toMatchObject({
      enabled: true,
      contact_email: 'sch-smart-licensing@cisco.com',
      vrf: 'Mgmt-intf',
      source_interface: 'GigabitEthernet0',
      proxy: { configured: true, enabled: true, host: 'proxy.example.net', port: 8080 },
      server_identity_check: false,
      resolve_ipv4_first: true,
    })
    expect(linesOf(store, 'callhome.vrf')).toEqual(['vrf Mgmt-intf'])
  })

  test('profiles: the predefined one is off and its address removed, the own one is on by default', () => {
    const [tac, own] = facts.callhome?.profiles ?? []
    expect(tac).toMatchObject({
      name: 'CiscoTAC-1',
      active: false,
      reports_licensing: true,
      methods: ['http'],
    })
    expect(tac?.destinations).toEqual([])
    expect(own).toMatchObject({ name: 'onprem', active: true, reports_licensing: true, anonymous: false })
    expect(own?.destinations).toMatchObject([
      { host: 'ssm.example.net', scheme: 'https', explicit: true, cut: false, profile: 'onprem' },
      { host: '10.20.20.20', scheme: 'http', explicit: true, cut: true, ip_literal: true },
    ])
    expect(linesOf(store, 'callhome.profiles.1.destinations.0.url')).toEqual([
      'destination address http https://ssm.example.net/Transportgateway/services/DeviceRequestHandler',
    ])
  })

  test('names, HTTP client, VRFs', () => {
    expect(facts.dns?.lookup).toBe(false)
    expect(linesOf(store, 'dns.lookup')).toEqual(['no ip domain lookup'])
    expect(facts.dns?.servers).toEqual([
      { address: '10.1.1.1', vrf: 'Mgmt-intf' },
      { address: '10.1.1.2', vrf: 'Mgmt-intf' },
      { address: '192.0.2.53', vrf: '' },
    ])
    expect(facts.dns?.hosts).toEqual([
      { name: 'ssm.example.net', address: '10.20.20.20', vrf: 'Mgmt-intf' },
      { name: 'tools.cisco.com', address: '173.37.145.8', vrf: '' },
      { name: 'tools.cisco.com', address: '72.163.4.38', vrf: '' },
    ])
    expect(linesOf(store, 'dns.servers.2.address')).toEqual(['ip name-server 192.0.2.53'])
    expect(facts.http_client).toMatchObject({
      source_interface: 'GigabitEthernet0',
      vrf: '',
      tls_version: '',
    })
    expect(facts.vrfs).toEqual([{ name: 'Mgmt-intf' }])
  })

  test('interfaces and routes', () => {
    expect(facts.interfaces).toMatchObject([
      { name: 'Loopback0', address: '10.0.0.1', vrf: '' },
      { name: 'GigabitEthernet0', address: '10.9.9.9', vrf: 'Mgmt-intf' },
      { name: 'GigabitEthernet0/0/0', address: '', vrf: '', up: false },
      { name: 'GigabitEthernet0/0/1', vrf: '' },
    ])
    expect(facts.routes).toEqual([
      { vrf: '', prefix: '0.0.0.0/0', next_hop: '192.0.2.1', is_default: true },
      { vrf: 'Mgmt-intf', prefix: '0.0.0.0/0', next_hop: '10.9.9.1', is_default: true },
      { vrf: '', prefix: '10.50.0.0/16', next_hop: 'Null0', is_default: false },
    ])
  })

  test('licence lines', () => {
    expect(facts.device).toMatchObject({
      hostname: 'edge-r1',
      license_boot_level: 'network-advantage addon dna-advantage',
    })
    expect(facts.license?.transport).toMatchObject({
      type: 'smart',
      configured_smart_url: 'https://smartreceiver.cisco.com/licservice/license',
      configured_cslu_url: 'http://cslu.example.net:8182/cslu/v1/pi',
      vrf: 'Mgmt-intf',
      proxy: { configured: true, host: '192.0.2.80', port: 3128 },
    })
    expect(facts.license?.smart_enable_configured).toBe(false)
  })

  test('trustpoints and policy', () => {
    expect(facts.pki?.trustpoints).toEqual([
      { name: 'SLA-TrustPoint', revocation_check: ['crl', 'none'], vrf: '', has_certificate: true },
      { name: 'DNAC-CA', revocation_check: ['crl'], vrf: 'Mgmt-intf', has_certificate: false },
    ])
    expect(facts.pki?.trustpool_policy?.revocation_check).toEqual(['none'])
  })

  test('time sources and save stamps', () => {
    expect(facts.ntp).toEqual({
      configured: true,
      servers: [
        { address: '10.1.1.5', vrf: 'Mgmt-intf' },
        { address: '192.0.2.123', vrf: '' },
      ],
    })
    expect(facts.clock?.calendar_valid).toBe(false)
    expect(facts.saved_config).toEqual({
      changed_at: '2022-06-22T16:15:44Z',
      saved_at: '2022-06-21T09:00:00Z',
      ever_saved: true,
      unsaved: true,
    })
  })
})

describe('what is not there', () => {
  const bare = 'Current configuration : 200 bytes\n!\nversion 17.9\nhostname sw1\n!\nend\n'

  test('a whole configuration proves absence, with a line to show for it', () => {
    const store = factsOf({ 'show running-config': bare })
    expect(store.facts.callhome).toMatchObject({ enabled: false, profiles: [], vrf: '', contact_email: '' })
    expect(store.facts.dns).toMatchObject({ lookup: true, servers: [], hosts: [] })
    expect(store.facts).toMatchObject({
      vrfs: [],
      routes: [],
      interfaces: [],
      ntp: { configured: false, servers: [] },
    })
    expect(linesOf(store, 'callhome.enabled')).toEqual(['Current configuration : 200 bytes'])
  })

  test.each([
    ['without its end', bare.replace('end\n', '')],
    ['without its start', 'hostname sw1\n!\nend\n'],
  ])('a configuration %s proves none', (_, text) => {
    const { facts } = factsOf({ 'show running-config': text })
    expect(facts.callhome?.enabled).toBeUndefined()
    expect(facts.dns?.servers).toBeUndefined()
    expect(facts.interfaces).toBeUndefined()
    expect(facts.device?.hostname).toBe('sw1')
  })

  test('a capture that was cut proves none', () => {
    const { facts } = factsOf({ 'show running-config': FULL }, 'truncated')
    expect(facts.dns?.servers).toBeUndefined()
    expect(facts.routes).toBeUndefined()
    expect(facts.callhome?.vrf).toBe('Mgmt-intf')
    expect(facts.dns?.lookup).toBe(false)
  })

  test('the last block of a cut text may go on', () => {
    const text =
      'service call-home\ncall-home\n contact-email-addr a@example.net\n profile "CiscoTAC-1"\n  active\n'
    const { facts } = factsOf({ 'show running-config | section call-home': text }, 'truncated')
    expect(facts.callhome).toEqual({ enabled: true, contact_email: 'a@example.net' })
  })
})

describe('filtered configurations', () => {
  const section =
    'service call-home\ncall-home\n profile "CiscoTAC-1"\n  active\n  destination transport-method http\n'

  test('a section is whole for what it selects and silent about the rest', () => {
    const store = factsOf({ 'show running-config | section call-home': section })
    expect(store.facts.callhome).toMatchObject({
      enabled: true,
      contact_email: '',
      vrf: '',
      server_identity_check: true,
    })
    expect(store.facts.callhome?.profiles).toMatchObject([
      {
        name: 'CiscoTAC-1',
        active: true,
        reports_licensing: true,
        methods: ['http'],
        destinations: [{ url: CLOUD_URL, explicit: false, cut: false }],
      },
    ])
    expect(store.facts.dns).toBeUndefined()
    expect(store.facts.interfaces).toBeUndefined()
  })

  test.each([
    'show run | s call-home',
    'sh run | sec ^call-home|^service call-home',
    'show running-config | section call',
  ])('empty answer to `%s` means no call-home', command => {
    const { facts } = factsOf({ [command]: '\n' })
    expect(facts.callhome).toMatchObject({ enabled: false, profiles: [] })
    expect(facts.vrfs).toBeUndefined()
  })

  test('an include shows no sections', () => {
    const { facts } = factsOf({ 'show run | include call-home': 'service call-home\ncall-home\n' })
    expect(facts.callhome).toEqual({ enabled: true })
  })

  test('an include with alternatives covers each of them', () => {
    const command =
      'show running-config | include ^license|^service call-home|^ip name-server|^no ip domain|^ip host|^ip route|^ntp'
    const { facts } = factsOf({
      [command]: 'license boot level network-advantage\nip name-server 10.0.0.53\n',
    })
    expect(facts.callhome).toEqual({ enabled: false })
    expect(facts.dns).toEqual({ lookup: true, servers: [{ address: '10.0.0.53', vrf: '' }], hosts: [] })
    expect(facts.routes).toEqual([])
    expect(facts.ntp?.configured).toBe(false)
    expect(facts.http_client).toBeUndefined()
    expect(facts.pki).toBeUndefined()
  })

  test.each([
    'show run | begin call-home',
    'show run | exclude xyz',
    'show run | include call.home',
    'show run | include vrf Mgmt',
  ])('`%s` proves no absence', command => {
    const { facts } = factsOf({ [command]: 'line vty 0 4\n' })
    expect(facts.callhome).toBeUndefined()
    expect(facts.vrfs).toBeUndefined()
  })

  test('trustpoints alone say nothing of certificates', () => {
    const text = 'crypto pki trustpoint SLA-TrustPoint\n enrollment pkcs12\n revocation-check crl\n'
    const { facts } = factsOf({ 'show running-config | section ^crypto pki trustpoint': text })
    expect(facts.pki?.trustpoints).toEqual([{ name: 'SLA-TrustPoint', revocation_check: ['crl'], vrf: '' }])
    expect(facts.pki?.trustpool_policy).toBeUndefined()
  })
})

describe('profiles', () => {
  const profilesOf = (body: string) =>
    factsOf({ 'show running-config | section call-home': `call-home\n${body}` }).facts.callhome?.profiles

  test('the predefined profile exists without a line of its own, switched off', () => {
    expect(profilesOf(' contact-email-addr a@b.c\n')).toMatchObject([
      { name: 'CiscoTAC-1', active: false, methods: ['email'] },
    ])
  })

  test('a user profile needs the reporting line', () => {
    const found = profilesOf(
      ' profile "CiscoTAC-1"\n  no reporting smart-licensing-data\n profile "own"\n  no active\n',
    )
    expect(found).toMatchObject([
      { name: 'CiscoTAC-1', active: false, reports_licensing: false },
      { name: 'own', active: false, reports_licensing: false, methods: ['email'], destinations: [] },
    ])
  })

  test('`call-home reporting` may have switched the predefined profile on', () => {
    const store = factsOf({
      'show running-config | section call-home':
        'call-home reporting contact-email-addr a@b.c\ncall-home\n contact-email-addr a@b.c\n',
    })
    const [tac] = store.facts.callhome?.profiles ?? []
    expect(tac?.name).toBe('CiscoTAC-1')
    expect(tac && 'active' in tac).toBe(false)
  })
})

describe('save stamps', () => {
  const stamps = (first: string, second: string): unknown =>
    factsOf({
      'show running-config': `Building configuration...\n\n${first}\n${second}\n!\nversion 17.9\n!\nend\n`,
    }).facts.saved_config

  test('saved after the change', () => {
    expect(
      stamps(
        '! Last configuration change at 10:00:00 UTC Wed Jun 22 2022 by a',
        '! NVRAM config last updated at 10:00:05 UTC Wed Jun 22 2022 by a',
      ),
    ).toMatchObject({ unsaved: false, ever_saved: true })
  })
  test('zones that differ cannot be compared', () => {
    expect(
      stamps(
        '! Last configuration change at 10:00:00 CET Wed Jun 22 2022 by a',
        '! NVRAM config last updated at 10:00:05 UTC Wed Jun 22 2022',
      ),
    ).not.toHaveProperty('unsaved')
  })
  test('a change by a person and no save since the start', () => {
    expect(stamps('! Last configuration change at 10:00:00 UTC Wed Jun 22 2022 by a', '!')).toMatchObject({
      unsaved: true,
      ever_saved: false,
    })
  })
  test('the change made while booting is nobody’s', () => {
    expect(stamps('! Last configuration change at 10:00:00 UTC Wed Jun 22 2022', '!')).toEqual({
      changed_at: '2022-06-22T10:00:00Z',
    })
  })
})

describe('real output', () => {
  const section = corpus('iosxe/show-running-config-section-call-home/batfish-callhome-all-keywords.txt')
  test.skipIf(section === undefined)('call-home with every keyword', () => {
    const { facts } = factsOf({ 'show running-config | section call-home': section ?? '' })
    expect(facts.callhome?.enabled).toBe(false)
  })

  const transport = corpus(
    'iosxe/show-running-config-inc-transport/genielibs-verify-verify-license-smart-transport-configured.txt',
  )
  test.skipIf(transport === undefined)('transport lines', () => {
    const { facts } = factsOf({ 'show running-config | inc transport': transport ?? '' })
    expect(facts.license?.transport?.type).toBe('smart')
    expect(facts.callhome).toBeUndefined()
  })
})
