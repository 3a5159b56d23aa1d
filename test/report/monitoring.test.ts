// Nagios, Icinga and Checkmk: states, thresholds, room.
import { describe, expect, test } from 'vitest'
import type { DeviceReport } from '../../src/model/report.ts'
import { formatCheckmk } from '../../src/report/monitoring/checkmk.ts'
import { formatNagios } from '../../src/report/monitoring/nagios.ts'
import type { CodeOf } from '../../src/report/monitoring/state.ts'
import { alerts, readPlugin } from './nagios-output.ts'
import { critical, healthy, reportOf, unreadable, warning } from './sample.ts'

const CODES = { healthy: 0, warning: 1, critical: 2, unknown: 3 } as const
const codeOf: CodeOf = devices => {
  const codes = devices.map(({ status }) => CODES[status])
  return [2, 3, 1, 0].find(code => codes.includes(code as 0)) ?? 3
}
const thresholds = { warn_days: 30, critical_days: 7 }
function runOf(...devices: readonly DeviceReport[]) {
  const report = reportOf(...devices)
  return { ...report, run: { ...report.run, thresholds } }
}

describe('Nagios', () => {
  test('one device: what is wrong and the deadline in the first line', () => {
    const { state, text, perf, long } = readPlugin(formatNagios(runOf(critical), { codeOf }))
    expect(state).toBe('CRITICAL')
    expect(text).toBe(
      '10.20.0.11 (edge-sw1): Call Home sends to Cisco over plain HTTP (+1); 19 days until the authorization expires',
    )
    const days = perf.find(({ label }) => label === 'authorization_days')
    expect(days).toMatchObject({ value: 19, warn: '30:', crit: '7:', unit: '' })
    expect(alerts(19, days?.warn ?? '')).toBe(true)
    expect(alerts(19, days?.crit ?? '')).toBe(false)
    expect(perf.map(({ label }) => label)).not.toContain('push_days')
    expect(long.join('\n')).toContain(
      'critical: No name server in the VRF that licensing uses: tools.cisco.com',
    )
  })

  test('a healthy device is one line', () => {
    const { state, text, long } = readPlugin(formatNagios(runOf(healthy), { codeOf }))
    expect(state).toBe('OK')
    expect(text).toBe('core-1: Reports to CSLU, trust code installed, usage acknowledged.')
    expect(long).toEqual([])
  })

  test('several: counts, the worst by name, then all of them, the worst first', () => {
    const { text, perf, long } = readPlugin(
      formatNagios(runOf(healthy, warning, unreadable, critical), { codeOf }),
    )
    expect(text).toMatch(
      /^1 critical, 1 unknown, 1 warning of 4 devices; 10\.20\.0\.11 \(edge-sw1\): Call Home/,
    )
    const counts = perf.filter(({ label }) => label.startsWith('devices_'))
    expect(counts.map(({ label, value }) => [label, value])).toEqual([
      ['devices_healthy', 1],
      ['devices_warning', 1],
      ['devices_critical', 1],
      ['devices_unknown', 1],
    ])
    expect(counts.map(({ value, warn, crit }) => alerts(value, warn) || alerts(value, crit))).toEqual([
      false,
      true,
      true,
      false,
    ])
    const heads = long.filter(line => line.startsWith('[')).map(line => line.split(']')[0])
    expect(heads).toEqual(['[CRITICAL', '[UNKNOWN', '[WARNING', '[OK'])
    // The nearest of all devices.
    expect(perf.find(({ label }) => label === 'authorization_days')?.value).toBe(-2)
  })

  test('the state is the one of the exit code, whatever the devices are', () => {
    const forgiving: CodeOf = () => 0
    expect(readPlugin(formatNagios(runOf(warning), { codeOf: forgiving })).state).toBe('OK')
    expect(readPlugin(formatNagios(runOf(), { codeOf })).state).toBe('UNKNOWN')
  })

  test('a thousand devices fit into what Nagios reads', () => {
    const fleet = Array.from({ length: 1_000 }, (_, at) => ({ ...critical, name: `sw-${at}` }))
    const output = formatNagios(runOf(...fleet), { codeOf })
    const { long } = readPlugin(output)
    expect(long.at(-1)).toMatch(/^and \d+ more devices$/)
    expect(long.length).toBeGreaterThan(10)
  })

  test('without thresholds in the run there are none', () => {
    const { perf } = readPlugin(formatNagios(reportOf(critical), { codeOf }))
    expect(perf.find(({ label }) => label === 'authorization_days')).toMatchObject({ warn: '', crit: '' })
  })

  test('Icinga gets a tree', () => {
    const { long } = readPlugin(formatNagios(runOf(critical, healthy), { codeOf, tree: true }))
    expect(long[0]).toMatch(/^\\_ \[CRITICAL\] 10\.20\.0\.11 \(edge-sw1\): /)
    expect(long[2]).toMatch(/^ {3}\\_ \[CRITICAL\] Call Home sends/)
    expect(long.at(-1)).toMatch(/^\\_ \[OK\] core-1: /)
  })
})

describe('Checkmk', () => {
  test('a line a device with its metrics', () => {
    const lines = formatCheckmk(runOf(critical, healthy, healthy), codeOf)
      .trimEnd()
      .split('\n')
    expect(lines[0]).toMatch(
      /^2 "Smart Licensing 10\.20\.0\.11" authorization_days=19;30:;7:\|registration_days=201;30:;7: 10\.20\.0\.11 \(edge-sw1\): Call Home [^\n]*\\nCall Home/,
    )
    expect(lines[1]).toMatch(/^0 "Smart Licensing core-1" ack_days=80;30:;7: core-1: Reports to CSLU/)
    expect(lines[2]).toMatch(/^0 "Smart Licensing core-1#2" /)
  })

  test('no device is a line, too: a service that vanishes is seen by nobody', () => {
    expect(formatCheckmk(runOf(), codeOf)).toBe('3 "Smart Licensing" - no device found in the input\n')
  })
})
