// Does the device talk to its licensing server now, and what does it say when it does not.
import { factAt, type RuleContext } from '../../model/facts/store.ts'
import { isBefore, secondsBetween } from '../../model/facts/time.ts'
import { allTrue, anyTrue, type Derivation } from './derivation.ts'
import { isNoCslu } from './target.ts'

/** A request may wait this long for its reply before it counts as stuck. */
const PENDING_LIMIT_SECONDS = 15 * 60

export type License = NonNullable<RuleContext['license']>
type Communication = NonNullable<License['communication']>[number]

/** One missed hello proves little: a pull-mode CSLU never answers it while reports go through. */
export function counts(entry: Communication): boolean {
  return !/^(hello|telemetry)/i.test(entry.activity ?? '')
}

function moreThanNone(count: number | undefined): boolean | undefined {
  return count === undefined ? undefined : count > 0
}

function not(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value
}

function tried(outcome: string | undefined): boolean | undefined {
  return outcome === undefined ? undefined : outcome === 'failed'
}

/** A pending try fails once it is older than the limit; without a clock it cannot be told. */
function pendingTooLong(facts: RuleContext): boolean | undefined {
  const attempt = facts.license?.authorization?.last_attempt
  if (attempt?.outcome === undefined) return undefined
  if (attempt.outcome !== 'pending') return false
  const now = facts.clock?.device_time
  if (now === undefined || attempt.at === undefined) return undefined
  const waited = secondsBetween(attempt.at, now)
  if (waited === undefined) return undefined
  if (waited.least > PENDING_LIMIT_SECONDS) return true
  return waited.most <= PENDING_LIMIT_SECONDS ? false : undefined
}

function classicFailing(facts: RuleContext): boolean | undefined {
  const license = facts.license
  const registration = license?.registration
  const event = facts.derived?.newest_comm_event
  const authorization = license?.authorization
  const direct = anyTrue([
    registrationFailing(registration),
    tried(authorization?.last_attempt?.outcome),
    pendingTooLong(facts),
    // An ID certificate renewal is tried on its own schedule: a later authorization success does not cover it.
    registration?.last_renewal?.outcome === undefined ? false : tried(registration.last_renewal.outcome),
  ])
  if (direct === true) return true
  // The classic XR admin plane prints no attempt lines: the log and the register status decide.
  if (license?.xr_registered !== undefined) return xrFailing(facts)
  const attempt = authorization?.last_attempt?.outcome
  if (attempt === 'succeeded') return direct
  // Nothing was tried since boot: then the log decides, and only towards "failing". What is not known may have
  // succeeded since.
  if (event === 'failed') return attempt === undefined ? undefined : true
  return event === undefined && direct === false && !untouched(registration) ? undefined : direct
}

/** Never registered: nothing is sent before a token is given, so the log has nothing to tell. */
function untouched(registration: License['registration']): boolean {
  return registration?.status === 'unregistered' && registration.smart_account === ''
}

function registrationFailing(registration: License['registration']): boolean | undefined {
  if (registration?.status === undefined) return undefined
  if (registration.status === 'registered') return false
  if (/fail/i.test(registration.detail ?? '')) return true
  return registration.initial?.outcome === undefined
    ? registration.status === 'registering'
      ? undefined
      : false
    : tried(registration.initial.outcome)
}

function xrFailing(facts: RuleContext): boolean | undefined {
  const event = facts.derived?.newest_comm_event
  if (event === 'failed') return true
  if (facts.license?.xr_registered === 'failed') return true
  if (event === 'restored') return false
  const statistics = facts.callhome?.statistics
  const unanswered = statistics?.some(row => (row.failed ?? 0) > 0 && (row.success ?? 0) === 0)
  if (unanswered === true) return true
  return event === undefined || statistics === undefined ? undefined : false
}

/**
 * The default CSLU transport without an address: there is no server, so unanswered hellos are no outage.
 * Lab images print such failures for ever; a CSLU that pulls reports never answers a hello either.
 */
function noCsluAddress(facts: RuleContext): boolean | undefined {
  const transport = facts.license?.transport
  if (transport?.type === undefined) return undefined
  if (transport.type !== 'cslu') return false
  const url = transport.cslu_url ?? transport.url
  if (url !== undefined) return isNoCslu(url)
  // A configured address proves there is one; no configured address proves nothing, DNS may give one.
  return transport.configured_cslu_url === undefined || transport.configured_cslu_url === ''
    ? undefined
    : isNoCslu(transport.configured_cslu_url)
}

function policyFailing(facts: RuleContext): boolean | undefined {
  const license = facts.license
  if (license?.transport?.type === 'off') return false
  const nobody = noCsluAddress(facts)
  if (nobody === true) return false
  const failing = policyExchangeFailing(facts)
  return failing === true && nobody === undefined ? undefined : failing
}

function policyExchangeFailing(facts: RuleContext): boolean | undefined {
  const license = facts.license
  const entries = license?.communication
  if (entries !== undefined) {
    const state = anyTrue(entries.filter(counts).map(entry => ongoing(entry, entries, license?.reporting)))
    if (state !== false) return state
    const reports = entries.filter(counts)
    const everAnswered = anyTrue([
      license?.reporting?.acked,
      ...reports.map(entry => moreThanNone(entry.success)),
    ])
    const hellos = entries.filter(entry => !counts(entry))
    const helloFails = anyTrue(hellos.map(entry => moreThanNone(entry.ongoing_communication)))
    // No report was ever taken, and now even the hellos stay unanswered: nobody is there.
    return allTrue([helloFails, not(everAnswered)])
  }
  if (facts.derived?.newest_comm_event === 'failed') return true
  const reporting = license?.reporting
  if (reporting?.acked === true && reporting.last_ack !== undefined && reporting.last_push !== undefined) {
    // An acknowledgement at or after the last report: the last exchange was complete.
    return isBefore(reporting.last_ack, reporting.last_push) === false ? false : undefined
  }
  return undefined
}

/**
 * An activity that fails now. Not one the agent could not even build (no message left the device), and not one
 * that got no reply before another exchange succeeded: each activity counts for itself, so `Result Polling` keeps
 * its failure although an acknowledgement came a day later (seen with agent 5.11.4). A refusal stays: the next
 * success of the same activity resets it.
 */
function ongoing(
  entry: Communication,
  entries: readonly Communication[],
  reporting: License['reporting'],
): boolean | undefined {
  if (entry.ongoing_overall === undefined) return undefined
  if (entry.ongoing_overall === 0) return false
  if (/^BUILD REQUEST ERROR/i.test(entry.last_response ?? '')) return false
  const unreached = entry.ongoing_communication === entry.ongoing_overall
  if (!unreached || entry.last_failure === undefined || entry.last_failure === '') return true
  const newest = [reporting?.last_ack ?? '', ...entries.map(other => other.last_success ?? '')]
  return not(anyTrue(newest.map(time => isBefore(entry.last_failure ?? '', time))))
}

function failingNow(facts: RuleContext): boolean | undefined {
  switch (facts.license?.generation) {
    case 'classic':
      return classicFailing(facts)
    case 'policy':
      return policyFailing(facts)
    case 'reservation':
    case 'traditional':
      return false
    default:
      return undefined
  }
}

function wantsContact(facts: RuleContext): boolean | undefined {
  const license = facts.license
  if (license?.generation === undefined) return undefined
  if (license.generation === 'policy') {
    const type = license.transport?.type
    if (type !== 'cslu') return type === undefined ? undefined : type !== 'off'
    const nobody = noCsluAddress(facts)
    if (nobody !== true) return nobody === undefined ? undefined : true
    // An address for another transport shows that somebody wants contact and left the default transport.
    const elsewhere = license.transport?.configured_smart_url
    return elsewhere === undefined ? undefined : elsewhere !== ''
  }
  if (license.generation !== 'classic') return false
  const registration = license.registration
  if (registration?.status === undefined) return undefined
  if (registration.status !== 'unregistered') return true
  // Never registered: the agent does not talk to Cisco at all until a token is given (vendor guides, evaluation state).
  return registrationFailing(registration)
}

/** A reason matters while its own outcome is not a success. */
function reasonIf(outcome: string | undefined, reason: string | undefined): string[] | undefined {
  if (outcome === 'succeeded' || outcome === 'none') return []
  if (reason !== undefined && reason !== '') return [reason]
  return outcome === undefined || reason === undefined ? undefined : []
}

function failureReasons(facts: RuleContext): string[] | undefined {
  const license = facts.license
  if (license?.generation === 'policy') {
    const entries = license.communication
    const failing = entries?.map(entry => ongoing(entry, entries, license.reporting))
    if (entries === undefined || failing?.includes(undefined) !== false) return undefined
    const texts = entries
      .filter((_, index) => failing[index] === true)
      .flatMap(entry => [entry.failure_reason ?? '', entry.last_response ?? ''])
    return [...new Set(texts.filter(text => text !== ''))]
  }
  if (license?.generation !== 'classic') return license?.generation === undefined ? undefined : []
  const registration = license.registration
  const authorization = license.authorization
  const registered = registration?.status === 'registered'
  const parts = [
    registered ? [] : reasonIf(registration?.initial?.outcome, registration?.failure_reason),
    reasonIf(authorization?.last_attempt?.outcome, authorization?.failure_reason),
    registration?.last_renewal?.outcome === 'failed'
      ? reasonIf('failed', registration.renewal_failure_reason)
      : [],
    registration?.last_response !== undefined && !/^(OK\b.*)?$/i.test(registration.last_response)
      ? [registration.last_response]
      : [],
  ]
  const known = parts.flatMap(part => part ?? [])
  return parts.includes(undefined) && known.length === 0 ? undefined : [...new Set(known)]
}

export function reasonPaths(facts: RuleContext): string[] {
  const ongoing = (facts.license?.communication ?? []).flatMap((entry, index) =>
    (entry.ongoing_overall ?? 0) > 0
      ? [`license.communication.${index}.failure_reason`, `license.communication.${index}.last_response`]
      : [],
  )
  return [
    'license.registration.failure_reason',
    'license.authorization.failure_reason',
    'license.registration.renewal_failure_reason',
    'license.registration.last_response',
    ...ongoing,
  ].filter(path => factAt(facts, path) !== '')
}

/** The lines that show the last tries. */
const STATE_LINES = [
  'license.registration.status',
  'license.registration.initial.outcome',
  'license.authorization.last_attempt.outcome',
  'license.xr_registered',
]

const STATE_READS = [
  'license.generation', 'license.registration', 'license.authorization.last_attempt', 'license.communication',
  'license.reporting', 'license.transport.type', 'license.transport.cslu_url', 'license.xr_registered', 'callhome.statistics', 'clock.device_time',
  'derived.newest_comm_event',
] // biome-ignore format: one glance

export const communicationDerivations: readonly Derivation[] = [
  { path: 'derived.failing_now', reads: STATE_READS, compute: failingNow, proof: () => STATE_LINES },
  {
    path: 'derived.wants_contact',
    reads: [
      'license.generation',
      'license.registration',
      'license.transport.type',
      'license.transport.cslu_url',
      'license.transport.configured_smart_url',
    ],
    compute: wantsContact,
  },
  {
    path: 'derived.failure_reasons',
    reads: [
      'license.generation',
      'license.registration',
      'license.authorization.last_attempt',
      'license.authorization.failure_reason',
      'license.communication',
      'license.reporting.last_ack',
    ],
    compute: failureReasons,
    proof: reasonPaths,
  },
]
