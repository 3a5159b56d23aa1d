// `show call-home ...` of IOS XE.
import { describe, expect, test } from 'vitest'
import { recogniseCommand } from '../../../src/parse/registry.ts'
import { corpus, factsOf, linesOf } from './config-read.ts'

const PROFILES = `Profile Name: CiscoTAC-1
    Profile status: ACTIVE
    Profile mode: Full Reporting
    Reporting Data: Smart Call Home, Smart Licensing
    Preferred Message Format: xml
    Message Size Limit: 3145728 Bytes
    Transport Method: http
    HTTP  address(es): https://tools.cisco.com/its/service/oddce/services/DDCEService
                       https://ssm.example.net/Transportgateway/services/DeviceRequestHandler
    Other address(es): default

Profile Name: noc
    Profile status: INACTIVE
    Profile mode: Anonymous Reporting
    Reporting Data: Smart Call Home
    Transport Method: email
    Email address(es): Not yet set up
`

describe('show call-home profile all', () => {
  test('every profile with its own lines', () => {
    const store = factsOf({ 'show call-home profile all': PROFILES })
    const [tac, noc] = store.facts.callhome?.profiles ?? []
    expect(tac).toMatchObject({
      name: 'CiscoTAC-1',
      active: true,
      reports_licensing: true,
      anonymous: false,
      methods: ['http'],
    })
    expect(tac?.destinations).toMatchObject([
      { host: 'tools.cisco.com', explicit: false },
      { host: 'ssm.example.net', explicit: true },
    ])
    expect(noc).toMatchObject({
      name: 'noc',
      active: false,
      reports_licensing: false,
      anonymous: true,
      methods: ['email'],
      destinations: [],
    })
    expect(linesOf(store, 'callhome.profiles.1.active')).toEqual(['Profile status: INACTIVE'])
  })

  test('a cut list tells no profiles', () => {
    const { facts, missing } = factsOf({ 'show call-home profile all': PROFILES }, 'truncated')
    expect(facts.callhome?.profiles).toBeUndefined()
    expect(missing.get('callhome.profiles')?.reason).toContain('cut')
  })

  test('it outranks the configuration', () => {
    const { facts } = factsOf({
      'show running-config | section call-home':
        'call-home\n profile "CiscoTAC-1"\n  destination transport-method http\n',
      'show call-home profile all': PROFILES,
    })
    expect(facts.callhome?.profiles?.map(profile => [profile.name, profile.active])).toEqual([
      ['CiscoTAC-1', true],
      ['noc', false],
    ])
  })
})

describe('show call-home', () => {
  const settings = (lines: string): unknown =>
    factsOf({ 'show call-home': `Current call home settings:\n${lines}` }).facts.callhome

  test('values and known absence', () => {
    expect(
      settings(`    call home feature : disable
    vrf for call-home messages: Mgmt-vrf
    contact person's email address: Not yet set up
    source interface: GigabitEthernet0/0
    http proxy: proxy.example.net:8080
      server identity check: disabled
    http resolve-hostname: ipv4-first
    Smart licensing messages: disabled
`),
    ).toEqual({
      enabled: false,
      vrf: 'Mgmt-vrf',
      contact_email: '',
      source_interface: 'GigabitEthernet0/0',
      proxy: { configured: true, enabled: true, host: 'proxy.example.net', port: 8080 },
      server_identity_check: false,
      resolve_ipv4_first: true,
      smart_messages: false,
    })
  })
  test.each([
    ['Not yet set up', { configured: false, host: '', port: 0 }],
    ['192.0.2.1', { configured: true, host: '192.0.2.1', port: 0 }],
    ['Address: p.example.net Port: 3128', { configured: true, host: 'p.example.net', port: 3128 }],
    ['p.example.net port 80', { configured: true, host: 'p.example.net', port: 80 }],
  ])('proxy printed as %j', (printed, proxy) => {
    expect(settings(`    http proxy: ${printed}\n`)).toMatchObject({ proxy })
  })
})

test('show call-home smart-licensing names the profile in use', () => {
  const { facts } = factsOf({
    'show call-home smart-licensing':
      'Current smart-licensing transport settings:\n Smart-license messages: enabled\n Profile: CiscoTAC-1 (status: INACTIVE)\n Destination  URL(s):  http://10.0.0.1/Transportgateway/services/DeviceRequestHandler\n',
  })
  expect(facts.callhome).toMatchObject({
    smart_messages: true,
    profiles: [
      {
        name: 'CiscoTAC-1',
        active: false,
        reports_licensing: true,
        destinations: [{ host: '10.0.0.1', scheme: 'http' }],
      },
    ],
  })
})

describe('real output', () => {
  const cases: readonly [string, string, unknown][] = [
    [
      'show call-home profile all',
      'iosxe/show-call-home-profile-all/genie-showcallhomeprofileall-golden-output1.txt',
      {
        profiles: [
          {
            name: 'CiscoTAC-1',
            active: true,
            reports_licensing: true,
            methods: ['http'],
            destinations: [{ url: 'http://www.test1.com' }],
          },
          { name: 'sds', active: true, reports_licensing: false, methods: ['http', 'email'] },
        ],
      },
    ],
    [
      'show call-home smart-licensing',
      'iosxe/show-call-home-smart-licensing/genie-showcallhomesmartlicensing-golden-output.txt',
      { smart_messages: true, profiles: [{ name: 'CiscoTAC-1', active: true }] },
    ],
    [
      'show call-home',
      'iosxe/show-call-home/genie-showcallhome-golden-output.txt',
      {
        enabled: true,
        smart_messages: true,
        contact_email: 'sch-smart-licensing@cisco.com',
        vrf: '',
        server_identity_check: true,
      },
    ],
    [
      'show call-home detail',
      'iosxe/show-call-home-detail/genie-showcallhomedetail-golden-output.txt',
      {
        enabled: false,
        smart_messages: false,
        profiles: [{ name: 'CiscoTAC-1', active: false, methods: ['email'], destinations: [] }],
      },
    ],
  ]
  for (const [command, path, callhome] of cases) {
    const text = corpus(path)
    test.skipIf(text === undefined)(command, () => {
      expect(factsOf({ [command]: text ?? '' }).facts.callhome).toMatchObject(callhome as object)
      expect(recogniseCommand(text ?? '')).toContainEqual({ platform: 'ios-xe', command })
    })
  }
})
