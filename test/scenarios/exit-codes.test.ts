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

/** What a rule finds and a waiver, an expired one or a baseline makes of it. */
const waiverOf = (expires: string): string => `waivers:
  - rule: always-critical
    device: '*'
    reason: known
    owner: noc
    expires: ${expires}
`

/** Whether a reader of the format finds the waived finding. */
function showsWaived(format: Format, text: string): boolean {
  switch (format) {
    case 'text':
      return text.includes('1 waived')
    case 'json':
      return JSON.parse(text).devices[0].findings.some(
        (one: { waived?: unknown }) => one.waived !== undefined,
      )
    case 'ndjson':
      return JSON.parse(text).findings.some((one: { waived?: unknown }) => one.waived !== undefined)
    case 'markdown':
      return text.includes('### Waived')
    case 'html':
      return text.includes('class="finding waived"')
    case 'csv': {
      const rows: { waived?: string }[] = parse(text, { columns: true, record_delimiter: '\r\n' })
      return rows.some(({ waived }) => waived !== '')
    }
    case 'junit':
      return text.includes('<skipped message="waived ')
    case 'sarif':
      return JSON.parse(text).runs[0].results.some(
        (one: { suppressions?: unknown[] }) => one.suppressions?.length === 1,
      )
    case 'prometheus':
      return /^smartlic_finding_waived\{.*\} 1$/m.test(text)
    case 'nagios':
    case 'icinga':
    case 'checkmk':
      return text.includes('1 finding waived: always-critical')
  }
}

beforeAll(buildWhenStale)

describe('waived', () => {
  const files = {
    'saved.txt': healthy,
    'pack/always-critical.yaml': ruleOf('critical'),
    'pack2/always-warning.yaml': ruleOf('warning'),
    'waivers.yaml': waiverOf('2999-12-31'),
    'old.yaml': waiverOf('2020-01-31'),
  }
  const args = ['analyze', 'saved.txt', '--platform', 'ios-xe', '--rules', 'pack']
  const outputs = FORMATS.flatMap(format => ['-o', `${format}=out.${format}`])
  const formatsOf = async (more: readonly string[], extra: Readonly<Record<string, string>> = {}) => {
    let written: Record<string, string> = {}
    const after = (dir: string): void => {
      written = Object.fromEntries(
        FORMATS.map(format => [format, readFileSync(join(dir, `out.${format}`), 'utf8')]),
      )
    }
    const result = await smartlic({ args: [...more, ...outputs], files: { ...files, ...extra }, after })
    return { ...result, written }
  }

  test.each([
    ['the only finding: healthy', [...args, '--waivers', 'waivers.yaml'], 0, 'healthy', true],
    [
      'beside one that counts',
      [...args, '--rules', 'pack2', '--waivers', 'waivers.yaml'],
      1,
      'warning',
      true,
    ],
    ['no longer: it counts again', [...args, '--waivers', 'old.yaml'], 2, 'critical', false],
    [
      'by one of two files',
      [...args, '--waivers', 'old.yaml', '--waivers', 'waivers.yaml'],
      0,
      'healthy',
      true,
    ],
  ])('%s', async (_name, more, code, status, waived) => {
    const { code: got, stderr, written } = await formatsOf(more)
    expect(got, stderr).toBe(code)
    for (const format of FORMATS) {
      expect(statusIn(format, written[format] ?? ''), format).toBe(status)
      expect(showsWaived(format, written[format] ?? ''), format).toBe(waived)
    }
    expect(published('report', JSON.parse(written['json'] ?? ''))).toEqual([])
    expect(published('device', JSON.parse(written['ndjson'] ?? ''))).toEqual([])
    const names = (written['csv'] ?? '').includes('waiver-expired')
    expect(names).toBe(!waived)
  })

  test('of a saved run, and by a baseline, in every format', async () => {
    const run = (await formatsOf(args)).written['json'] ?? ''
    for (const cover of [
      ['--waivers', 'waivers.yaml', '--rules', 'pack'],
      ['--baseline', 'run.json'],
    ]) {
      const { code, stderr, written } = await formatsOf(['report', 'render', 'run.json', ...cover], {
        'run.json': run,
      })
      expect(code, stderr).toBe(0)
      for (const format of FORMATS) {
        expect(statusIn(format, written[format] ?? ''), format).toBe('healthy')
        expect(showsWaived(format, written[format] ?? ''), format).toBe(true)
      }
    }
    const again = await formatsOf([...args, '--rules', 'pack2', '--baseline', 'run.json'], {
      'run.json': run,
    })
    expect(again.code, again.stderr).toBe(1)
  })

  test.each([
    [
      'a waiver of no rule',
      ['--waivers', 'bad.yaml'],
      'bad.yaml:2: waivers.0.rule names no rule: always-criticl',
    ],
    ['no waivers', ['--waivers', 'none.yaml'], 'cannot read the waivers none.yaml: there is no such file'],
    ['a baseline that is none', ['--baseline', 'saved.txt'], 'saved.txt is no saved report'],
    ['a foreign baseline', ['--baseline', 'foreign.json'], 'foreign.json is no smartlic.report/v1'],
    [
      'no baseline',
      ['--baseline', 'none.json'],
      'cannot read the saved run none.json: there is no such file',
    ],
  ])('%s: exit 3 and no report', async (_name, more, said) => {
    const bad = {
      'bad.yaml': waiverOf('2999-12-31').replace('always-critical', 'always-criticl'),
      'foreign.json': '{"version":"2.1.0"}',
    }
    const result = await smartlic({ args: [...args, ...more], files: { ...files, ...bad } })
    expect(result.code).toBe(3)
    expect(result.stdout).toBe('')
    expect(result.stderr).toContain(said)
    const live = await smartlic({
      args: ['check', 'noc@127.0.0.1:1', '--rules', 'pack', ...more, '--host-key', 'off'],
      files: { ...files, ...bad },
      env: { SMARTLIC_PASSWORD: 'x' },
    })
    expect(live.code).toBe(3)
    expect(live.stderr).toContain(said)
  })
})

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

  test.each(['critical', 'unknown'] as const)('--fail-on %s, in every format at once', async line => {
    const outputs = FORMATS.flatMap(format => ['-o', `${format}=out.${format}`])
    let plugin = ''
    const after = (dir: string): void => {
      plugin = readFileSync(join(dir, 'out.nagios'), 'utf8')
    }
    const result = await smartlic({ args: [...args, '--fail-on', line, ...outputs], files, after })
    const counts = code >= { critical: 2, unknown: 3 }[line]
    expect(result.code, result.stderr).toBe(counts ? code : 0)
    // What a monitoring system reads never says another state than the code.
    expect(readPlugin(plugin).state).toBe(STATES[result.code ?? 3])
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
