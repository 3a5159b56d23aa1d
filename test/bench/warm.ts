// One device judged again and again in one process: parsing, deriving, all rules.
import { factsOf, judge } from '../../src/app/judge.ts'
import { shippedRules } from '../../src/app/rules.ts'
import { diagnose } from '../../src/diagnose/index.ts'
import { pattern, patternProblem } from '../../src/diagnose/pattern.ts'
import { loadDevices } from '../../src/lab/load.ts'
import { assemble } from '../../src/parse/assemble.ts'
import { capturesOf } from '../lab/captures.ts'

export interface Row {
  readonly what: string
  readonly value: number
  readonly unit: string
  readonly ratio?: number
  readonly note?: string
}

const ROUNDS = 60
const DEVICE = 'xe-callhome-http-url'

export async function warm(): Promise<Row[]> {
  const { set: rules } = await shippedRules()
  const [device] = loadDevices(undefined, [DEVICE])
  if (device === undefined) throw new Error(`no lab device ${DEVICE}`)
  const set = capturesOf(device, new Date())
  const store = factsOf(set)
  const bytes = set.captures.reduce((sum, capture) => sum + Buffer.byteLength(capture.text), 0)
  const parsing = measure(() => assemble(set))
  const facts = measure(() => factsOf(set))
  const ruling = measure(() => diagnose(store, rules))
  const whole = measure(() => judge(set, rules))
  return [
    { what: 'parse', value: parsing, unit: 'ms', ratio: parsing / whole, note: 'of the whole' },
    { what: 'parse and derive', value: facts, unit: 'ms', ratio: facts / whole, note: 'of the whole' },
    {
      what: 'all rules',
      value: ruling,
      unit: 'ms',
      ratio: ruling / parsing,
      note: `of parsing; ${rules.rules.length} rules`,
    },
    { what: 'the whole', value: whole, unit: 'ms', note: DEVICE },
    {
      what: 'text parsed',
      value: bytes / 1e6 / (parsing / 1e3),
      unit: 'MB/s',
      note: `${set.captures.length} captures, ${bytes} bytes`,
    },
  ]
}

/** Patterns that take a backtracking engine for ever, each as large as a rule may have it where it repeats. */
const HOSTILE = [
  '^(a+)+[0-9]',
  '(a|aa)+$',
  '(?:[a-c]?){400}[a-c]{400}[0-9]',
  '(.*){20}[0-9]',
  '([a-z]+\\s?)+[:.]$',
]
const LENGTHS = [100_000, 200_000, 400_000]

/** Milliseconds a pattern takes on a text, and how that grows when the text doubles: 2 x is linear. */
export function patternGrowth(): Row[] {
  return HOSTILE.map(source => {
    const problem = patternProblem(source)
    if (problem !== undefined) throw new Error(problem)
    const times = LENGTHS.map(length => {
      const text = `${'a'.repeat(length)}!`
      return measure(() => pattern(source).test(text), 5)
    })
    const growth = Math.sqrt((times.at(-1) ?? 0) / Math.max(times[0] ?? 0, 0.001))
    return {
      what: source,
      value: times.at(-1) ?? 0,
      unit: 'ms',
      ratio: growth,
      note: 'for each doubling of the text',
    }
  })
}

/** Median milliseconds of one call, after as many calls to warm up. */
function measure(work: () => unknown, rounds = ROUNDS): number {
  const times: number[] = []
  for (let round = 0; round < rounds * 2; round++) {
    const start = performance.now()
    work()
    if (round >= rounds) times.push(performance.now() - start)
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
}
