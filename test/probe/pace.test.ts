// Manners of a run: counts by a clock that the test moves.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { DEFAULT_RATE, Once, rateLimit } from '../../src/probe/pace.ts'

describe('the rate', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  async function granted(perSecond: number, callers: number, seconds: number): Promise<number> {
    const wait = rateLimit(perSecond)
    let count = 0
    for (let at = 0; at < callers; at += 1)
      void wait().then(() => {
        count += 1
      })
    await vi.advanceTimersByTimeAsync(seconds * 1_000)
    return count
  }

  test.each([
    [1, 3],
    [20, 2],
    [500, 1],
  ])('%i a second, for %i seconds: so many go, and the first at once', async (rate, seconds) => {
    expect(await granted(rate, 10_000, 0)).toBe(1)
    expect(await granted(rate, 10_000, seconds)).toBe(rate * seconds + 1)
    expect(await granted(rate, 1, seconds)).toBe(1)
  })

  test('twenty when nothing is said', () => {
    expect(DEFAULT_RATE).toBe(20)
  })

  test('quiet times are not saved up for a burst', async () => {
    const wait = rateLimit(10)
    let count = 0
    const go = (): unknown =>
      wait().then(() => {
        count += 1
      })
    go()
    await vi.advanceTimersByTimeAsync(60_000)
    for (let at = 0; at < 100; at += 1) go()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(count).toBe(1 + 11)
  })

  test('who waits is let go when the run is ended', async () => {
    const controller = new AbortController()
    const wait = rateLimit(1, controller.signal)
    const all = Promise.all([wait(), wait(), wait()])
    controller.abort()
    expect(await all).toHaveLength(3)
  })
})

test('the same question is asked once, also while its answer is under way', async () => {
  const once = new Once()
  let asked = 0
  const answer = async (): Promise<number> => {
    asked += 1
    await Promise.resolve()
    return asked
  }
  const answers = await Promise.all([1, 2, 3].map(() => once.ask(['dns', { a: 1 }], answer)))
  expect([...answers, await once.ask(['dns', { a: 1 }], answer)]).toEqual([1, 1, 1, 1])
  expect(await once.ask(['dns', { a: 2 }], answer)).toBe(2)
})
