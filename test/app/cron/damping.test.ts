// Flap damping: what comes and goes is told once, then when it has settled.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  begin,
  FLAPPING_CHANGES,
  LOOK_BACK,
  SETTLED_RUNS,
  step,
  type Track,
  type TrackEvent,
} from '../../../src/app/cron/damping.ts'

/** The events of a row of runs, the first of which has none. */
function eventsOf(runs: string): TrackEvent[] {
  const [first = '', ...rest] = runs
  let track: Track<string> = begin(first)
  return rest.map(value => {
    const next = step(track, value)
    track = next.track
    return next.event
  })
}

const rows = fc.string({ unit: fc.constantFrom('0', '1'), minLength: 2, maxLength: 60 })

test.each<[string, TrackEvent[]]>([
  ['0000', ['same', 'same', 'same']],
  ['0111', ['changed', 'same', 'same']],
  ['0110', ['changed', 'same', 'changed']],
  ['0101', ['changed', 'changed', 'flapping']],
  ['01010', ['changed', 'changed', 'flapping', 'silent']],
  ['0101111', ['changed', 'changed', 'flapping', 'silent', 'settled', 'same']],
  ['010100', ['changed', 'changed', 'flapping', 'silent', 'silent']],
  ['0101000', ['changed', 'changed', 'flapping', 'silent', 'silent', 'settled']],
  // Slow changes are no flapping: within eight runs there are two.
  ['0111110000001', ['changed', ...same(4), 'changed', ...same(5), 'changed']],
  // Settled is settled: the old changes do not count again.
  ['01011101', ['changed', 'changed', 'flapping', 'silent', 'settled', 'changed', 'changed']],
])('%s', (runs, events) => {
  expect(eventsOf(runs)).toEqual(events)
})

function same(count: number): TrackEvent[] {
  return Array.from({ length: count }, () => 'same')
}

describe('whatever comes', () => {
  test('between two tellings of flapping it has settled, and within flapping nothing else is told', () => {
    fc.assert(
      fc.property(rows, runs => {
        let flapping = false
        for (const event of eventsOf(runs)) {
          if (event === 'flapping') {
            expect(flapping).toBe(false)
            flapping = true
          } else if (event === 'settled') {
            expect(flapping).toBe(true)
            flapping = false
          } else expect(event === 'silent').toBe(flapping)
        }
      }),
    )
  })

  test('a change is told, as itself or as flapping; what stays is not, but when it settles', () => {
    fc.assert(
      fc.property(rows, runs => {
        eventsOf(runs).forEach((event, at) => {
          const moved = runs[at] !== runs[at + 1]
          if (event === 'same' || event === 'settled') expect(moved).toBe(false)
          if (event === 'changed' || event === 'flapping') expect(moved).toBe(true)
        })
      }),
    )
  })

  test('settled means the last runs were the same, and comes as soon as they are', () => {
    fc.assert(
      fc.property(rows, runs => {
        const events = eventsOf(runs)
        events.forEach((event, at) => {
          const last = new Set(runs.slice(Math.max(0, at + 2 - SETTLED_RUNS), at + 2)).size
          if (event === 'settled') expect(last).toBe(1)
          if (event === 'silent') expect(last).toBe(2)
        })
      }),
    )
  })

  test('someone who reads only what is told knows the present state, but while it flaps', () => {
    fc.assert(
      fc.property(rows, runs => {
        let told = runs[0]
        eventsOf(runs).forEach((event, at) => {
          const now = runs[at + 1]
          if (event === 'changed' || event === 'settled') told = now
          if (event === 'same') expect(told).toBe(now)
        })
      }),
    )
  })

  test('few changes are never flapping, and memory is bounded', () => {
    fc.assert(
      fc.property(rows, runs => {
        let track: Track<string> = begin(runs[0] ?? '0')
        let changes = 0
        for (const [at, value] of [...runs.slice(1)].entries()) {
          if (runs[at] !== value) changes++
          const next = step(track, value)
          track = next.track
          expect(track.seen.length).toBeLessThanOrEqual(LOOK_BACK)
          if (changes < FLAPPING_CHANGES) expect(track.flapping).toBeUndefined()
        }
      }),
    )
  })
})
