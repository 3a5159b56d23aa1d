// What a probe printed is read back as it was; text that was not printed by it is not taken for a result.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readProbeLine } from '../../../src/parse/probe/line.ts'
import { printLine } from '../../../src/probe/print.ts'

const key = fc.stringMatching(/^[a-z][A-Za-z0-9_-]{0,12}$/).filter(one => one !== 'toJSON')
const leaf = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ maxLength: 40 }),
  fc.constantFrom(
    'true',
    'false',
    '12',
    '1e9',
    '-0',
    '[]',
    '{}',
    '',
    ' ',
    '"',
    '\\',
    'a=b',
    '\n',
    '\u001b[31m',
  ),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(one => (one === 0 ? 0 : one)),
  fc.boolean(),
)
const tree = fc.dictionary(
  key,
  fc.letrec<{ value: unknown }>(tie => ({
    value: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    ),
  })).value,
  { maxKeys: 6, noNullPrototype: true },
)

describe('a line of a probe capture', () => {
  test('is read back as it was printed, on one line of printable ASCII', () => {
    fc.assert(
      fc.property(tree, fields => {
        const line = printLine('dns', fields)
        expect(line).toMatch(/^[\x20-\x7e]*$/)
        expect(readProbeLine(line)).toEqual({ kind: 'dns', fields })
      }),
      { seed: 7, numRuns: 400 },
    )
  })

  test('reads as it should', () => {
    expect(
      printLine('dns', {
        server: '192.0.2.53',
        ms: 12,
        ok: true,
        addresses: ['198.51.100.7'],
        note: 'a "b" ü',
      }),
    ).toBe('dns server=192.0.2.53 ms=12 ok=true addresses.0=198.51.100.7 note="a \\"b\\" \\u00fc"')
  })

  test('leaves out what has no value', () => {
    expect(printLine('tcp', { a: undefined, b: null, c: Number.NaN, d: [], e: {} })).toBe('tcp d=[] e={}')
  })

  test.each([
    '',
    'DNS a=1',
    'dns a',
    'dns a=',
    'dns a="b',
    'dns a=1 a=2',
    'dns a=1 a.b=2',
    'dns a.5=1',
    'dns a.0=1 a.x=2',
    'dns a="\\x"',
    'dns __proto__.x=1',
    'dns  a=1',
    'dns a=1 ',
    'dns a.b.c.d.e.f.g.h.i.j.k=1',
  ])('%s is none', text => {
    expect(readProbeLine(text)).toBeUndefined()
  })

  test('no text makes it throw or reach a prototype', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), text => {
        readProbeLine(`dns constructor.prototype.polluted=1 ${text}`)
        expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
      }),
      { seed: 7, numRuns: 300 },
    )
  })
})
