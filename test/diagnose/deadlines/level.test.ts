// When a deadline is a warning, when critical, and when none of both although it is near.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { appointmentLevel, levelOf } from '../../../src/diagnose/deadlines/level.ts'
import { DEFAULT_THRESHOLDS } from '../../../src/model/thresholds.ts'
import { classic, deviceOf, inDays, policy, type Setting } from './devices.ts'

const RANK = { ok: 0, warning: 1, critical: 2 }
const exactly = (days: number) => ({ least: days, most: days })

describe('by days left', () => {
  test.each([
    [30, 'ok'],
    [29, 'warning'],
    [7, 'warning'],
    [6, 'critical'],
    [0, 'critical'],
    [-1, 'critical'],
  ])('%i days left of a date that nothing moves: %s', (days, level) => {
    expect(levelOf(exactly(days), false, DEFAULT_THRESHOLDS)).toBe(level)
  })

  test('near is no alarm while the device renews, past always is, and not knowing is not calm', () => {
    expect(levelOf(exactly(3), true, DEFAULT_THRESHOLDS)).toBe('ok')
    expect(levelOf(exactly(-1), true, DEFAULT_THRESHOLDS)).toBe('critical')
    expect(levelOf(exactly(3), undefined, DEFAULT_THRESHOLDS)).toBeUndefined()
    expect(levelOf(exactly(300), undefined, DEFAULT_THRESHOLDS)).toBe('ok')
  })

  test('an unknown zone matters only where it makes a difference', () => {
    expect(levelOf({ least: 40, most: 41 }, false, DEFAULT_THRESHOLDS)).toBe('ok')
    expect(levelOf({ least: 29, most: 30 }, false, DEFAULT_THRESHOLDS)).toBeUndefined()
    expect(levelOf({ least: -1, most: 0 }, false, DEFAULT_THRESHOLDS)).toBe('critical')
  })

  test('--warn-days 0 leaves only what is past', () => {
    expect(levelOf(exactly(0), false, { warnDays: 0, criticalDays: 0 })).toBe('ok')
    expect(levelOf(exactly(-1), false, { warnDays: 0, criticalDays: 0 })).toBe('critical')
  })

  const days = fc.integer({ min: -400, max: 400 })
  const thresholds = fc
    .tuple(fc.nat(200), fc.nat(200))
    .map(([a, b]) => ({ warnDays: Math.max(a, b), criticalDays: Math.min(a, b) }))

  test('fewer days are never less pressing', () => {
    fc.assert(
      fc.property(days, fc.nat(100), fc.boolean(), thresholds, (left, less, renewing, limits) => {
        const far = levelOf(exactly(left), renewing, limits) ?? 'ok'
        const near = levelOf(exactly(left - less), renewing, limits) ?? 'ok'
        expect(RANK[near]).toBeGreaterThanOrEqual(RANK[far])
        const late = appointmentLevel(exactly(left - less)) ?? 'ok'
        expect(RANK[late]).toBeGreaterThanOrEqual(RANK[appointmentLevel(exactly(left)) ?? 'ok'])
      }),
    )
  })

  test('wider thresholds are never less pressing', () => {
    fc.assert(
      fc.property(days, thresholds, fc.nat(50), fc.nat(50), (left, limits, warn, critical) => {
        const wider = {
          warnDays: limits.warnDays + warn + critical,
          criticalDays: limits.criticalDays + critical,
        }
        const before = levelOf(exactly(left), false, limits) ?? 'ok'
        expect(RANK[levelOf(exactly(left), false, wider) ?? 'ok']).toBeGreaterThanOrEqual(RANK[before])
      }),
    )
  })
})

type Kind = 'authorization' | 'registration' | 'evaluation' | 'ack' | 'push' | 'trust_code' | 'sia_grace'

function levelFor(kind: Kind, setting: Setting): string | undefined {
  return deviceOf(setting).facts.derived?.deadlines?.[kind]?.level
}

describe('authorization', () => {
  const failed = { last_attempt: { outcome: 'failed', at: inDays(-1) }, next_attempt: inDays(0.5) }

  test.each([
    ['25 days, renewals succeed', { deadline: inDays(25), next_attempt: inDays(20) }, 'ok'],
    ['25 days, the last renewal failed', { deadline: inDays(25), ...failed }, 'warning'],
    ['5 days, the last renewal failed', { deadline: inDays(5), ...failed }, 'critical'],
    ['60 days, the last renewal failed', { deadline: inDays(60), ...failed }, 'ok'],
    ['25 days, no renewal planned', { deadline: inDays(25), next_attempt: '' }, 'warning'],
    ['25 days, the next renewal comes later', { deadline: inDays(25), next_attempt: inDays(26) }, 'warning'],
    ['25 days, the next renewal is long past', { deadline: inDays(25), next_attempt: inDays(-5) }, 'warning'],
    ['25 days, a renewal is due since an hour', { deadline: inDays(25), next_attempt: inDays(-0.04) }, 'ok'],
    ['past', { deadline: inDays(-1), next_attempt: inDays(20) }, 'critical'],
    ['DEADLINE EXCEEDED', { status: 'expired', ...failed }, 'critical'],
  ])('%s', (_name, authorization, level) => {
    expect(levelFor('authorization', { license: classic(authorization) })).toBe(level)
  })

  test('--warn-days 90 is no alarm on a device that renews every 30 days', () => {
    const thresholds = { warnDays: 90, criticalDays: 7 }
    expect(levelFor('authorization', { license: classic({ deadline: inDays(62) }), thresholds })).toBe('ok')
    const failing = classic({ deadline: inDays(62), ...failed })
    expect(levelFor('authorization', { license: failing, thresholds })).toBe('warning')
  })
})

describe('registration', () => {
  const near = { status: 'registered', detail: '', expires: inDays(20) }
  const none = { outcome: 'none', at: '' }

  test.each([
    ['a renewal is planned before the end', { last_renewal: none, next_renewal: inDays(5) }, false, 'ok'],
    ['the renewal is long past', { last_renewal: none, next_renewal: inDays(-160) }, false, 'warning'],
    [
      'the renewal failed',
      { last_renewal: { outcome: 'failed' }, next_renewal: inDays(0.1) },
      false,
      'warning',
    ],
    ['planned, and nothing gets through', { last_renewal: none, next_renewal: inDays(5) }, true, 'warning'],
  ])('20 days, %s', (_name, registration, failing_now, level) => {
    const license = classic({}, { registration: { ...near, ...registration } })
    expect(levelFor('registration', { license, derived: { failing_now } })).toBe(level)
  })
})

describe('evaluation', () => {
  const left = (remaining_days: number, in_use = true) =>
    levelFor('evaluation', {
      license: classic({ status: 'eval' }, { evaluation: { in_use, expired: false, remaining_days } }),
    })

  test('counts days of use: a period that is not in use is frozen', () => {
    expect([left(65), left(29), left(3), left(3, false)]).toEqual(['ok', 'warning', 'critical', 'ok'])
  })
})

describe('acknowledgement', () => {
  const works = { failing_now: false, wants_contact: true }
  const fails = { failing_now: true, wants_contact: true }

  test.each([
    ['reports go out by themselves', {}, works, 'ok'],
    ['reports fail', {}, fails, 'warning'],
    ['none is planned', { next_push: '' }, works, 'warning'],
    ['the next one comes later', { next_push: inDays(13) }, works, 'warning'],
    ['the next one is long past', { next_push: inDays(-3) }, works, 'warning'],
    [
      'the last one was never answered',
      { acked: false, last_ack: '', last_push: inDays(-5) },
      works,
      'warning',
    ],
    [
      'the last one went out an hour ago',
      { acked: false, last_ack: '', last_push: inDays(-0.04) },
      works,
      'ok',
    ],
    ['fresh device', { acked: false, last_ack: '', pushed: false, last_push: '' }, works, 'ok'],
    ['the last answer is older than the interval', { last_ack: inDays(-40) }, works, 'warning'],
    [
      'whether they arrive is unknown',
      { acked: false, last_ack: '', pushed: false, last_push: '' },
      { wants_contact: true },
      undefined,
    ],
  ])('12 days left, %s', (_name, reporting, derived, level) => {
    const license = policy({ next_ack_deadline: inDays(12), next_push: inDays(2), ...reporting })
    expect(levelFor('ack', { license, derived })).toBe(level)
  })

  test('near the deadline a device that reports by hand needs a person', () => {
    const license = policy({ next_ack_deadline: inDays(5), next_push: '' }, { transport: { type: 'off' } })
    expect(levelFor('ack', { license })).toBe('critical')
  })

  test('a report to the default CSLU that nobody runs saves nothing', () => {
    const license = policy(
      { next_ack_deadline: inDays(12), acked: false, last_ack: '', pushed: false, last_push: '' },
      { transport: { type: 'cslu', cslu_url: '', configured_smart_url: '' } },
    )
    expect(levelFor('ack', { license })).toBe('warning')
  })
})

describe('report, trust code, SIA grace', () => {
  test('a report is late after more than a day', () => {
    const at = (days: number) => levelFor('push', { license: policy({ next_push: inDays(days) }) })
    expect([at(5), at(-0.5), at(-3)]).toEqual(['ok', 'ok', 'warning'])
  })

  test('the trust code that ends first counts', () => {
    const members = [inDays(2_500), '', inDays(10)].map(expires => ({ installed: true, expires }))
    const license = policy({}, { trust_code: { installed: true, members } })
    expect(levelFor('trust_code', { license })).toBe('warning')
  })

  test('the days of grace are counted by the device', () => {
    const grace = (license: Setting['license']) => levelFor('sia_grace', { license, platform: 'ios-xr' })
    expect(grace({ sia: 'out-of-compliance', sia_grace_days: 60 })).toBe('ok')
    expect(grace({ sia: 'out-of-compliance', sia_grace_days: 3 })).toBe('critical')
    expect(grace({ sia: 'out-of-compliance' })).toBeUndefined()
    expect(grace({ sia: 'grace-expired' })).toBe('critical')
    expect(grace({ sia: 'in-compliance' })).toBe('ok')
  })
})
