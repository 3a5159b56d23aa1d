// What a changed configuration brings about at once: the time, the transport shown, Smart Licensing on or off.
import { describe, expect, test } from 'vitest'
import { clockSet } from '../../../src/lab/agent/effects.ts'
import { configure, loggedSince, machineOf, START, show } from './machine.ts'

describe('the clock', () => {
  test('a time server that answers sets it; without one it goes on and is confirmed by nobody', () => {
    const machine = machineOf('xe-clock-offset')
    expect(machine.clockError).toBe(-190 * 86_400)
    configure(machine, 'ntp server 192.0.2.99')
    expect(machine.clockError).toBe(-190 * 86_400)
    const from = machine.view.logging.length
    configure(machine, 'ntp server 192.0.2.123')
    expect(machine.clockError).toBe(0)
    expect(show(machine, 'show clock')).toBe('05:06:07.000 UTC Wed Mar 4 2026\n')
    expect(loggedSince(machine, from)).toEqual(['SMART_LIC-5-SYSTEM_CLOCK_CHANGED'])
    configure(machine, 'no ntp server 192.0.2.123')
    expect(show(machine, 'show clock')).toMatch(/^\.05/)
  })

  test('set by hand nobody trusts it, until the calendar is vouched for', () => {
    const machine = machineOf('xe-classic-direct')
    configure(machine, 'no ntp server 192.0.2.123')
    clockSet(machine, new Date(START.getTime() + 7_200_000))
    expect(show(machine, 'show clock detail')).toMatch(/^\*07:06:07.*\nTime source is user configuration/)
    configure(machine, 'clock calendar-valid')
    expect(show(machine, 'show clock detail')).toMatch(/^07:06:07.*\nTime source is hardware calendar/)
  })
})

describe('the transport', () => {
  test('is shown as configured', () => {
    const machine = machineOf('xe-slp-direct')
    configure(
      machine,
      'license smart transport cslu',
      'license smart proxy address proxy.example.net',
      'license smart proxy port 8080',
    )
    const cslu = show(machine, 'show license all')
    expect(cslu).toMatch(
      /Type: cslu\n\s+Cslu address: <empty>\n\s+Proxy:\n\s+Address: proxy.example.net\n\s+Port: 8080/,
    )
    configure(machine, 'license smart transport off')
    expect(show(machine, 'show license all')).toContain('Type: Transport Off')
    expect(show(machine, 'show license tech support')).toContain(
      'Overall State: Device configured for Offline transport',
    )
    configure(machine, 'license smart transport smart', 'license smart url default')
    expect(show(machine, 'show license all')).toContain(
      'URL: https://smartreceiver.cisco.com/licservice/license',
    )
  })
})

describe('Smart Licensing switched off and on again', () => {
  test('NX-OS forgets its registration', () => {
    const machine = machineOf('nx-classic-direct')
    configure(machine, 'no license smart enable')
    expect(show(machine, 'show license status')).toBe('Smart Licensing is DISABLED\n')
    expect(show(machine, 'show tech-support license')).not.toContain('REGISTERED')
    configure(machine, 'license smart enable')
    expect(show(machine, 'show license all')).toContain('Status: UNREGISTERED')
    const off = machineOf('nx-sl-disabled')
    configure(off, 'license smart enable')
    expect(show(off, 'show license status')).toContain('Smart Licensing is ENABLED')
  })
})
