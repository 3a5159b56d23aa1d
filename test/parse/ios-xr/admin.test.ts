// Classic licensing of 32-bit IOS XR: the admin plane's answers.
import { describe, expect, test } from 'vitest'
import { fixture, read } from '../nx-os/facts.ts'

describe('admin show license register-status', () => {
  const command = 'admin show license register-status'

  test('registered, with every time; the stamp gives the clock its year from the answer', () => {
    const { at, proof, coverage } = read('ios-xr', [command, fixture('ios-xr/classic/register-status.txt')])
    expect(at('license')).toEqual({
      admin_plane: true,
      generation: 'classic',
      enabled: true,
      xr_registered: 'completed',
      id_cert_expires: '2015-12-17T13:01:41[PST]',
      registration: {
        status: 'registered',
        detail: '',
        initial: { outcome: 'succeeded', at: '2014-12-17T13:07:23[PST]' },
        last_renewal: { outcome: 'none', at: '' },
        next_renewal: '2015-06-15T14:07:45[PST]',
        expires: '2015-12-17T13:01:41[PST]',
        last_response: 'OK: OK',
        failure_reason: '',
      },
      authorization: {
        last_attempt: { outcome: 'none', at: '' },
        failure_reason: '',
        next_attempt: '',
        deadline: '',
        has_deadline: false,
      },
    })
    expect(at('clock')).toEqual({ device_time: '2014-12-17T13:20:01[PST]', zone: 'PST' })
    expect(proof('license.registration.status')).toEqual(['Registration Status: Completed'])
    expect(coverage[0]?.unclaimed).toEqual([])
  })

  test.each([
    ['Not Registered', 'unregistered', 'not-registered', ''],
    ['In Progress', 'registering', 'in-progress', ''],
    ['Failed', 'unregistered', 'failed', 'Failed'],
  ])('%s', (printed, status, xr, detail) => {
    const { at } = read('ios-xr', [command, `Registration Status: ${printed}\n`])
    expect(at('license.registration.status')).toBe(status)
    expect(at('license.xr_registered')).toBe(xr)
    expect(at('license.registration.detail')).toBe(detail)
    expect(at('license.registration.last_response')).toBe('')
  })

  test('the last answer is the reason while it is not registered', () => {
    const { at } = read('ios-xr', [
      command,
      'Registration Status: Failed\nLast Response Message: Communication message send error\n',
    ])
    expect(at('license.registration.failure_reason')).toBe('Communication message send error')
  })

  test('an unknown status stays unknown and says so', () => {
    const { at, store } = read('ios-xr', [command, 'Registration Status: Pondering\n'])
    expect(at('license.registration')).toBeUndefined()
    expect(store.missing.get('license.registration.status')?.reason).toContain('Pondering')
  })

  test('cut: times that are not there are unknown', () => {
    const { at } = read('ios-xr', [command, 'Registration Status: Completed\n', 'truncated'])
    expect(at('license.registration.status')).toBe('registered')
    expect(at('license.registration.expires')).toBeUndefined()
  })
})

describe('admin show license status', () => {
  const command = 'admin show license status'

  test.each([
    ['Compliance Status: Out of compliance\n', 'out-of-compliance'],
    ['Compliance Status: In compliance\n', 'authorized'],
    ['', 'authorized'],
    ['Wed Dec 17 13:20:01.512 PST\n', 'authorized'],
  ])('%j', (text, status) => {
    expect(read('ios-xr', [command, text]).at('license.authorization.status')).toBe(status)
  })

  test('an answer that is none of these, or cut, tells nothing', () => {
    expect(read('ios-xr', [command, '% Incomplete command\n']).at('license')).toBeUndefined()
    expect(
      read('ios-xr', [command, 'Wed Dec 17 13:20:01.512 PST\n', 'truncated']).at('license'),
    ).toBeUndefined()
  })

  test('typed in admin mode: the plain command prints the compliance line', () => {
    const { at } = read('ios-xr', ['show license status', 'Compliance Status: Out of compliance\n'])
    expect(at('license.authorization.status')).toBe('out-of-compliance')
    expect(at('license.generation')).toBe('classic')
  })
})

describe('admin show license entitlement', () => {
  const { at, proof, coverage } = read('ios-xr', [
    'admin show license entitlement',
    fixture('ios-xr/classic/entitlement.txt'),
  ])

  test('tags wrapped anywhere are put together', () => {
    expect(at('license.usage')).toEqual([
      {
        name: 'A9K-MOBILE-LIC',
        tag: 'regid.2014-06.com.cisco.A9K-MOBILE-LIC,1.0_11111111-0a6f-41be-9202-000000000001',
        count: 0,
        status: 'not-in-use',
      },
      {
        name: 'A9K-IPSEC-20G-LIC',
        tag: 'regid.2014-09.com.cisco.A9K-IPSEC-20G-LIC,1.0_22222222-eb3f-474b-bdf0-000000000002',
        count: 0,
        status: 'not-in-use',
      },
      { name: 'INSTALLMGR', tag: 'INSTALLMGR', count: 0, status: 'not-in-use' },
      {
        name: 'A9K-24X10-OPT-LIC',
        tag: 'regid.2014-04.com.cisco.A9K-24X10-OPT-LIC,1.0_33333333-a374-4409-a3f9-000000000003',
        count: 2,
        status: 'out-of-compliance',
      },
      {
        name: 'A9K-24X10-VID-LIC',
        tag: 'regid.2014-04.com.cisco.A9K-24X10-VID-LIC,1.0_44444444-3c76-4a39-82f2-000000000004',
        count: 1,
        status: 'authorized',
      },
    ])
  })

  test('each tag has its own lines as proof; nothing is left unread', () => {
    expect(proof('license.usage.3.status')).toEqual([
      'Tag: regid.2014-04.com.cisco.A9K-24X10-OPT-LIC,',
      '1.0_33333333-a374-4409-a3f9-000000000003, Version: 1.0, Enforce Mode:',
      'Out of compliance',
    ])
    expect(coverage[0]?.unclaimed).toEqual([])
  })
})

test('pool, certificates and agent', () => {
  const { at } = read(
    'ios-xr',
    ['admin show license pool', 'Assigned Pool Info: EXAMPLE_POOL\n'],
    ['admin show license cert', fixture('ios-xr/classic/cert.txt')],
    ['admin show license version', 'Cisco Smart Licensing Agent, Version 1.1.4_throttle/16\n'],
  )
  expect(at('license')).toEqual({
    pool: 'EXAMPLE_POOL',
    registration: { virtual_account: 'EXAMPLE_POOL' },
    admin_plane: true,
    generation: 'classic',
    enabled: true,
    id_cert_expires: '2016-01-12T21:00:13[PST]',
    signing_cert_expires: '2038-05-30T12:48:46[PST]',
    agent_version: '1.1.4_throttle/16',
  })
})

test('agent 5 is no proof of classic licensing', () => {
  const { at } = read('ios-xr', [
    'admin show license version',
    'Cisco Smart Licensing Agent, Version 5.0.4_rel/4\n',
  ])
  expect(at('license.generation')).toBeUndefined()
})

test.each([
  ['admin show license pools', 'Pool: Owner\nFeature: A9K-24X10-OPT-LIC A9K-24X10-VID-LIC\n'],
  [
    'admin show license allocated',
    'FeatureID: A9K-800G-AIP-SE (Slot based, Permanent)\nTotal licenses 1\nStatus: Allocated 1\n',
  ],
])('%s proves traditional licensing', (command, text) => {
  expect(read('ios-xr', [command, text]).at('license.generation')).toBe('traditional')
  expect(read('ios-xr', [command, 'License command failed\n']).at('license')).toBeUndefined()
})
