// The share of lines the parsers understand must not fall. The figures a command lie in baseline.json;
// `UPDATE_COVERAGE=1 npx vitest run test/parse/coverage` writes them anew (the corpus part only where it is present).
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { coveredShare } from '../../../src/app/facts.ts'
import { type Figures, figuresOf, isLicensing, measure } from './measure.ts'
import { corpusSamples, hasCorpus, labSamples, layoutFixtures, namedFixtures } from './sources.ts'

const FILE = fileURLToPath(new URL('./baseline.json', import.meta.url))
const baseline: { project: Figures; corpus: Figures } = JSON.parse(readFileSync(FILE, 'utf8'))
const updating = process.env['UPDATE_COVERAGE'] === '1'

const project = measure([...layoutFixtures(), ...namedFixtures(), ...labSamples()])
const corpus = measure(corpusSamples())

/** Commands below their figure, those that are no longer measured included. */
function fallen(now: Figures, before: Figures): string[] {
  return Object.entries(before).flatMap(([key, share]) =>
    (now[key] ?? -1) < share ? [`${key}: ${now[key] ?? 'not measured'}, was ${share}`] : [],
  )
}

test('no command of the fixtures and the simulated devices falls below its figure', () => {
  const now = figuresOf(project)
  if (updating) {
    const kept = hasCorpus ? figuresOf(corpus) : baseline.corpus
    writeFileSync(FILE, `${JSON.stringify({ project: now, corpus: kept }, null, 2)}\n`)
    return
  }
  expect(fallen(now, baseline.project)).toEqual([])
  // A new command wants a figure of its own.
  expect(Object.keys(now).filter(key => baseline.project[key] === undefined)).toEqual([])
})

test.skipIf(!hasCorpus || updating)('no command of the corpus falls below its figure', () => {
  expect(fallen(figuresOf(corpus), baseline.corpus)).toEqual([])
})

test.each([
  ['the project', project],
  ['the corpus', corpus],
] as const)('at least 98 % of the licensing and call-home lines of %s are understood', (_, measured) => {
  const licensing = measured.filter(one => isLicensing(one.key))
  const below = Object.entries(figuresOf(licensing)).filter(([, share]) => share < 98)
  expect(below).toEqual([])
  expect(coveredShare(licensing.map(one => one.coverage))).toBeGreaterThanOrEqual(98)
})

test('a line nobody knows lowers the figure of every licensing layout', () => {
  const strange = layoutFixtures()
    .filter(sample => isLicensing(`${sample.command}`))
    // The event log and Call Home's configuration keep what they cannot name as text of the line above.
    .filter(sample => !/eventlog|running-config/.test(sample.command))
    .map(sample => ({ ...sample, text: `${sample.text}\n\nXyzzy Section:\n  Plugh level 9 unheard of\n` }))
  const understood = measure(strange).filter(one => one.coverage.unclaimed.length === 0)
  expect(understood.map(one => one.name)).toEqual([])
})
