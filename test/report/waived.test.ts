// Waived findings stay in sight in every format and alarm nobody.
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import type { DeviceReport } from '../../src/model/report.ts'
import { formatCsv } from '../../src/report/csv.ts'
import { formatHtml } from '../../src/report/html.ts'
import { formatJson } from '../../src/report/json.ts'
import { formatJunit } from '../../src/report/junit.ts'
import { formatMarkdown } from '../../src/report/markdown.ts'
import { formatCheckmk } from '../../src/report/monitoring/checkmk.ts'
import { formatNagios } from '../../src/report/monitoring/nagios.ts'
import { formatPrometheus } from '../../src/report/prometheus.ts'
import { formatSarif } from '../../src/report/sarif.ts'
import { readReport } from '../../src/report/saved.ts'
import { plainStyle } from '../../src/report/style.ts'
import { formatText } from '../../src/report/text.ts'
import { partsOf } from '../../src/report/words.ts'
import { readPlugin } from './nagios-output.ts'
import { accepted, critical, finding, healthy, reportOf } from './sample.ts'
import { readXml } from './xml-output.ts'

const codeOf = (devices: readonly DeviceReport[]): number =>
  devices.every(({ status }) => status === 'healthy') ? 0 : 2
const report = reportOf(accepted)
/** A device with one cause that counts beside the waived ones. */
const mixed: DeviceReport = {
  ...accepted,
  status: 'critical',
  findings: [finding({ rule: 'counts', title: 'Counts' }), ...accepted.findings],
}

test('they are in a part of their own', () => {
  const { causes, symptoms, explained, notes, waived } = partsOf(mixed)
  expect(causes.map(({ rule }) => rule)).toEqual(['counts'])
  expect([...symptoms, ...explained, ...notes]).toEqual([])
  expect(waived).toHaveLength(3)
})

describe('text', () => {
  test('a healthy device tells them, those of a baseline as a number', () => {
    const text = formatText(report)
    expect(text).toMatch(/^✔ HEALTHY .*3 waived/)
    expect(text.replace(/\s+/g, ' ')).toContain('until 2027-01-31, owner noc@example.net: replaced in May')
    expect(text.replace(/\s+/g, ' ')).toContain(
      '2 findings in the baseline run.json of 2026-03-01 (--verbose)',
    )
    expect(text).not.toContain('Paste')
  })

  test('they are dimmed', () => {
    const style = {
      ...plainStyle(),
      paint: (meaning: string, text: string) => (meaning === 'dim' ? `<${text}>` : text),
    }
    expect(formatText(report, { style })).toContain('<· Call Home sends to Cisco over plain HTTP')
  })

  test('verbose shows each with its proof and its own fix', () => {
    const text = formatText(report, { verbose: true })
    expect(text).toContain('show running-config callhome:12')
    expect(text).toContain('destination-profile CiscoTAC-1 http https://tools.cisco.com')
    expect(text.replace(/\s+/g, ' ')).toContain('No name server in the VRF that licensing uses')
    expect(text).toContain('3 waived')
  })

  test('beside what counts, and in the table of several devices', () => {
    const text = formatText(reportOf(mixed, accepted, healthy))
    expect(text).toContain('1 cause, 3 waived')
    expect(text).toMatch(/✔ healthy\s+lab-1\s+IOS XE\s+3 waived/)
    expect(text).toContain('3 devices: 1 critical, 2 healthy; 6 findings waived')
  })
})

test('Markdown has a section of them', () => {
  const text = formatMarkdown(report)
  expect(text).toContain('### Waived')
  expect(text).toMatch(/- Call Home sends .*until 2027-01-31, owner noc&#64;example\.net: replaced in May/)
  expect(text).not.toContain('### Cause')
})

test('HTML marks them and offers a filter', () => {
  const text = formatHtml(reportOf(mixed, accepted, healthy), () => 'x')
  expect(text.match(/class="finding waived"/g)).toHaveLength(6)
  expect(text.match(/data-waived="with"/g)).toHaveLength(2)
  expect(text.match(/data-waived="without"/g)).toHaveLength(1)
  expect(text).toContain('<select name="waived">')
  expect(text).toContain('3 waived</span>')
  expect(formatHtml(reportOf(healthy, critical), () => 'x')).not.toContain('<select name="waived">')
})

test('CSV tells them in the last column', () => {
  const rows: Record<string, string>[] = parse(formatCsv(reportOf(mixed)), { columns: true })
  expect(rows.map(({ waived }) => waived)).toEqual([
    '',
    'until 2027-01-31, owner noc@example.net: replaced in May',
    'in the baseline run.json of 2026-03-01',
    'in the baseline run.json of 2026-03-01',
  ])
  expect(rows[0]?.['status']).toBe('critical')
})

test('JUnit skips them with the reason', () => {
  const text = formatJunit(report)
  expect(readXml(text).filter(name => ['failure', 'error'].includes(name))).toEqual([])
  expect(text).toContain(
    '<skipped message="waived until 2027-01-31, owner noc@example.net: replaced in May"/>',
  )
  expect(text).toContain('tests="4" failures="0" errors="0" skipped="3"')
})

test('SARIF suppresses them', () => {
  const { results } = JSON.parse(formatSarif(reportOf(mixed))).runs[0]
  expect(results.map(({ suppressions }: { suppressions?: unknown }) => suppressions)).toEqual([
    undefined,
    [
      {
        kind: 'external',
        status: 'accepted',
        justification: 'until 2027-01-31, owner noc@example.net: replaced in May',
      },
    ],
    [{ kind: 'external', status: 'accepted', justification: 'in the baseline run.json of 2026-03-01' }],
    [{ kind: 'external', status: 'accepted', justification: 'in the baseline run.json of 2026-03-01' }],
  ])
})

test('Prometheus counts them apart', () => {
  const lines = formatPrometheus(reportOf(mixed)).split('\n')
  expect(lines.filter(line => line.startsWith('smartlic_finding{'))).toEqual([
    'smartlic_finding{device="lab-1",rule="counts",severity="critical"} 1',
  ])
  expect(lines).toContain(
    'smartlic_finding_waived{device="lab-1",rule="callhome-http-url",severity="critical"} 1',
  )
  expect(lines.filter(line => line.startsWith('smartlic_finding_waived{'))).toHaveLength(3)
})

describe('monitoring', () => {
  test.each([false, true])('Nagios (tree: %s) tells them in the long output, the state is OK', tree => {
    const { state, long } = readPlugin(formatNagios(report, { codeOf, tree }))
    expect(state).toBe('OK')
    expect(long.join('\n')).toContain(
      '3 findings waived: callhome-http-url until 2027-01-31 (noc@example.net), dns-no-server-in-vrf in the baseline',
    )
    expect(long.join('\n')).not.toContain('critical:')
  })

  test('beside what counts', () => {
    const { long } = readPlugin(formatNagios(reportOf(mixed), { codeOf }))
    expect(long.filter(line => line.trim().startsWith('critical:'))).toHaveLength(1)
    expect(long.join('\n')).toContain('3 findings waived')
  })

  test('Checkmk', () => {
    expect(formatCheckmk(report, codeOf)).toMatch(/^0 "Smart Licensing lab-1" .*3 findings waived/)
  })
})

test('JSON holds them, and is read back', () => {
  const again = readReport(formatJson(report))
  expect(again.devices[0]?.findings[0]?.waived).toEqual({
    reason: 'replaced in May',
    owner: 'noc@example.net',
    expires: '2027-01-31',
  })
  const bad = formatJson(report).replace('"2027-01-31"', '"soon"')
  expect(() => readReport(bad)).toThrow('findings[0].waived.expires is not shaped as it must be')
})
