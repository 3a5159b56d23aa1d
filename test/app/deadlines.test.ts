// Deadlines from device output to the report: whose clock counts, what the thresholds do, and lookalikes that stay silent.
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { check } from '../../src/app/check.ts'
import { judge } from '../../src/app/judge.ts'
import { shippedRules } from '../../src/app/rules.ts'
import { writeKnownHosts } from '../../src/lab/known-hosts.ts'
import { startLab } from '../../src/lab/server.ts'
import type { CaptureSet } from '../../src/model/capture.ts'
import type { Platform } from '../../src/model/platform.ts'
import type { DeviceReport } from '../../src/model/report.ts'
import type { Thresholds } from '../../src/model/thresholds.ts'

const { set: rules } = await shippedRules()

type Output = Readonly<Record<string, string>>

function captures(output: Output, platform: Platform = 'ios-xe', taken: object = {}): CaptureSet {
  return {
    name: 'sw1',
    platform,
    captures: Object.entries(output).map(([command, text]) => ({
      command,
      status: 'ok' as const,
      text,
      firstLine: 1,
      origin: 'sw1.txt',
      ...taken,
    })),
  }
}

function report(output: Output, thresholds?: Thresholds, platform?: Platform): DeviceReport {
  return judge(captures(output, platform), rules, thresholds)
}

const CLOCK = '10:00:00.123 UTC Mon Jun 1 2026\n'

const classic = (authorization: string, registration = '') => `
Smart Licensing Status
======================

Smart Licensing is ENABLED

Registration:
  Status: REGISTERED
  Smart Account: Example Net
  Virtual Account: Default
  Export-Controlled Functionality: ALLOWED
  Initial Registration: SUCCEEDED on Apr 10 10:00:00 2026 UTC
  Last Renewal Attempt: None
  Next Renewal Attempt: Oct 07 10:00:00 2026 UTC
  Registration Expires: Apr 10 09:55:00 2027 UTC
${registration}
License Authorization:
${authorization}

Transport:
  Type: Callhome

License Usage
==============

C9300 Network Advantage (C9300-24 Network Advantage):
  Description: C9300-24 Network Advantage
  Count: 1
  Version: 1.0
  Status: AUTHORIZED

Product Information
===================
UDI: PID:C9300-24T,SN:FCW0000A0AB

Agent Version
=============
Smart Agent for Licensing: 4.8.6_rel/20

Reservation Info
================
License reservation: DISABLED
`

const GOOD = `  Status: AUTHORIZED on Apr 10 10:05:00 2026 UTC
  Last Communication Attempt: SUCCEEDED on May 20 04:11:00 2026 UTC
  Next Communication Attempt: Jun 19 04:11:00 2026 UTC
  Communication Deadline: Aug 18 04:06:00 2026 UTC`

const FAILING = `  Status: AUTHORIZED on Mar 10 10:05:00 2026 UTC
  Last Communication Attempt: FAILED on Jun 01 03:11:00 2026 UTC
    Failure reason: Fail to send out Call Home HTTP message.
  Next Communication Attempt: Jun 02 02:11:00 2026 UTC
  Communication Deadline: Jun 12 04:06:00 2026 UTC`

const policy = (reporting: string, trust = ' <none>', usage = USED, type = 'Type: Smart') => `
Smart Licensing Status
======================

Smart Licensing is ENABLED

Smart Licensing Using Policy:
  Status: ENABLED

Account Information:
  Smart Account: <none>
  Virtual Account: <none>

Transport:
  ${type}
  URL: https://smartreceiver.cisco.com/licservice/license
  Proxy:
    Not Configured

Policy:
  Policy in use: Merged from multiple sources.
  Reporting ACK required: yes (CISCO default)

Usage Reporting:
${reporting}

Trust Code Installed:${trust}

License Usage
=============

${usage}
Product Information
===================
UDI: PID:C9300-24T,SN:FCW0000A0AB
`

const USED = `network-advantage (C9300-24 Network Advantage):
  Description: C9300-24 Network Advantage
  Count: 1
  Version: 1.0
  Status: IN USE
  Export status: NOT RESTRICTED
  Enforcement type: NOT ENFORCED
  License type: Perpetual
`

const REPORTS = `  Last ACK received: May 20 10:00:00 2026 UTC
  Next ACK deadline: Aug 18 10:00:00 2026 UTC
  Reporting push interval: 30  days
  Next ACK push check: <none>
  Next report push: Jun 19 09:55:00 2026 UTC
  Last report push: May 20 09:55:00 2026 UTC
  Last report file write: <none>`

/** Rules that speak of a deadline. */
const DEADLINE_RULES = /expir|ack-due|ack-overdue|push-overdue|renewal-overdue|renew-failing|sia/

function alarms(of: DeviceReport): string[] {
  return of.findings.map(finding => finding.rule).filter(rule => DEADLINE_RULES.test(rule))
}

describe('the clock', () => {
  afterEach(() => void vi.useRealTimers())

  test('is that of the device: when and where the output was taken changes nothing', () => {
    const output = { 'show license all': classic(FAILING), 'show clock': CLOCK }
    const { deadlines } = report(output).state
    expect(deadlines[0]).toMatchObject({ kind: 'authorization', days_left: 10, level: 'warning' })
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2001-01-01'), max: new Date('2099-01-01'), noInvalidDate: true }),
        fc.nat(600_000),
        (collectorsTime, durationMs) => {
          vi.useFakeTimers({ now: collectorsTime })
          const taken = { finishedAt: collectorsTime.getTime(), durationMs }
          expect(judge(captures(output, 'ios-xe', taken), rules).state.deadlines).toEqual(deadlines)
        },
      ),
      { numRuns: 25 },
    )
  })

  test('that was not read leaves the days unknown, with the command that tells it', () => {
    const [first] = report({ 'show license all': classic(FAILING) }).state.deadlines
    expect(first).toMatchObject({
      at: '2026-06-12T04:06:00Z',
      level: 'unknown',
      missing: { command: expect.stringMatching(/^show clock/) },
    })
    expect(first).not.toHaveProperty('days_left')
  })
})

describe('the thresholds decide the level, the severity and the status', () => {
  const output = {
    'show license all': policy(
      REPORTS.replace('Aug 18', 'Jun 21').replace('Jun 19 09:55:00 2026 UTC', '<none>'),
      ' Jan 10 10:00:00 2026 UTC',
      USED,
      'Type: Transport Off',
    ),
    'show clock': CLOCK,
  }

  test.each([
    [undefined, 'warning', 'warning'],
    [{ warnDays: 10, criticalDays: 7 }, 'ok', undefined],
    [{ warnDays: 30, criticalDays: 25 }, 'critical', 'critical'],
  ] as const)('%j: %s', (thresholds, level, severity) => {
    const device = report(output, thresholds)
    expect(device.state.deadlines[0]).toMatchObject({ kind: 'ack', days_left: 20, level })
    const finding = device.findings.find(one => one.rule === 'slp-ack-due-soon')
    expect(finding?.severity).toBe(severity)
    if (severity !== undefined) expect(device.status).toBe(severity)
    else expect(device.status).not.toMatch(/warning|critical/)
  })

  test('also where a cause of less weight accounts for the deadline', () => {
    const license = classic(FAILING).replace(
      'Fail to send out Call Home HTTP message.',
      'Your request could not be processed right now. Please try again.',
    )
    const device = report(
      { 'show license all': license, 'show clock': CLOCK },
      { warnDays: 30, criticalDays: 11 },
    )
    const finding = device.findings.find(one => one.rule === 'authorization-expiring')
    expect(finding).toMatchObject({ severity: 'critical' })
    expect(device.status).toBe('critical')
  })
})

test('a live device is judged by the same thresholds', async () => {
  const lab = await startLab({ devices: ['xe-slp-ack-due-soon'] })
  const knownHosts = await writeKnownHosts(lab.knownHosts)
  try {
    const statusWith = async (thresholds: Thresholds) => {
      const { devices } = await check({
        targets: lab.devices.map(one => ({
          name: one.id,
          host: one.host,
          port: one.port,
          credentials: { username: one.username, password: one.password },
        })),
        session: { hostKeys: { mode: 'strict', file: knownHosts.path } },
        paceMs: 0,
        version: 'test',
        thresholds,
      })
      return devices.map(one => [one.status, one.state.deadlines[0]?.level])
    }
    expect(await statusWith({ warnDays: 30, criticalDays: 7 })).toEqual([['warning', 'warning']])
    expect(await statusWith({ warnDays: 30, criticalDays: 20 })).toEqual([['critical', 'critical']])
    expect(await statusWith({ warnDays: 5, criticalDays: 5 })).toEqual([['healthy', 'ok']])
  } finally {
    await lab.close()
    await knownHosts.remove()
  }
})

describe('lookalikes', () => {
  test('a healthy classic device in its first six months: Last Renewal Attempt: None', () => {
    const device = report({ 'show license all': classic(GOOD), 'show clock': CLOCK })
    expect(alarms(device)).toEqual([])
    expect(device.state.deadlines.map(one => `${one.kind} ${one.level}`)).toEqual([
      'authorization ok',
      'registration ok',
    ])
  })

  test('renewals succeed: no threshold makes an alarm of the next 90 days', () => {
    const output = { 'show license all': classic(GOOD), 'show clock': CLOCK }
    expect(alarms(report(output, { warnDays: 90, criticalDays: 85 }))).toEqual([])
  })

  test('EVALUATION PERIOD EXPIRED on a registered device is history', () => {
    const authorization = `${GOOD}
  Evaluation Period:
    Evaluation Mode: Not In Use
    EVALUATION PERIOD EXPIRED on Jan 04 11:00:00 2023 UTC`
    const device = report({ 'show license all': classic(authorization), 'show clock': CLOCK })
    expect(alarms(device)).toEqual([])
    expect(device.state.deadlines.map(one => one.kind)).not.toContain('evaluation')
  })

  const stack = (expired: string) => `

  Active: PID:C9300-24T,SN:FCW0000A0AB
    INSTALLED on Apr 23 15:28:43 2026 UTC    Valid on Apr 23 15:23:40 2026 UTC
    Expired on ${expired}
    Trust Code Type: CSSM`

  test('Expired on 2033 is the label of a date to come', () => {
    const license = policy(REPORTS, stack('Apr 25 02:55:41 2033 UTC'))
    const device = report({ 'show license all': license, 'show clock': CLOCK })
    expect(alarms(device)).toEqual([])
    expect(device.state.deadlines).toContainEqual(
      expect.objectContaining({ kind: 'trust_code', at: '2033-04-25T02:55:41Z', level: 'ok' }),
    )
  })

  test('Expired on 1970 is no date', () => {
    const license = policy(REPORTS, stack('Jan 01 00:00:00 1970 UTC'))
    const device = report({ 'show license all': license, 'show clock': CLOCK })
    expect(alarms(device)).toEqual([])
    expect(device.state.deadlines.map(one => one.kind)).not.toContain('trust_code')
  })

  test('a fresh device: no report yet, the first one planned, 364 days to the acknowledgement', () => {
    const fresh = `  Last ACK received: <none>
  Next ACK deadline: May 31 10:00:00 2027 UTC
  Reporting push interval: 30  days
  Next ACK push check: <none>
  Next report push: Jun 01 10:02:00 2026 UTC
  Last report push: <none>
  Last report file write: <none>`
    const log =
      '*Jun  1 09:59:00: %SMART_LIC-6-REPORTING_REQUIRED: A Usage report acknowledgement will be required in 364 days.\n'
    const device = report({
      'show license all': policy(fresh, ' Jun 01 09:58:00 2026 UTC'),
      'show clock': CLOCK,
      'show logging': `Log Buffer (4096 bytes):\n${log}`,
    })
    expect(alarms(device)).toEqual([])
    expect(device.state.deadlines.map(one => one.level)).toEqual(['ok', 'ok'])
  })

  test('0 (no reporting): nothing is due', () => {
    const none = REPORTS.replace('Aug 18 10:00:00 2026 UTC', '<none>')
      .replace('30  days', '0 (no reporting)')
      .replace('Jun 19 09:55:00 2026 UTC', '<none>')
    const device = report({
      'show license all': policy(none, ' Jan 10 10:00:00 2026 UTC'),
      'show clock': CLOCK,
    })
    expect(alarms(device)).toEqual([])
    expect(device.state.deadlines).toEqual([])
  })

  test('no licence in use: an acknowledgement deadline that passed is owed by nobody', () => {
    const usage = 'No licenses in use\n\n'
    const late = REPORTS.replace('Aug 18', 'Feb 18').replace('Jun 19', 'Feb 10')
    const device = report({
      'show license all': policy(late, ' Jan 10 10:00:00 2026 UTC', usage),
      'show clock': CLOCK,
    })
    expect(alarms(device)).toEqual([])
    expect(device.state.deadlines).toEqual([])
  })

  test('a reserved device has no deadline', () => {
    const license = classic('  Status: AUTHORIZED - RESERVED on Apr 10 10:05:00 2026 UTC\n')
      .replace('Status: REGISTERED', 'Status: REGISTERED - SPECIFIC LICENSE RESERVATION')
      .replace(/ {2}(Next Renewal Attempt|Registration Expires): .*\n/g, '  $1: <none>\n')
      .replace('License reservation: DISABLED', 'License reservation: ENABLED')
    const device = report({ 'show license all': license, 'show clock': CLOCK })
    expect(device.generation).toBe('reservation')
    expect(alarms(device)).toEqual([])
    expect(device.state.deadlines).toEqual([])
  })
})
