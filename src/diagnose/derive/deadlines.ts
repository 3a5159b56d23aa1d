// Deadlines as facts: days left by the device's own clock, and how pressing each one is.
import type { RuleContext } from '../../model/facts/store.ts'
import { isBefore, secondsBetween } from '../../model/facts/time.ts'
import type { Thresholds } from '../../model/thresholds.ts'
import { KINDS, type Kind } from '../deadlines/kinds.ts'
import { left, range, whole } from '../deadlines/left.ts'
import { type Level, levelOf } from '../deadlines/level.ts'
import type { Derivation } from './derivation.ts'

const DAY = 86_400

function since(at: string | undefined, now: string | undefined, unit: number): number | undefined {
  if (at === undefined || at === '' || now === undefined) return undefined
  return whole(secondsBetween(at, now), unit)
}

function derivationsOf(kind: Kind): Derivation[] {
  const path = `derived.deadlines.${kind.kind}`
  const dateReads = kind.date === undefined ? kind.dateReads : [...kind.dateReads, 'clock.device_time']
  const renews = kind.renewing
  return [
    {
      path,
      reads: dateReads,
      compute: facts => (kind.left ?? (all => left(kind.date?.(all), all.clock?.device_time)))(facts),
    },
    { path: `${path}.set`, reads: kind.setReads, compute: kind.set },
    ...(renews === undefined
      ? []
      : [{ path: `${path}.renewing`, reads: kind.renewingReads ?? [], compute: renews }]),
    {
      path: `${path}.level`,
      reads: [`${path}.set`, ...dateReads, ...(renews === undefined ? [] : [`${path}.renewing`])],
      compute: (facts, thresholds) => {
        const set = facts.derived?.deadlines?.[kind.kind]?.set
        if (set === false) return 'ok'
        const level = levelIfSet(kind, facts, thresholds)
        // Far away it is `ok` whether it counts or not.
        return set === true || level === 'ok' ? level : undefined
      },
    },
  ]
}

function levelIfSet(kind: Kind, facts: RuleContext, thresholds: Thresholds): Level | undefined {
  const entry: { days_left?: number; passed?: boolean; renewing?: boolean } =
    facts.derived?.deadlines?.[kind.kind] ?? {}
  const days =
    entry.days_left === undefined
      ? range(kind.date?.(facts), facts.clock?.device_time)
      : { least: entry.days_left, most: entry.days_left }
  if (kind.level !== undefined) return days === undefined ? undefined : kind.level(days)
  if (entry.passed === true) return 'critical'
  return days === undefined
    ? undefined
    : levelOf(days, kind.renewing === undefined ? false : entry.renewing, thresholds)
}

export const deadlineDerivations: readonly Derivation[] = [
  ...KINDS.flatMap(derivationsOf),
  {
    path: 'derived.deadlines.renewal',
    reads: ['license.registration.next_renewal', 'clock.device_time'],
    compute: facts => left(facts.license?.registration?.next_renewal, facts.clock?.device_time),
  },
  {
    path: 'derived.deadlines.renewal.set',
    reads: ['license.registration.next_renewal'],
    compute: facts => {
      const at = facts.license?.registration?.next_renewal
      return at === undefined ? undefined : at !== ''
    },
  },
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
