// One device before and after: what came, what went, what cannot be told, and whether it is better.
import { describe, expect, test } from 'vitest'
import { compareDevice, pairDevices, verdictOfAll } from '../../../src/diagnose/compare/index.ts'
import type { Verdict } from '../../../src/model/comparison.ts'
import type { Finding } from '../../../src/model/finding.ts'
import type { DeviceReport, DeviceStatus } from '../../../src/model/report.ts'
import { critical, finding, healthy, unreadable } from '../../report/sample.ts'

const grave = finding({ rule: 'grave' })
const mild = finding({ rule: 'mild', severity: 'warning' })
const note = finding({ rule: 'note', severity: 'info', role: 'advice' })
const symptom = finding({ rule: 'symptom', role: 'symptom', explained_by: ['grave'] })

function device(status: DeviceStatus, ...findings: readonly Finding[]): DeviceReport {
  return { ...healthy, status, findings }
}
const undecided = (base: DeviceReport, rule: string): DeviceReport => ({
  ...base,
  unknown: [{ command: 'show x', reason: 'not in the input', rules: [rule] }],
})
const CASES: readonly (readonly [string, DeviceReport, DeviceReport, Verdict])[] = [
  ['nothing differs', device('warning', mild), device('warning', mild), 'same'],
  ['a cause is gone', device('critical', grave), device('healthy'), 'better'],
  ['one of two is gone', device('critical', grave, mild), device('critical', grave), 'better'],
  ['a warning came', device('healthy'), device('warning', mild), 'worse'],
  ['something critical came', device('healthy'), device('critical', grave), 'critical'],
  ['one went and a critical one came', device('warning', mild), device('critical', grave), 'critical'],
  ['one went and a warning came', device('critical', grave), device('warning', mild), 'worse'],
  ['a note came', device('healthy'), device('healthy', note), 'same'],
  ['a note went', device('healthy', note), device('healthy'), 'same'],
  ['a symptom of a known cause came', device('critical', grave), device('critical', grave, symptom), 'same'],
  [
    'it became critical',
    device('warning', finding({ rule: 'r', severity: 'warning' })),
    device('critical', finding({ rule: 'r' })),
    'critical',
  ],
  [
    'it became a warning only',
    device('critical', finding({ rule: 'r' })),
    device('warning', finding({ rule: 'r', severity: 'warning' })),
    'better',
  ],
  [
    'another element of the same rule',
    device('critical', finding({ rule: 'r', element: 'a' })),
    device('critical', finding({ rule: 'r', element: 'b' })),
    'critical',
  ],
  ['it cannot be read any more', device('healthy'), { ...unreadable, name: 'core-1' }, 'unknown'],
  ['it could be read in neither run', unreadable, unreadable, 'same'],
  ['it can be read again', unreadable, device('healthy'), 'same'],
  ['its state cannot be told any more', device('healthy'), device('unknown'), 'unknown'],
  [
    'what failed cannot be decided',
    device('critical', grave),
    undecided(device('healthy'), 'grave'),
    'unknown',
  ],
  ['a note cannot be decided', device('healthy', note), undecided(device('healthy'), 'note'), 'same'],
  [
    'critical outranks what cannot be told',
    device('warning', mild),
    undecided(device('critical', grave), 'mild'),
    'critical',
  ],
  [
    'a waiver ended',
    device('healthy', { ...grave, waived: { reason: '', owner: '', expires: '2026-01-01' } }),
    device('critical', grave),
    'critical',
  ],
  [
    'what came is waived',
    device('healthy'),
    device('healthy', { ...grave, waived: { reason: '', owner: '', expires: '2027-01-01' } }),
    'same',
  ],
]

test.each(CASES)('%s', (_name, before, after, verdict) => {
  const compared = compareDevice(before, after)
  expect(compared.verdict).toBe(verdict)
  expect(compared.reason === '').toBe(verdict !== 'unknown' && !_name.startsWith('critical outranks'))
})

describe('the parts', () => {
  test('what came, went, changed and stayed', () => {
    const before = device('critical', grave, mild, finding({ rule: 'r', severity: 'warning' }), note)
    const after = device('critical', mild, finding({ rule: 'r' }), finding({ rule: 'new' }), note)
    expect(compareDevice(before, after)).toMatchObject({
      appeared: [{ rule: 'new', severity: 'critical', counts: true }],
      cleared: [{ rule: 'grave' }],
      changed: [{ rule: 'r', before: 'warning', after: 'critical' }],
      undecided: [],
      still: 2,
    })
  })

  test('what cannot be decided is not cleared, and what could not be is marked', () => {
    const compared = compareDevice(
      undecided(device('critical', grave), 'mild'),
      undecided(device('warning', mild), 'grave'),
    )
    expect(compared.cleared).toEqual([])
    expect(compared.undecided.map(({ rule }) => rule)).toEqual(['grave'])
    expect(compared.appeared[0]).toMatchObject({ rule: 'mild', undecided_before: true })
    expect(compared.reason).toContain('grave failed before and cannot be decided afterwards')
  })

  test('a rule that could not be evaluated decides nothing', () => {
    const error = finding({ rule: 'grave', outcome: 'error', error: 'x' })
    expect(compareDevice(device('critical', grave), device('unknown', error)).undecided).toHaveLength(1)
  })

  test('hops and deadlines that moved; a day that passed is no move', () => {
    const at = (days: number, when: string, level: 'ok' | 'warning' = 'ok'): DeviceReport => ({
      ...healthy,
      state: {
        ...healthy.state,
        deadlines: [
          {
            kind: 'authorization',
            at: when,
            days_left: days,
            level,
            text: '',
            consequence: '',
            next_attempt: '',
            retry: '',
          },
        ],
      },
    })
    const moved = (a: DeviceReport, b: DeviceReport) => compareDevice(a, b).deadlines
    expect(moved(at(20, ''), at(19, ''))).toEqual([])
    expect(moved(at(20, ''), at(60, ''))).toHaveLength(1)
    expect(moved(at(31, ''), at(29, '', 'warning'))).toHaveLength(1)
    expect(moved(at(20, '2026-12-01T00:00:00Z'), at(80, '2027-02-01T00:00:00Z'))).toEqual([
      {
        kind: 'authorization',
        before: { at: '2026-12-01T00:00:00Z', days_left: 20, level: 'ok' },
        after: { at: '2027-02-01T00:00:00Z', days_left: 80, level: 'ok' },
      },
    ])
    expect(moved({ ...healthy, state: { ...healthy.state, deadlines: [] } }, at(20, ''))).toHaveLength(1)
    expect(
      compareDevice({ ...critical, name: 'a' }, { ...healthy, name: 'a' }).path.map(({ hop }) => hop),
    ).toContain('dns')
  })
})

describe('which device is which', () => {
  const named = (name: string, hostname = '', serial = '') => ({ name, hostname, serial })

  test('by name, host name, then serial number', () => {
    const before = [named('a'), named('10.0.0.1', 'sw1'), named('x', '', 'S1'), named('lost')]
    const after = [named('y', '', 's1'), named('sw1.txt', 'SW1'), named('A'), named('new')]
    const { both, onlyBefore, onlyAfter } = pairDevices(before, after)
    expect(both.map(pair => [pair.before.name, pair.after.name])).toEqual([
      ['x', 'y'],
      ['10.0.0.1', 'sw1.txt'],
      ['a', 'A'],
    ])
    expect([onlyBefore, onlyAfter].map(list => list.map(({ name }) => name))).toEqual([['lost'], ['new']])
  })

  test('a host name two devices share names none', () => {
    const { both } = pairDevices([named('a', 'sw'), named('b', 'sw')], [named('c', 'sw')])
    expect(both).toEqual([])
  })
})

test('the verdict of all is the gravest', () => {
  const of = (...verdicts: readonly Verdict[]) => verdictOfAll(verdicts.map(verdict => ({ verdict })))
  expect(of('better', 'same')).toBe('better')
  expect(of('better', 'worse')).toBe('worse')
  expect(of('worse', 'unknown')).toBe('unknown')
  expect(of('unknown', 'critical', 'better')).toBe('critical')
  expect(of()).toBe('unknown')
})
