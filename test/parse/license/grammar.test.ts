// The shared licence grammar on outputs written for this project: classic, policy, reservation, damaged copies.
import { describe, expect, test } from 'vitest'
import {
  parseLicenseAll,
  parseLicenseEventLog,
  parseLicenseFeatures,
  parseLicenseStatus,
  parseLicenseSummary,
  parseLicenseTechSupport,
  parseLicenseUdi,
  parseLicenseUsage,
} from '../../../src/parse/license/index.ts'
import { collect } from './collect.ts'
import { fixture } from './fixture.ts'

describe('classic, registration failing', () => {
  const { at, lineOf, unclaimed } = collect(parseLicenseAll, fixture('ios-xe/classic-registering-failed.txt'))

  test('registration', () => {
    expect(at('license.generation')).toBe('classic')
    expect(at('license.enabled')).toBe(true)
    expect(at('license.registration')).toEqual({
      status: 'registering',
      detail: 'REGISTRATION IN PROGRESS',
      smart_account: '',
      virtual_account: '',
      export_controlled: false,
      initial: { outcome: 'failed', at: '2024-03-09T21:42:02[CET]' },
      failure_reason: `{"timestamp":["The device date '1526135268653' is offset beyond the allowed tolerance limit."]}`,
      next_attempt: '2024-03-09T21:58:41[CET]',
      last_renewal: { outcome: 'none', at: '' },
      renewal_failure_reason: '',
      next_renewal: '',
      expires: '',
    })
  })

  test('evaluation and authorization', () => {
    expect(at('license.evaluation')).toEqual({
      in_use: true,
      expired: false,
      expired_at: '',
      remaining_days: 65,
    })
    expect(at('license.authorization')).toEqual({
      status: 'eval',
      since: '',
      failure_reason: '',
      last_attempt: { outcome: 'none', at: '' },
      next_attempt: '',
      deadline: '',
      has_deadline: false,
    })
  })

  test('usage, units, transport', () => {
    expect(at('license.usage')).toEqual([
      { name: 'ISR_4331_Application', tag: 'ISR_4331_Application', count: 1, status: 'eval' },
      { name: 'ISR_4331_Hsec', tag: 'ISR_4331_Hsec', count: 1, status: 'eval', export_restricted: true },
    ])
    expect(at('license.udi')).toEqual({ pid: 'ISR4331/K9', sn: 'FDO00000A01' })
    expect(at('license.ha_udis')).toEqual([])
    expect(at('device.models')).toEqual([{ role: '', pid: 'ISR4331/K9', sn: 'FDO00000A01' }])
    expect(at('license.transport')).toEqual({ type: 'callhome' })
    expect(at('license.method')).toBeUndefined()
    expect(at('license.reservation.enabled')).toBe(false)
    expect(at('license.agent_version')).toBe('4.8.6_rel/42')
  })

  test('evidence and coverage', () => {
    expect(lineOf('license.registration.status')).toBe('Status: REGISTERING - REGISTRATION IN PROGRESS')
    expect(lineOf('license.usage.1.count')).toBe('ISR_4331_Hsec (ISR_4331_Hsec):')
    expect(unclaimed).toEqual([])
  })
})

test('classic tech support: renewal failing, out of compliance, evaluation long expired', () => {
  const { at, unclaimed } = collect(
    parseLicenseTechSupport,
    fixture('ios-xe/classic-tech-out-of-compliance.txt'),
  )
  expect(at('license.generation')).toBe('classic')
  expect(at('license.registration.virtual_account')).toBe('Branch: South')
  expect(at('license.registration.last_renewal')).toEqual({
    outcome: 'failed',
    at: '2024-05-02T06:00:11[UTC]',
  })
  expect(at('license.registration.renewal_failure_reason')).toBe('Communication message send error')
  expect(at('license.registration.failure_reason')).toBe('')
  expect(at('license.authorization.status')).toBe('out-of-compliance')
  expect(at('license.authorization.since')).toBe('2024-04-29T14:03:12[UTC]')
  expect(at('license.authorization.last_attempt')).toEqual({
    outcome: 'pending',
    at: '2024-05-02T06:02:00[UTC]',
  })
  expect(at('license.authorization.failure_reason')).toBe('Waiting for reply')
  expect(at('license.authorization.deadline')).toBe('2024-07-28T13:58:02[UTC]')
  expect(at('license.authorization.has_deadline')).toBe(true)
  expect(at('license.evaluation')).toEqual({
    in_use: false,
    expired: true,
    expired_at: '2023-01-04T11:00:00[UTC]',
    remaining_days: 0,
  })
  expect(at('license.usage')).toEqual([
    {
      name: 'C9500 Network Advantage',
      tag: 'regid.2017-03.com.cisco.advantagek9-C9500,1.0_00000000-0000-4000-8000-000000000001',
      count: 2,
      status: 'out-of-compliance',
      export_restricted: false,
    },
  ])
  expect(at('license.id_cert_expires')).toBe('2024-10-31T20:09:14[UTC]')
  expect(at('license.signing_cert_expires')).toBe('2030-08-20T18:52:29[UTC]')
  expect(at('license.write_erase_occurred')).toBe(false)
  expect(at('clock')).toEqual({ device_time: '2024-05-02T06:05:30[UTC]', zone: 'UTC' })
  // `Clock sync-ed with NTP: False` proves nothing.
  expect(at('ntp')).toBeUndefined()
  expect(unclaimed).toEqual([])
})

test('a copy without indentation, blank lines between all lines, NX-OS conversion block', () => {
  const { at, unclaimed } = collect(parseLicenseStatus, fixture('ios-xe/classic-status-unindented.txt'), {
    platform: 'nx-os',
  })
  expect(at('license.registration')).toMatchObject({
    status: 'unregistered',
    detail: 'REGISTRATION FAILED',
    smart_account: 'lab_user',
    export_controlled: false,
    initial: { outcome: 'failed', at: '2022-06-22T16:15:41[UTC]' },
    failure_reason: 'Fail to send out Call Home HTTP message.',
    next_attempt: '2022-06-22T16:30:41[UTC]',
  })
  expect(at('license.authorization.status')).toBe('eval-expired')
  expect(at('license.authorization.last_attempt.outcome')).toBe('none')
  expect(at('license.evaluation')).toEqual({
    in_use: true,
    expired: true,
    expired_at: '2022-06-01T08:00:00[UTC]',
    remaining_days: 0,
  })
  expect(at('license.conversion')).toEqual({ automatic: false, status: 'not-started' })
  expect(unclaimed).toEqual([])
})

test('summary: wrapped rows; what it leaves out stays unknown', () => {
  const { at, unclaimed } = collect(parseLicenseSummary, fixture('ios-xe/classic-summary-wrapped.txt'))
  expect(at('license.usage')).toEqual([
    { name: 'C9500 Network Advantage', tag: 'C9500 Network Advantage', count: 1, status: 'authorized' },
    { name: 'C9500-DNA-40X-A', tag: 'C9500-40X DNA Advantage', count: 2, status: 'out-of-compliance' },
  ])
  expect(at('license.registration.status')).toBe('registered')
  expect(at('license.registration.last_renewal')).toEqual({ outcome: 'succeeded' })
  expect(at('license.registration.expires')).toBeUndefined()
  expect(at('license.registration.failure_reason')).toBeUndefined()
  expect(at('license.authorization.deadline')).toBeUndefined()
  expect(unclaimed).toEqual([])
})

test('reservation is a generation of its own', () => {
  const { at, lineOf, unclaimed } = collect(parseLicenseStatus, fixture('ios-xe/classic-reserved.txt'))
  expect(at('license.generation')).toBe('reservation')
  expect(lineOf('license.generation')).toBe('Status: REGISTERED - SPECIFIC LICENSE RESERVATION')
  expect(at('license.reservation.enabled')).toBe(true)
  expect(at('license.registration.status')).toBe('registered')
  expect(at('license.registration.detail')).toBe('SPECIFIC LICENSE RESERVATION')
  expect(at('license.authorization.status')).toBe('reserved')
  expect(unclaimed).toEqual([])
})

describe('policy, On-Prem, stack', () => {
  const { at, lineOf, unclaimed } = collect(parseLicenseAll, fixture('ios-xe/policy-all-on-prem.txt'))

  test('generation, account, transport, method', () => {
    expect(at('license.generation')).toBe('policy')
    expect(at('license.registration')).toEqual({
      smart_account: 'Example As of Traders',
      virtual_account: 'Branch South',
    })
    expect(at('license.transport')).toEqual({
      type: 'cslu',
      url: 'https://ssm.example.net/cslu/v1/pi/example-1',
      cslu_url: 'https://ssm.example.net/cslu/v1/pi/example-1',
      proxy: { configured: false, host: '', port: 0, enabled: false },
      vrf: 'Mgmt-vrf',
    })
    expect(at('license.method')).toBe('on-prem')
  })

  test('policy and reporting', () => {
    expect(at('license.policy')).toEqual({ installed: false, name: '', ack_required: true })
    expect(at('license.reporting')).toEqual({
      last_ack: '',
      acked: false,
      next_ack_deadline: '2024-09-08T20:32:26[CEST]',
      has_ack_deadline: true,
      push_interval_days: 30,
      next_ack_check: '',
      next_push: '2024-06-11T13:21:47[CEST]',
      last_push: '',
      pushed: false,
      last_file_write: '',
      file_written: false,
    })
  })

  test('trust by unit; `Expired on 1970` is no state', () => {
    expect(at('license.trust_code.installed')).toBe(true)
    expect(at('license.trust_code.members')).toEqual([
      {
        role: 'active',
        pid: 'C9300-24UX',
        sn: 'FCW0000B001',
        installed: true,
        at: '2024-06-10T17:18:01[CEST]',
        expires: '',
      },
      { role: 'standby', pid: 'C9300-24U', sn: 'FCW0000B002', installed: false, at: '', expires: '' },
    ])
    expect(lineOf('license.trust_code.members.1.installed')).toBe('Standby: PID:C9300-24U,SN:FCW0000B002')
  })

  test('usage, authorization code, reports', () => {
    expect(at('license.usage')).toEqual([
      {
        name: 'network-advantage',
        tag: 'C9300-24 Network Advantage',
        count: 2,
        status: 'in-use',
        export_restricted: false,
        enforcement: 'NOT ENFORCED',
        type: 'perpetual',
      },
      {
        name: 'hseck9',
        tag: 'C9K HSEC',
        count: 0,
        status: 'not-in-use',
        export_restricted: true,
        enforcement: 'EXPORT RESTRICTED',
        type: 'export',
      },
    ])
    expect(at('license.slac_installed')).toBe(true)
    expect(at('license.rum')).toEqual({ total: 96, purged: 4, acknowledged: 76, waiting: 3, mia: 96 })
    expect(unclaimed).toEqual([])
  })

  test('a cut capture proves no absence', () => {
    const head = fixture('ios-xe/classic-registering-failed.txt').split('\n').slice(0, 8).join('\n')
    const cut = collect(parseLicenseAll, head, { complete: false })
    expect(cut.at('license.registration')).toEqual({
      status: 'registering',
      detail: 'REGISTRATION IN PROGRESS',
      export_controlled: false,
    })
  })
})

test('policy tech support: the server refuses the instance; old failures are apart from ongoing ones', () => {
  const { at, lineOf, unclaimed } = collect(
    parseLicenseTechSupport,
    fixture('ios-xe/policy-tech-server-refuses.txt'),
  )
  expect(at('license.method')).toBe('proxy')
  expect(at('license.transport.proxy')).toEqual({
    configured: true,
    host: 'proxy.example.net',
    port: 8080,
    enabled: true,
  })
  expect(at('license.communication')).toEqual([
    {
      activity: 'Usage Reporting',
      total: 12,
      success: 10,
      fail: 2,
      ongoing_overall: 2,
      ongoing_communication: 0,
      last_response: 'INVALID STATUS CODE',
      failure_reason:
        '{"product_instance_identifier":["The identity for the instance is not valid. Please re-register the instance."]}',
      last_success: '2023-08-29T23:12:38[PDT]',
      last_failure: '2023-08-30T23:12:38[PDT]',
    },
    {
      activity: 'Hello Message',
      total: 344,
      success: 154,
      fail: 190,
      ongoing_overall: 0,
      ongoing_communication: 0,
      last_response: 'OK',
      failure_reason: '',
      last_success: '2023-09-01T10:00:00[PDT]',
      last_failure: '2023-08-15T20:48:32[PDT]',
    },
  ])
  expect(lineOf('license.communication.1.total')).toBe('Hello Message:')
  // The second `Usage Reporting:` names an activity: it must not overwrite the reporting block.
  expect(at('license.reporting')).toMatchObject({
    acked: true,
    has_ack_deadline: false,
    push_interval_days: 0,
  })
  expect(at('license.usage')).toEqual([])
  expect(at('license.trust_code')).toEqual({
    installed: true,
    members: [{ role: '', pid: 'C9407R', sn: 'FXS0000C001', installed: true }],
  })
  expect(at('license.communication_level')).toBe('DIRECT')
  expect(at('license.overall_state')).toBe('')
  expect(at('license.reservation')).toEqual({
    enabled: false,
    status: 'not installed',
    request_pending: false,
  })
  expect(at('license.write_erase_occurred')).toBe(true)
  expect(at('license.id_cert_expires')).toBe('')
  expect(at('ntp.synchronised')).toBe(true)
  expect(unclaimed).toEqual([])
})

describe('small texts', () => {
  const status = (text: string) => collect(parseLicenseStatus, text)
  const block = (line: string) => status(`License Authorization:\n  ${line}\n`)

  test.each([
    ['AUTHORIZED on Jun 22 16:15:44 2022 UTC', 'authorized', '2022-06-22T16:15:44[UTC]'],
    ['OUT OF COMPLIANCE ON Jul 26 09:24:09 2018 UTC', 'out-of-compliance', '2018-07-26T09:24:09[UTC]'],
    ['AUTHORIZATION EXPIRED on Jul 26 09:24:09 2018 UTC', 'expired', '2018-07-26T09:24:09[UTC]'],
    ['No Licenses in Use', 'none-in-use', ''],
    ['EVAL EXPIRED', 'eval-expired', ''],
    ['NOT AUTHORIZED', 'not-authorized', ''],
  ])('authorization %s', (printed, expected, since) => {
    const { at } = block(`Status: ${printed}`)
    expect(at('license.authorization.status')).toBe(expected)
    expect(at('license.authorization.since')).toBe(since)
    expect(at('license.generation')).toBe('classic')
  })

  test('an unknown status is unreadable, not absent', () => {
    const { at, unreadable } = block('Status: GLOWING PURPLE')
    expect(at('license.authorization.status')).toBeUndefined()
    expect(at('license.authorization.has_deadline')).toBeUndefined()
    expect(unreadable.get('license.authorization.status')?.reason).toContain('GLOWING PURPLE')
  })

  test('a time that cannot be read leaves its fact unknown', () => {
    const { at, unreadable } = block('Status: AUTHORIZED\n  Communication Deadline: sometime in spring')
    expect(at('license.authorization.deadline')).toBeUndefined()
    expect(at('license.authorization.has_deadline')).toBeUndefined()
    expect(unreadable.has('license.authorization.deadline')).toBe(true)
  })

  test('translated copies: what is still English is read, the rest is not guessed', () => {
    const { at } = status(
      'Registration:\n  상태: 등록되지 않음 - 등록 실패\n  Initial Registration(초기 등록): FAILED on Mar 09 21:42:02 2019 CST\n',
    )
    expect(at('license.registration.initial')).toEqual({ outcome: 'failed', at: '2019-03-09T21:42:02[CST]' })
    expect(at('license.registration.status')).toBeUndefined()
  })

  test('lines run together: `Registration: Status: ...`', () => {
    const { at } = status('Registration: Status: UNREGISTERED - REGISTRATION FAILED\n')
    expect(at('license.registration.status')).toBe('unregistered')
    expect(at('license.registration.detail')).toBe('REGISTRATION FAILED')
  })

  test('transport off is offline and has no URL', () => {
    const { at } = status('Transport:\n  Type: Transport Off\n')
    expect(at('license.transport')).toEqual({ type: 'off', url: '' })
    expect(at('license.method')).toBe('offline')
  })

  test('NX-OS names the default CSLU host without a URL', () => {
    const { at } = status('Transport:\n  Type: CSLU\n  Cslu address: cslu-local\n')
    expect(at('license.transport.url')).toBe('cslu-local')
    expect(at('license.method')).toBe('cslu')
  })

  test('no trust code', () => {
    const { at } = status('Trust Code Installed: <none>\n')
    expect(at('license.trust_code')).toEqual({ installed: false, members: [] })
    expect(at('license.generation')).toBe('policy')
  })

  test('usage of policy devices proves the generation; the name may be empty (NX-OS)', () => {
    const { at } = collect(
      parseLicenseUsage,
      'License Authorization:\n  Status: Not Applicable\n\n(LAN_ENTERPRISE_SERVICES_PKG):\n  Description: LAN\n  Count: 1\n  Status: IN USE\n  Enforcement Type: NOT ENFORCED\n',
    )
    expect(at('license.generation')).toBe('policy')
    expect(at('license.authorization')).toBeUndefined()
    expect(at('license.usage')).toEqual([
      {
        name: 'LAN_ENTERPRISE_SERVICES_PKG',
        tag: 'LAN_ENTERPRISE_SERVICES_PKG',
        count: 1,
        status: 'in-use',
        enforcement: 'NOT ENFORCED',
      },
    ])
  })

  test('a switched-off agent and node-locked licences are traditional', () => {
    expect(status('Smart Licensing is DISABLED\n').at('license')).toEqual({
      enabled: false,
      generation: 'traditional',
    })
    const { at } = collect(
      parseLicenseFeatures,
      'Index 1 Feature: ipbasek9\n        Period left: Life time\n',
    )
    expect(at('license.generation')).toBe('traditional')
  })

  test('a pending reservation request', () => {
    const { at } = collect(
      parseLicenseTechSupport,
      'Registration:\n  Status: UNREGISTERED\n\nReservation Info\n================\nLicense reservation: ENABLED\n\nOverall status:\n  Active: PID:C1,SN:FOC1\n      Reservation status: NOT INSTALLED\n      Request code: CB-ZC1:FOC1-AAbbCC-11\n',
    )
    expect(at('license.reservation')).toEqual({
      enabled: true,
      status: 'not installed',
      request_pending: true,
    })
    expect(at('license.slac_installed')).toBe(false)
  })

  test('UDI as a table of slots', () => {
    const { at } = collect(
      parseLicenseUdi,
      'SlotID   PID    \tSN      \tUDI\n----------\n*\t ASR1006               NWG0000G000     ASR1006:NWG0000G000\n',
    )
    expect(at('license.udi')).toEqual({ pid: 'ASR1006', sn: 'NWG0000G000' })
  })
})

describe('event log', () => {
  test('keeps errors only, joins wrapped lines', () => {
    const { at } = collect(
      parseLicenseEventLog,
      [
        '**** Event Log ****',
        '',
        '2024-05-01 03:31:32.920 UTC SAEVT_ENDPOINT_USAGE count="0" entitlementTag="regid.x"',
        '2024-05-01 03:31:33.920 UTC SAEVT_DEREGISTER_STATUS msgStatus="LS_INVALID_DATA" error="Missing Id cert',
        ' serial number field"',
        '2024-05-01 03:31:34.920 UTC SAEVT_REGISTER_STATUS msgStatus="LS_SUCCESS" error=""',
      ].join('\n'),
    )
    expect(at('license.eventlog')).toEqual([
      {
        at: '2024-05-01T03:31:33[UTC]',
        event: 'SAEVT_DEREGISTER_STATUS',
        text: 'msgStatus="LS_INVALID_DATA" error="Missing Id cert serial number field"',
      },
    ])
  })

  test('a whole log without errors is known to hold none, a cut one is not', () => {
    const text = '**** Event Log ****\n\n2024-05-01 03:31:32.920 UTC SAEVT_ENDPOINT_USAGE count="0"\n'
    expect(collect(parseLicenseEventLog, text).at('license.eventlog')).toEqual([])
    expect(collect(parseLicenseEventLog, text, { complete: false }).at('license.eventlog')).toBeUndefined()
  })
})
