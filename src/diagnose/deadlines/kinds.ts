// Every deadline: where its date stands, when it counts, and what moves it.
import type { RuleContext } from '../../model/facts/store.ts'
import type { DeadlineKind } from '../../model/report.ts'
import * as applies from './applies.ts'
import { evaluationLeft, graceLeft, type Left, left } from './left.ts'
import { appointmentLevel, type DayRange, type Level } from './level.ts'
import * as renewing from './renewing.ts'

export interface Kind {
  readonly kind: DeadlineKind
  /** Where the date stands; none where the device counts days. */
  readonly date?: (facts: RuleContext) => string | undefined
  /** Facts behind the date (the clock is added), or behind the days. */
  readonly dateReads: readonly string[]
  readonly left?: (facts: RuleContext) => Left | undefined
  readonly set: (facts: RuleContext) => boolean | undefined
  readonly setReads: readonly string[]
  /** Left out: nothing but a person moves this date. */
  readonly renewing?: (facts: RuleContext) => boolean | undefined
  readonly renewingReads?: readonly string[]
  readonly level?: (days: DayRange) => Level | undefined
}

const now = (facts: RuleContext): string | undefined => facts.clock?.device_time

export const KINDS: readonly Kind[] = [
  {
    kind: 'authorization',
    date: facts => facts.license?.authorization?.deadline,
    // An expired authorization prints DEADLINE EXCEEDED in place of its date.
    dateReads: ['license.authorization.deadline', 'license.authorization.status'],
    left: facts => {
      const { status, deadline } = facts.license?.authorization ?? {}
      return status === 'expired'
        ? { ...left(deadline, now(facts)), passed: true }
        : left(deadline, now(facts))
    },
    set: applies.authorizationApplies,
    setReads: ['license.generation', 'license.authorization.status', 'license.authorization.deadline'],
    renewing: renewing.authorizationRenewing,
    renewingReads: [
      'license.authorization.last_attempt',
      'license.authorization.next_attempt',
      'license.authorization.deadline',
      'clock.device_time',
      'derived.failing_now',
    ],
  },
  {
    kind: 'registration',
    date: facts => facts.license?.registration?.expires,
    dateReads: ['license.registration.expires'],
    set: applies.registrationApplies,
    setReads: ['license.generation', 'license.registration.expires'],
    renewing: renewing.registrationRenewing,
    renewingReads: [
      'license.registration.last_renewal',
      'license.registration.next_renewal',
      'license.registration.expires',
      'clock.device_time',
      'derived.failing_now',
    ],
  },
  {
    kind: 'evaluation',
    dateReads: ['license.evaluation'],
    left: evaluationLeft,
    set: applies.evaluationApplies,
    setReads: ['license.evaluation.in_use'],
  },
  {
    kind: 'ack',
    date: facts => facts.license?.reporting?.next_ack_deadline,
    dateReads: ['license.reporting.next_ack_deadline'],
    set: applies.ackApplies,
    setReads: ['license.generation', 'license.reporting.next_ack_deadline', 'license.usage'],
    renewing: renewing.ackRenewing,
    renewingReads: [
      'license.transport.type',
      'license.reporting.next_push',
      'license.reporting.acked',
      'license.reporting.last_ack',
      'license.reporting.push_interval_days',
      'license.reporting.pushed',
      'license.reporting.last_push',
      'license.reporting.next_ack_deadline',
      'clock.device_time',
      'derived.failing_now',
      'derived.wants_contact',
    ],
  },
  {
    kind: 'push',
    date: facts => facts.license?.reporting?.next_push,
    dateReads: ['license.reporting.next_push'],
    set: applies.pushApplies,
    setReads: [
      'license.generation',
      'license.reporting.next_push',
      'license.transport.type',
      'license.usage',
    ],
    level: appointmentLevel,
  },
  {
    kind: 'trust_code',
    date: applies.firstTrustEnd,
    dateReads: ['license.trust_code'],
    set: applies.trustCodeApplies,
    setReads: ['license.generation', 'license.transport.type', 'license.usage', 'license.trust_code'],
  },
  {
    kind: 'sia_grace',
    dateReads: ['license.sia', 'license.sia_grace_days'],
    left: graceLeft,
    set: applies.siaGraceApplies,
    setReads: ['device.platform', 'license.sia'],
  },
]
