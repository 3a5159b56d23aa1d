// Time facts: instants, wall clocks of zones nobody explained, and what may be said about two of them.
import { describe, expect, test } from 'vitest'
import { isBefore, readTimeFact, secondsBetween, showTime } from '../../../src/model/facts/time.ts'

describe('reading', () => {
  test.each([
    ['2026-11-22T10:15:30Z', 0],
    ['2026-11-22T10:15:30+01:00', 3600],
    ['2026-11-22T10:15:30-08:00', -28_800],
    ['2026-11-22T10:15:30+05:30', 19_800],
    ['2026-11-22T10:15:30-03:30', -12_600],
    ['2026-11-22T10:15:30[EST]', undefined],
    ['2026-11-22T10:15:30', undefined],
  ])('%s', (text, offset) => expect(readTimeFact(text)?.offset).toBe(offset))

  test.each(['', 'n/a', '2026-02-30T00:00:00Z', '2026-13-01T00:00:00Z', '2026-00-10T00:00:00Z', '2025-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z', '2026-01-01T24:00:00Z', '2026-01-01T00:60:00Z', '2026-01-01T00:00:61Z', '2026-01-01T00:00:00[E ST]',
    '2026-01-01 00:00:00Z'])('%s is no time', text => expect(readTimeFact(text)).toBeUndefined()) // biome-ignore format: a list

  test('29 February of a leap year, and a leap second', () => {
    expect(readTimeFact('2024-02-29T12:00:00Z')?.wall).toBe(Date.UTC(2024, 1, 29, 12) / 1000)
    expect(readTimeFact('2016-12-31T23:59:60Z')?.wall).toBe(Date.UTC(2017, 0, 1) / 1000)
  })
})

describe('seconds between', () => {
  test.each([
    // One instant, written twice.
    ['2026-11-22T10:00:00Z', '2026-11-22T11:00:00+01:00', 0],
    ['2026-11-22T10:00:00+05:30', '2026-11-22T10:00:00Z', 19_800],
    // Over the turn of the year.
    ['2025-12-31T23:30:00-08:00', '2026-01-01T07:30:00Z', 0],
    ['2025-12-31T23:59:59Z', '2026-01-01T00:00:00Z', 1],
    // Summer to winter: two offsets of one device.
    ['2026-10-25T02:30:00+02:00', '2026-10-25T02:30:00+01:00', 3600],
    // Same printed name, same device.
    ['2026-11-22T10:00:00[EST]', '2026-11-22T10:00:05[EST]', 5],
    ['2026-11-22T10:00:00', '2026-11-22T09:00:00', -3600],
  ])('%s and %s', (from, to, seconds) => {
    expect(secondsBetween(from, to)).toEqual({ least: seconds, most: seconds })
  })

  test('an unknown offset leaves the width of all zones on earth', () => {
    expect(secondsBetween('2026-11-22T10:00:00Z', '2026-11-22T10:00:00[EST]')).toEqual({
      least: -14 * 3600,
      most: 12 * 3600,
    })
    expect(secondsBetween('2026-11-22T10:00:00[EST]', '2026-11-22T10:00:00[EDT]')).toEqual({
      least: -26 * 3600,
      most: 26 * 3600,
    })
  })

  test('no time has no distance', () => expect(secondsBetween('', '2026-11-22T10:00:00Z')).toBeUndefined())
})

describe('before', () => {
  test.each([
    ['2026-11-22T10:30:00+01:00', '2026-11-22T10:00:00Z', true],
    ['2026-11-22T10:00:00Z', '2026-11-22T10:30:00+01:00', false],
    ['2026-11-22T10:00:00Z', '2026-11-22T11:00:00+01:00', false],
    ['2026-11-22T10:00:00[EST]', '2026-11-22T10:00:01[EST]', true],
    ['2026-11-22T10:00:00', '2026-11-22T10:00:01', true],
    // Less than a day apart, one without offset: nobody knows.
    ['2026-11-22T10:00:00[EST]', '2026-11-22T12:00:00Z', undefined],
    ['2026-11-22T10:00:00[EST]', '2026-11-22T12:00:00[EDT]', undefined],
    ['2026-11-22T10:00:00', '2026-11-22T12:00:00Z', undefined],
    // Months apart: any offset gives the same answer.
    ['2026-01-22T10:00:00[EST]', '2026-11-22T12:00:00Z', true],
    ['2026-11-22T10:00:00[EST]', '2026-01-22T12:00:00[EDT]', false],
    // No time is before none.
    ['', '2026-11-22T12:00:00Z', false],
    ['2026-11-22T12:00:00Z', '', false],
    ['', '', false],
  ])('%s, %s: %s', (a, b, expected) => expect(isBefore(a, b)).toBe(expected))
})

test.each([
  ['2026-11-22T10:15:30Z', '2026-11-22 10:15:30 UTC'],
  ['2026-11-22T10:15:30+05:30', '2026-11-22 10:15:30 +05:30'],
  ['2026-11-22T10:15:30[EST]', '2026-11-22 10:15:30 EST'],
  ['2026-11-22T10:15:30', '2026-11-22 10:15:30 (no zone)'],
  ['', ''],
  ['GigabitEthernet1', 'GigabitEthernet1'],
])('shown: %s', (text, shown) => expect(showTime(text)).toBe(shown))
