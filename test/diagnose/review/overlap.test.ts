// Rules that always fail together, and conditions given twice.
import { expect, test } from 'vitest'
import { conditionsOf } from '../../../src/diagnose/review/conditions.ts'
import { overlaps, repeated } from '../../../src/diagnose/review/overlap.ts'
import type { RuleSet } from '../../../src/diagnose/ruleset.ts'
import { sound } from '../sample.ts'

const reviewed = (set: RuleSet) =>
  set.rules.map(rule => ({ rule, conditions: conditionsOf(rule, set.environment) }))
const told = (...rules: Record<string, unknown>[]): string[] =>
  overlaps(reviewed(sound(...rules))).map(({ rule, problem }) => `${rule.id}: ${problem.message}`)

test('a condition given twice', () => {
  const set = sound({ applies: ['license.enabled'], when: ['dns.lookup', 'license.enabled', 'dns.lookup'] })
  expect(reviewed(set).flatMap(repeated)).toEqual([
    { field: 'when.1', message: '`license.enabled` is there already as applies.0; leave one out' },
    { field: 'when.2', message: '`dns.lookup` is there already as when.0; leave one out' },
  ])
})

test('the same conditions, written otherwise', () => {
  expect(
    told(
      { id: 'a', for: 'p in callhome.profiles', when: ['p.active && p.name == "x"'], evidence: ['p.name'] },
      {
        id: 'b',
        for: 'one in callhome.profiles',
        when: ['one.active', 'one.name == "x"'],
        evidence: ['one.name'],
      },
    ),
  ).toEqual(['b: has the same conditions as a; leave one of the rules out'])
})

test('more conditions than another rule', () => {
  const wide = { id: 'wide', when: ['license.enabled'] }
  const narrow = { id: 'narrow', when: ['license.enabled', 'dns.lookup'] }
  expect(told(wide, narrow)).toEqual([
    'narrow: wherever this fails, wide fails as well; let one explain the other, or tell them apart',
  ])
  expect(told({ ...wide, explains: ['narrow'] }, narrow)).toEqual([])
  expect(told(wide, { ...narrow, explains: ['wide'] })).toEqual([])
  expect(told({ ...wide, role: 'advice', severity: 'info' }, narrow)).toEqual([])
  expect(told({ ...wide, platforms: ['nx-os'] }, { ...narrow, platforms: ['ios-xe'] })).toEqual([])
  expect(told({ ...wide, generations: ['policy'] }, narrow)).toEqual([])
  expect(told(wide, { ...narrow, generations: ['policy'] })).toHaveLength(1)
})
