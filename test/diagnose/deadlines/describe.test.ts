// Which deadlines a report shows, in what words, and what is said where the days cannot be told.
import { describe, expect, test } from 'vitest'
import { CADENCES, cadenceText } from '../../../src/diagnose/deadlines/cadence.ts'
import { deadlinesOf } from '../../../src/diagnose/deadlines/describe.ts'
import { derive } from '../../../src/diagnose/derive/index.ts'
import type { Deadline } from '../../../src/model/report.ts'
import { store } from '../sample.ts'
import { classic, deviceOf, inDays, policy, type Setting } from './devices.ts'

function shown(setting: Setting): Deadline[] {
  return deadlinesOf(deviceOf(setting))
}

function kinds(setting: Setting): string[] {
  return shown(setting).map(one => one.kind)
}

describe('what is shown', () => {
  test('a registered device: authorization and ID certificate', () => {
    expect(kinds({ license: classic() })).toEqual(['authorization', 'registration'])
  })

  test('a device in evaluation: its evaluation alone', () => {
    const license = classic(
      { status: 'eval', deadline: '', has_deadline: false },
      {
        registration: { status: 'unregistered', expires: '', next_renewal: '' },
        evaluation: { in_use: true, expired: false, remaining_days: 65 },
      },
    )
    expect(kinds({ license })).toEqual(['evaluation'])
  })

  test('Using Policy: acknowledgement, and after it the next report', () => {
    expect(kinds({ license: policy() })).toEqual(['ack', 'push'])
  })

  test.each([
    ['reservation', { ...classic({ status: 'reserved' }), generation: 'reservation' }],
    ['traditional licensing', { ...classic(), generation: 'traditional' }],
  ])('%s: none, whatever dates are left over', (_name, license) => {
    expect(kinds({ license })).toEqual([])
  })

  test('no licence in use: no authorization to lose, nothing to report', () => {
    expect(kinds({ license: classic({ status: 'none-in-use' }) })).toEqual(['registration'])
    for (const usage of [
      [],
      [{ name: 'x', count: 0, status: 'in-use' }],
      [{ name: 'x', status: 'not-in-use' }],
    ])
      expect(kinds({ license: policy({}, { usage }) })).toEqual([])
  })

  test('no reporting required: `Next ACK deadline: <none>` and `0 (no reporting)`', () => {
    const none = { next_ack_deadline: '', has_ack_deadline: false, push_interval_days: 0, next_push: '' }
    expect(kinds({ license: policy(none) })).toEqual([])
  })

  test('air-gapped: the acknowledgement that is carried by hand, no report, no trust code', () => {
    const license = policy({ next_push: inDays(3) }, { transport: { type: 'off' } })
    expect(kinds({ license })).toEqual(['ack'])
  })

  test('a trust code that prints its end, on direct transports only', () => {
    const trust_code = { installed: true, members: [{ installed: true, expires: '2033-04-25T02:55:41Z' }] }
    expect(kinds({ license: policy({}, { trust_code }) })).toContain('trust_code')
    expect(kinds({ license: policy({}, { trust_code, transport: { type: 'cslu' } }) })).not.toContain(
      'trust_code',
    )
  })

  test('the most pressing first', () => {
    const license = classic(
      { deadline: inDays(20), last_attempt: { outcome: 'failed', at: inDays(-1) } },
      { registration: { status: 'registered', expires: inDays(3), last_renewal: { outcome: 'failed' } } },
    )
    expect(shown({ license }).map(one => `${one.kind} ${one.level}`)).toEqual([
      'registration critical',
      'authorization warning',
    ])
  })
})

describe('in words', () => {
  test('days, date, consequence, next try, cadence', () => {
    const license = classic({
      deadline: inDays(12.5),
      last_attempt: { outcome: 'failed', at: inDays(-0.5) },
      next_attempt: inDays(0.5),
    })
    expect(shown({ license })[0]).toEqual({
      kind: 'authorization',
      at: '2026-06-13T22:00:00Z',
      days_left: 12,
      level: 'warning',
      text: '12 days until the authorization expires',
      consequence: 'On that day the server returns the licences to the pool; features keep working.',
      next_attempt: '2026-06-01T22:00:00Z',
      retry: 'tried again every 23 hours',
    })
  })

  test('a try that is past is said to be', () => {
    const license = classic({
      last_attempt: { outcome: 'pending', at: inDays(-1) },
      next_attempt: inDays(-0.5),
    })
    expect(shown({ license })[0]).toMatchObject({ next_attempt_passed: true })
  })

  test.each([
    [1.5, '1 day until the authorization expires'],
    [0.5, 'less than a day until the authorization expires'],
    [-0.5, '1 day ago the authorization expired'],
    [-9.5, '10 days ago the authorization expired'],
  ])('%f days', (days, text) => {
    const [first] = shown({ license: classic({ deadline: inDays(days) }) })
    expect(first?.text).toBe(text)
    expect(first?.consequence).toMatch(days < 0 ? /^The server has returned/ : /^On that day/)
  })

  test('an evaluation that is over tells its day', () => {
    const license = classic(
      { status: 'eval-expired', deadline: '' },
      {
        registration: { status: 'unregistered', expires: '', initial: { outcome: 'none' } },
        evaluation: { in_use: true, expired: true, expired_at: '2026-04-01T08:00:00Z', remaining_days: 0 },
      },
    )
    expect(shown({ license })).toMatchObject([
      {
        text: 'the evaluation period was used up on 2026-04-01 08:00:00 UTC',
        level: 'critical',
        retry: 'nothing is tried until a token registers the device',
      },
    ])
  })
})

describe('the cadence by state and platform', () => {
  const evaluation = { in_use: true, expired: false, remaining_days: 65 }
  const failing = classic(
    { status: 'eval', deadline: '' },
    { evaluation, registration: { status: 'registering', expires: '' } },
  )

  test.each([
    ['nx-os', 'tried again every 15 minutes for 4 hours, then hourly'],
    ['ios-xr', 'tried again every 20 minutes for 4 hours, then daily for 30 days'],
    // No vendor text names one for IOS XE.
    ['ios-xe', ''],
  ] as const)('registration on %s', (platform, retry) => {
    expect(shown({ license: failing, platform })[0]?.retry).toBe(retry)
  })

  test.each([
    ['authorized', 'succeeded', 'nx-os', 'renewed every 30 days'],
    ['authorized', 'failed', 'nx-os', 'tried again every 23 hours'],
    [
      'out-of-compliance',
      'succeeded',
      'ios-xe',
      'tried again every 15 minutes for 2 hours, then every 4 hours',
    ],
    ['out-of-compliance', 'succeeded', 'ios-xr', 'compliance is checked daily'],
    ['expired', 'failed', 'ios-xr', 'tried again hourly until the ID certificate expires'],
  ] as const)('authorization %s, last try %s, on %s', (status, outcome, platform, retry) => {
    const license = classic({ status, last_attempt: { outcome, at: inDays(-1) } })
    expect(shown({ license, platform }).find(one => one.kind === 'authorization')?.retry).toBe(retry)
  })

  test('ID certificate: after six months, then hourly', () => {
    const retry = (registration: object) =>
      shown({ license: classic({}, { registration: { ...classic().registration, ...registration } }) })[1]
        ?.retry
    expect(retry({})).toBe('renewed after six months')
    expect(retry({ next_renewal: inDays(-2) })).toMatch(/^tried again hourly/)
  })

  test('reports: the interval of the device; how a failed one is repeated is unconfirmed', () => {
    const retry = (failing_now: boolean) =>
      shown({ license: policy(), derived: { failing_now, wants_contact: true } })[0]?.retry
    expect(retry(false)).toBe('reported every 30 days')
    expect(retry(true)).toMatch(/\(unconfirmed\)$/)
  })

  test('every row has a source, and no two answer the same question', () => {
    const keys = CADENCES.flatMap(one =>
      one.kinds.flatMap(kind => one.platforms.map(platform => `${kind} ${one.effort} ${platform}`)),
    )
    expect(new Set(keys).size).toBe(keys.length)
    expect(CADENCES.filter(one => one.source === '')).toEqual([])
    expect(cadenceText('authorization', 'failing', undefined, 30)).toBe('')
  })
})

describe('days that cannot be told', () => {
  test('no device time: the command that would give it', () => {
    const license = classic()
    const missing = { reason: '`show clock` was not collected', command: 'show clock' }
    const [first] = deadlinesOf(derive(store({ license }, { 'clock.device_time': missing })))
    expect(first).toMatchObject({
      level: 'unknown',
      at: inDays(80),
      text: 'the authorization expires on 2026-08-20 10:00:00 UTC, days left not known',
      missing,
    })
    expect(first).not.toHaveProperty('days_left')
  })

  test('a zone nobody explains: what is certain is said', () => {
    const at = (deadline: string) =>
      shown({ license: classic({ deadline, last_attempt: { outcome: 'failed', at: inDays(-1) } }) })[0]
    // Between 38 and 39 days, whatever EST means here.
    expect(at('2026-07-10T10:00:00[EST]')).toMatchObject({ level: 'ok', missing: { command: 'show clock' } })
    expect(at('2026-07-10T10:00:00[EST]')).not.toHaveProperty('days_left')
    // The level hangs on it.
    expect(at('2026-07-01T10:00:00[EST]')).toMatchObject({ level: 'unknown' })
  })

  test('the days of grace not printed', () => {
    expect(shown({ license: { sia: 'out-of-compliance' }, platform: 'ios-xr' })).toMatchObject([
      { level: 'unknown', text: 'days until the SIA grace period ends: not known', at: '' },
    ])
  })

  test('whether a licence is in use was not read: shown, without a level', () => {
    const { usage: _, ...license } = policy({ next_ack_deadline: inDays(-3) })
    const [first] = shown({ license })
    expect(first).toMatchObject({ kind: 'ack', days_left: -3, level: 'unknown' })
  })
})
