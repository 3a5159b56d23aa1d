// Every parser gets 200 kB made to be slow to read. No time is asserted: what grows with the square of the text runs
// into the test's own limit. `node test/bench/parse-growth.mjs` measures the growth itself.
import { describe, expect, test } from 'vitest'
import { derive } from '../../../src/diagnose/derive/index.ts'
import { assemble } from '../../../src/parse/assemble.ts'
import { PARSERS, parserFor, recogniseCommand } from '../../../src/parse/registry.ts'
import { stripControls } from '../../../src/parse/text.ts'
import { hostileTexts } from './hostile.ts'
import { typeProblems } from './partial-schema.ts'
import { FULL, samples, setOf } from './sources.ts'

const SIZE = 200_000
const SAMPLES = samples()

/** The longest text a parser reads, or one that has nothing to do with it. */
function exampleOf(parser: (typeof PARSERS)[number]): string {
  const texts = SAMPLES.filter(sample => parserFor(sample.platform, sample.command) === parser)
  return (
    texts.map(sample => sample.text).sort((a, b) => b.length - a.length)[0] ?? 'Name: value\n  Below: 1\n'
  )
}

const CASES = PARSERS.map(
  (parser, turn) => [`${parser.platforms[0]} ${parser.command}`, parser, turn] as const,
)

describe.each(CASES)('%s', (name, parser, turn) => {
  const platform = parser.platforms[0] ?? expect.fail('a parser of no platform')
  const kinds = hostileTexts(exampleOf(parser))

  function read(text: string): void {
    const store = assemble(setOf({ name, platform, command: parser.command, text }))
    expect(typeProblems(store.facts)).toBe('')
    derive(store)
  }

  test('a bit of everything', () => {
    read(kinds.map(kind => kind.make(SIZE / kinds.length)).join('\n'))
  })
  test('one text in full', () => {
    const chosen = FULL ? kinds : kinds.filter((_, at) => at % 10 === turn % 10)
    for (const kind of chosen) read(kind.make(SIZE))
  })
})

test('the sample text is long enough to be slow', () => {
  for (const kind of hostileTexts('Name: value\n  Below: 1\n'))
    expect(kind.make(SIZE).length).toBeGreaterThan(SIZE / 2)
})

test('cleaning and recognising', () => {
  for (const kind of hostileTexts(' --More-- \b\b\b\u001b[2J\u001b]0;x\u0007 a: 1\r\r\n')) {
    const text = stripControls(kind.make(SIZE))
    expect(recogniseCommand(text)).toBeInstanceOf(Array)
  }
})
