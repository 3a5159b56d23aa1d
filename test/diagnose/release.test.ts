// Release order across the three platforms.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareReleases, IncomparableRelease, parseRelease } from '../../src/diagnose/release.ts'

// Each row from older to newer.
const ORDER = [
  [
    '16.9.4',
    '16.12.1s',
    '16.12.3',
    '16.12.3a',
    '16.12.4',
    '17.3.2a',
    '17.9.4',
    '17.9.4a',
    '17.10.1',
    '17.12.1',
  ],
  ['03.16.04b.S', '16.6.5'],
  [
    '7.0(3)I7(8)',
    '7.0(3)I7(9)',
    '9.2(4)',
    '9.3(3)',
    '9.3(5)',
    '9.3(10)',
    '10.1(1)',
    '10.3(4)',
    '10.3(4a)',
    '10.4(1)',
  ],
  ['6.6.3', '7.0.2', '7.3.2', '7.5.1', '7.5.2', '7.11.1', '24.1.1'],
  ['15.2(2)E7', '15.2(7)E', '15.2(7)E3'],
]

describe('compareReleases', () => {
  test.each(ORDER.flatMap(row => row.slice(1).map((newer, i) => [row[i] ?? '', newer] as const)))(
    '%s is older than %s',
    (older, newer) => {
      expect(compareReleases(older, newer)).toBeLessThan(0)
      expect(compareReleases(newer, older)).toBeGreaterThan(0)
    },
  )

  test.each([
    ['16.06.05', '16.6.5'],
    ['17.3', '17.3.0'],
    ['10.3(4a)M', '10.3(4a)'],
    ['10.2(3)F', '10.2(3)'],
    [' 7.5.1 ', '7.5.1'],
    ['9.3(5)', '9.3(5)'],
  ])('%s is %s', (a, b) => {
    expect(compareReleases(a, b)).toBe(0)
  })

  test('is an order', () => {
    const release = fc.constantFrom(...ORDER.flat())
    fc.assert(
      fc.property(release, release, release, (a, b, c) => {
        expect(Math.sign(compareReleases(a, b))).toBe(-Math.sign(compareReleases(b, a)) + 0)
        if (compareReleases(a, b) <= 0 && compareReleases(b, c) <= 0)
          expect(compareReleases(a, c)).toBeLessThanOrEqual(0)
      }),
    )
  })

  test.each(['', 'Bengaluru', 'v17', '17', '17.3.1; reload', '9.3(5', '1.2'.padEnd(60, '.1')])(
    'cannot compare "%s"',
    text => {
      expect(parseRelease(text)).toBeUndefined()
      expect(() => compareReleases(text, '17.1.1')).toThrow(IncomparableRelease)
      expect(() => compareReleases('17.1.1', text)).toThrow(IncomparableRelease)
    },
  )
})
