// Whatever happens to a text: its parser does not throw, gives facts of the schema's types, and speaks of its own paths only.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assemble } from '../../../src/parse/assemble.ts'
import type { CommandParser } from '../../../src/parse/contract.ts'
import { parserFor } from '../../../src/parse/registry.ts'
import { toLines } from '../../../src/parse/text.ts'
import { FactCollector } from '../../../src/parse/writer.ts'
import { DAMAGES, type Damage, placesOf } from './damage.ts'
import { typeProblems } from './partial-schema.ts'
import { FULL, NOW, type Sample, samples, setOf } from './sources.ts'

const SAMPLES = samples()
/** Places of a text that are tried for each damage; where the walk starts differs from sample to sample. */
const PLACES = FULL ? Number.POSITIVE_INFINITY : 2

/** What is wrong after the damage, '' when nothing is. `assemble` would hide a parser that throws: it is asked itself. */
function problemsOf({ platform, command }: Sample, text: string, complete: boolean): string {
  const parser = parserFor(platform, command)
  if (parser === undefined) return 'no parser'
  const collector = new FactCollector()
  const write = collector.writerFor({ command, origin: 'test', firstLine: 1 })
  try {
    parser.parse({ platform, command, lines: toLines(text), complete }, write)
  } catch (error) {
    return `threw ${error instanceof Error ? error.stack : String(error)}`
  }
  const own = given(parser)
  const foreign = [...collector.unreadable.keys()].filter(
    path => !own.some(one => one === path || path.startsWith(`${one}.`)),
  )
  return foreign.length > 0 ? `unreadable but not its own: ${foreign.join(', ')}` : ''
}

/** What a command gives: what it says it provides, and what it was seen to give besides. */
const seen = new Map<CommandParser, Set<string>>()
for (const { platform, command, text } of SAMPLES) {
  const parser = parserFor(platform, command)
  if (parser === undefined) continue
  const collector = new FactCollector()
  const write = collector.writerFor({ command, origin: 'test', firstLine: 1 })
  parser.parse({ platform, command, lines: toLines(text), complete: true }, write)
  const paths = seen.get(parser) ?? new Set(parser.provides)
  for (const path of collector.sources.keys()) paths.add(path)
  seen.set(parser, paths)
}

function given(parser: CommandParser): string[] {
  return [...(seen.get(parser) ?? parser.provides)]
}

function* walk(damage: Damage, text: string, turn: number): Generator<string> {
  const places = placesOf(damage, text)
  const step = Math.max(1, Math.ceil(places / PLACES))
  for (let at = turn % step; at < places; at += step) yield damage.apply(text, at)
}

test('there is something to damage on every platform', () => {
  for (const platform of ['ios-xe', 'nx-os', 'ios-xr'])
    expect(SAMPLES.filter(sample => sample.platform === platform).length).toBeGreaterThan(20)
})

describe.each(DAMAGES.map(damage => [damage.name, damage] as const))('%s', (_name, damage) => {
  test('costs nothing but facts', () => {
    SAMPLES.forEach((sample, turn) => {
      for (const text of walk(damage, sample.text, turn * 3 + 1)) {
        for (const status of ['ok', 'truncated'] as const) {
          const where = `${sample.name}: ${sample.command} (${status})\n${text}`
          const wrong = problemsOf(sample, text, status === 'ok')
          if (wrong !== '') expect.fail(`${wrong}\n${where}`)
          const types = typeProblems(assemble(setOf({ ...sample, text }, status)).facts)
          if (types !== '') expect.fail(`${types}\n${where}`)
        }
      }
    })
  })
})

test('any damages one after the other', () => {
  const step = fc.tuple(fc.nat(DAMAGES.length - 1), fc.nat())
  const broken = fc.property(
    fc.nat(SAMPLES.length - 1),
    fc.array(step, { minLength: 2, maxLength: 5 }),
    fc.constantFrom('ok', 'truncated', 'timed-out' as const),
    (index, steps, status) => {
      const sample = SAMPLES[index]
      if (sample === undefined) return
      let { text } = sample
      for (const [kind, at] of steps) {
        const damage = DAMAGES[kind]
        // Doubling a text over and over is no new damage.
        if (damage === undefined || text.length > 60_000) continue
        text = damage.apply(text, at % Math.max(1, placesOf(damage, text)))
      }
      expect(problemsOf(sample, text, status === 'ok')).toBe('')
      const store = assemble({
        ...setOf({ ...sample, text }, status as 'ok'),
        name: `at ${NOW.toISOString()}`,
      })
      expect(typeProblems(store.facts)).toBe('')
    },
  )
  fc.assert(broken, { seed: 20_261_120, numRuns: FULL ? 20_000 : 1_000 })
})
