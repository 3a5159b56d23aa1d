// The coverage table: complete, as written, and able to see what is missing.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadRules } from '../../src/diagnose/load.ts'
import { types } from '../diagnose/sample.ts'
import { readSources, type Sources } from './sources.ts'
import { coverageTable } from './table.ts'

const sources = await readSources()
const table = coverageTable(sources)

test('every entry of the catalogue is found, proven and accounted for', () => {
  expect(sources.catalogue).toHaveLength(148)
  expect(table.problems).toEqual([])
})

test('rules/COVERAGE.md is what the repository says (node test/coverage/table.mjs --write)', () => {
  const written = readFileSync(new URL('../../rules/COVERAGE.md', import.meta.url), 'utf8')
  expect(written).toBe(table.markdown)
})

describe('a row that lacks something', () => {
  const rule = (id: string, more: object = {}): object => ({
    file: `dns/${id}.yaml`,
    data: {
      id,
      title: `About ${id}`,
      role: 'cause',
      hop: 'dns',
      severity: 'warning',
      platforms: ['ios-xe'],
      when: ['dns.lookup'],
      evidence: ['dns.lookup'],
      message: 'x',
      why: 'x',
      ...more,
    },
  })
  const fix = [{ platforms: ['ios-xe'], risk: 'low', impact: 'none', config: 'x', undo: 'no x' }]
  const { set } = loadRules([rule('one', { fix }), rule('two', { role: 'symptom' })] as never, types)
  const one = { name: 'c', platform: 'ios-xe' as const, facts: {} }
  const cases = (['fail', 'pass', 'unknown', 'not-applicable'] as const).map(outcome => ({ ...one, outcome }))
  const sound: Sources = {
    catalogue: [
      { id: 'one', section: 'a', title: 'One | first', lookalikes: true },
      { id: 'gone', section: 'a', title: 'Gone' },
    ],
    undecidable: [{ id: 'gone', advised_by: 'two', reason: 'because output does not show it' }],
    rules: set.byId,
    cases: new Map([
      ['one', cases],
      ['two', cases],
    ]),
    devices: new Map(),
    fromOutput: new Set(['one', 'two']),
    loops: [{ rule: 'one', platform: 'ios-xe' }],
    gaps: [],
  }

  test('is not there in a sound table', () => {
    const { markdown, problems } = coverageTable(sound)
    expect(problems).toEqual([])
    expect(markdown).toContain(
      '| One \\| first (`one`) | [one](dns/one.yaml) (cause) | IOS XE | 1 / 1 / 1 / 1 | *output* | IOS XE yes |',
    )
    expect(markdown).toContain('- **gone**, advised by two: because output does not show it')
  })

  test.each<[string, Partial<Sources>, string]>([
    ['no rule', { undecidable: [] }, 'gone: has neither a rule nor an entry in rules/undecidable.yaml'],
    [
      'advice by nothing',
      { undecidable: [{ id: 'gone', advised_by: 'three', reason: 'because' }] },
      'gone: is advised by three, and there is no such rule',
    ],
    [
      'an entry nobody knows',
      { undecidable: [...sound.undecidable, { id: 'strange', advised_by: 'two', reason: 'because' }] },
      'strange: is in rules/undecidable.yaml but not in rules/catalogue.yaml',
    ],
    ['no failing case', { cases: new Map([['two', cases]]) }, 'one: no case fails'],
    [
      'no lookalike',
      {
        cases: new Map([
          ['one', cases.slice(0, 3)],
          ['two', cases],
        ]),
      },
      'one: the catalogue names lookalikes, and no case shows one',
    ],
    [
      'nothing makes it fail',
      { fromOutput: new Set(['two']) },
      'one: fails on no simulated device and in no case of device output',
    ],
    ['no loop', { loops: [] }, 'one: no closed loop on ios-xe, and no reason in not-modelled.yaml'],
    [
      'a loop of no rule',
      { gaps: [{ rule: 'four', platform: 'ios-xe', reason: 'x' }] },
      'four: is in test/closed-loop, and there is no such rule',
    ],
    [
      'an entry twice',
      { catalogue: [...sound.catalogue, { id: 'one', section: 'a', title: 'One' }] },
      'one: is in rules/catalogue.yaml twice',
    ],
  ])('%s', (_name, change, problem) => {
    expect(coverageTable({ ...sound, ...change }).problems).toContain(problem)
  })

  test('a reason stands for a loop', () => {
    const gaps = [{ rule: 'one', platform: 'ios-xe' as const, reason: 'needs a second router' }]
    const { markdown, problems } = coverageTable({ ...sound, loops: [], gaps })
    expect(problems).toEqual([])
    expect(markdown).toContain('IOS XE no: needs a second router')
  })
})
