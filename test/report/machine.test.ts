// The formats for programs: CSV, JUnit, SARIF, Prometheus.
import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { formatCsv } from '../../src/report/csv.ts'
import { formatJunit } from '../../src/report/junit.ts'
import { formatPrometheus } from '../../src/report/prometheus.ts'
import { formatSarif } from '../../src/report/sarif.ts'
import { everything, PAYLOADS, poisoned } from './hostile.ts'
import { critical, finding, healthy, reportOf, unreadable, warning } from './sample.ts'
import { readXml } from './xml-output.ts'

describe('CSV', () => {
  const text = formatCsv(
    reportOf({ ...critical, groups: ['berne'], tags: ['core', 'edge'] }, healthy, unreadable),
  )
  const rows: Record<string, string>[] = parse(text, { columns: true, record_delimiter: '\r\n' })

  test('a row a finding, one for a device without', () => {
    expect(rows.map(({ device, status, rule }) => [device, status, rule])).toEqual([
      ['10.20.0.11', 'critical', 'callhome-http-url'],
      ['10.20.0.11', 'critical', 'dns-no-server-in-vrf'],
      ['10.20.0.11', 'critical', 'callhome-send-failed'],
      ['10.20.0.11', 'critical', 'config-not-saved'],
      ['core-1', 'healthy', ''],
      ['10.20.0.99', 'unknown', ''],
    ])
    expect(rows[0]).toMatchObject({
      groups: 'berne',
      tags: 'core edge',
      days_left: '19',
      fix: 'Use HTTPS',
      risk: 'low',
    })
    expect(rows[2]?.['explained_by']).toBe('callhome-http-url dns-no-server-in-vrf')
    expect(rows[5]?.['problem']).toContain('refused the connection')
  })

  test('numbers are numbers, text is quoted, no byte order mark', () => {
    expect(text.startsWith('"device",')).toBe(true)
    expect(text).toMatch(/"19 days until the authorization expires",19,"callhome-http-url"/)
    expect(formatCsv(reportOf(warning))).toMatch(/,-2,"/)
    expect(text.endsWith('\r\n')).toBe(true)
  })

  test('a formula of a device is text', () => {
    const cells = parse(
      formatCsv(reportOf({ ...healthy, model: '=1+1', serial: 'a;-1', hostname: 'a,=1' })),
    )[1]
    expect(cells).toContain("'=1+1")
    expect(cells).toContain("a;'-1")
    expect(cells).toContain('a,=1')
  })
})

describe('JUnit', () => {
  const outcomes = (text: string): string[] =>
    readXml(text).filter(name => ['failure', 'error', 'skipped'].includes(name))

  test('a healthy device passes', () => {
    expect(outcomes(formatJunit(reportOf(healthy)))).toEqual([])
  })

  test('causes fail, what they explain and what is not known is skipped', () => {
    const text = formatJunit(reportOf(critical))
    expect(outcomes(text)).toEqual(['failure', 'failure', 'failure', 'skipped', 'skipped', 'skipped'])
    expect(text).toContain(
      '<testsuite id="0" name="10.20.0.11" package="smartlic" hostname="edge-sw1" timestamp="2026-03-03T03:00:00" tests="7" failures="3" errors="0" skipped="3"',
    )
    expect(text).toContain('explained by callhome-http-url, dns-no-server-in-vrf')
  })

  test('a device that could not be read, and a rule that failed, are errors', () => {
    expect(outcomes(formatJunit(reportOf(unreadable)))).toEqual(['error', 'skipped'])
    const broken = finding({ rule: 'x', outcome: 'error', error: 'no such overload' })
    expect(formatJunit(reportOf({ ...healthy, findings: [broken] }))).toContain(
      '<error message="no such overload"',
    )
  })

  test('the counts are those of the cases', () => {
    const text = formatJunit(everything)
    const names = readXml(text)
    const count = (name: string): number => names.filter(one => one === name).length
    expect(text).toContain(
      `<testsuites name="smartlic" tests="${count('testcase')}" failures="${count('failure')}" errors="${count('error')}"`,
    )
  })
})

describe('SARIF', () => {
  const schema = JSON.parse(
    readFileSync(new URL('../fixtures/report/sarif-used.schema.json', import.meta.url), 'utf8'),
  )
  const validate = new Ajv2020({ strict: true, strictRequired: false, allErrors: true }).compile(schema)

  test.each([
    ['', reportOf(critical, healthy, unreadable, warning)],
    ['of no device', reportOf()],
  ])('follows the schema %s', (_name, report) => {
    validate(JSON.parse(formatSarif(report)))
    expect(validate.errors).toBeNull()
  })

  test.each(Object.entries(PAYLOADS).filter(([name]) => name !== 'nothing'))(
    'follows it with %s',
    (_name, payload) => {
      validate(JSON.parse(formatSarif(poisoned(everything, payload))))
      expect(validate.errors).toBeNull()
    },
  )

  test('a result names device, rule, level and line', () => {
    const { runs } = JSON.parse(formatSarif(reportOf(critical, warning)))
    const [first] = runs[0].results
    expect(first).toMatchObject({
      ruleId: 'callhome-http-url',
      ruleIndex: 0,
      level: 'error',
      partialFingerprints: { 'deviceRule/v1': '10.20.0.11/callhome-http-url/1' },
    })
    expect(first.locations[0].physicalLocation).toMatchObject({
      artifactLocation: { uri: 'edge-sw1.txt' },
      region: { startLine: 12 },
    })
    expect(runs[0].results.map(({ level }: { level: string }) => level)).toContain('note')
    expect(runs[0].tool.driver.rules.map(({ id }: { id: string }) => id)).toContain('config-not-saved')
  })

  test('what could not be read is told apart from what fails', () => {
    const { invocations, results } = JSON.parse(formatSarif(reportOf(unreadable))).runs[0]
    expect(results).toEqual([])
    expect(invocations[0].executionSuccessful).toBe(false)
    expect(invocations[0].toolExecutionNotifications[0]).toMatchObject({ level: 'error' })
  })
})

describe('Prometheus', () => {
  const text = formatPrometheus(reportOf(critical, healthy, unreadable, { ...healthy, status: 'warning' }))
  const lines = text.split('\n')

  test('says when the run was, which devices were read, and how they are', () => {
    expect(lines).toContain('smartlic_run_timestamp_seconds 1772506800')
    expect(lines).toContain('smartlic_devices{status="healthy"} 1')
    expect(lines).toContain('smartlic_device_success{device="10.20.0.11",platform="nx-os"} 1')
    expect(lines).toContain('smartlic_device_success{device="10.20.0.99",platform=""} 0')
    expect(lines).toContain(
      'smartlic_device_status{device="10.20.0.11",platform="nx-os",status="critical"} 1',
    )
    expect(lines).toContain('smartlic_device_status{device="10.20.0.11",platform="nx-os",status="healthy"} 0')
    expect(lines).toContain('smartlic_deadline_days_left{device="10.20.0.11",kind="authorization"} 19')
    expect(lines).toContain('smartlic_undecided_checks{device="10.20.0.99"} 112')
  })

  test('devices of one name have different labels', () => {
    expect(lines).toContain('smartlic_device_success{device="core-1#2",platform="ios-xe"} 1')
  })

  test('findings of one rule are one sample', () => {
    const many = [finding({ rule: 'a' }), finding({ rule: 'a' }), finding({ rule: 'a', severity: 'info' })]
    const twice = formatPrometheus(reportOf({ ...critical, findings: many })).split('\n')
    expect(twice).toContain('smartlic_finding{device="10.20.0.11",rule="a",severity="critical"} 2')
    expect(twice).toContain('smartlic_finding{device="10.20.0.11",rule="a",severity="info"} 1')
  })

  test('labels are a fixed set, and hold no time, serial or message', () => {
    const labels = new Set([...text.matchAll(/[{,](\w+)="/g)].map(([, name]) => name))
    expect([...labels].sort()).toEqual(['device', 'kind', 'platform', 'rule', 'severity', 'status'])
    expect(text).not.toMatch(/FDO21510JNX|2026-/)
  })

  test('a run of an unknown time has no time', () => {
    const report = reportOf(healthy)
    expect(formatPrometheus({ ...report, run: { ...report.run, started_at: '' } })).not.toContain('timestamp')
  })
})
