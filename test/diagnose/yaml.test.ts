// Rule files as text: bounds, one sentence for each refusal, and the line of every field.
import { describe, expect, test } from 'vitest'
import { readYaml } from '../../src/diagnose/yaml.ts'

const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n')

describe('refused in one sentence', () => {
  test.each<[string, string, string]>([
    ['20,000 brackets', '['.repeat(20_000), 'nested too deep'],
    ['20,000 brackets, closed', '['.repeat(20_000) + ']'.repeat(20_000), 'nested too deep'],
    ['20,000 braces', '{a: '.repeat(16_000), 'nested too deep'],
    ['keys that are lists', '{['.repeat(5_000), 'nested too deep'],
    ['20,000 dashes', `${'- '.repeat(20_000)}x`, 'nested too deep'],
    ['20,000 question marks', `${'? '.repeat(20_000)}x`, 'nested too deep'],
    ['dashes and question marks', `${'? - '.repeat(10_000)}x`, 'nested too deep'],
    ['a staircase', lines(300, i => `${' '.repeat(i)}a:`), 'nested too deep'],
    ['deep, but not absurdly', `${'['.repeat(40)}${']'.repeat(40)}`, 'nested deeper than 12 levels'],
    ['an alias bomb', 'a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]', 'holds an alias'],
    ['one alias', 'a: &a x\nb: *a', 'holds an alias'],
    ['a large file', `a: ${'x'.repeat(70_000)}`, 'larger than 64 KB'],
    ['a key twice', 'a: 1\nb:\n  c: 1\n  d: 2\n  c: 3', 'the key c is there twice'],
    ['two documents', 'a: 1\n---\nb: 2', 'multiple documents'],
    ['thousands of errors', `[${','.repeat(60_000)}`, 'no readable YAML'],
    ['thousands of anchors', '&a '.repeat(20_000), 'no readable YAML'],
    ['a tag without end', '!'.repeat(60_000), 'no readable YAML'],
    ['quotes without end', '"'.repeat(60_001), 'no readable YAML'],
  ])('%s', (_name, text, problem) => {
    const read = readYaml(text)
    const told = 'problem' in read ? read.problem : ''
    expect(told).toContain(problem)
    expect(told).not.toContain('\n')
    expect(told.length).toBeLessThan(300)
  })

  test('with the line', () => {
    expect(readYaml('a: 1\nb: [\nc: 2')).toMatchObject({ line: 3 })
    expect(readYaml('a: 1\nb:\n  c: 1\n  c: 3')).toMatchObject({ line: 4 })
    expect(readYaml(`a: 1\nb: ${'['.repeat(100)}`)).toMatchObject({ line: 2 })
  })
})

test.each([
  ['many keys', lines(6_000, i => `k${i}: 1`)],
  ['many conditions', `when:\n${lines(9_000, () => '- a')}`],
  ['text with brackets', `a: |\n${lines(500, () => '  [[[[ {{{{ - - - ? ? ?')}`],
  ['text far to the right', `a: |\n${' '.repeat(400)}x`],
])('%s are read', (_name, text) => {
  expect('data' in readYaml(text)).toBe(true)
})

test('each field has its line', () => {
  const read = readYaml(
    ['# about', 'id: x', 'fix:', '  - risk: low', '    config: |', '      line', 'when: [a,', '  b]'].join(
      '\n',
    ),
  )
  if ('problem' in read) throw new Error(read.problem)
  const at = (field: string): number => read.lineOf(field)
  expect([at('id'), at('fix'), at('fix.0'), at('fix.0.config'), at('when.0'), at('when.1')]).toEqual([
    2, 3, 4, 5, 7, 8,
  ])
  // What is not there stands where it would be.
  expect(at('fix.0.undo')).toBe(4)
  expect(at('title')).toBe(2)
  expect(at('')).toBe(2)
})
