// No secret of the table comes through: alone, in chunks of any size, wrapped at 80 columns at any place.
import { describe, expect, test } from 'vitest'
import { PLATFORMS } from '../../src/model/platform.ts'
import { createRedactor, redactText } from '../../src/redact/redactor.ts'
import { canariesOf, leakIn } from './canaries.ts'
import { testMap } from './keyed.ts'

describe.each(PLATFORMS)('%s', platform => {
  const canaries = canariesOf(platform)

  test('each form holds a canary that would be found', () => {
    expect(canaries.length).toBeGreaterThan(100)
    expect(
      canaries.filter(canary => canary.secrets.length > 0 && leakIn(canary.text, [canary]) === undefined),
    ).toEqual([])
  })

  test('each form by itself', () => {
    const leaks = canaries.flatMap(canary => leakIn(redactText(`${canary.text}\n`), [canary]) ?? [])
    expect(leaks).toEqual([])
  })

  test('masking twice is masking once, and no line is lost', () => {
    for (const { text } of canaries) {
      const once = redactText(`${text}\n`)
      expect(redactText(once)).toBe(once)
      expect(once.split('\n')).toHaveLength(`${text}\n`.split('\n').length)
    }
  })

  test('nor at the other levels, in the text or in the private map', () => {
    for (const level of ['identity', 'strict'] as const) {
      const map = testMap()
      const text = canaries.map(canary => canary.text).join('\n!\n')
      expect(leakIn(redactText(text, { level, map }), canaries)).toBeUndefined()
      const entries = map.entries().map(entry => `${entry.kind} ${entry.original}`)
      expect(leakIn(entries.join('\n'), canaries)).toBeUndefined()
    }
  })

  test('in chunks of 1 to 64 characters', () => {
    const text = canaries.map(canary => canary.text).join('\n!\n')
    const whole = redactText(text)
    expect(leakIn(whole, canaries)).toBeUndefined()
    for (let size = 1; size <= 64; size += 1) {
      const redactor = createRedactor()
      let out = ''
      for (let at = 0; at < text.length; at += size) out += redactor.push(text.slice(at, at + size))
      expect(out + redactor.finish()).toBe(whole)
    }
  })

  test('wrapped at 80 columns, at every place of the line', () => {
    const leaks: string[] = []
    for (const canary of canaries) {
      const lines = canary.text.split('\n')
      const last = lines.pop() ?? ''
      // A line of blanks alone is no wrapped line.
      for (let at = last.search(/\S/) + 1; at < Math.min(last.length, 80); at += 1) {
        const wrapped = [...lines, ...wrap(' '.repeat(80 - at) + last)].join('\n')
        const leak = leakIn(redactText(`${wrapped}\n!\n`), [canary])
        if (leak !== undefined) leaks.push(`${at}: ${leak}`)
      }
    }
    expect(leaks.slice(0, 20)).toEqual([])
  })
})

function wrap(line: string): string[] {
  const out: string[] = []
  for (let at = 0; at < line.length; at += 80) out.push(line.slice(at, at + 80))
  return out
}
