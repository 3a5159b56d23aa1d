// The engine as a whole never claims more than the output holds: on every simulated device and every layout of output.
import { describe, expect, test } from 'vitest'
import { shippedRules } from '../../src/app/rules.ts'
import { derive } from '../../src/diagnose/derive/index.ts'
import { outcomesOf, turned, wrongRemovals } from '../../src/diagnose/removal.ts'
import { assemble } from '../../src/parse/assemble.ts'
import { failingRules, hash, labCaptures, layoutStores } from './honesty.ts'

/** `SMARTLIC_HONESTY=full` tries every fact on every device; else each device a fixed twelfth, each fact on many devices. */
const PART = process.env['SMARTLIC_HONESTY'] === 'full' ? 1 : 12

const { set } = await shippedRules()
const lab = labCaptures().map(one => ({ ...one, store: assemble(one.captures) }))

describe('a fact that is missing', () => {
  test('turns no outcome into another but unknown, on any simulated device', () => {
    let tried = 0
    const wrong = lab.flatMap(({ device, store }) =>
      wrongRemovals(store, set.rules, set, path => {
        const chosen = hash(`${device.id} ${path}`) % PART === 0
        if (chosen) tried++
        return chosen
      }).map(one => ({ device: device.id, ...one })),
    )
    expect(wrong).toEqual([])
    expect(tried).toBeGreaterThan((lab.length * 100) / PART)
  })

  test('nor on a device that told one command only', () => {
    const stores = layoutStores()
    expect(stores.length).toBeGreaterThan(50)
    const wrong = stores.flatMap(({ name, store }) =>
      wrongRemovals(store, set.rules, set, path => hash(`${name} ${path}`) % PART === 0).map(one => ({
        name,
        ...one,
      })),
    )
    expect(wrong).toEqual([])
  })
})

/** Without its usage table NX-OS does not tell traditional licensing from Smart Licensing switched off. */
const GENERATION_LOST = 'nx-sl-disabled show license usage'

describe('a command that is missing', () => {
  // What was collected is itself a fact: rules about it are meant to notice.
  const rules = set.rules.filter(rule => !rule.reads.some(path => path.startsWith('collection.')))

  test.each(lab.map(one => [one.device.id, one] as const))(
    'turns no outcome on %s into another but unknown',
    (id, { captures, store }) => {
      const before = outcomesOf(derive(store), rules, set)
      const chosen = captures.captures.filter(({ command }) => {
        const name = `${id} ${command}`
        return name !== GENERATION_LOST && hash(name) % PART === 0
      })
      const wrong = chosen.flatMap(gone => {
        const rest = captures.captures.filter(one => one !== gone)
        const after = outcomesOf(derive(assemble({ ...captures, captures: rest })), rules, set)
        return rules
          .filter(rule => turned(before.get(rule), after.get(rule)))
          .map(rule => `${rule.id} without ${gone.command}: ${before.get(rule)} -> ${after.get(rule)}`)
      })
      expect(wrong).toEqual([])
    },
  )
})

// That every rule fails somewhere is part of the coverage table (test/coverage).
test.each(
  lab.filter(one => one.device.expect.status === 'healthy').map(one => [one.device.id, one] as const),
)('every shipped rule is silent on %s', (_id, { device, store }) => {
  expect(failingRules(store, set).filter(id => !device.expect.allow.includes(id))).toEqual([])
})

test('nothing known: no rule fails, none passes', () => {
  const nothing = derive({ facts: {}, sources: new Map(), missing: new Map() })
  expect(failingRules(nothing, set)).toEqual([])
})
