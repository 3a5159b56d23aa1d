// Rules from disk: the shipped ones, and packs of a user's own.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lintRules } from '../../src/app/rules/linting.ts'
import { testRules } from '../../src/app/rules/testing.ts'
import { areaOf, describeProblem, findRule, loadRuleSet } from '../../src/app/rules.ts'

const pack = (name: string): string => fileURLToPath(new URL(`../fixtures/rules/${name}`, import.meta.url))
let scratch = ''
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'smartlic-rules-'))
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

describe('a pack', () => {
  test('adds to the shipped rules', async () => {
    const shipped = await loadRuleSet()
    const { set, problems } = await loadRuleSet([pack('good')])
    expect(problems).toEqual(shipped.problems)
    expect(set.rules.length).toBe(shipped.set.rules.length + 2)
    const rule = await findRule(set, 'sample-http-cloud')
    expect(areaOf(rule)).toBe('url')
  })

  test('with a broken rule keeps the sound one', async () => {
    const { set, problems } = await loadRuleSet([pack('broken')])
    expect(set.byId.has('sample-sound')).toBe(true)
    expect(set.byId.has('sample-misspelt')).toBe(false)
    expect(problems.map(describeProblem)).toEqual([
      expect.stringMatching(
        /broken\/sample-misspelt\.yaml:\d+: severity: must be one of critical, warning, info/,
      ),
    ])
  })

  test('passes its own cases', async () => {
    const { tests, problems } = await testRules({ packs: [pack('good')] })
    expect(problems).toEqual([])
    expect(tests.map(one => one.rule)).toEqual(['sample-http-cloud', 'sample-send-failed'])
    expect(tests.flatMap(one => one.results.flatMap(result => result.problems))).toEqual([])
    expect(tests[0]?.results).toHaveLength(4)
  })

  test('without cases fails', async () => {
    const { tests } = await testRules({ packs: [pack('broken')] })
    expect(tests).toEqual([
      {
        rule: 'sample-sound',
        results: [{ name: 'cases', problems: ['there is no sample-sound.test.yaml'] }],
      },
    ])
  })

  test('is linted: what breaks it apart from what it lacks', async () => {
    const good = await lintRules([pack('good')])
    expect({ count: good.count, problems: good.problems }).toEqual({ count: 2, problems: [] })
    expect(good.findings.map(describeProblem)).toEqual([
      expect.stringMatching(/url\/sample-http-cloud\.yaml:18: fix: there is no fix for ios-xe/),
    ])
    expect((await lintRules([pack('broken')])).problems).toHaveLength(1)
  })

  test('of several, a later one may explain an earlier one, none may take its ids', async () => {
    const { set, problems } = await loadRuleSet([pack('good'), pack('good')])
    expect(set.rules.filter(rule => rule.id === 'sample-http-cloud')).toHaveLength(1)
    expect(problems.map(problem => problem.message)).toEqual([
      expect.stringContaining('sample-send-failed is the id of'),
      expect.stringContaining('sample-http-cloud is the id of'),
    ])
  })

  test('that is not there, no directory, or empty', async () => {
    await expect(loadRuleSet([join(scratch, 'none')])).rejects.toThrow('there is no directory')
    await expect(loadRuleSet([scratch])).rejects.toThrow('no rule file')
    const file = join(scratch, 'file.txt')
    writeFileSync(file, 'x')
    await expect(loadRuleSet([file])).rejects.toThrow('is a file')
  })

  test('may not take the id of a shipped rule', async () => {
    const { set } = await loadRuleSet()
    const [first] = set.rules
    if (first === undefined) return
    const text = [
      'title: x',
      'role: cause',
      'hop: dns',
      'severity: info',
      'platforms: [ios-xe]',
      'when: [dns.lookup]',
      'evidence: [dns.lookup]',
      'message: x',
      'why: x',
    ]
    writeFileSync(join(scratch, `${first.id}.yaml`), [`id: ${first.id}`, ...text].join('\n'))
    const { set: both, problems } = await loadRuleSet([scratch])
    expect(both.byId.get(first.id)?.title).toBe(first.title)
    expect(problems.map(describeProblem).join('\n')).toContain(`${first.id} is the id of`)
  })
})

test('an unknown id names the nearest', async () => {
  const { set } = await loadRuleSet([pack('good')])
  await expect(findRule(set, 'sample-http-clod')).rejects.toThrow('did you mean sample-http-cloud?')
  await expect(testRules({ packs: [pack('good')], ids: ['sample-http-clod'] })).rejects.toThrow(
    'did you mean',
  )
})
