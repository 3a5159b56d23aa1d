// Secrets known by their value are masked wherever they stand, in pieces of any size, and nothing else is.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRedactor, redactText } from '../../src/redact/redactor.ts'

const literals = new Set(['correct-horse-battery', 'abc', 'x1'])

test('a long one also inside of a word, a short one only where it stands alone', () => {
  const masked = redactText('motd Xcorrect-horse-batteryX abc (abc) abcd x.abc abc: x1\n', { literals })
  expect(masked).toBe(
    'motd X<password hidden>X <password hidden> (<password hidden>) abcd x.abc <password hidden>: x1\n',
  )
})

test('one that grows known later is masked from then on', () => {
  const known = new Set<string>()
  const redactor = createRedactor({ literals: known })
  const before = redactor.push('code 482913-x\n')
  known.add('482913-x')
  expect([before, redactor.push('code 482913-x\n')]).toEqual(['code 482913-x\n', 'code <password hidden>\n'])
})

test('also wrapped at the width of the terminal, and coloured', () => {
  const line = `${'='.repeat(70)}correct-horse-battery`
  const wrapped = `${line.slice(0, 80)}\r\n${line.slice(80)}\r\n`
  expect(redactText(wrapped, { literals })).not.toMatch(/correct|horse|battery/)
  expect(redactText('\u001b[1mcorrect\u001b[0m-horse-battery\n', { literals })).not.toContain('horse')
})

test('in pieces of any size it is as in one', () => {
  const text = 'a correct-horse-battery b\r\ncorrect-horse-\r\nno abc\r\n'
  const whole = redactText(text, { literals })
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), sizes => {
      const redactor = createRedactor({ literals })
      let out = ''
      for (let at = 0, turn = 0; at < text.length; turn += 1) {
        const size = sizes[turn % sizes.length] ?? 1
        out += redactor.push(text.slice(at, at + size))
        at += size
      }
      expect(out + redactor.finish()).toBe(whole)
    }),
    { seed: 11, numRuns: 100 },
  )
})
