// Patterns of rules: bounded in size, and each character of a text is read once whatever the pattern.
import { describe, expect, test } from 'vitest'
import { pattern, patternProblem } from '../../src/diagnose/pattern.ts'

describe('a pattern is refused', () => {
  test.each([
    ['longer than 500 characters', 'a'.repeat(501), '501 characters long'],
    ['that repeats more than 1000 times', 'a{1001}', 'invalid repeat count'],
    ['that multiplies its repeats', '(((?:abcd){10}){10}){10}', 'repeats too much'],
    ['that looks ahead', 'a(?=b)', 'no lookaround'],
    ['that looks behind', '(?<=a)b', 'no lookaround'],
    ['that refers back', '(a)\\1', 'no backreferences'],
    ['that is not closed', 'a(b', 'bad pattern'],
    ['that is nested without end', '('.repeat(240), 'bad pattern'],
  ])('%s', (_name, source, problem) => {
    expect(patternProblem(source)).toContain(problem)
  })

  test('and a plain one is not', () => {
    expect(patternProblem('(?i)token.*(not valid|invalid)')).toBeUndefined()
  })
})

/** The text as bytes that count how often they are read. */
function counted(length: number): { bytes: number[]; reads: () => number } {
  let reads = 0
  const bytes = new Proxy(
    Array.from({ length }, () => 97),
    {
      get(target, key, receiver) {
        if (typeof key === 'string' && /^\d+$/.test(key)) reads++
        return Reflect.get(target, key, receiver)
      },
    },
  )
  return { bytes, reads: () => reads }
}

test.each([
  '(a*)*b',
  '^(a+)+[0-9]',
  '(.*){20}[0-9]',
  '(?:[a-c]?){400}[a-c]{400}[0-9]',
  '(a|aa)+$',
  '(a|a?)+b',
  '(?:a?){400}a{400}b',
  '(.*){20}z',
  '(x+x+)+y',
  '^(([a-z])+.)+[A-Z]([a-z])+$',
  '(\\w+\\s?)+:$',
  'a.*b.*c.*d.*e',
])('%s reads each character of a text of any length once', source => {
  expect(patternProblem(source)).toBeUndefined()
  for (const length of [1_000, 2_000, 4_000, 8_000]) {
    const { bytes, reads } = counted(length)
    pattern(source).test(bytes)
    expect(reads()).toBeLessThanOrEqual(length + 10)
  }
})
