// The Date header as a clock.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dateOffset } from '../../../src/probe/time/date.ts'

const AT = Date.UTC(2026, 10, 22, 10, 15, 30)

test('half a second is added for the cut one; half the exchange is error', () => {
  expect(dateOffset('Sun, 22 Nov 2026 10:15:30 GMT', AT, AT)).toEqual({ offsetMs: 500, errorMs: 1000 })
  expect(dateOffset('  Sun, 22 Nov 2026 11:15:30 GMT ', AT, AT + 400)).toEqual({
    offsetMs: 3_600_300,
    errorMs: 1200,
  })
  expect(dateOffset(AT, AT, AT)).toEqual({ offsetMs: 500, errorMs: 1000 })
})

test.each([
  '',
  'today',
  'Sunday, 22-Nov-26 10:15:30 GMT',
  'Sun Nov 22 10:15:30 2026',
  'Sun, 22 Nov 2026 10:15:30 CET',
  'Sun, 22 Nov 2026 10:15:30 +0100',
  '2026-11-22T10:15:30Z',
])('%j is no such date', header => {
  expect(dateOffset(header, AT, AT)).toBeUndefined()
})

test('times out of order, or none', () => {
  expect(dateOffset('Sun, 22 Nov 2026 10:15:30 GMT', AT, AT - 1)).toBeUndefined()
  expect(dateOffset(Number.NaN, AT, AT)).toBeUndefined()
  expect(dateOffset(AT, Number.NaN, AT)).toBeUndefined()
})

test('whenever in its exchange a right server cut its time, the true offset is within the error', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4e12 }),
      fc.integer({ min: 0, max: 30_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: -1e9, max: 1e9 }),
      (askedAt, ms, when, offset) => {
        const server = Math.max(0, askedAt + Math.floor(ms * when) + offset)
        const header = new Date(server - (server % 1000)).toUTCString()
        const read = dateOffset(header, askedAt, askedAt + ms)
        const truth = server - (askedAt + Math.floor(ms * when))
        expect(Math.abs((read?.offsetMs ?? Number.NaN) - truth)).toBeLessThanOrEqual((read?.errorMs ?? 0) + 1)
      },
    ),
    { seed: 7, numRuns: 500 },
  )
})
