// The exit code is the device's, the same in every format and wherever the report goes.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { FORMATS } from '../../src/cli/formats.ts'
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

beforeAll(buildWhenStale)

describe.each(CASES)('$status', ({ status, code, text, rules }) => {
  const files = { 'saved.txt': text, [`pack/always-${rules}.yaml`]: ruleOf(rules) }
  const args = ['analyze', 'saved.txt', '--platform', 'ios-xe', '--rules', 'pack']

  test.each(FORMATS)('%s', async format => {
    const result = await smartlic({ args: [...args, '--format', format], files })
    expect(result.code, result.stdout + result.stderr).toBe(code)
    expect(result.stdout).toMatch(new RegExp(status, 'i'))
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
