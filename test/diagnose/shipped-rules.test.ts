// Every shipped rule: sound, and right on each of its own cases.
import { describe, expect, test } from 'vitest'
import { lintRules, testRules } from '../../src/app/rules/testing.ts'
import { describeProblem, loadRuleSet } from '../../src/app/rules.ts'

describe('shipped rules', async () => {
  const { set } = await loadRuleSet()

  test('are sound', async () => {
    const { problems } = await lintRules()
    expect(problems.map(describeProblem)).toEqual([])
  })

  test.each(set.rules.map(rule => rule.id))('%s', async id => {
    const { tests, problems } = await testRules({ ids: [id] })
    const own = problems
      .filter(problem => problem.rule === id && !problem.field.startsWith('explains'))
      .map(describeProblem)
    const wrong = tests.flatMap(run =>
      run.results.flatMap(result => result.problems.map(problem => `${result.name}: ${problem}`)),
    )
    expect([...own, ...wrong]).toEqual([])
  })
})
