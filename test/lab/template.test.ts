// Templates: times relative to the device's clock, names, filters, and errors for typos.
import { describe, expect, test } from 'vitest'
import { fill, formatTime, parseSpan } from '../../src/lab/template.ts'

const at = new Date(Date.UTC(2022, 5, 22, 16, 15, 44, 123))
const clocks = { now: at, live: new Date(at.getTime() + 90_000), true: new Date(at.getTime() + 86_400_000) }

describe('spans', () => {
  test.each([
    ['3d2h', 266_400],
    ['-400d', -34_560_000],
    ['+1w', 604_800],
    ['90m', 5400],
    ['0s', 0],
  ])('%s is %i seconds', (text, seconds) => expect(parseSpan(text)).toBe(seconds))

  test.each(['', '3', 'd', '3 d', '3x', '1.5d', '--1d'])('%j is refused', text =>
    expect(() => parseSpan(text)).toThrow('not a span of time'),
  )
})

describe('formats', () => {
  test.each([
    ['license', 'Jun 22 16:15:44 2022 UTC'],
    ['clock', '16:15:44.123 UTC Wed Jun 22 2022'],
    ['nvram', '16:15:44 UTC Wed Jun 22 2022'],
    ['log', 'Jun 22 16:15:44.123'],
    ['ctime', 'Wed Jun 22 16:15:44 2022'],
    ['xr', 'Wed Jun 22 2022 16:15:44 UTC'],
    ['xrline', 'Wed Jun 22 16:15:44.123 UTC'],
    ['nxlog', '2022 Jun 22 16:15:44'],
    ['iso', '2022-06-22 16:15:44'],
    ['zulu', '2022-06-22T16:15:44Z'],
    ['eventlog', '2022-06-22 16:15:44.123 UTC'],
    ['epochms', '1655914544123'],
  ])('%s', (format, text) => expect(formatTime(at, format)).toBe(text))

  test('a day below ten is padded as each format wants it', () => {
    const early = new Date(Date.UTC(2022, 2, 4, 1, 2, 3))
    expect(formatTime(early, 'license')).toBe('Mar 04 01:02:03 2022 UTC')
    expect(formatTime(early, 'log')).toBe('Mar  4 01:02:03.000')
    expect(formatTime(early, 'clock')).toBe('01:02:03.000 UTC Fri Mar 4 2022')
  })
})

describe('filling', () => {
  test('times count from the device clock, live moves, true is true', () => {
    expect(fill('{{now}} / {{ now-1d | clock }} / {{live|clock}} / {{true|iso}}', clocks, {})).toBe(
      'Jun 22 16:15:44 2022 UTC / 16:15:44.123 UTC Tue Jun 21 2022 / 16:17:14.123 UTC Wed Jun 22 2022 / 2022-06-23 16:15:44',
    )
  })

  test('names may hold templates; a block does not add an empty line', () => {
    expect(fill('a\n{{block}}\nb', clocks, { block: 'x {{word}}\ny\n', word: '{{now+1d|iso}}' })).toBe(
      'a\nx 2022-06-23 16:15:44\ny\nb',
    )
  })

  test('the summary filter drops dates of success and keeps what comes next', () => {
    const text =
      'Registration:\n  Status: REGISTERED\n  Initial Registration: SUCCEEDED on x\n  Next Renewal Attempt: y'
    expect(fill('{{r|summary}}', clocks, { r: text })).toBe(
      'Registration:\n  Status: REGISTERED\n  Next Renewal Attempt: y',
    )
  })

  test.each([
    ['{{nothing}}', 'unknown name'],
    ['{{now|nothing}}', 'unknown time format'],
    ['{{now-3x}}', 'not a span'],
    ['{{a|nothing}}', 'unknown filter'],
    ['{{loop}}', 'without end'],
  ])('%s is an error', (text, message) => {
    expect(() => fill(text, clocks, { a: '1', loop: '{{loop}}' })).toThrow(message)
  })
})
