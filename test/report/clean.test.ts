// Device text made safe to show.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { displayText } from '../../src/report/clean.ts'
import { columnsOf, cut, fold } from '../../src/report/wrap.ts'

test('escape sequences go as a whole', () => {
  expect(displayText('a\u001b[1;31mb\u001b[0m')).toBe('ab')
  expect(displayText('a\u001b]8;;http://x\u001b\\b\u001b]8;;\u0007c')).toBe('abc')
  expect(displayText('a\u001b(Bb')).toBe('ab')
})

test('line ends are kept only when asked for', () => {
  expect(displayText('a\r\nb\tc')).toBe('a b c')
  expect(displayText('a\r\nb', true)).toBe('a\nb')
})

test('nothing harmful survives in any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      expect(displayText(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
    }),
  )
})

test('folding loses no word and keeps to the width where words allow', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }),
      fc.integer({ min: 12, max: 40 }),
      (words, width) => {
        const lines = fold(words.join(' '), width)
        expect(lines.join(' ')).toBe(words.join(' '))
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width)
      },
    ),
  )
})

test('wide characters count as two columns', () => {
  expect(columnsOf('日本')).toBe(4)
  expect(columnsOf('✔ ok')).toBe(4)
  expect(cut('日本語', 5, '…')).toBe('日本…')
})
