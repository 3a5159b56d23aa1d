// Which deadlines count on a device. Undefined: that cannot be told.
import type { RuleContext } from '../../model/facts/store.ts'
import { isBefore } from '../../model/facts/time.ts'
import { allTrue, anyTrue } from '../derive/derivation.ts'

type Answer = boolean | undefined

function isGeneration(facts: RuleContext, wanted: string): Answer {
  const generation = facts.license?.generation
  return generation === undefined ? undefined : generation === wanted
}

/** '' is known to be none. */
function printed(at: string | undefined): Answer {
  return at === undefined ? undefined : at !== ''
}

function oneOf(value: string | undefined, wanted: readonly string[]): Answer {
  return value === undefined ? undefined : wanted.includes(value)
}

/** A device that uses no licence has nothing to report: no report, no ACK, no trust code is asked of it. */
export function usesLicences(facts: RuleContext): Answer {
  return facts.license?.usage === undefined
    ? undefined
    : anyTrue(
        facts.license.usage.map(({ status, count }) => {
          if (status === 'not-in-use' || count === 0) return false
          return status === undefined && count === undefined ? undefined : true
        }),
      )
}

/** Reserved devices and such that use no licence owe nobody contact, whatever date is left over in the output. */
export function authorizationApplies(facts: RuleContext): Answer {
  const { status, deadline } = facts.license?.authorization ?? {}
  const idle = oneOf(status, ['none-in-use', 'reserved'])
  return allTrue([
    isGeneration(facts, 'classic'),
    idle === undefined ? undefined : !idle,
    // `DEADLINE EXCEEDED` stands in place of the date once it is past.
    anyTrue([oneOf(status, ['expired']), printed(deadline)]),
  ])
}

export function registrationApplies(facts: RuleContext): Answer {
  return allTrue([isGeneration(facts, 'classic'), printed(facts.license?.registration?.expires)])
}

/** A period that is not in use is frozen: its figure means nothing. */
export function evaluationApplies(facts: RuleContext): Answer {
  return facts.license?.evaluation?.in_use
}

/** Holds for air-gapped devices as well: their reports and ACKs are carried by hand. */
export function ackApplies(facts: RuleContext): Answer {
  return allTrue([
    isGeneration(facts, 'policy'),
    printed(facts.license?.reporting?.next_ack_deadline),
    usesLicences(facts),
  ])
}

/** On direct transports: a CSLU may collect the reports itself, and offline nothing is sent. */
export function pushApplies(facts: RuleContext): Answer {
  return allTrue([
    isGeneration(facts, 'policy'),
    printed(facts.license?.reporting?.next_push),
    isDirect(facts),
    usesLicences(facts),
  ])
}

function isDirect(facts: RuleContext): Answer {
  return oneOf(facts.license?.transport?.type, ['smart', 'callhome'])
}

/** Only direct communication needs a trust code. */
export function trustCodeApplies(facts: RuleContext): Answer {
  return allTrue([
    isGeneration(facts, 'policy'),
    isDirect(facts),
    usesLicences(facts),
    printed(firstTrustEnd(facts)),
  ])
}

/** End of the trust code that ends first; '' when no unit prints one. Undefined where one is not known. */
export function firstTrustEnd(facts: RuleContext): string | undefined {
  const { installed, members } = facts.license?.trust_code ?? {}
  if (installed === false) return ''
  if (installed === undefined || members === undefined) return undefined
  let first = ''
  for (const { expires } of members) {
    if (expires === undefined) return undefined
    if (expires === '') continue
    const earlier = first === '' ? true : isBefore(expires, first)
    if (earlier === undefined) return undefined
    if (earlier) first = expires
  }
  return first
}

/** The grace period runs, or is over, while the SIA licences do not suffice. */
export function siaGraceApplies(facts: RuleContext): Answer {
  const platform = oneOf(facts.device?.platform, ['ios-xr'])
  return platform === false ? false : oneOf(facts.license?.sia, ['out-of-compliance', 'grace-expired'])
}
