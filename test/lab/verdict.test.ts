// Comparing a report with what a device file expects.
import { expect, test } from 'vitest'
import type { Expectation } from '../../src/lab/types.ts'
import { describeVerdict, verdictOf } from '../../src/lab/verdict.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { DeviceReport, DeviceStatus } from '../../src/model/report.ts'

const finding = (rule: string, more: Partial<Finding> = {}): Finding => ({
  rule,
  title: rule,
  outcome: 'fail',
  severity: 'critical',
  role: 'cause',
  hop: 'dns',
  message: '',
  why: '',
  evidence: [],
  explained_by: [],
  explains: [],
  remediation: [],
  verify: [],
  references: [],
  missing: [],
  trace: [],
  ...more,
})

const report = (status: DeviceStatus, findings: Finding[]): DeviceReport => ({
  name: 'x',
  hostname: 'x',
  platform: 'ios-xe',
  os_version: '',
  model: '',
  serial: '',
  generation: '',
  method: '',
  status,
  state: { summary: '', facts: [], deadlines: [] },
  path: [],
  findings,
  unknown: [],
  captures: [],
  counts: { fail: findings.length, pass: 0, unknown: 0, 'not-applicable': 0, error: 0 },
})

const expected: Expectation = { status: 'critical', causes: ['a'], symptoms: ['s'], allow: ['note'] }
const good = [
  finding('a'),
  finding('s', { role: 'symptom', explained_by: ['a'] }),
  finding('t', { role: 'symptom', explained_by: ['a'] }),
  finding('note', { severity: 'info' }),
]

test('the expected cause, folded symptoms and allowed notes are fine', () => {
  const verdict = verdictOf(expected, report('critical', good))
  expect(verdict).toMatchObject({ ok: true, causes: ['a'] })
  expect(describeVerdict(verdict)).toBe('')
})

test.each([
  ['a missing cause', 'critical', good.slice(1), 'not found: a'],
  ['a cause too many', 'critical', [...good, finding('b')], 'should not be there: b'],
  [
    'a symptom nothing explains',
    'critical',
    [...good, finding('u', { role: 'symptom' })],
    'should not be there: u',
  ],
  [
    'a note that is not allowed',
    'critical',
    [...good, finding('n', { severity: 'info' })],
    'should not be there: n',
  ],
  ['a missing symptom', 'critical', good.filter(one => one.rule !== 's'), 'symptom not found: s'],
  ['a rule in error', 'critical', [...good, finding('e', { outcome: 'error' })], 'rule in error: e'],
  ['another status', 'warning', good, 'warning instead of critical'],
  [
    'a cause demoted to a note',
    'critical',
    [finding('a', { severity: 'info' }), ...good.slice(1)],
    'not found: a',
  ],
] as const)('%s is not', (_name, status, findings, text) => {
  const verdict = verdictOf(expected, report(status, [...findings]))
  expect(verdict.ok).toBe(false)
  expect(describeVerdict(verdict)).toContain(text)
})

test('a device that could not be read is never as expected', () => {
  const unread = { ...report('critical', good), problem: { kind: 'refused', message: 'no' } }
  expect(verdictOf(expected, unread).ok).toBe(false)
})
