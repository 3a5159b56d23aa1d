// Days left, by the device's own clock.
import type { RuleContext } from '../../model/facts/store.ts'
import { isBefore, secondsBetween } from '../../model/facts/time.ts'
import type { Derivation } from './derivation.ts'

const DAY = 86_400

interface Deadline {
  readonly set?: boolean
  readonly days_left?: number
  readonly passed?: boolean
}

function since(at: string | undefined, now: string | undefined, unit: number): number | undefined {
  if (at === undefined || at === '' || now === undefined) return undefined
  return whole(secondsBetween(at, now), unit)
}

/** Whole units; undefined where an unknown offset leaves a choice. */
function whole(seconds: { least: number; most: number } | undefined, unit: number): number | undefined {
  if (seconds === undefined) return undefined
  const least = Math.floor(seconds.least / unit)
  return least === Math.floor(seconds.most / unit) ? least : undefined
}

/** A date the device prints ('' = none), against the device's clock. Parts that cannot be told are left out. */
function dated(at: string | undefined, now: string | undefined): Deadline | undefined {
  if (at === undefined) return undefined
  if (at === '') return { set: false, passed: false }
  if (now === undefined) return { set: true }
  const days_left = whole(secondsBetween(now, at), DAY)
  const passed = isBefore(at, now)
  return {
    set: true,
    ...(days_left === undefined ? {} : { days_left }),
    ...(passed === undefined ? {} : { passed }),
  }
}

function evaluation(facts: RuleContext): Deadline | undefined {
  const state = facts.license?.evaluation
  if (state?.in_use === undefined) return undefined
  // A period that is not in use is frozen: its figure means nothing.
  if (!state.in_use) return { set: false, passed: false }
  if (state.expired === true) return { set: true, days_left: 0, passed: true }
  if (state.remaining_days === undefined || state.expired === undefined) return { set: true }
  return { set: true, days_left: state.remaining_days, passed: false }
}

const deadline = (kind: string, reads: readonly string[], compute: Derivation['compute']): Derivation => ({
  path: `derived.deadlines.${kind}`,
  reads,
  compute,
})

export const deadlineDerivations: readonly Derivation[] = [
  deadline('authorization', ['license.authorization.deadline', 'clock.device_time'], facts =>
    dated(facts.license?.authorization?.deadline, facts.clock?.device_time),
  ),
  deadline('registration', ['license.registration.expires', 'clock.device_time'], facts =>
    dated(facts.license?.registration?.expires, facts.clock?.device_time),
  ),
  deadline('renewal', ['license.registration.next_renewal', 'clock.device_time'], facts =>
    dated(facts.license?.registration?.next_renewal, facts.clock?.device_time),
  ),
  deadline('ack', ['license.reporting.next_ack_deadline', 'clock.device_time'], facts =>
    dated(facts.license?.reporting?.next_ack_deadline, facts.clock?.device_time),
  ),
  deadline('evaluation', ['license.evaluation'], evaluation),
  {
    path: 'derived.registered_minutes',
    reads: ['license.registration.initial', 'clock.device_time'],
    compute: facts => {
      const initial = facts.license?.registration?.initial
      return initial?.outcome === 'succeeded' ? since(initial.at, facts.clock?.device_time, 60) : undefined
    },
  },
  {
    // Lines of one configuration carry the zone of their day: winter and summer time have different names.
    path: 'saved_config.unsaved',
    reads: ['saved_config.changed_at', 'saved_config.saved_at'],
    compute: facts => {
      const { changed_at, saved_at } = facts.saved_config ?? {}
      if (changed_at === undefined || changed_at === '' || saved_at === undefined || saved_at === '')
        return undefined
      return isBefore(saved_at, changed_at)
    },
  },
  {
    path: 'derived.ack_age_days',
    reads: ['license.reporting.last_ack', 'license.reporting.acked', 'clock.device_time'],
    compute: facts => {
      const reporting = facts.license?.reporting
      return reporting?.acked === true ? since(reporting.last_ack, facts.clock?.device_time, DAY) : undefined
    },
  },
]
