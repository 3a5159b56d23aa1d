// What the licensing server makes of a message that arrived: tokens, instances, balance; trust and reports.
import { describe, expect, test } from 'vitest'
import {
  deregister,
  isRegistered,
  register,
  renewAuthorization,
  renewCertificate,
} from '../../../src/lab/agent/classic.ts'
import { establishTrust, report } from '../../../src/lab/agent/policy.ts'
import { configure, loggedSince, machineOf, show } from './machine.ts'

describe('registration', () => {
  test('a token the server does not know, an expired one and one used up are refused', () => {
    const tokens = [
      { token: 'old', expired: true },
      { token: 'once', uses: 1 },
    ]
    const machine = machineOf('xe-never-registered', { tokens })
    const reason = (): string => /Failure reason: (.*)/.exec(show(machine, 'show license status'))?.[1] ?? ''
    register(machine, 'wrong', false)
    expect(reason()).toContain("The token 'wrong' is not valid")
    register(machine, 'old', false)
    expect(reason()).toContain('has expired')
    expect(isRegistered(machine)).toBe(false)
    register(machine, 'once', false)
    expect(isRegistered(machine)).toBe(true)
    deregister(machine)
    register(machine, 'once', false)
    expect(reason()).toContain('maximum number of uses')
  })

  test('a unit that is registered already needs force', () => {
    const machine = machineOf('xe-never-registered', { instance: 'elsewhere' })
    register(machine, 'T0ken', false)
    expect(show(machine, 'show license status')).toContain('Failure reason: Product Already Registered')
    register(machine, 'T0ken', true)
    const state = show(machine, 'show license summary')
    expect(state).toContain('Status: REGISTERED')
    expect(state).toContain('Status: AUTHORIZED')
    expect(show(machine, 'show version')).toContain('Smart Licensing Status: REGISTERED/AUTHORIZED')
  })

  test('in the admin plane of IOS XR', () => {
    const machine = machineOf('xr-deregistered')
    register(machine, 'T0ken', false)
    expect(show(machine, 'admin show license register-status')).toContain('Registration Status: Completed')
    expect(show(machine, 'admin show license status')).toContain('In compliance')
    deregister(machine)
    expect(show(machine, 'admin show license register-status')).toBe('Registration Status: Not Registered\n')
  })
})

describe('renewal', () => {
  test('an instance the server has forgotten is refused until it registers again', () => {
    const machine = machineOf('nx-classic-direct', { instance: 'removed' })
    renewAuthorization(machine)
    expect(show(machine, 'show license status')).toMatch(/FAILED on .*\n.*ProductInstance '.*' is not valid/)
    register(machine, 'T0ken', true)
    renewCertificate(machine)
    expect(show(machine, 'show license status')).toContain('Last Renewal Attempt: SUCCEEDED on')
  })

  test('an ID certificate is tried again after an hour', () => {
    const machine = machineOf('xe-classic-direct', { gateways: [] })
    renewCertificate(machine)
    const state = show(machine, 'show license status')
    expect(state).toMatch(
      /Last Renewal Attempt: FAILED on .*\n\s+Failure reason: Fail to send.*\n\s+Next Renewal Attempt: Mar 04 06:06:07/,
    )
    expect(state).toContain('Registration Expires: Jan 23 2027'.slice(0, 21))
  })

  test('an account that holds too little leaves the device out of compliance, licence by licence', () => {
    const machine = machineOf('xe-classic-direct', { licences: { 'C9300 DNA Advantage': 0 } })
    const from = machine.view.logging.length
    renewAuthorization(machine)
    const usage = show(machine, 'show license usage')
    expect(usage).toMatch(/Network Advantage\):[\s\S]*?Status: AUTHORIZED/)
    expect(usage).toMatch(/DNA Advantage\):[\s\S]*?Status: OUT OF COMPLIANCE/)
    expect(loggedSince(machine, from)).toContain('SMART_LIC-3-OUT_OF_COMPLIANCE')
    const all = machineOf('nx-classic-direct', { licences: { '*': 0 } })
    renewAuthorization(all)
    expect(show(all, 'show license status')).toContain('Status: OUT OF COMPLIANCE on')
  })
})

describe('Smart Licensing Using Policy', () => {
  test('direct transport reports only with a trust code, and a report moves the dates', () => {
    const machine = machineOf('xe-slp-trust-code-missing')
    report(machine)
    expect(show(machine, 'show license tech support')).toContain(
      'Overall State: Insufficient trust for direct communication',
    )
    establishTrust(machine, 'T0ken', false)
    report(machine)
    const state = show(machine, 'show license all')
    expect(state).toContain('Trust Code Installed: Mar 04 05:06:07 2026 UTC')
    expect(state).toContain('Last ACK received: Mar 04 05:06:07 2026 UTC')
    expect(state).toContain('Next ACK deadline: Jun 02 05:06:07 2026 UTC')
  })

  test('a failure goes on until the next success, and the log names the peer', () => {
    const machine = machineOf('xe-slp-cslu')
    configure(machine, 'license smart url cslu http://nobody.example.net:8182/cslu/v1/pi')
    expect(show(machine, 'show license all')).toContain(
      'Cslu address: http://nobody.example.net:8182/cslu/v1/pi',
    )
    report(machine)
    report(machine)
    expect(show(machine, 'show license tech support')).toMatch(
      /Usage Reporting:\n\s+Attempts: Total=8, Success=6, Fail=2 {2}Ongoing Failure: Overall=2 Communication=2\n\s+Last Response: NO REPLY/,
    )
    expect(machine.view.logging.at(-1)).toContain(
      'Utility (CSLU) : Unable to resolve server hostname/domain name',
    )
    configure(machine, 'license smart url cslu http://192.0.2.70:8182/cslu/v1/pi')
    report(machine)
    expect(show(machine, 'show license tech support')).toMatch(
      /Usage Reporting:\n.*Fail=2 {2}Ongoing Failure: Overall=0 Communication=0/,
    )
  })

  test('a server that has forgotten the instance answers and refuses; trust with force mends it', () => {
    const machine = machineOf('xe-slp-direct', { instance: 'removed' })
    report(machine)
    expect(show(machine, 'show license tech support')).toMatch(
      /Usage Reporting:\n.*Ongoing Failure: Overall=1 Communication=0\n\s+Last Response: INVALID STATUS CODE on/,
    )
    establishTrust(machine, 'T0ken', true)
    report(machine)
    expect(machine.view.logging.at(-1)).toContain('COMM_RESTORED')
  })

  test('a refused trust code is logged', () => {
    const machine = machineOf('xe-slp-trust-code-missing', { tokens: [{ token: 'good' }] })
    establishTrust(machine, 'bad', false)
    expect(machine.view.logging.at(-1)).toMatch(/TRUST_CODE_INSTALL_FAILED.*'bad' is not valid/)
  })

  test('transport off sends nothing', () => {
    const machine = machineOf('xe-slp-offline')
    const before = show(machine, 'show license tech support')
    report(machine)
    expect(show(machine, 'show license tech support')).toBe(before)
  })
})
