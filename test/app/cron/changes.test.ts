// One device of a run against what the job remembers of it.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareDevice, marked } from '../../../src/app/cron/changes.ts'
import type { KnownDevice } from '../../../src/app/cron/state.ts'
import { stateSchema } from '../../../src/app/cron/state.ts'
import type { Finding } from '../../../src/model/finding.ts'
import type { DeviceReport } from '../../../src/model/report.ts'
import { type Schema, SHAPE_WORDS } from '../../../src/report/shape.ts'
import { critical, healthy, unreadable } from '../../report/sample.ts'

const [cause] = critical.findings
if (cause === undefined) throw new Error('the sample has no finding')

/** A device on which these rules fail. */
function failing(...rules: string[]): DeviceReport {
  const findings = rules.map((rule): Finding => ({ ...cause, rule, title: `about ${rule}` }) as Finding)
  return { ...healthy, name: 'sw1', status: rules.length === 0 ? 'healthy' : 'critical', findings }
}

const silent: DeviceReport = { ...unreadable, name: 'sw1' }

/** What is told of each run, `kind text` each. */
function told(runs: readonly DeviceReport[]): string[][] {
  let known: KnownDevice | undefined
  return runs.map(device => {
    const compared = compareDevice(known, device)
    known = compared.known
    return compared.changes.map(({ kind, rule, text }) => `${kind} ${rule ?? text}`)
  })
}

const REFUSED = `unreadable ${unreadable.problem?.message}`

describe('findings', () => {
  test('new, still, gone', () => {
    expect(told([failing(), failing('a'), failing('a'), failing('a', 'b'), failing('b'), failing()])).toEqual(
      [
        [],
        ['status healthy before', 'new a'],
        [],
        ['new b'],
        ['gone a'],
        ['status critical before', 'gone b'],
      ],
    )
  })

  test('at first sight each is new, and a healthy device is nothing to tell', () => {
    expect(told([failing('a', 'b')])).toEqual([['new a', 'new b']])
    expect(told([failing()])).toEqual([[]])
  })

  test('the report carries the marks', () => {
    const first = compareDevice(undefined, failing('a', 'b'))
    const second = compareDevice(first.known, failing('b', 'c'))
    const device = marked(failing('b', 'c'), second)
    expect(device.findings.map(({ rule, change }) => [rule, change])).toEqual([
      ['b', 'still'],
      ['c', 'new'],
    ])
    expect(device.gone).toEqual([{ rule: 'a', title: 'about a', severity: 'critical' }])
  })

  test('elements of one rule are told apart', () => {
    const of = (...elements: string[]): DeviceReport => ({
      ...failing('a'),
      findings: elements.map(element => ({ ...cause, rule: 'a', element }) as Finding),
    })
    const first = compareDevice(undefined, of('x', 'y'))
    const { changes, gone } = compareDevice(first.known, of('y', 'z'))
    expect(changes.map(({ kind, element }) => [kind, element])).toEqual([
      ['new', 'z'],
      ['gone', 'x'],
    ])
    expect(gone.map(({ element }) => element)).toEqual(['x'])
  })

  test('what comes and goes is flapping, told once, then told when it settles', () => {
    const [a, none] = [failing('a'), failing()]
    expect(told([none, a, none, a, none, a, a, a, a]).slice(3)).toEqual([
      ['flapping a'],
      [],
      [],
      [],
      ['status for 3 runs now', 'new a'],
      [],
    ])
    expect(told([a, none, a, none, none, none]).slice(3)).toEqual([
      ['flapping a'],
      [],
      ['status for 3 runs now', 'gone a'],
    ])
  })

  test('a note and an explained symptom are marked, and not told', () => {
    const quiet = (part: Partial<Finding>): DeviceReport => ({
      ...failing(),
      findings: [{ ...cause, rule: 'q', ...part } as Finding],
    })
    for (const part of [
      { severity: 'info' },
      { role: 'advice' },
      { explained_by: ['a'], role: 'symptom' },
    ] as const) {
      const first = compareDevice(compareDevice(undefined, failing()).known, quiet(part))
      expect(first.changes).toEqual([])
      expect(first.marks.get('q')).toBe('new')
      expect(compareDevice(first.known, failing()).changes).toEqual([])
      expect(compareDevice(first.known, failing()).gone).toHaveLength(1)
    }
  })

  test('more severe, or no longer accounted for: told once as worse', () => {
    const of = (part: Partial<Finding>): DeviceReport => ({
      ...failing(),
      status: 'critical',
      findings: [{ ...cause, rule: 'a', severity: 'warning', ...part } as Finding],
    })
    expect(
      told([of({}), of({ severity: 'critical' }), of({ severity: 'critical' }), of({}), of({})]),
    ).toEqual([['new a'], ['worse a'], [], [], []])
    expect(told([of({ severity: 'info' }), of({})])).toEqual([[], ['worse a']])
    expect(told([of({ explained_by: ['b'] }), of({})])).toEqual([[], ['worse a']])
  })

  test('what a flapping cause accounts for at times is not told each time', () => {
    const symptom = (explained_by: string[]) =>
      ({ ...cause, rule: 's', role: 'symptom', explained_by }) as Finding
    const both = { ...failing('a'), findings: [...failing('a').findings, symptom(['a'])] }
    const alone = { ...failing('a'), findings: [symptom([])] }
    const all = told([alone, both, alone, both, alone, both, alone, both])
    expect(all.slice(4)).toEqual([[], [], [], []])
    expect(all.flat().filter(text => text === 'flapping a')).toHaveLength(1)
  })

  test('a waived finding is none: nothing is gone, and it is new when the waiver ends', () => {
    const waived: DeviceReport = {
      ...failing(),
      findings: [
        {
          ...cause,
          rule: 'a',
          title: 'about a',
          waived: { reason: 'x', owner: 'y', expires: '2099-01-01' },
        } as Finding,
      ],
    }
    expect(told([failing('a'), waived, failing('a')])).toEqual([
      ['new a'],
      ['status critical before'],
      ['status healthy before', 'new a'],
    ])
  })
})

describe('what could not be known', () => {
  test('a device that cannot be read: its findings are neither gone nor new', () => {
    expect(told([failing('a'), silent, silent, failing('a'), silent, failing()])).toEqual([
      ['new a'],
      [REFUSED],
      [],
      ['readable can be read again'],
      ['flapping cannot be read now and then'],
      ['status critical before', 'gone a'],
    ])
  })

  test('never read until now', () => {
    expect(told([silent, silent, failing('a')])).toEqual([
      [REFUSED],
      [],
      ['readable can be read again', 'new a'],
    ])
  })

  test('a rule that cannot be decided leaves its finding as it was', () => {
    const undecided = { ...failing(), unknown: [{ command: 'show clock', reason: 'denied', rules: ['a'] }] }
    const failed: DeviceReport = {
      ...failing(),
      findings: [{ ...cause, rule: 'a', outcome: 'error', error: 'x' } as Finding],
    }
    const all = told([failing('a'), undecided, failed, failing('a')]).flat()
    expect(all.filter(text => /^(new|gone) a/.test(text))).toEqual(['new a'])
  })
})

test('device text in the state: one line, bounded, no password of a URL', () => {
  const element = `x\u001b[31m\ny https://admin:hunter2@proxy.example/${'z'.repeat(5_000)}`
  const { known } = compareDevice(undefined, {
    ...failing(),
    findings: [{ ...cause, rule: 'a', element } as Finding],
  })
  const text = JSON.stringify(known)
  expect(text).not.toContain('hunter2')
  expect(text).not.toContain('\\u001b')
  expect(text.length).toBeLessThan(2_000)
  expect(known.findings[0]?.element).toContain('https://***@proxy.example/')
})

test('whoever follows what is told knows which findings there are, but those that flap', () => {
  const RULES = ['a', 'b', 'c']
  fc.assert(
    fc.property(fc.array(fc.subarray(RULES), { minLength: 1, maxLength: 25 }), runs => {
      const believed = new Set<string>()
      const flapping = new Set<string>()
      let known: KnownDevice | undefined
      for (const rules of runs) {
        const compared = compareDevice(known, failing(...rules))
        known = compared.known
        for (const { kind, rule = '' } of compared.changes) {
          if (kind === 'flapping') flapping.add(rule)
          else flapping.delete(rule)
          if (kind === 'new') believed.add(rule)
          if (kind === 'gone') believed.delete(rule)
        }
        for (const rule of RULES)
          if (!flapping.has(rule)) expect(believed.has(rule), rule).toBe(rules.includes(rule))
      }
    }),
  )
})

test('the shape of a state file uses no word the check does not know', () => {
  const words = new Set<string>()
  const walk = (schema: Schema): void => {
    for (const key of Object.keys(schema)) words.add(key)
    for (const one of Object.values((schema['properties'] ?? {}) as Record<string, Schema>)) walk(one)
    if (schema['items'] !== undefined) walk(schema['items'] as Schema)
  }
  walk(stateSchema)
  expect([...words].filter(word => !(SHAPE_WORDS as readonly string[]).includes(word))).toEqual([])
})
