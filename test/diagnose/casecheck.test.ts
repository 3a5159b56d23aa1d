// Test cases of rules: what they must show, and the removal of every fact a failing case rests on.
import { describe, expect, test } from 'vitest'
import { caseProblems, checkCases, removalProblems } from '../../src/diagnose/casecheck.ts'
import type { LoadedRule, RuleSet } from '../../src/diagnose/ruleset.ts'
import { ruleSet } from '../../src/diagnose/ruleset.ts'
import { type RuleCase, readCases, storeOf } from '../../src/diagnose/testcases.ts'
import { assemble } from '../../src/parse/assemble.ts'
import { sound, types } from './sample.ts'

const reader = { assemble }

function only(rule: Record<string, unknown>): [LoadedRule, RuleSet] {
  const set = sound(rule)
  const [first] = set.rules
  if (first === undefined) throw new Error('no rule')
  return [first, set]
}

const failing = (facts: Record<string, unknown>, more: Partial<RuleCase> = {}): RuleCase => ({
  name: 'case',
  platform: 'ios-xe',
  outcome: 'fail',
  facts,
  ...more,
})

describe('a case', () => {
  const [rule, set] = only({
    message: 'pool {{license.pool}}',
    fix: [{ platforms: ['ios-xe'], risk: 'low', impact: 'none', exec: 'license x', undo: 'Nothing.' }],
  })
  const facts = { license: { enabled: true, pool: 'P' } }

  test('that holds', () => {
    const expectation = {
      severity: 'critical' as const,
      findings: 1,
      message: 'pool P',
      evidence: ['enabled'],
      fix: ['license x'],
    }
    expect(caseProblems(rule, failing(facts, { expect: expectation }), set, reader)).toEqual([])
  })

  test.each<[NonNullable<RuleCase['expect']>, string]>([
    [{ severity: 'info' }, 'expected severity info, got critical'],
    [{ findings: 2 }, 'expected 2 finding(s), got 1'],
    [{ message: 'pool Q' }, 'the message has no "pool Q"'],
    [{ evidence: ['nowhere'] }, 'no evidence line has "nowhere"'],
    [{ fix: ['license y'] }, 'no fix prints "license y"'],
  ])('that expects %j', (expectation, problem) => {
    expect(caseProblems(rule, failing(facts, { expect: expectation }), set, reader).join()).toContain(problem)
  })

  test('with another outcome says why', () => {
    expect(caseProblems(rule, failing({ license: { enabled: false } }), set, reader)).toEqual([
      'expected fail, got pass (`license.enabled` is false)',
    ])
    expect(caseProblems(rule, failing({}, { outcome: 'pass' }), set, reader)).toEqual([
      'expected pass, got unknown (missing license.enabled)',
    ])
  })

  test('of device output reads it with the parsers', () => {
    const [clock, clocks] = only({ when: ['clock.zone == "UTC"'], evidence: ['clock.zone'] })
    const output = { 'show clock': '*12:00:00.000 UTC Mon Nov 3 2025\n' }
    const one: RuleCase = {
      name: 'out',
      platform: 'ios-xe',
      outcome: 'fail',
      output,
      expect: { evidence: ['12:00:00.000 UTC'] },
    }
    expect(caseProblems(clock, one, clocks, reader)).toEqual([])
    const mixed = storeOf({ ...one, facts: { clock: { zone: 'CET' } } }, types, reader)
    expect(mixed.facts.clock?.zone).toBe('CET')
    expect(mixed.facts.clock?.device_time).toBe('2025-11-03T12:00:00Z')
  })
})

describe('the cases of a rule', () => {
  test('must fail, pass and stay unknown', () => {
    const [rule, set] = only({})
    const cases: RuleCase[] = [
      failing({ license: { enabled: true } }),
      failing({ license: { enabled: false } }, { outcome: 'pass' }),
    ]
    const results = checkCases(rule, cases, set, reader)
    expect(results.at(-1)?.problems).toEqual([
      'no case with outcome unknown; add one',
      'two cases have the same name',
    ])
  })
})

describe('removing each fact', () => {
  test('finds nothing in a plain rule', () => {
    const [rule, set] = only({
      generations: ['classic'],
      applies: ['callhome.enabled'],
      when: ['callhome.profiles.exists(p, p.active && p.name == "x")'],
      evidence: ['callhome.profiles'],
    })
    const facts = {
      license: { generation: 'classic' },
      callhome: {
        enabled: true,
        profiles: [
          { name: 'x', active: true },
          { name: 'y', active: false },
        ],
      },
    }
    expect(caseProblems(rule, failing(facts), set, reader)).toEqual([])
    expect(removalProblems(rule, failing(facts), set, reader)).toEqual([])
  })

  test('finds a rule that a missing fact makes silent', () => {
    // has() cannot be loaded; put in behind the loader it shows that the check sees what it must see.
    const [rule, set] = only({ when: ['license.enabled'] })
    const bad: LoadedRule = { ...rule, when: ['has(license.enabled) && license.enabled'] }
    const problems = removalProblems(
      bad,
      failing({ license: { enabled: true } }),
      ruleSet([bad], types, { environment: set.environment }),
      reader,
    )
    expect(problems).toEqual(['without license.enabled (derived facts computed anew) the rule gives pass'])
  })

  test('finds a rule that a missing fact makes loud', () => {
    const [rule, set] = only({ when: ['license.enabled'] })
    const bad: LoadedRule = { ...rule, when: ['!has(license.enabled) || !license.enabled'] }
    const healthy = failing({ license: { enabled: true } }, { outcome: 'pass' })
    expect(
      removalProblems(bad, healthy, ruleSet([bad], types, { environment: set.environment }), reader),
    ).toEqual(['without license.enabled (derived facts computed anew) the rule gives fail'])
  })

  test('takes derived facts away, and what they are computed from', () => {
    const [rule, set] = only({ when: ['derived.uses_callhome'], evidence: ['license.transport.type'] })
    const facts = { license: { generation: 'classic', transport: { type: 'callhome' } } }
    expect(caseProblems(rule, failing(facts), set, reader)).toEqual([])
    expect(removalProblems(rule, failing(facts), set, reader)).toEqual([])
    const bad: LoadedRule = { ...rule, when: ['has(derived.uses_callhome)'] }
    const problems = removalProblems(
      bad,
      failing(facts),
      ruleSet([bad], types, { environment: set.environment }),
      reader,
    )
    expect(problems).toContain('without derived.uses_callhome the rule gives pass')
  })
})

describe('readCases', () => {
  const problems = (one: Record<string, unknown>): string =>
    readCases({ cases: [{ name: 'n', platform: 'ios-xe', outcome: 'fail', ...one }] }, types)
      .problems.map(problem => problem.message)
      .join('\n')

  test.each<[Record<string, unknown>, string]>([
    [
      { facts: { license: { enabld: true } } },
      'no such fact: license.enabld (did you mean license.enabled?)',
    ],
    [{ facts: { license: { enabled: 'yes' } } }, 'license.enabled must be bool, not "yes"'],
    [{ facts: { license: { evaluation: { remaining_days: 1.5 } } } }, 'must be int'],
    [{ facts: { vrfs: [{ nam: 'x' }] } }, 'no such fact: vrfs.0.nam'],
    [{}, 'give `facts` or `output`'],
    [{ facts: [] }, '`facts` must be a tree'],
    [{ output: { 'show clock': 3 } }, 'must be text'],
    [{ facts: {}, outcome: 'fial' }, 'did you mean fail?'],
    [{ facts: {}, expects: {} }, 'did you mean expect?'],
  ])('%j', (one, message) => {
    expect(problems(one)).toContain(message)
  })

  test('sound cases', () => {
    expect(
      problems({ facts: { vrfs: [], derived: { ooc_tags: ['x'] }, license: { usage: [{ count: 1 }] } } }),
    ).toBe('')
  })
})
