// --format and --output: which report goes where.
import { expect, test } from 'vitest'
import { destinationsOf } from '../../src/cli/destinations.ts'

test('without an output there is stdout', () => {
  expect(destinationsOf(undefined, undefined)).toEqual([{ format: 'text' }])
  expect(destinationsOf('nagios', [])).toEqual([{ format: 'nagios' }])
  expect(destinationsOf('json', ['-'])).toEqual([{ format: 'json' }])
})

test.each([
  ['a.json', 'json'],
  ['a.JSONL', 'ndjson'],
  ['a.htm', 'html'],
  ['a.csv', 'csv'],
  ['a.xml', 'junit'],
  ['a.sarif', 'sarif'],
  ['dir.md/a.prom', 'prometheus'],
  ['a.constructor', 'text'],
  ['.json', 'text'],
])('the name %s means %s, unless --format says otherwise', (file, format) => {
  expect(destinationsOf(undefined, [file])).toEqual([{ format, file }])
  expect(destinationsOf('nagios', [file])).toEqual([{ format: 'nagios', file }])
})

test('FORMAT=FILE outranks the name; --format is then for stdout', () => {
  expect(destinationsOf(undefined, ['html=a.txt', 'json=-'])).toEqual([
    { format: 'html', file: 'a.txt' },
    { format: 'json' },
  ])
  expect(destinationsOf('nagios', ['html=a', 'prometheus=b'])).toEqual([
    { format: 'nagios' },
    { format: 'html', file: 'a' },
    { format: 'prometheus', file: 'b' },
  ])
  expect(destinationsOf('text', ['html=a', 'b.json'])).toEqual([
    { format: 'html', file: 'a' },
    { format: 'text', file: 'b.json' },
  ])
})

test('a file may have any name', () => {
  expect(destinationsOf(undefined, ['./html=a.json'])).toEqual([{ format: 'json', file: './html=a.json' }])
  expect(destinationsOf(undefined, ['Run-1=2.csv'])).toEqual([{ format: 'csv', file: 'Run-1=2.csv' }])
  expect(destinationsOf(undefined, ['json=a=b'])).toEqual([{ format: 'json', file: 'a=b' }])
})

test.each([
  [undefined, ['jsn=a'], /there is no format jsn; choose one of text, .*\.\/jsn=a/],
  [undefined, ['json='], /names no file/],
  [undefined, [''], /names no file/],
  [undefined, ['json=-', '-'], /two reports cannot go to standard output/],
  ['text', ['json=-'], /two reports cannot go to standard output/],
  [undefined, ['json=a', 'csv=./x/../a'], /two reports cannot go to \.\/x\/\.\.\/a/],
] as const)('%s %j is refused', (format, outputs, words) => {
  expect(() => destinationsOf(format, outputs)).toThrow(words)
})
