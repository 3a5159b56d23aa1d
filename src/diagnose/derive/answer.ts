// Did a licensing server answer the last try, also with a refusal, and which lines show it.
import { factAt, type RuleContext } from '../../model/facts/store.ts'
import { counts, type License, reasonPaths } from './communication.ts'
import type { Derivation } from './derivation.ts'
import { eventPaths } from './log.ts'

/** Reasons only a licensing server can give: transport is fine when one of these is the failure. */
const SERVER_SPOKE =
  /already (been )?registered|Force Flag is False|could not be processed|offset beyond|timestamp|\{\s*"|LS_[A-Z_]+|is not valid|Data and signature|Error received from Smart Software Manager|INVALID STATUS CODE|OK_TRY_AGAIN|token/i

function serverAnswered(facts: RuleContext): boolean | undefined {
  const derived = facts.derived
  if (derived?.failing_now === false)
    return facts.license?.generation === 'policy'
      ? policyAnswered(facts.license)
      : facts.license?.registration?.status === 'registered'
  const reasons = [...(derived?.failure_reasons ?? []), ...(derived?.log_failures ?? [])]
  if (reasons.some(reason => SERVER_SPOKE.test(reason))) return true
  const entries = facts.license?.communication?.filter(
    entry => counts(entry) && (entry.ongoing_overall ?? 0) > 0,
  )
  if (entries?.some(entry => entry.ongoing_communication === 0)) return true
  if (derived?.failing_now === true && allDelivered(facts)) return true
  if (derived?.failing_now === undefined) return undefined
  return derived.failure_reasons === undefined || derived.log_failures === undefined ? undefined : false
}

/**
 * IOS XR counts a message as a success only when an answer came, whatever the answer said. The agent logs COMM_FAILED
 * for what never became a message.
 */
function allDelivered(facts: RuleContext): boolean {
  const rows = facts.callhome?.statistics ?? []
  const unsent = facts.derived?.log_failures?.some(text => text.includes('COMM_FAILED'))
  return (
    unsent === false &&
    rows.every(row => row.failed === 0 && row.dropped === 0) &&
    rows.some(row => (row.success ?? 0) > 0)
  )
}

/** The lines in which the answer of a server shows. */
function answerPaths(facts: RuleContext): string[] {
  const license = facts.license
  const entries = (license?.communication ?? []).map((entry, index) => ({ entry, index }))
  if (facts.derived?.failing_now === false && license?.generation === 'policy') {
    const answered = entries.filter(({ entry }) => counts(entry) && (entry.success ?? 0) > 0)
    return license.reporting?.acked === true
      ? ['license.reporting.last_ack']
      : answered.slice(0, 1).map(({ index }) => `license.communication.${index}.success`)
  }
  if (facts.derived?.failing_now === false) {
    if (license?.authorization?.last_attempt?.outcome === 'succeeded')
      return ['license.authorization.last_attempt.outcome']
    return ['license.registration.status', 'license.registration.last_response']
  }
  const spoke = (path: string): boolean => SERVER_SPOKE.test(String(factAt(facts, path) ?? ''))
  const refused = entries
    .filter(
      ({ entry }) => counts(entry) && (entry.ongoing_overall ?? 0) > 0 && entry.ongoing_communication === 0,
    )
    .flatMap(({ index }) => [
      `license.communication.${index}.last_response`,
      `license.communication.${index}.failure_reason`,
    ])
  const delivered = allDelivered(facts)
    ? (facts.callhome?.statistics ?? []).flatMap((row, index) =>
        (row.success ?? 0) > 0 ? [`callhome.statistics.${index}.success`] : [],
      )
    : []
  const found = [...reasonPaths(facts).filter(spoke), ...refused, ...delivered]
  if (found.length > 0) return found
  return eventPaths(facts, event => SERVER_SPOKE.test(`${event.mnemonic}: ${event.text}`))
}

/** Not failing may also mean that nothing was ever sent. */
function policyAnswered(license: License): boolean | undefined {
  if (license.reporting?.acked === true) return true
  if (license.communication?.some(entry => (entry.success ?? 0) > 0)) return true
  const silent = license.communication?.every(entry => entry.success === 0)
  return silent === true && license.reporting?.acked === false ? false : undefined
}

/** Needs the log's current failures as well. */
export const answerDerivations: readonly Derivation[] = [
  {
    path: 'derived.server_answered',
    reads: [
      'derived.failing_now',
      'derived.failure_reasons',
      'derived.log_failures',
      'license.communication',
      'license.reporting.acked',
      'license.registration.status',
      'callhome.statistics',
    ],
    compute: serverAnswered,
    proof: answerPaths,
  },
]
