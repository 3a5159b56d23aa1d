// Whatever is in a waiver file or a fact tree: it is read or refused, and compared with itself it is the same.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { waiversIn } from '../../../src/app/waivers/read.ts'
import { coversFinding, namesDevice } from '../../../src/app/waivers/waiver.ts'
import { compareFacts } from '../../../src/diagnose/compare/index.ts'
import type { FactStore } from '../../../src/model/facts/store.ts'
import { finding } from '../../report/sample.ts'

const seeded = { seed: 20_261_123, numRuns: 300 }
const rules = new Set(['a', 'b'])

describe('a waiver file', () => {
  test('of any text is read or refused with its name and a line or a reason', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), text => {
        const { waivers, problems } = waiversIn('w.yaml', text, rules)
        expect(waivers.length === 0 || problems.length === 0).toBe(true)
        expect(waivers.length + problems.length).toBeGreaterThan(0)
        for (const problem of problems) expect(problem).toMatch(/^w\.yaml(?::\d+)?: ./)
      }),
      seeded,
    )
  })

  test('of any fields: none slips through without the five', () => {
    const value = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.constant(null),
      fc.constantFrom('a', '2027-01-31', 'sw*'),
    )
    const waiver = fc.dictionary(
      fc.constantFrom('rule', 'device', 'element', 'reason', 'owner', 'expires', 'other'),
      value,
    )
    fc.assert(
      fc.property(fc.array(waiver, { maxLength: 4 }), waivers => {
        const read = waiversIn('w.yaml', stringify({ waivers }), rules)
        if (read.problems.length > 0) return
        for (const one of read.waivers) {
          expect(rules.has(one.rule)).toBe(true)
          for (const key of ['device', 'reason', 'owner'] as const) expect(one[key].trim()).not.toBe('')
          expect(one.expires).toMatch(/^\d{4}-\d{2}-\d{2}$/)
        }
      }),
      seeded,
    )
  })

  test('a name by itself always names itself, whatever characters it has', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 40 }), name => {
        fc.pre(!/^(?:group|tag|host):/.test(name))
        expect(namesDevice({ device: name }, { name, hostname: '' })).toBe(true)
        const element = name.trim()
        if (element === '') return
        expect(coversFinding({ ...WAIVER, element }, finding({ rule: 'a', element }))).toBe(true)
      }),
      seeded,
    )
  })
})

const WAIVER = {
  rule: 'a',
  device: '*',
  reason: '',
  owner: '',
  expires: '2027-01-31',
  file: '',
  line: 1,
  text: '',
}

describe('facts', () => {
  const leaf = fc.oneof(fc.string({ maxLength: 6 }), fc.integer(), fc.boolean())
  const { tree } = fc.letrec(tie => ({
    tree: fc.dictionary(fc.constantFrom('name', 'vrf', 'x', 'list', 'url'), tie('node'), { maxKeys: 4 }),
    node: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(leaf, { maxLength: 3 }),
      fc.array(tie('tree'), { maxLength: 4 }),
      tie('tree'),
    ),
  }))
  const store = (facts: unknown): FactStore =>
    ({ facts: { callhome: facts }, sources: new Map(), missing: new Map() }) as FactStore

  test('are the same as themselves', () => {
    fc.assert(
      fc.property(tree, facts => {
        expect(compareFacts(store(facts), store(structuredClone(facts)))).toEqual([])
      }),
      seeded,
    )
  })

  test('differ alike in both directions', () => {
    fc.assert(
      fc.property(tree, tree, (a, b) => {
        const there = compareFacts(store(a), store(b))
        const back = compareFacts(store(b), store(a))
        const turned = back.map(({ path, before, after }) => ({ path, before: after, after: before }))
        const shown = there.map(({ path, before, after }) => ({ path, before, after }))
        const sort = <T extends { path: string }>(list: T[]): T[] =>
          list.sort((x, y) => (x.path < y.path ? -1 : x.path > y.path ? 1 : 0))
        expect(sort(turned)).toEqual(sort(shown))
      }),
      seeded,
    )
  })
})
