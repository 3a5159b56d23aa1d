// The exit code is the device's, the same in every format and wherever the report goes.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import { FORMATS, type Format } from '../../src/cli/formats.ts'
import { STATES } from '../../src/report/monitoring/state.ts'
import { readPlugin } from '../report/nagios-output.ts'
import { buildWhenStale, root, smartlic } from './run.ts'

const healthy = readFileSync(join(root, 'test/scenarios/saved/healthy.txt'), 'utf8')

/** A rule that always fails on the saved device, to have every severity without depending on a shipped rule. */
function ruleOf(severity: string): string {
  return `id: always-${severity}
title: Always ${severity}
role: cause
hop: identity
severity: ${severity}
platforms: [ios-xe]
when: ['license.registration.status == "registered"']
evidence: [license.registration.status]
message: 'Registered to {{license.registration.smart_account}}'
why: This rule fails on purpose.
`
}

const CASES = [
  { status: 'healthy', code: 0, text: healthy, rules: 'info' },
  { status: 'warning', code: 1, text: healthy, rules: 'warning' },
  { status: 'critical', code: 2, text: healthy, rules: 'critical' },
  {
    status: 'unknown',
    code: 3,
    text: 'sw1#show clock\n11:00:00.123 UTC Tue Mar 3 2026\nsw1#\n',
    rules: 'critical',
  },
]

const BY_STATE: Readonly<Record<string, string>> = {
  OK: 'healthy',
  WARNING: 'warning',
  CRITICAL: 'critical',
  UNKNOWN: 'unknown',
}

/** What a value lacks to follow a schema of the package. */
function published(name: string, value: unknown): unknown[] {
  const schema = JSON.parse(readFileSync(join(root, `dist/schemas/${name}.schema.json`), 'utf8'))
  const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema)
  return validate(value) ? [] : (validate.errors ?? [])
}

/** The one device's status as a reader of the format finds it. */
function statusIn(format: Format, text: string): string | undefined {
  const found = (pattern: RegExp): string | undefined => pattern.exec(text)?.[1]?.toLowerCase()
  switch (format) {
    case 'text':
      return found(/^\S+ (HEALTHY|WARNING|CRITICAL|UNKNOWN) /)
    case 'json':
      return JSON.parse(text).devices[0].status
    case 'ndjson':
      return JSON.parse(text).status
    case 'markdown':
      return found(/^## .*: (\w+)$/m)
    case 'html':
      return found(/<section id="device-1"[^>]* data-status="(\w+)"/)
    case 'csv': {
      const rows: { status?: string }[] = parse(text, { columns: true, record_delimiter: '\r\n' })
      return rows[0]?.status
    }
    case 'junit':
      return found(/<testcase name="licensing status: (\w+)"/)
    case 'sarif':
      return JSON.parse(text).runs[0].properties.devices[0].status
    case 'prometheus':
      return found(/^smartlic_device_status\{.*status="(\w+)"\} 1$/m)
    case 'nagios':
    case 'icinga':
      return BY_STATE[readPlugin(text).state]
    case 'checkmk':
      return BY_STATE[STATES[Number(text[0])] ?? '']
  }
}

beforeAll(buildWhenStale)

describe.each(CASES)('$status', ({ status, code, text, rules }) => {
  const files = { 'saved.txt': text, [`pack/always-${rules}.yaml`]: ruleOf(rules) }
  const args = ['analyze', 'saved.txt', '--platform', 'ios-xe', '--rules', 'pack']

  test.each(FORMATS)('%s', async format => {
    const result = await smartlic({ args: [...args, '--format', format], files })
    expect(result.code, result.stdout + result.stderr).toBe(code)
    expect(statusIn(format, result.stdout)).toBe(status)
  })

  test('all formats in one run, and each again from the saved run', async () => {
    const outputs = FORMATS.flatMap(format => ['-o', `${format}=out.${format}`])
    let written: Record<string, string> = {}
    const after = (dir: string): void => {
      written = Object.fromEntries(
        FORMATS.map(format => [format, readFileSync(join(dir, `out.${format}`), 'utf8')]),
      )
    }
    const result = await smartlic({ args: [...args, ...outputs], files, after })
    expect(result.code, result.stderr).toBe(code)
    expect(result.stdout).toBe('')
    for (const format of FORMATS) expect(statusIn(format, written[format] ?? ''), format).toBe(status)
    const first = written
    expect(published('report', JSON.parse(first['json'] ?? ''))).toEqual([])
    expect(published('device', JSON.parse(first['ndjson'] ?? ''))).toEqual([])
    for (const source of ['json', 'ndjson'] as const) {
      const again = await smartlic({
        args: ['report', 'render', `run.${source}`, ...outputs],
        files: { [`run.${source}`]: first[source] ?? '' },
        after,
      })
      expect(again.code, again.stderr).toBe(code)
      if (source === 'json') expect(written).toEqual(first)
      else for (const format of FORMATS) expect(statusIn(format, written[format] ?? ''), format).toBe(status)
    }
  })

  test('--format is for stdout when the outputs name theirs', async () => {
    const result = await smartlic({ args: [...args, '-f', 'nagios', '-o', 'html=a', '-o', 'junit=b'], files })
    expect(result.code).toBe(code)
    expect(statusIn('nagios', result.stdout)).toBe(status)
  })

  test('in a file', async () => {
    let written = ''
    const after = (dir: string) => {
      written = existsSync(join(dir, 'r.json')) ? readFileSync(join(dir, 'r.json'), 'utf8') : ''
    }
    const result = await smartlic({ args: [...args, '--output', 'r.json'], files, after })
    expect(result.code).toBe(code)
    expect(result.stdout).toBe('')
    expect(JSON.parse(written).devices[0].status).toBe(status)
  })

  test('--fail-on never', async () => {
    expect((await smartlic({ args: [...args, '--fail-on', 'never'], files })).code).toBe(0)
  })
})

test('a broken rule of a pack is named and nothing is judged without it', async () => {
  const result = await smartlic({
    args: ['analyze', 'saved.txt', '--rules', 'pack'],
    files: {
      'saved.txt': healthy,
      'pack/bad.yaml': ruleOf('info').replace('always-info', 'bad').replace('status ==', 'staus =='),
    },
  })
  expect(result.code).toBe(3)
  expect(result.stdout).toBe('')
  expect(result.stderr).toContain('staus')
})
