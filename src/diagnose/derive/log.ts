// What the log says now: newest communication event and the failures newer than the last success.
import type { RuleContext } from '../../model/facts/store.ts'
import type { Derivation } from './derivation.ts'

/** Messages that end an earlier communication failure. Names carry a LOG_SMART_LIC_ prefix on NX-OS. */
export const RESTORED =
  /(COMM_RESTORED|AGENT_REG_SUCCESS|AUTH_RENEW_SUCCESS|ID_CERT_RENEW_SUCCESS|TRUST_CODE_INSTALL_SUCCESS)$/
const FAILED =
  /(COMM_FAILED|AGENT_REG_FAILED|AUTH_RENEW_FAILED|ID_CERT_RENEW_FAILED|TRUST_CODE_INSTALL_FAILED|SL_MESSAGE_FAILED|CALL_HOME_FAILED_TO_ENABLE)$/

/** Chain, revocation and clock complaints: they matter while communication fails. */
const RELATED = /(CRL_FETCH_FAIL|CERTIFICATE_INVALID\w*|NON_AUTHORITATIVE_CLOCK|REPORTING_NOT_SUPPORTED)$/

type Event = NonNullable<NonNullable<RuleContext['log']>['events']>[number]

function lastIndex(events: readonly Event[], shape: RegExp): number {
  return events.reduce((last, event, index) => (shape.test(event.mnemonic ?? '') ? index : last), -1)
}

/** Failure events after the last success, oldest first. */
export function currentFailures(events: readonly Event[]): Event[] {
  const restored = lastIndex(events, RESTORED)
  return events.filter((event, index) => {
    const mnemonic = event.mnemonic ?? ''
    return index > restored && (FAILED.test(mnemonic) || RELATED.test(mnemonic))
  })
}

/** Paths of the current failure events that pass the filter; the newest two prove enough. */
export function eventPaths(facts: RuleContext, wanted: (event: Event) => boolean): string[] {
  const events = facts.log?.events ?? []
  const current = currentFailures(events).filter(wanted)
  return current.slice(-2).map(event => `log.events.${events.indexOf(event)}`)
}

export const logDerivations: readonly Derivation[] = [
  {
    path: 'derived.newest_comm_event',
    reads: ['log.events'],
    compute: facts => {
      const events = facts.log?.events
      if (events === undefined) return undefined
      const failed = lastIndex(events, FAILED)
      const restored = lastIndex(events, RESTORED)
      if (failed < 0 && restored < 0) return 'none'
      return failed > restored ? 'failed' : 'restored'
    },
  },
]

/** Derivations that also need `derived.failing_now`. */
export const currentLogDerivations: readonly Derivation[] = [
  {
    path: 'derived.log_failures',
    reads: ['log.events', 'derived.failing_now'],
    compute: facts => {
      // State printed by the device is newer than any line of its log.
      if (facts.derived?.failing_now === false) return []
      const events = facts.log?.events
      return events === undefined
        ? undefined
        : currentFailures(events).map(event => `${event.mnemonic}: ${event.text}`)
    },
    proof: facts => eventPaths(facts, () => true),
  },
  {
    path: 'derived.crl_failed_trustpoints',
    reads: ['log.events', 'derived.failing_now'],
    compute: facts => {
      if (facts.derived?.failing_now === false) return []
      const events = facts.log?.events
      if (events === undefined) return undefined
      const names = currentFailures(events)
        .filter(event => /CRL_FETCH_FAIL/.test(event.mnemonic ?? ''))
        .map(event => /trustpoint (\S+)/i.exec(event.text ?? '')?.[1] ?? '')
      return [...new Set(names.filter(name => name !== ''))]
    },
    proof: facts => eventPaths(facts, event => /CRL_FETCH_FAIL/.test(event.mnemonic ?? '')),
  },
]
