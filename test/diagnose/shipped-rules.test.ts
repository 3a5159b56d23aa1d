// Every shipped rule: sound, and right on each of its own cases.
import { describe, expect, test } from 'vitest'
import { lintRules } from '../../src/app/rules/linting.ts'
import { testRules } from '../../src/app/rules/testing.ts'
import { describeProblem } from '../../src/app/rules.ts'

describe('shipped rules', async () => {
  const { tests, problems } = await testRules()

  test('are sound, and so are their cases', () => {
    expect(problems.map(describeProblem)).toEqual([])
  })

  test('say nothing in vain and lack nothing', async () => {
    const { problems: broken, findings } = await lintRules()
    expect([...broken, ...findings].map(describeProblem)).toEqual([])
  })

  test.each(tests.map(run => [run.rule, run.results] as const))('%s', (_rule, results) => {
    expect(results.length).toBeGreaterThan(0)
    expect(results.filter(result => result.problems.length > 0)).toEqual([])
  })
})
