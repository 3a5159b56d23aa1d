// What a rule lacks, and conditions that no command of a platform decides.
import { expect, test } from 'vitest'
import { buildReference } from '../../../src/app/facts/build-reference.ts'
import { describeFacts } from '../../../src/diagnose/compile.ts'
import { missingCases, missingParts, openFields } from '../../../src/diagnose/review/complete.ts'
import { conditionsOf } from '../../../src/diagnose/review/conditions.ts'
import { untold } from '../../../src/diagnose/review/untold.ts'
import { sound, types } from '../sample.ts'

const fix = (...platforms: string[]) => ({
  platforms,
  risk: 'low',
  impact: 'none',
  exec: 'x',
  undo: 'Nothing.',
})
const parts = (rule: Record<string, unknown>): string[] =>
  sound(rule)
    .rules.flatMap(missingParts)
    .map(({ field, message }) => `${field}: ${message}`)

test('a cause is mended, checked and proven', () => {
  const whole = {
    platforms: ['ios-xe', 'nx-os'],
    fix: [fix('ios-xe'), fix('nx-os')],
    verify: [{ run: 'show x', expect: 'y' }],
    references: [{ title: 'z' }],
  }
  expect(parts(whole)).toEqual([])
  expect(parts({ ...whole, fix: [fix('nx-os')] })).toEqual([
    'fix: there is no fix for ios-xe; say what to do there',
  ])
  expect(parts({ ...whole, fix: [], verify: [], references: [] }).map(text => text.split(':')[0])).toEqual([
    'fix',
    'verify',
    'references',
  ])
  expect(parts({ ...whole, fix: [{ ...fix('ios-xe'), undo: ' ' }, fix('nx-os')] })).toEqual([
    'fix.0.undo: says nothing; give lines, or a sentence',
  ])
  expect(parts({ role: 'symptom' })).toEqual([])
})

test('kinds of cases', () => {
  const one = { name: 'n', platform: 'ios-xe' as const, outcome: 'fail' as const }
  expect(missingCases([one]).map(problem => problem.message)).toEqual([
    'no case with outcome pass; add one',
    'no case with outcome unknown; add one',
  ])
})

test('what still says TODO, at any depth', () => {
  expect(openFields({ a: 'TODO x', b: [{ c: 'a TODO' }, 'TODOS'], TODO: 1 }).map(one => one.field)).toEqual([
    'a',
    'b.0.c',
    'TODO',
  ])
})

test('a fact that no command of the platform tells', () => {
  const { facts } = buildReference(describeFacts(), new Map())
  const told = (rule: Record<string, unknown>): string[] => {
    const set = sound(rule)
    return set.rules.flatMap(one =>
      untold(one, conditionsOf(one, set.environment), facts, types).map(
        ({ field, message }) => `${field}: ${message}`,
      ),
    )
  }
  expect(told({ platforms: ['ios-xe', 'nx-os'], when: ['license.xr_registered == "failed"'] })).toEqual([
    'when.0: no command of ios-xe tells license.xr_registered, so the rule can never fail there; take ios-xe out of its platforms',
    'when.0: no command of nx-os tells license.xr_registered, so the rule can never fail there; take nx-os out of its platforms',
  ])
  // One side of an alternative may be unknown.
  expect(
    told({ platforms: ['ios-xe'], when: ['license.enabled || license.xr_registered == "failed"'] }),
  ).toEqual([])
  expect(told({ platforms: ['ios-xr'], when: ['license.xr_registered == "failed"'] })).toEqual([])
})
