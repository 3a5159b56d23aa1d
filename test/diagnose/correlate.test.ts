// Causes account for symptoms; the order a person reads findings in.
import { describe, expect, test } from 'vitest'
import { diagnose } from '../../src/diagnose/index.ts'
import type { Finding } from '../../src/model/finding.ts'
import { sound, store } from './sample.ts'

// Rules fail when their pool letter is in the device's pool.
const rule = (id: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  id,
  when: [`license.pool.contains("${id}")`],
  evidence: ['license.pool'],
  ...more,
})

function findings(failing: string, ...rules: Record<string, unknown>[]): Finding[] {
  return diagnose(store({ license: { pool: failing } }), sound(...rules))
}

const links = (all: readonly Finding[]): Record<string, unknown> =>
  Object.fromEntries(
    all.filter(one => one.outcome === 'fail').map(one => [one.rule, [one.explained_by, one.explains]]),
  )

describe('explanations', () => {
  test('a failing cause accounts for a failing symptom', () => {
    const rules = [rule('a', { explains: ['s'] }), rule('s', { role: 'symptom', hop: 'tcp' })]
    expect(links(findings('as', ...rules))).toEqual({ a: [[], ['s']], s: [['a'], []] })
  })

  test('over several steps, nearest to the start of the path first', () => {
    const rules = [
      rule('a', { hop: 'clock', explains: ['b'] }),
      rule('b', { hop: 'tls', explains: ['s'] }),
      rule('c', { hop: 'dns', explains: ['s'] }),
      rule('s', { role: 'symptom', hop: 'tcp' }),
    ]
    expect(links(findings('abcs', ...rules))).toEqual({
      a: [[], ['s', 'b']],
      b: [['a'], ['s']],
      c: [[], ['s']],
      s: [['c', 'b', 'a'], []],
    })
    // Without the step between there is no chain.
    expect(links(findings('acs', ...rules))).toEqual({ a: [[], []], c: [[], ['s']], s: [['c'], []] })
  })

  test('hygiene and what does not fail account for nothing', () => {
    const symptom = rule('s', { role: 'symptom' })
    expect(links(findings('as', rule('a', { severity: 'info', explains: ['s'] }), symptom))['s']).toEqual([
      [],
      [],
    ])
    const calmed = rule('a', {
      explains: ['s'],
      severity_when: [{ when: 'license.pool != ""', severity: 'info' }],
    })
    expect(links(findings('as', calmed, symptom))['s']).toEqual([[], []])
    expect(links(findings('s', rule('a', { explains: ['s'] }), symptom))['s']).toEqual([[], []])
  })

  test('every element of a `for` rule carries the same links', () => {
    const set = sound(
      {
        id: 'loop',
        for: 'v in vrfs',
        when: ['v.name != ""'],
        evidence: ['v.name'],
        message: '{{v.name}}',
        explains: ['s'],
      },
      rule('s', { role: 'symptom' }),
    )
    const all = diagnose(store({ vrfs: [{ name: 'x' }, { name: 'y' }], license: { pool: 's' } }), set)
    const loop = all.filter(one => one.rule === 'loop')
    expect(loop.map(one => [one.message, one.explains])).toEqual([
      ['x', ['s']],
      ['y', ['s']],
    ])
    expect(all.find(one => one.rule === 's')?.explained_by).toEqual(['loop'])
  })
})

test('order: causes along the path, symptoms, explained symptoms, advice, then the rest', () => {
  const order = findings(
    'abcdefg',
    rule('a', { role: 'advice', severity: 'info', hop: 'mode' }),
    rule('b', { role: 'symptom', hop: 'mode' }),
    rule('c', { role: 'symptom', hop: 'mode' }),
    rule('d', { hop: 'tls', explains: ['b'] }),
    rule('e', { hop: 'dns', severity: 'warning' }),
    rule('f', { hop: 'dns' }),
    rule('g', { hop: 'url' }),
    rule('x'),
    rule('y', { when: ['dns.lookup'] }),
  )
  expect(order.map(one => one.rule)).toEqual(['g', 'f', 'e', 'd', 'c', 'b', 'a', 'y', 'x'])
})
