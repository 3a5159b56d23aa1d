// The Prometheus file as Prometheus itself reads it.
import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { formatPrometheus } from '../../src/report/prometheus.ts'
import { everything, PAYLOADS, poisoned } from '../report/hostile.ts'
import { healthy, reportOf, unreadable } from '../report/sample.ts'
import { withTool } from './available.ts'

// promtool would have time in seconds. A device tells whole days, and people set thresholds in days.
const DAYS = 'smartlic_deadline_days_left use base unit "seconds" instead of "days"'

withTool('promtool', 'promtool', promtool => {
  const check = (text: string): { readonly code: number | null; readonly said: string[] } => {
    const { status, stdout, stderr } = spawnSync(promtool, ['check', 'metrics'], {
      input: text,
      encoding: 'utf8',
    })
    return {
      code: status,
      said: `${stdout}${stderr}`.split('\n').filter(line => line !== '' && line !== DAYS),
    }
  }

  test.each([
    ['every kind of device', everything],
    ['a healthy device', reportOf(healthy)],
    ['a device that could not be read', reportOf(unreadable)],
    ['no device', reportOf()],
  ])('has nothing to say but about days: %s', (_name, report) => {
    const { code, said } = check(formatPrometheus(report))
    expect(said).toEqual([])
    // 3: it has advice; 1: it cannot read the text.
    expect([0, 3]).toContain(code)
  })

  test.each(Object.entries(PAYLOADS))('%s', (_name, payload) => {
    const { code, said } = check(formatPrometheus(poisoned(everything, payload)))
    expect(said).toEqual([])
    expect([0, 3]).toContain(code)
  })

  test('is asked for the truth: a broken label, a type twice and a metric without help are told', () => {
    const text = formatPrometheus(reportOf(healthy))
    expect(check(text.replace('status="healthy"', 'status="hea"lthy"')).code).toBe(1)
    expect(check(`${text}# TYPE smartlic_devices gauge\n`).code).toBe(1)
    expect(check(text.replace(/# HELP smartlic_devices .*\n/, '')).said.join()).toContain('no help text')
  })
})
