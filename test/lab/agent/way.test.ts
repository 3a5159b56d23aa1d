// How far a licensing message comes follows from configuration and surroundings, hop by hop, in the device's own words.
import { describe, expect, test } from 'vitest'
import { renewAuthorization } from '../../../src/lab/agent/classic.ts'
import { settingsOf } from '../../../src/lab/agent/settings.ts'
import { send } from '../../../src/lab/agent/walk.ts'
import type { World } from '../../../src/lab/agent/world.ts'
import { configure, loggedSince, machineOf, show } from './machine.ts'

/** Where a message of this device stops; `server kind` when it arrives. */
function wayOf(id: string, lines: readonly string[] = [], world: Partial<World> = {}): string {
  const machine = machineOf(id, world)
  if (lines.length > 0) configure(machine, ...lines)
  const arrival = send({ view: machine.view, settings: settingsOf(machine.view), world: machine.world })
  return 'server' in arrival ? arrival.server.kind : arrival.stop.at
}

describe('a healthy device reaches its server', () => {
  test.each([
    ['xe-classic-direct', 'cloud'],
    ['xe-classic-proxy', 'cloud'],
    ['xe-classic-gateway', 'gateway'],
    ['xe-classic-onprem', 'on-prem'],
    ['xe-classic-vrf', 'cloud'],
    ['xe-slp-direct', 'smart'],
    ['xe-slp-proxy', 'smart'],
    ['xe-slp-cslu', 'cslu'],
    ['xe-slp-offline', 'mode'],
    ['nx-classic-direct', 'cloud'],
    ['nx-classic-proxy', 'cloud'],
    ['nx-classic-gateway', 'gateway'],
    ['nx-classic-onprem', 'on-prem'],
    ['nx-slp-direct', 'smart'],
    ['nx-slp-cslu', 'cslu'],
    ['xr-classic-direct', 'cloud'],
    ['xr-classic-proxy', 'cloud'],
    ['xr-classic-gateway', 'gateway'],
    ['xr-classic-onprem', 'on-prem'],
    ['xr-classic-vrf', 'cloud'],
    ['xr7-ncs-direct', 'cloud'],
    ['xr7-slp-direct', 'smart'],
    ['xr7-slp-cslu', 'cslu'],
  ])('%s: %s', (id, kind) => expect(wayOf(id)).toBe(kind))
})

describe('a shipped device that is broken stops where its file says', () => {
  test.each([
    ['xe-callhome-service-disabled', 'profile'],
    ['xe-callhome-no-active-profile', 'profile'],
    ['xe-callhome-no-smart-reporting', 'profile'],
    ['xe-callhome-user-profile-conflict', 'profile'],
    ['xe-dns-no-name-server', 'dns'],
    ['xe-dns-lookup-disabled', 'dns'],
    ['xe-dns-vrf-mismatch', 'dns'],
    ['xe-dns-stale-static-host', 'connect'],
    ['xe-callhome-vrf-missing', 'connect'],
    ['xe-vrf-no-default-route', 'connect'],
    ['xe-http-source-interface-down', 'connect'],
    ['xe-http-source-interface-missing', 'connect'],
    ['xe-callhome-http-url', 'answer'],
    ['xe-onprem-url-typo', 'answer'],
    ['xe-quovadis-root-missing', 'tls'],
    ['xe-clock-offset', 'clock'],
    ['nx-known-issue-1', 'profile'],
    ['nx-known-issue-2', 'answer'],
    ['nx-dns-vrf-mismatch', 'dns'],
    ['nx-proxy-incomplete', 'connect'],
    ['xr-callhome-failed-dns', 'dns'],
    ['xr-dns-vrf-mismatch', 'dns'],
    ['xr-callhome-dropped', 'profile'],
    ['xr-sl-disabled', 'mode'],
  ])('%s: %s', (id, hop) => expect(wayOf(id)).toBe(hop))
})

describe('surroundings', () => {
  test('a firewall, a missing gateway or a site that wants a proxy closes the way', () => {
    expect(wayOf('xe-classic-direct', [], { gateways: [] })).toBe('connect')
    expect(wayOf('xe-classic-onprem', [], { gateways: [] })).toBe('on-prem')
    expect(wayOf('xe-classic-direct', [], { servers: [] })).toBe('connect')
    expect(wayOf('xe-classic-direct', [], { proxy_required: true })).toBe('connect')
    expect(wayOf('xe-classic-proxy', [], { proxy_required: true })).toBe('cloud')
    expect(wayOf('xe-classic-proxy', [], { proxies: [] })).toBe('connect')
  })

  test('a name server answers in the tables it serves, or never', () => {
    const name_servers = [{ address: '192.0.2.53', vrfs: ['Mgmt-vrf'] }]
    expect(wayOf('xe-classic-direct', [], { name_servers })).toBe('dns')
    expect(wayOf('nx-classic-direct', [], { name_servers: [{ address: '192.0.2.53', silent: true }] })).toBe(
      'silence',
    )
  })

  test('a proxy that opens TLS is trusted only with its authority', () => {
    const proxies = [{ addresses: ['192.0.2.80'], ports: [8080], resigns: 'ACME CA' }]
    expect(wayOf('xe-classic-proxy', [], { proxies })).toBe('tls')
  })

  test('a certificate bears the name of its host, unless nobody looks', () => {
    const lines = (more: string[]): string[] => [
      'call-home',
      ...more,
      'profile "CiscoTAC-1"',
      'no destination address http https://ssm.example.net/Transportgateway/services/DeviceRequestHandler',
      'destination address http https://192.0.2.90/Transportgateway/services/DeviceRequestHandler',
    ]
    expect(wayOf('xe-classic-onprem', lines([]))).toBe('tls')
    expect(wayOf('xe-classic-onprem', lines(['no http secure server-identity-check']))).toBe('on-prem')
  })

  test('a revocation list that cannot be had hangs the request of IOS XE', () => {
    const machine = machineOf('xe-classic-direct', { crl: false })
    const from = machine.view.logging.length
    renewAuthorization(machine)
    expect(show(machine, 'show license status')).toMatch(
      /Last Communication Attempt: PENDING on .*\n.*Waiting for reply/,
    )
    expect(loggedSince(machine, from)).toEqual(['PKI-3-CRL_FETCH_FAIL'])
  })
})

describe('the words of a failure', () => {
  test('IOS XE', () => {
    const machine = machineOf('xe-classic-direct')
    configure(machine, 'no service call-home')
    const from = machine.view.logging.length
    renewAuthorization(machine)
    const state = show(machine, 'show license all')
    expect(state).toContain('Last Communication Attempt: FAILED on Mar 04 05:06:07 2026 UTC')
    expect(state).toContain('Failure reason: Communication transport not available.')
    expect(state).toMatch(/Status: AUTHORIZED on Feb/)
    expect(loggedSince(machine, from)).toEqual(['SMART_LIC-3-AUTH_RENEW_FAILED', 'SMART_LIC-3-COMM_FAILED'])
  })

  test('NX-OS', () => {
    const machine = machineOf('nx-classic-direct')
    configure(machine, 'callhome', 'no enable')
    renewAuthorization(machine)
    expect(show(machine, 'show license status')).toContain(
      'Failure reason: Fail to send out Call Home HTTP message(fail to establish IPC connect with call-home)',
    )
  })

  test('IOS XR counts and traces; a message call-home does not take is dropped', () => {
    const machine = machineOf('xr-classic-direct')
    configure(machine, 'no domain name-server 192.0.2.53', 'no domain name-server 192.0.2.54')
    renewAuthorization(machine)
    const statistics = (): string => show(machine, 'show call-home smart-licensing statistics')
    expect(statistics()).toMatch(/ENTITLEMENT\s+3\s+1\s+0\s+0\s+2026-03-04 05:06:07/)
    expect(show(machine, 'show call-home trace error last 5')).toContain('Host name resolution failed')
    configure(machine, 'call-home', 'no service active')
    renewAuthorization(machine)
    expect(statistics()).toMatch(/ENTITLEMENT\s+3\s+1\s+0\s+1 /)
  })

  test('a success after it says that communication is restored', () => {
    const machine = machineOf('xe-dns-no-name-server')
    configure(machine, 'ip name-server 192.0.2.53')
    const from = machine.view.logging.length
    renewAuthorization(machine)
    expect(loggedSince(machine, from)).toEqual([
      'SMART_LIC-5-COMM_RESTORED',
      'SMART_LIC-6-AUTH_RENEW_SUCCESS',
    ])
    expect(show(machine, 'show license status')).toContain('Communication Deadline: Jun 02 05:06:07 2026 UTC')
  })
})
