// Only what changed, in few lines; and marks of what is new and gone in the whole report.

import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import type { Report } from '../../src/model/report.ts'
import {
  changedDevices,
  formatChanges,
  formatChangesMarkdown,
  lastLine,
  wasCompared,
} from '../../src/report/changes.ts'
import { formatCsv } from '../../src/report/csv.ts'
import { formatHtml } from '../../src/report/html.ts'
import { formatMarkdown } from '../../src/report/markdown.ts'
import { reportSchema } from '../../src/report/schema.ts'
import { formatText } from '../../src/report/text.ts'
import { PAYLOADS, poisoned } from './hostile.ts'
import { critical, healthy, reportOf, unreadable, warning } from './sample.ts'

const [cause] = critical.findings
const gone = [
  { rule: 'dns-no-server', element: 'VRF mgmt', title: 'No name server', severity: 'warning' },
] as const

const report: Report = {
  ...reportOf(
    {
      ...critical,
      findings: critical.findings.map((finding, at) => ({ ...finding, change: at === 0 ? 'new' : 'still' })),
      gone,
      changes: [
        { kind: 'status', text: 'healthy before' },
        {
          kind: 'new',
          text: cause?.title ?? '',
          rule: cause?.rule ?? '',
          element: 'x',
          severity: 'critical',
        },
        { kind: 'gone', text: 'No name server', rule: 'dns-no-server', severity: 'warning' },
      ],
    },
    {
      ...healthy,
      gone,
      changes: [{ kind: 'gone', text: 'No name server', rule: 'dns-no-server', severity: 'warning' }],
    },
    { ...unreadable, changes: [{ kind: 'unreadable', text: 'refused' }] },
    { ...warning, gone: [], changes: [] },
  ),
  run: { ...reportOf().run, job: { name: 'night', last_run: '2026-03-02T03:00:00.000Z' } },
}

const trim = (text: string): string => text.replace(/[ \t]+$/gm, '')

test('text', () => {
  expect(trim(formatChanges(report))).toBe(`✖ CRITICAL (healthy before)  10.20.0.11 (edge-sw1) · NX-OS 9.3(5)
 new       Call Home sends to Cisco over plain HTTP: x (critical,
           callhome-http-url)
 gone      No name server (warning, dns-no-server)
? UNKNOWN  10.20.0.99
 not read  refused
✔ HEALTHY  core-1 · IOS XE 17.9.4a
 gone      No name server (warning, dns-no-server)
1 device unchanged
`)
})

test('Markdown', () => {
  expect(formatChangesMarkdown(report)).toBe(`## 10.20.0.11 (edge-sw1): critical (healthy before)

- **new** Call Home sends to Cisco over plain HTTP: x (critical, callhome-http-url)
- **gone** No name server (warning, dns-no-server)

## 10.20.0.99: unknown

- **not read** refused

## core-1: healthy

- **gone** No name server (warning, dns-no-server)

1 device unchanged
`)
})

test('nothing changed: one line; the first run of a job says so', () => {
  const still = reportOf({ ...critical, changes: [] }, { ...healthy, changes: [] })
  expect(formatChanges(still)).toBe('2 devices unchanged\n')
  expect(lastLine({ ...still, run: { ...still.run, job: { name: 'x' } } })).toBe(
    '2 devices unchanged; first run of this job',
  )
  expect([wasCompared(still), wasCompared(reportOf(critical)), changedDevices(reportOf(critical))]).toEqual([
    true,
    false,
    [],
  ])
})

test.each(Object.entries(PAYLOADS))('hostile text stays in its place: %s', (_name, payload) => {
  const hostile = poisoned(report, payload)
  const devices = hostile.devices.map((device, at) => ({
    ...device,
    ...(device.changes === undefined
      ? {}
      : {
          changes: device.changes.map((one, i) => ({
            ...one,
            kind: report.devices[at]?.changes?.[i]?.kind ?? 'new',
          })),
        }),
  }))
  const text = formatChanges({ ...hostile, devices })
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
  expect(text).toMatch(/\n1 device unchanged\n$/)
  const markdown = formatChangesMarkdown({ ...hostile, devices })
  expect(markdown).not.toMatch(/<|(?<!\\)\[|(?<!\\)`|:\/\//)
  for (const line of markdown.split('\n')) expect(line).toMatch(/^$|^## |^- \*\*|^1 device unchanged$/)
})

describe('in the whole report', () => {
  test('text: the mark behind the rule, what is gone in a line, of a healthy device a count', () => {
    const text = formatText(report)
    expect(text).toContain('critical · url · callhome-http-url · new')
    expect(text).toContain('critical · dns · dns-no-server-in-vrf · still')
    expect(trim(text)).toContain('\n gone      · No name server: VRF mgmt (dns-no-server)\n')
    expect(formatText(reportOf({ ...healthy, gone }))).toContain('; 1 gone')
  })

  test('Markdown and HTML', () => {
    expect(formatMarkdown(report)).toContain('rule callhome-http-url, new)')
    expect(formatMarkdown(report)).toContain(
      '### Gone since the run before\n\n- No name server: VRF mgmt (dns-no-server)',
    )
    const html = formatHtml(report, () => '')
    expect(html).toContain('rule <code>callhome-http-url</code>, new</p>')
    expect(html).toContain(
      '<h3>Gone since the run before</h3><ul><li>No name server: VRF mgmt (dns-no-server)</li></ul>',
    )
  })

  test('CSV: a column, and a row for what is gone', () => {
    const rows: Record<string, string>[] = parse(formatCsv(report), {
      columns: true,
      record_delimiter: '\r\n',
    })
    const of = (change: string): string[] =>
      rows.filter(row => row['change'] === change).map(row => `${row['device']} ${row['rule']}`)
    expect(of('new')).toEqual(['10.20.0.11 callhome-http-url'])
    expect(of('gone')).toEqual(['10.20.0.11 dns-no-server', 'core-1 dns-no-server'])
  })

  test('JSON follows its schema', () => {
    const validate = new Ajv2020({ strict: true, allErrors: true }).compile(reportSchema)
    const plain = JSON.parse(JSON.stringify(report, (key, value) => (key === 'trace' ? undefined : value)))
    expect(validate(plain), JSON.stringify(validate.errors)).toBe(true)
  })
})
