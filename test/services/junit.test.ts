// The JUnit file by its schema, as libxml2 judges it.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { formatJunit } from '../../src/report/junit.ts'
import { everything, PAYLOADS, poisoned } from '../report/hostile.ts'
import { healthy, reportOf } from '../report/sample.ts'
import { withTool } from './available.ts'

const schema = fileURLToPath(new URL('../fixtures/report/junit.xsd', import.meta.url))

withTool('xmllint', 'xmllint', xmllint => {
  const problems = (text: string): string => {
    const args = ['--noout', '--nonet', '--huge', '--schema', schema, '-']
    const { stderr, status } = spawnSync(xmllint, args, { input: text, encoding: 'utf8' })
    return status === 0 ? '' : stderr.slice(0, 1_000)
  }

  test.each([
    ['every kind of device', everything],
    ['a healthy device', reportOf(healthy)],
    ['no device', reportOf()],
    ['a run of an unknown time', { ...everything, run: { ...everything.run, started_at: '' } }],
  ])('%s', (_name, report) => {
    expect(problems(formatJunit(report))).toBe('')
  })

  test.each(Object.entries(PAYLOADS))('%s', (_name, payload) => {
    expect(problems(formatJunit(poisoned(everything, payload)))).toBe('')
  })

  test('is asked for the truth: a wrong element, count or order is refused', () => {
    const text = formatJunit(everything)
    expect(problems(text.replaceAll('failure', 'fault'))).toContain('fault')
    expect(problems(text.replace(/tests="\d+"/, 'tests="many"'))).toContain('tests')
    expect(problems(text.replace('</testsuite>', ''))).toContain('mismatch')
  })
})
