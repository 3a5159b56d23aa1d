// Times in rules and derived facts: compared as instants, and not at all where an offset is missing.
import { describe, expect, test } from 'vitest'
import { diagnose } from '../../src/diagnose/index.ts'
import type { Finding } from '../../src/model/finding.ts'
import { derived, problemsOf, sound, store } from './sample.ts'

const NO_CONFIG = { 'clock.timezone': { reason: 'not collected', command: 'show running-config' } }

function judged(when: string[], facts: Record<string, unknown>): Finding | undefined {
  const set = sound({ when, evidence: ['license.signing_cert_expires'] })
  return diagnose(store(facts, NO_CONFIG), set)[0]
}

const signing = (expires: string, now: string): Record<string, unknown> => ({
  license: { signing_cert_expires: expires },
  clock: { device_time: now },
})
const EXPIRED = 'before(license.signing_cert_expires, clock.device_time)'

describe('before() in a rule', () => {
  test.each([
    ['2026-11-22T10:30:00+01:00', '2026-11-22T10:00:00Z', 'fail'],
    // The letters say otherwise.
    ['2026-11-22T09:30:00-08:00', '2026-11-22T10:00:00Z', 'pass'],
    ['2026-11-22T09:00:00[EST]', '2026-11-22T10:00:00[EST]', 'fail'],
    ['2026-11-22T09:00:00[EST]', '2026-11-22T10:00:00Z', 'unknown'],
    ['2026-01-22T09:00:00[EST]', '2026-11-22T10:00:00Z', 'fail'],
    ['', '2026-11-22T10:00:00Z', 'pass'],
  ])('%s, %s: %s', (expires, now, outcome) => {
    expect(judged([EXPIRED], signing(expires, now))?.outcome).toBe(outcome)
  })

  test('what would settle an open comparison is named', () => {
    const finding = judged([EXPIRED], signing('2026-11-22T09:00:00[EST]', '2026-11-22T10:00:00Z'))
    expect(finding?.missing).toEqual([
      {
        path: 'clock.timezone',
        reason: 'the offset of the zone EST is not known: no `clock timezone` line that was read names it',
        command: 'show running-config',
      },
    ])
  })

  test('an open comparison does not keep the other side from deciding', () => {
    const facts = signing('2026-11-22T09:00:00[EST]', '2026-11-22T10:00:00Z')
    expect(judged([`${EXPIRED} || clock.device_time != ""`], facts)?.outcome).toBe('fail')
    expect(judged([`${EXPIRED} && clock.device_time == ""`], facts)?.outcome).toBe('pass')
  })

  test('a time in a message reads well', () => {
    const set = sound({
      when: ['license.id_cert_expires != ""'],
      evidence: ['license.id_cert_expires'],
      message: 'ends {{license.id_cert_expires}}',
    })
    const facts = { license: { id_cert_expires: '2026-11-22T10:30:00[EST]' } }
    expect(diagnose(store(facts), set)[0]?.message).toBe('ends 2026-11-22 10:30:00 EST')
  })
})

describe('times compared by their letters are refused', () => {
  test.each([
    'license.signing_cert_expires < clock.device_time',
    'clock.device_time >= "2026-01-01"',
    'license.signing_cert_expires == clock.device_time',
    'callhome.statistics.exists(a, callhome.statistics.exists(b, a.last_sent > b.last_sent))',
  ])('%s', when => expect(problemsOf({ when: [when] })).toEqual([expect.stringContaining('before(a, b)')]))

  test.each(['license.id_cert_expires != ""', '"" == license.id_cert_expires', EXPIRED])('%s is fine', when =>
    expect(problemsOf({ when: [when] })).toEqual([]),
  )
})

describe('derived facts', () => {
  const deadline = (at: string, now: string) =>
    derived({ clock: { device_time: now }, license: { authorization: { deadline: at } } }, NO_CONFIG)

  test('days left between different offsets', () => {
    // 23:00 in Los Angeles is the next morning in UTC: one hour short of a day.
    const store = deadline('2026-01-02T07:00:00+01:00', '2025-12-31T23:00:00-08:00')
    expect(store.facts.derived?.deadlines?.authorization).toEqual({ days_left: 0, passed: false })
    const day = deadline('2026-01-02T08:00:00+01:00', '2025-12-31T23:00:00-08:00')
    expect(day.facts.derived?.deadlines?.authorization?.days_left).toBe(1)
  })

  test('an unexplained zone: what is certain is said, the rest is missing with its reason', () => {
    const far = deadline('2026-06-01T00:00:00[EST]', '2026-01-01T00:00:00Z')
    expect(far.facts.derived?.deadlines?.authorization).toEqual({ passed: false, level: 'ok' })
    expect(far.missing.get('derived.deadlines.authorization')).toEqual({
      reason: 'the offset of the zone EST is not known: no `clock timezone` line that was read names it',
      command: 'show running-config',
    })
    const near = deadline('2026-01-01T05:00:00[EST]', '2026-01-01T00:00:00Z')
    expect(near.facts.derived?.deadlines?.authorization).toEqual({})
  })

  test.each([
    ['2026-01-01T10:00:00[EST]', '2026-01-01T10:05:00[EST]', false],
    ['2026-01-01T10:00:00[EST]', '2026-01-01T12:00:00[EST]', true],
    ['2026-01-01T10:00:00+01:00', '2026-01-01T09:05:00Z', false],
    ['2026-01-01T10:00:00[EST]', '2026-01-01T12:00:00Z', undefined],
    ['2026-01-01T10:00:00[EST]', '2026-01-05T12:00:00Z', true],
  ])('a request of %s pending at %s: failing %s', (at, now, failing) => {
    const license = {
      generation: 'classic',
      registration: { status: 'registered', last_renewal: { outcome: 'none', at: '' } },
      authorization: { last_attempt: { outcome: 'pending', at } },
    }
    const facts = { license, clock: { device_time: now }, log: { events: [] } }
    expect(derived(facts).facts.derived?.failing_now).toBe(failing)
  })

  test.each([
    ['2026-07-01T12:00:00+02:00', '2026-07-01T10:30:00Z', false],
    ['2026-07-01T12:00:00+02:00', '2026-07-01T09:30:00Z', undefined],
    ['2026-07-01T12:00:00[EST]', '2026-07-01T09:30:00Z', undefined],
  ])('report of %s, acknowledgement of %s: failing %s', (last_push, last_ack, failing) => {
    const license = {
      generation: 'policy',
      transport: { type: 'smart' },
      reporting: { acked: true, last_ack, last_push },
    }
    expect(derived({ license }).facts.derived?.failing_now).toBe(failing)
  })

  test('changed in summer, saved in winter', () => {
    const saved = (changed_at: string, saved_at: string) =>
      derived({ saved_config: { changed_at, saved_at } }).facts.saved_config?.unsaved
    expect(saved('2026-10-25T02:30:00+02:00', '2026-10-25T02:10:00+01:00')).toBe(false)
    expect(saved('2026-10-25T02:30:00+01:00', '2026-10-25T02:40:00+02:00')).toBe(true)
    expect(saved('2026-10-25T02:30:00[EDT]', '2026-10-25T02:10:00[EST]')).toBeUndefined()
    expect(saved('2026-10-25T02:30:00Z', '')).toBeUndefined()
  })

  test.each([
    [3700, 10, 3690],
    [-3700, 200, 3500],
    [5, 10, 0],
    [3700, undefined, undefined],
  ])('skew %i give or take %s: off by at least %s', (skew_seconds, skew_error_seconds, certain) => {
    const clock = { skew_seconds, ...(skew_error_seconds === undefined ? {} : { skew_error_seconds }) }
    expect(derived({ clock }).facts.derived?.clock_offset?.certain_seconds).toBe(certain)
  })
})
