// Devices for the deadline tests, as facts: the clock stands at 2026-06-01 10:00 UTC.
import { derive } from '../../../src/diagnose/derive/index.ts'
import type { FactStore, RuleContext } from '../../../src/model/facts/store.ts'
import type { Thresholds } from '../../../src/model/thresholds.ts'
import { store } from '../sample.ts'

export const NOW = '2026-06-01T10:00:00Z'

const DAY = 86_400_000

/** The time this many days after {@link NOW}. */
export function inDays(days: number): string {
  return `${new Date(Date.parse(NOW) + days * DAY).toISOString().slice(0, 19)}Z`
}

type License = NonNullable<RuleContext['license']>
type Platform = 'ios-xe' | 'nx-os' | 'ios-xr'

const USED = [{ name: 'network-advantage', count: 1, status: 'in-use' }]

/** A classic device whose renewals succeed, unless told otherwise. */
export function classic(
  authorization: License['authorization'] = {},
  more: Omit<License, 'authorization'> = {},
): License {
  return {
    generation: 'classic',
    usage: USED,
    evaluation: { in_use: false, expired: false, remaining_days: 12 },
    authorization: {
      status: 'authorized',
      last_attempt: { outcome: 'succeeded', at: inDays(-10) },
      next_attempt: inDays(20),
      deadline: inDays(80),
      has_deadline: true,
      ...authorization,
    },
    ...more,
    registration: {
      status: 'registered',
      detail: '',
      last_renewal: { outcome: 'none', at: '' },
      next_renewal: inDays(150),
      expires: inDays(330),
      ...more.registration,
    },
  }
}

/** A device with Using Policy whose reports go out and are answered, unless told otherwise. */
export function policy(reporting: License['reporting'] = {}, more: Omit<License, 'reporting'> = {}): License {
  return {
    generation: 'policy',
    usage: USED,
    transport: { type: 'smart' },
    trust_code: { installed: true, members: [{ role: '', installed: true, at: inDays(-20), expires: '' }] },
    reporting: {
      acked: true,
      last_ack: inDays(-9),
      has_ack_deadline: true,
      next_ack_deadline: inDays(81),
      push_interval_days: 30,
      next_push: inDays(20),
      next_ack_check: '',
      pushed: true,
      last_push: inDays(-10),
      ...reporting,
    },
    ...more,
  }
}

export interface Setting {
  readonly license: License
  readonly platform?: Platform
  readonly now?: string
  readonly derived?: Record<string, unknown>
  readonly thresholds?: Thresholds
}

export function deviceOf({
  license,
  platform = 'ios-xe',
  now = NOW,
  derived,
  thresholds,
}: Setting): FactStore {
  const facts = {
    device: { platform },
    clock: { device_time: now },
    license,
    ...(derived === undefined ? {} : { derived }),
  }
  return derive(store(facts), thresholds)
}
