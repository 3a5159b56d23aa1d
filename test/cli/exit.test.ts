// Exit codes and where the line is drawn.
import { describe, expect, test } from 'vitest'
import { countUnreachable, EXIT_CODES, exitCode, FAIL_ON, type FailOn } from '../../src/cli/exit.ts'
import type { DeviceReport, DeviceStatus } from '../../src/model/report.ts'
import { healthy, reportOf, unreadable } from '../report/sample.ts'

function withStatus(...statuses: DeviceStatus[]) {
  return reportOf(...statuses.map((status): DeviceReport => ({ ...healthy, status })))
}

describe('one device', () => {
  const table: Record<FailOn, Record<DeviceStatus, number>> = {
    warning: { healthy: 0, warning: 1, critical: 2, unknown: 3 },
    critical: { healthy: 0, warning: 0, critical: 2, unknown: 3 },
    unknown: { healthy: 0, warning: 0, critical: 0, unknown: 3 },
    never: { healthy: 0, warning: 0, critical: 0, unknown: 0 },
  }
  test.each(FAIL_ON)('--fail-on %s', failOn => {
    for (const status of Object.keys(EXIT_CODES) as DeviceStatus[]) {
      expect(exitCode(withStatus(status), failOn)).toBe(table[failOn][status])
    }
  })
})

describe('several devices', () => {
  test('a proven critical outranks unknown, unknown outranks warning', () => {
    expect(exitCode(withStatus('unknown', 'critical', 'healthy'))).toBe(2)
    expect(exitCode(withStatus('warning', 'unknown'))).toBe(3)
    expect(exitCode(withStatus('healthy', 'warning'))).toBe(1)
    expect(exitCode(withStatus('healthy', 'healthy'))).toBe(0)
  })

  test('below the line a device does not count', () => {
    expect(exitCode(withStatus('critical', 'unknown'), 'unknown')).toBe(3)
    expect(exitCode(withStatus('warning', 'healthy'), 'critical')).toBe(0)
  })
})

test('no device at all is no success', () => {
  for (const failOn of FAIL_ON) expect(exitCode(reportOf(), failOn)).toBe(3)
})

test('--unreachable=critical raises devices that could not be read, and only those', () => {
  const report = reportOf(unreadable, { ...healthy, status: 'unknown' })
  expect(countUnreachable(report, 'unknown')).toEqual(report)
  expect(countUnreachable(report, 'critical').devices.map(device => device.status)).toEqual([
    'critical',
    'unknown',
  ])
})
