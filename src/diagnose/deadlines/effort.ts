// What a device does about a deadline now, and when it tries next.
import type { RuleContext } from '../../model/facts/store.ts'
import type { DeadlineKind } from '../../model/report.ts'
import type { Effort } from './cadence.ts'

/** Undefined: the facts do not tell. */
export function effortOf(kind: DeadlineKind, facts: RuleContext): Effort | undefined {
  switch (kind) {
    case 'authorization':
      return authorization(facts)
    case 'registration':
      return registration(facts)
    case 'evaluation':
      return evaluation(facts)
    case 'ack':
    case 'push':
      return reporting(facts)
    case 'trust_code':
      return 'renewing'
    case 'sia_grace':
      return undefined
  }
}

function authorization(facts: RuleContext): Effort | undefined {
  const { status, last_attempt } = facts.license?.authorization ?? {}
  if (status === 'expired' || facts.derived?.deadlines?.authorization?.passed === true) return 'expired'
  if (status === 'out-of-compliance') return 'out-of-compliance'
  if (last_attempt?.outcome === 'failed') return 'failing'
  return status === 'authorized' && last_attempt?.outcome === 'succeeded' ? 'renewing' : undefined
}

function registration(facts: RuleContext): Effort | undefined {
  const { status, last_renewal } = facts.license?.registration ?? {}
  if (status !== 'registered' || facts.derived?.deadlines?.registration?.passed === true) return undefined
  if (last_renewal?.outcome === 'failed') return 'failing'
  const overdue = facts.derived?.deadlines?.renewal?.passed
  return overdue === undefined ? undefined : overdue ? 'failing' : 'renewing'
}

function evaluation(facts: RuleContext): Effort | undefined {
  const { status, initial, detail } = facts.license?.registration ?? {}
  if (status === 'registering' || (status === 'unregistered' && initial?.outcome === 'failed'))
    return 'registering'
  return status === 'unregistered' && initial?.outcome === 'none' && detail === ''
    ? 'waiting-for-token'
    : undefined
}

function reporting(facts: RuleContext): Effort | undefined {
  const type = facts.license?.transport?.type
  if (type === undefined) return undefined
  if (type === 'off') return 'by-hand'
  // The default CSLU that nobody runs: it plans reports, and none arrives.
  if (facts.derived?.wants_contact === false) return undefined
  const failing = facts.derived?.failing_now
  return failing === undefined ? undefined : failing ? 'failing' : 'renewing'
}

/** The next try as the device prints it; '' when it prints none. */
export function nextAttempt(kind: DeadlineKind, facts: RuleContext): string {
  const { registration, authorization, reporting } = facts.license ?? {}
  switch (kind) {
    case 'authorization':
      return authorization?.next_attempt ?? ''
    case 'registration':
      return registration?.next_renewal ?? ''
    case 'evaluation':
      return registration?.next_attempt ?? ''
    case 'ack':
      return reporting?.next_push || reporting?.next_ack_check || ''
    case 'push':
      return reporting?.next_push ?? ''
    case 'trust_code':
    case 'sia_grace':
      return ''
  }
}
