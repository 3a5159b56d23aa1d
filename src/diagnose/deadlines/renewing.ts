// Does the device move a deadline by itself before it is reached? Then being near it is no alarm.
import type { RuleContext } from '../../model/facts/store.ts'
import { isBefore, secondsBetween } from '../../model/facts/time.ts'
import { allTrue, anyTrue } from '../derive/derivation.ts'

type Answer = boolean | undefined

const DAY = 86_400
/** Retries of a registered device come every 23 hours at most, and a try that is due may be running. */
const LATE_SECONDS = DAY
/** The server takes hours to acknowledge a report, and says so with OK_POLL meanwhile. */
const ACK_WAIT_SECONDS = 2 * DAY

function not(value: Answer): Answer {
  return value === undefined ? undefined : !value
}

/** More seconds than this from one time to another; undefined where an unknown offset leaves a choice. */
function longer(from: string | undefined, to: string | undefined, seconds: number): Answer {
  const between = secondsBetween(from ?? '', to ?? '')
  if (between === undefined) return undefined
  if (between.least > seconds) return true
  return between.most <= seconds ? false : undefined
}

/** The next try is not long past, and comes before the deadline. */
function comesInTime(
  next: string | undefined,
  deadline: string | undefined,
  now: string | undefined,
): Answer {
  if (next === '') return false
  if (next === undefined || deadline === undefined) return undefined
  return allTrue([not(longer(next, now, LATE_SECONDS)), not(isBefore(deadline, next))])
}

/**
 * Renewals come every 30 days and give 90 each: while they succeed the deadline is 60 to 90 days away, so a short one
 * (a server with its own ideas, --warn-days 70) is no alarm. After a failure the days count.
 */
export function authorizationRenewing(facts: RuleContext): Answer {
  const { last_attempt, next_attempt, deadline } = facts.license?.authorization ?? {}
  return allTrue([
    attemptGoesThrough(last_attempt?.outcome, facts),
    comesInTime(next_attempt, deadline, facts.clock?.device_time),
  ])
}

function attemptGoesThrough(outcome: string | undefined, facts: RuleContext): Answer {
  if (outcome === undefined) return undefined
  if (outcome === 'failed') return false
  // Pending or not tried yet: whether anything gets through tells.
  return outcome === 'succeeded' ? true : not(facts.derived?.failing_now)
}

/** The ID certificate is renewed after six months; none tried yet is normal until then. */
export function registrationRenewing(facts: RuleContext): Answer {
  const { last_renewal, next_renewal, expires } = facts.license?.registration ?? {}
  const failed = last_renewal?.outcome === undefined ? undefined : last_renewal.outcome === 'failed'
  return allTrue([
    not(failed),
    not(facts.derived?.failing_now),
    comesInTime(next_renewal, expires, facts.clock?.device_time),
  ])
}

/** Reports go out by themselves and are answered, and the next is due before the ACK. By hand nothing moves by itself. */
export function ackRenewing(facts: RuleContext): Answer {
  const { next_push, next_ack_deadline, acked } = facts.license?.reporting ?? {}
  const type = facts.license?.transport?.type
  return allTrue([
    type === undefined ? undefined : type !== 'off',
    not(facts.derived?.failing_now),
    reportsAnswered(facts),
    // With the default CSLU that nobody runs a planned report reaches nobody; an ACK shows that somebody collects.
    anyTrue([acked, facts.derived?.wants_contact]),
    comesInTime(next_push, next_ack_deadline, facts.clock?.device_time),
  ])
}

function reportsAnswered(facts: RuleContext): Answer {
  const { acked, last_ack, push_interval_days, pushed, last_push } = facts.license?.reporting ?? {}
  const now = facts.clock?.device_time
  if (acked === undefined) return undefined
  if (acked) {
    return push_interval_days === undefined
      ? undefined
      : not(longer(last_ack, now, push_interval_days * DAY + LATE_SECONDS))
  }
  // Nothing was sent yet (`Last report push: <none>` on a fresh device), so nothing had to be answered.
  return anyTrue([not(pushed), pushed === true ? not(longer(last_push, now, ACK_WAIT_SECONDS)) : undefined])
}
