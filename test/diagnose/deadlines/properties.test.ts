// What must hold for deadlines of any device: time only makes them more pressing, and less knowledge never another answer.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { derive } from '../../../src/diagnose/derive/index.ts'
import { leavesOf, without } from '../../../src/diagnose/paths.ts'
import type { FactStore, RuleContext } from '../../../src/model/facts/store.ts'
import { store } from '../sample.ts'
import { inDays } from './devices.ts'

const RANK: Readonly<Record<string, number>> = { ok: 0, warning: 1, critical: 2 }

const day = fc.integer({ min: -400, max: 400 })
const time = fc.oneof(day.map(inDays), fc.constant(''))
const outcome = fc.constantFrom('succeeded', 'failed', 'pending', 'none')

const license = fc.record({
  generation: fc.constantFrom('classic', 'policy', 'reservation'),
  usage: fc.constantFrom([], [{ name: 'a', count: 1, status: 'in-use' }], [{ name: 'a', count: 0 }]),
  transport: fc.record({ type: fc.constantFrom('smart', 'callhome', 'cslu', 'off') }),
  authorization: fc.record({
    // `expired` is left out: with a date to come beside it a device would contradict itself.
    status: fc.constantFrom('authorized', 'out-of-compliance', 'none-in-use', 'reserved'),
    deadline: time,
    next_attempt: time,
    last_attempt: fc.record({ outcome, at: time }),
  }),
  registration: fc.record({
    status: fc.constantFrom('registered', 'unregistered'),
    expires: time,
    next_renewal: time,
    last_renewal: fc.record({ outcome, at: time }),
  }),
  evaluation: fc.record({ in_use: fc.boolean(), expired: fc.boolean(), remaining_days: fc.nat(90) }),
  reporting: fc.record({
    acked: fc.boolean(),
    last_ack: time,
    next_ack_deadline: time,
    push_interval_days: fc.constantFrom(0, 30, 90),
    next_push: time,
    pushed: fc.boolean(),
    last_push: time,
  }),
  trust_code: fc.record({
    installed: fc.boolean(),
    members: fc.array(fc.record({ installed: fc.boolean(), expires: time }), { maxLength: 3 }),
  }),
  sia: fc.constantFrom('in-compliance', 'out-of-compliance', 'grace-expired', 'none'),
  sia_grace_days: fc.nat(90),
})

const facts = fc.record({
  device: fc.constant({ platform: 'ios-xr' }),
  clock: fc.record({ device_time: day.map(inDays) }),
  license,
  derived: fc.record({ failing_now: fc.boolean(), wants_contact: fc.boolean() }),
})

type Deadlines = Readonly<Record<string, Readonly<Record<string, unknown>>>>

function deadlines(tree: Record<string, unknown>): Deadlines {
  return (derive(store(tree)).facts.derived?.deadlines ?? {}) as Deadlines
}

describe('deadlines', () => {
  test('as the clock of the device goes on, nothing becomes less pressing', () => {
    fc.assert(
      fc.property(facts, fc.integer({ min: 0, max: 800 }), (tree, later) => {
        const before = deadlines(tree)
        const now = Date.parse(tree.clock.device_time) + later * 86_400_000
        const device_time = `${new Date(now).toISOString().slice(0, 19)}Z`
        const after = deadlines({ ...tree, clock: { device_time } })
        for (const [kind, { level }] of Object.entries(before)) {
          const next = after[kind]?.['level']
          if (typeof level === 'string' && typeof next === 'string')
            expect(RANK[next], kind).toBeGreaterThanOrEqual(RANK[level] ?? 0)
        }
      }),
    )
  })

  test('without one of its facts a deadline is unknown or the same, never another', () => {
    fc.assert(
      fc.property(facts, tree => {
        const whole = deadlines(tree)
        const base: FactStore = store(tree)
        // A derived fact that is taken away is computed anew.
        for (const [path] of leavesOf(tree).filter(([leaf]) => !leaf.startsWith('derived.'))) {
          const less = derive({ ...base, facts: without(base.facts, path) as RuleContext })
          for (const [kind, values] of Object.entries((less.facts.derived?.deadlines ?? {}) as Deadlines))
            for (const [name, value] of Object.entries(values))
              expect(value, `${kind}.${name} without ${path}`).toEqual(whole[kind]?.[name])
        }
      }),
      { numRuns: 60 },
    )
  })

  test('the thresholds move levels and nothing else', () => {
    fc.assert(
      fc.property(facts, fc.nat(400), fc.nat(400), (tree, a, b) => {
        const limits = { warnDays: Math.max(a, b), criticalDays: Math.min(a, b) }
        const strip = (from: FactStore) =>
          Object.entries((from.facts.derived?.deadlines ?? {}) as Deadlines).map(
            ([kind, { level: _, ...rest }]) => [kind, rest],
          )
        expect(strip(derive(store(tree), limits))).toEqual(strip(derive(store(tree))))
      }),
      { numRuns: 40 },
    )
  })
})
