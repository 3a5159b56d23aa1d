// Probe captures that were damaged, edited or forged: never a crash, never a fact of another shape, never more than was there.
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { factsOf } from '../../../src/app/judge.ts'
import { derive } from '../../../src/diagnose/derive/index.ts'
import { loadDevices } from '../../../src/lab/load.ts'
import type { Capture } from '../../../src/model/capture.ts'
import { readTimeFact } from '../../../src/model/facts/time.ts'
import { assemble } from '../../../src/parse/assemble.ts'
import { readProbeLine } from '../../../src/parse/probe/line.ts'
import { printLine } from '../../../src/probe/print.ts'
import { Prober } from '../../../src/probe/run.ts'
import { planFor, viewOf } from '../../../src/probe/targets.ts'
import { saved } from '../../e2e/saved.ts'
import { startWorld } from '../../probe/world.ts'
import { typeProblems } from '../tolerance/partial-schema.ts'

const SEED = 7
const OWN = [{ address: '198.51.100.53', port: 53, vrf: '', owner: 'computer' as const }]
/** Kinds of lines a healthy path does not give. */
const RARE = [
  'proxy outcome=auth-required answer.status=407 schemes.0=Basic cause="" ms=12',
  'ocsp outcome=good url=http://ocsp.example.net/ certificate=0 subject="CN=tools.cisco.com" durationMs=9',
  'name host=tools.cisco.com device=fails computer=resolves agreement=differ differences.0.kind=missing onlyIpv6=false statics.0.address=198.51.100.7 statics.0.state=differs statics.0.balanced=true search=with-domain domain=example.net',
  'refused use=peer what="tools.cisco.com 10.0.0.1:443" reason="a public name stands for an address inside a network"',
  'time server=192.0.2.9 vrf=mgmt outcome=kiss-of-death kiss=RATE tries=1 ignored=0',
]

let texts: string[] = []

beforeAll(async () => {
  texts = await Promise.all(['xe-classic-direct', 'xe-classic-proxy', 'nx-classic-onprem'].map(realText))
})

/** What a probe of this device against servers in this process writes down, with some rare lines before its end. */
async function realText(id: string): Promise<string> {
  const device = loadDevices().find(one => one.id === id)
  if (device === undefined) throw new Error(`no lab device ${id}`)
  const { facts } = factsOf(saved(device))
  const plan = planFor(facts, { ownServers: OWN })
  if (typeof plan === 'string') throw new Error(plan)
  await using world = await startWorld([plan], 'answers')
  const prober = new Prober({ timeoutMs: 20_000, rate: 1_000, map: world.map })
  const { text } = await prober.probe(plan, viewOf(facts))
  return text.replace(/^end /m, `${RARE.join('\n')}\nend `)
}

function store(text: string, status: Capture['status'] = 'ok') {
  const capture: Capture = { command: 'probe', status, text, firstLine: 1, origin: 'sw1.txt' }
  return derive(assemble({ name: 'sw1', platform: 'ios-xe', captures: [capture] }))
}

/** Complaints about facts: shape, times, lengths, control characters. */
function wrong(text: string, status?: Capture['status']): string[] {
  const { facts } = store(text, status)
  const { derived: _, ...own } = facts
  const shape = typeProblems(own)
  const times = [facts.probe?.started_at, facts.probe?.tls?.valid_until].filter(time => time !== undefined)
  return [
    ...(shape === '' ? [] : [shape]),
    ...times.filter(time => time !== '' && readTimeFact(time) === undefined),
    ...leaves(facts.probe).filter(leaf => leaf.length > 300 || /[\p{Cc}\u2028\u2029]/u.test(leaf)),
  ]
}

function leaves(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(leaves) : []
}

const junk = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '', ' ', '=', '"', '\\', '\n', '\r', '\u0000', '\u001b[31m', '[]', '{}', 'true', '-1', '1e999', '9007199254740993', '0x10',
    '.0', '.9999=1', '"\\u001b]0;x\\u0007"', '__proto__', 'constructor.prototype', 'x'.repeat(5_000), '\ufeff', '\u202e',
  ), // biome-ignore format: one glance
)
type Edit = (text: string) => string
const place = fc.double({ min: 0, max: 1, noNaN: true })
const edit: fc.Arbitrary<Edit> = fc.oneof(
  // Something in the middle is replaced or put in.
  fc.tuple(place, fc.nat({ max: 60 }), junk).map(([at, cut, what]) => (text: string) => {
    const from = Math.floor(at * text.length)
    return text.slice(0, from) + what + text.slice(from + cut)
  }),
  // A value becomes another.
  fc.tuple(place, junk).map(([at, what]) => (text: string) => {
    const values = [...text.matchAll(/=("(?:[^"\\]|\\.)*"|[^ "\n]+)/g)]
    const { index = 0, 0: whole = '' } = values[Math.floor(at * (values.length - 1))] ?? {}
    return `${text.slice(0, index)}=${what}${text.slice(index + whole.length)}`
  }),
  // A name becomes another, so that fields have the values of other fields.
  fc.tuple(place, place).map(([one, other]) => (text: string) => {
    const names = [...text.matchAll(/ ([a-zA-Z0-9.]+)=/g)]
    const from = names[Math.floor(one * (names.length - 1))]
    const to = names[Math.floor(other * (names.length - 1))]
    const { index = 0, 0: whole = '' } = from ?? {}
    return text.slice(0, index) + (to?.[0] ?? '') + text.slice(index + whole.length)
  }),
  // Lines are dropped, doubled, swapped.
  fc
    .tuple(fc.constantFrom('drop', 'double', 'swap'), place, place)
    .map(([how, one, other]) => (text: string) => {
      const lines = text.split('\n')
      const [a, b] = [Math.floor(one * (lines.length - 1)), Math.floor(other * (lines.length - 1))]
      const [first = '', second = ''] = [lines[a], lines[b]]
      if (how === 'drop') return lines.toSpliced(a, 1).join('\n')
      if (how === 'double') return lines.toSpliced(b, 0, first).join('\n')
      return lines.with(a, second).with(b, first).join('\n')
    }),
  // It ends early.
  place.map(at => (text: string) => text.slice(0, Math.floor(at * text.length))),
)

describe('a capture as it was written', () => {
  test('is in order, and every line of it is read back as it was printed', () => {
    for (const text of texts) {
      expect(wrong(text)).toEqual([])
      const { facts } = store(text)
      expect(facts.probe?.tcp?.length).toBeGreaterThan(0)
      expect(facts.probe?.picked?.family).toBe(4)
      for (const line of text.trimEnd().split('\n')) {
        const read = readProbeLine(line)
        expect(read === undefined ? undefined : printLine(read.kind, read.fields)).toBe(line)
      }
    }
  })
})

describe('a capture that was damaged, edited or forged', () => {
  test('never makes the reader throw, and gives no fact of another shape', () => {
    fc.assert(
      fc.property(fc.nat(), fc.array(edit, { minLength: 1, maxLength: 6 }), (which, edits) => {
        const text = edits.reduce((all, change) => change(all), texts[which % texts.length] ?? '')
        expect(wrong(text)).toEqual([])
      }),
      { seed: SEED, numRuns: 400 },
    )
  })

  test('that is only noise, also behind a right first line', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(junk, fc.string({ maxLength: 80 })), { maxLength: 30 }), noise => {
        const [first = ''] = (texts[0] ?? '').split('\n')
        expect(wrong(`${first}\n${noise.join(' ')}\nend results=1`)).toEqual([])
        expect(wrong(noise.join('\n'))).toEqual([])
      }),
      { seed: SEED, numRuns: 200 },
    )
  })

  test('cut at any place tells no more than what was meant to be probed', () => {
    const text = texts[0] ?? ''
    const end = text.lastIndexOf('\nend ')
    fc.assert(
      fc.property(fc.nat({ max: end }), at => {
        const { facts } = store(text.slice(0, at))
        const { started_at: _, target: __, proxy: ___, refused: ____, ...rest } = facts.probe ?? {}
        expect(rest).toEqual({})
      }),
      { seed: SEED, numRuns: 200 },
    )
  })

  test('reaches no prototype', () => {
    const text = (texts[0] ?? '').replaceAll(
      ' outcome=',
      ' __proto__.polluted=1 constructor.prototype.polluted=1 outcome=',
    )
    expect(wrong(text)).toEqual([])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})
