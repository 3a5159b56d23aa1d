// What waivers and baselines cover, when they end, and what is said of those that cover nothing.
import { describe, expect, test } from 'vitest'
import { Baseline } from '../../../src/app/waivers/baseline.ts'
import { Cover, type JudgedDevice } from '../../../src/app/waivers/cover.ts'
import { daysUntil, namesDevice, utcDay, type Waiver } from '../../../src/app/waivers/waiver.ts'
import type { Finding } from '../../../src/model/finding.ts'
import { finding, healthy, reportOf, unreadable } from '../../report/sample.ts'

const TODAY = '2026-11-23'
const waiver = (overrides: Partial<Waiver> = {}): Waiver => ({
  rule: 'r1',
  device: 'sw*',
  reason: 'known',
  owner: 'noc',
  expires: '2027-01-31',
  file: 'w.yaml',
  line: 2,
  text: '- rule: r1',
  ...overrides,
})
const sw1: JudgedDevice = { name: '10.0.0.1', hostname: 'sw1', read: true, undecided: new Set() }
const r1 = finding({ rule: 'r1', hop: 'dns' })
const marks = (findings: readonly Finding[]): string[] =>
  findings.map(({ rule, waived }) => `${rule}${waived === undefined ? '' : ` until ${waived.expires}`}`)
const cover = (waivers: readonly Waiver[], baseline?: Baseline): Cover => new Cover(waivers, baseline, TODAY)

describe('a waiver names', () => {
  test.each([
    ['sw1', true],
    ['SW1', true],
    ['10.0.0.*', true],
    ['sw?', true],
    ['{sw1,sw2}', true],
    ['sw', false],
    ['berne', false],
    ['group:berne', true],
    ['group:b*', true],
    ['tag:core', true],
    ['tag:berne', false],
    ['host:sw1', true],
    ['!sw1', false],
  ])('%s', (device, named) => {
    expect(namesDevice({ device }, { ...sw1, groups: ['berne'], tags: ['core'] })).toBe(named)
  })

  test('a device without a name by nothing', () => {
    expect(namesDevice({ device: '*' }, { name: '', hostname: '' })).toBe(false)
  })
})

describe('a finding is covered', () => {
  const url = finding({ rule: 'r1', element: 'CiscoTAC-1 http://a.example/x ' })
  test.each([
    ['by its rule and device', {}, r1, true],
    ['not by another rule', { rule: 'r2' }, r1, false],
    ['not on another device', { device: 'rt*' }, r1, false],
    ['by a word of its element', { element: 'http://a.example/*' }, url, true],
    ['by its whole element', { element: 'CiscoTAC-1 http://a.example/x' }, url, true],
    ['not by another element', { element: 'http://b.example/*' }, url, false],
    ['not by an element it has not', { element: '*' }, r1, false],
    ['not when it could not be evaluated', {}, finding({ rule: 'r1', outcome: 'error' }), false],
    ['on the last day', { expires: TODAY }, r1, true],
    ['not a day later', { expires: '2026-11-22' }, r1, false],
  ])('%s', (_name, overrides, one, covered) => {
    const [shown] = cover([waiver(overrides)]).findings(sw1, [one])
    expect(shown?.waived).toEqual(
      covered ? { reason: 'known', owner: 'noc', expires: waiver(overrides).expires } : undefined,
    )
  })
})

describe('an expired waiver', () => {
  const expired = waiver({ expires: '2026-11-01' })

  test('is a finding behind the causes, with its line as proof, and what it covered counts', () => {
    const shown = cover([expired]).findings(sw1, [
      r1,
      finding({ rule: 's', role: 'symptom', explained_by: ['r1'] }),
    ])
    expect(marks(shown)).toEqual(['r1', 'waiver-expired', 's'])
    expect(shown[1]).toMatchObject({
      outcome: 'fail',
      severity: 'warning',
      role: 'cause',
      hop: 'dns',
      element: 'w.yaml:2',
      evidence: [{ command: 'w.yaml', line: 2, text: '- rule: r1', origin: 'w.yaml' }],
    })
    expect(shown[1]?.message).toContain('expired on 2026-11-01')
    expect(shown[1]?.message).toContain('noc')
  })

  test('is silent where there is nothing to cover, and where a later one covers it', () => {
    expect(marks(cover([expired]).findings(sw1, [finding({ rule: 'other' })]))).toEqual(['other'])
    expect(marks(cover([expired, waiver()]).findings(sw1, [r1]))).toEqual(['r1 until 2027-01-31'])
  })

  test('of a note wakes nobody', () => {
    const note = finding({ rule: 'r1', role: 'advice', severity: 'info' })
    expect(
      cover([expired])
        .findings(sw1, [note])
        .map(({ severity }) => severity),
    ).toEqual(['info', 'info'])
  })

  test('of a saved run is gone once the waiver has a later day', () => {
    const saved = cover([expired]).findings(sw1, [r1])
    expect(marks(cover([waiver()]).findings(sw1, saved))).toEqual(['r1 until 2027-01-31'])
  })

  test('is not hidden by a baseline', () => {
    const baseline = new Baseline('run.json', reportOf({ ...healthy, name: sw1.name, findings: [r1] }))
    expect(marks(cover([expired], baseline).findings(sw1, [r1]))).toEqual(['r1', 'waiver-expired'])
  })
})

describe('notes', () => {
  const notesOf = (
    one: Waiver,
    ...runs: readonly (readonly [JudgedDevice, readonly Finding[]])[]
  ): string[] => {
    const used = cover([one])
    for (const [device, findings] of runs) used.findings(device, findings)
    return used.notes()
  }

  test('one that ends within a fortnight', () => {
    const at = (expires: string): string[] => notesOf(waiver({ expires }), [sw1, [r1]])
    expect(at('2026-11-23')).toEqual(['w.yaml:2: the waiver of r1 for sw* ends today (2026-11-23); ask noc'])
    expect(at('2026-12-07')[0]).toContain('ends in 14 days')
    expect(at('2026-12-08')).toEqual([])
  })

  test('holds no control character of a device', () => {
    const baseline = new Baseline('run.json', reportOf())
    const used = cover([], baseline)
    used.findings({ ...sw1, name: 'a\u001b[31mb' }, [])
    expect(used.notes()).toEqual(['ab is not in the baseline run.json: all its findings count'])
  })

  test('an expired one that another stands in for', () => {
    const both = cover([waiver({ expires: '2026-01-01' }), waiver({ line: 9 })])
    both.findings(sw1, [r1])
    expect(both.notes()).toEqual([
      'w.yaml:2: the waiver of r1 for sw* expired on 2026-01-01, and another covers what it did; take it out',
    ])
    // Of one that is a finding nothing more is said.
    expect(notesOf(waiver({ expires: '2026-01-01' }), [sw1, [r1]])).toEqual([])
  })

  test('one that covers nothing, where its devices were read and the rule decided', () => {
    expect(notesOf(waiver(), [sw1, []])[0]).toContain('covers no finding')
    expect(notesOf(waiver({ expires: '2026-01-01' }), [sw1, []])[0]).toContain('it has expired too')
    expect(notesOf(waiver())).toEqual([])
    expect(notesOf(waiver({ device: 'rt*' }), [sw1, []])).toEqual([])
    expect(notesOf(waiver(), [{ ...sw1, read: false }, []])).toEqual([])
    expect(notesOf(waiver(), [{ ...sw1, undecided: new Set(['r1']) }, []])).toEqual([])
    const other = { ...sw1, hostname: 'sw2', read: false }
    expect(notesOf(waiver(), [sw1, []], [other, []])).toEqual([])
    expect(notesOf(waiver(), [sw1, []], [{ ...other, read: true }, [r1]])).toEqual([])
  })
})

describe('a baseline', () => {
  const was = (...findings: readonly Finding[]): Baseline =>
    new Baseline('run.json', reportOf({ ...healthy, name: sw1.name, findings }))
  const covers = (baseline: Baseline, now: Finding): boolean =>
    cover([], baseline).findings(sw1, [now])[0]?.waived !== undefined

  test('covers what was there, and says since when', () => {
    const [shown] = cover([], was(r1)).findings(sw1, [r1])
    expect(shown?.waived).toEqual({
      reason: 'in the baseline run.json of 2026-03-03',
      owner: 'baseline',
      expires: '',
    })
  })

  test('covers nothing new, nothing worse, no other element', () => {
    expect(covers(was(r1), finding({ rule: 'r2' }))).toBe(false)
    expect(covers(was(finding({ rule: 'r1', severity: 'warning' })), r1)).toBe(false)
    expect(covers(was(r1), finding({ rule: 'r1', severity: 'warning' }))).toBe(true)
    expect(covers(was(finding({ rule: 'r1', element: 'a' })), finding({ rule: 'r1', element: 'b' }))).toBe(
      false,
    )
  })

  test('a symptom that lost its cause and stays is new', () => {
    const explained = finding({ rule: 's', role: 'symptom', explained_by: ['r1'] })
    expect(covers(was(explained), explained)).toBe(true)
    expect(covers(was(explained), { ...explained, explained_by: [] })).toBe(false)
    expect(covers(was({ ...explained, explained_by: [] }), explained)).toBe(true)
  })

  test('a dated waiver is not made endless by it, a baseline of a baseline holds', () => {
    const by = (expires: string): Finding => ({ ...r1, waived: { reason: '', owner: '', expires } })
    expect(covers(was(by('2026-12-01')), r1)).toBe(false)
    expect(covers(was(by('')), r1)).toBe(true)
    const expired = finding({ rule: 'waiver-expired' })
    expect(covers(was(expired), expired)).toBe(false)
  })

  test('devices it lacks are told and count in full', () => {
    const used = cover([], new Baseline('run.json', reportOf({ ...unreadable, name: 'a' })))
    expect(used.findings({ ...sw1, name: 'a' }, [r1])[0]?.waived).toBeUndefined()
    expect(used.findings({ ...sw1, name: 'b' }, [r1])[0]?.waived).toBeUndefined()
    expect(used.notes()).toEqual([
      'a could not be read in the baseline run.json: all its findings count',
      'b is not in the baseline run.json: all its findings count',
    ])
  })

  test('a fleet it lacks is told in a few lines', () => {
    const used = cover([], was())
    for (let at = 0; at < 500; at++) used.findings({ ...sw1, name: `sw-${at}` }, [])
    expect(used.notes()).toHaveLength(11)
    expect(used.notes().at(-1)).toBe('and so it is for 490 more devices')
  })

  test('a waiver with a day goes before it', () => {
    expect(marks(cover([waiver()], was(r1)).findings(sw1, [r1]))).toEqual(['r1 until 2027-01-31'])
  })
})

test('days are those of UTC', () => {
  expect(utcDay(new Date('2026-11-23T23:30:00-05:00'))).toBe('2026-11-24')
  expect(daysUntil('2026-12-01', '2026-11-23')).toBe(8)
  expect(daysUntil('2026-11-22', '2026-11-23')).toBe(-1)
})
