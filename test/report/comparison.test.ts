// A comparison in its three forms: nothing a device says gets out of its place.
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { compareDevice, verdictOfAll } from '../../src/diagnose/compare/index.ts'
import { COMPARISON_SCHEMA, type Comparison } from '../../src/model/comparison.ts'
import type { DeviceReport } from '../../src/model/report.ts'
import { formatComparisonJson } from '../../src/report/comparison/json.ts'
import { formatComparisonMarkdown } from '../../src/report/comparison/markdown.ts'
import { comparisonSchema } from '../../src/report/comparison/schema.ts'
import { formatComparisonText } from '../../src/report/comparison/text.ts'
import { PAYLOADS } from './hostile.ts'
import { critical, finding, healthy, unreadable, warning } from './sample.ts'

const validate = new Ajv2020({ strict: true, allErrors: true }).compile(comparisonSchema)

function comparison(payload = ''): Comparison {
  const put = (text: string): string => `${payload}${text}`
  const named = (device: DeviceReport): DeviceReport => ({
    ...device,
    name: put('sw1'),
    hostname: put('edge'),
  })
  const url = finding({ rule: put('rule'), title: put('Title'), element: put('http://x') })
  const devices = [
    compareDevice(named(critical), named({ ...warning, findings: [url, ...warning.findings] }), [
      { path: put('callhome.vrf'), before: put(''), after: put('mgmt'), command: put('show run') },
      { path: put('vrfs[a]'), before: '', after: put('name a'), command: '' },
    ]),
    compareDevice(named(healthy), { ...unreadable, name: put('sw9') }),
    compareDevice(healthy, healthy),
  ]
  const run = { source: put('a.txt'), kind: 'output' as const, version: put('1'), started_at: '', devices: 2 }
  return {
    schema: COMPARISON_SCHEMA,
    tool: 'smartlic',
    version: '1',
    before: run,
    after: { ...run, kind: 'report', started_at: '2026-11-20T03:00:00.123Z' },
    verdict: verdictOfAll(devices),
    notes: [put('a note')],
    devices,
    only_before: [{ name: put('gone'), status: 'healthy' }],
    only_after: [{ name: put('new'), status: 'critical' }],
  }
}

describe('text', () => {
  const text = formatComparisonText(comparison())

  test('the verdict first, the gravest device first', () => {
    expect(text).toMatch(/^✖ WORSE, CRITICAL /)
    expect(text.indexOf('worse, critical  sw1')).toBeGreaterThan(0)
    expect(text.indexOf('cannot be told  sw9')).toBeGreaterThan(text.indexOf('worse, critical  sw1'))
    expect(text).toContain('could not be read afterwards')
    expect(text).toContain('1 device without a difference')
    expect(text).toContain('only before: gone (healthy)')
    expect(text).toContain('vrfs[a]: added')
    expect(text).toContain('callhome.vrf: (none) → mgmt [show run]')
  })

  test('verbose names devices without a difference', () => {
    expect(formatComparisonText(comparison(), { verbose: true })).toContain('no change that counts  core-1')
  })
})

test('Markdown has a section a device', () => {
  const text = formatComparisonMarkdown(comparison())
  expect(text).toContain('## sw1 (edge): worse, critical, critical to warning')
  expect(text).toContain('| appeared | critical | Title (rule http:&#47;&#47;x) |')
  expect(text).toContain('| vrfs\\[a\\] | (none) | added |')
})

describe.each(Object.entries(PAYLOADS))('with %s', (_name, payload) => {
  const hostile = comparison(payload)

  test('JSON follows the schema and holds no control character', () => {
    const text = formatComparisonJson(hostile)
    validate(JSON.parse(text))
    expect(validate.errors).toBeNull()
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
  })

  test('text holds no control character', () => {
    expect(formatComparisonText(hostile)).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/,
    )
  })

  test('Markdown keeps its tables and headings', () => {
    const lines = formatComparisonMarkdown(hostile).split('\n')
    expect(lines.filter(line => /^#{1,2} /.test(line))).toHaveLength(3)
    for (const line of lines.filter(one => one.startsWith('|')))
      expect([4, 5]).toContain(line.match(/(?<!\\)\|/g)?.length)
    expect(lines.join('\n')).not.toMatch(/<script|<img|https?:\/\//)
  })
})
