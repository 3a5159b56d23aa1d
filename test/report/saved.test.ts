// Saved runs read back: what has the published shape and nothing else.
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatJson } from '../../src/report/json.ts'
import { deviceLine } from '../../src/report/ndjson.ts'
import { readReport } from '../../src/report/saved.ts'
import { deviceSchema, reportSchema } from '../../src/report/schema.ts'
import { SHAPE_WORDS, wrongShape } from '../../src/report/shape.ts'
import { everything } from './hostile.ts'
import { critical, healthy, reportOf } from './sample.ts'

const json = formatJson(everything)

describe('a run', () => {
  test('comes back as it was, from JSON and from lines', () => {
    expect(formatJson(readReport(json))).toBe(json)
    const lines = everything.devices.map(deviceLine).join('')
    const read = readReport(lines)
    expect(read.devices.map(deviceLine).join('')).toBe(lines)
    expect(read.run.started_at).toBe('')
    expect(readReport(deviceLine(healthy)).devices).toHaveLength(1)
    expect(readReport(`\ufeff${json}`).devices).toHaveLength(everything.devices.length)
  })

  test.each([
    ['', /^is empty$/],
    ['no JSON at all', /^is no saved report: give a file written with --format json/],
    [json.slice(0, 5_000), /^is no saved report/],
    ['[]', /^is no smartlic\.report\/v1: give a file/],
    ['null', /^is no smartlic\.report\/v1/],
    ['{"schema":"smartlic.report/v2"}', /it is a smartlic\.report\/v2, made by another version/],
    ['{"schema":"smartlic.report/v1"}', /^is no smartlic\.report\/v1: run is missing$/],
    [`${deviceLine(healthy)}${deviceLine(critical).slice(0, 300)}`, /line 2 of it is cut or damaged/],
    [`${deviceLine(healthy)}{"schema":"x"}\n`, /is no smartlic\.device\/v1: line 2: name is missing/],
    ['{"__proto__":{"schema":"smartlic.report/v1"}}', /is no smartlic\.report\/v1/],
    ['['.repeat(200_000), /is no saved report/],
    [`${'['.repeat(200_000)}${']'.repeat(200_000)}`, /is no smartlic\.report/],
  ])('%.40j is refused', (text, words) => {
    expect(() => readReport(text)).toThrow(words)
  })

  test('the place of what is wrong is named', () => {
    const broken = JSON.parse(json)
    broken.devices[1].findings[0].severity = 'awful\u001b[31m'
    expect(() => readReport(JSON.stringify(broken))).toThrow(
      'is no smartlic.report/v1: devices[1].findings[0].severity is none of critical, warning, info',
    )
    const other = { ...JSON.parse(json), 'x\u001b[31my': 1 }
    expect(() => readReport(JSON.stringify(other))).toThrow('it has "xy", which this version does not know')
  })
})

describe('the check of shapes', () => {
  const ajv = new Ajv2020({ strict: true }).compile(reportSchema)
  const whole: unknown = JSON.parse(json)

  test('knows every word of the published schemas', () => {
    const words = new Set<string>()
    const walk = (schema: unknown, names: boolean): void => {
      if (Array.isArray(schema)) return
      if (typeof schema !== 'object' || schema === null) return
      for (const [key, value] of Object.entries(schema)) {
        if (!names) words.add(key)
        walk(value, !names && (key === 'properties' || key === '$defs'))
      }
    }
    walk(reportSchema, false)
    walk(deviceSchema, false)
    const silent = ['description', 'title', '$schema']
    expect([...words].filter(word => !silent.includes(word)).sort()).toEqual([...SHAPE_WORDS].sort())
  })

  test('says what ajv says, whatever is put where', () => {
    const places = placesOf(whole)
    const values = fc.constantFrom<unknown>(
      undefined,
      null,
      true,
      -1,
      1,
      1.5,
      '',
      'fail',
      [],
      {},
      ['x'],
      [1],
      { a: 1 },
    )
    fc.assert(
      fc.property(fc.constantFrom(...places), values, (place, value) => {
        const changed = changedAt(structuredClone(whole), place, value)
        expect(wrongShape(changed, reportSchema) === undefined).toBe(ajv(changed))
      }),
      { numRuns: 400 },
    )
  })
})

type Place = readonly (string | number)[]

function placesOf(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [at]
  const entries = Array.isArray(value) ? value.map((one, i) => [i, one] as const) : Object.entries(value)
  return [...(at.length === 0 ? [] : [at]), ...entries.flatMap(([key, one]) => placesOf(one, [...at, key]))]
}

/** undefined takes the key away. */
function changedAt(value: unknown, place: Place, to: unknown): unknown {
  const key = place.at(-1) ?? ''
  const parent = place.slice(0, -1).reduce<unknown>((at, one) => (at as Record<string, unknown>)[one], value)
  if (to === undefined && !Array.isArray(parent)) delete (parent as Record<string, unknown>)[key]
  else (parent as Record<string, unknown>)[key] = to ?? null
  return value
}

test('a report of one device stays one', () => {
  expect(readReport(formatJson(reportOf(healthy))).devices[0]?.name).toBe('core-1')
})
