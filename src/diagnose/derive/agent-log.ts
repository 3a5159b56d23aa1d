// What the log says of the licensing agent itself: clock changes, platform errors, refused trust codes.
import type { RuleContext } from '../../model/facts/store.ts'
import type { Derivation } from './derivation.ts'
import { RESTORED } from './log.ts'

type Event = NonNullable<NonNullable<RuleContext['log']>['events']>[number]

const START = /(^|_)(RESTART|AGENT_READY)$/
const CLOCK = /(^|_)SYSTEM_CLOCK_CHANGED$/
const PLATFORM_ERROR = /(^|_)PLATFORM_ERROR$/
const TRUST_FAILED = /(^|_)TRUST_CODE_INSTALL_FAILED$/
const TRUST_INSTALLED = /(^|_)TRUST_CODE_INSTALL_SUCCESS$/
/** Messages an agent with a sound UDI writes: a virtual router complains once before its UDI is there. */
const AT_WORK = /(^|_)(AGENT_READY|AGENT_ENABLED|IN_COMPLIANCE|OUT_OF_COMPLIANCE|REPORTING_REQUIRED)$/

const named = (event: Event, shape: RegExp): boolean => shape.test(event.mnemonic ?? '')

function newest(events: readonly Event[], ...shapes: readonly RegExp[]): number {
  return events.findLastIndex(event => shapes.some(shape => named(event, shape)))
}

/** A start sets the clock once, before the agent has spoken to anybody (seen on every IOS XE boot). */
function clockChanges(events: readonly Event[]): readonly Event[] {
  const start = newest(events, START)
  const since = events.slice(start + 1)
  const success = since.findIndex(event => named(event, RESTORED))
  const all = since.filter(event => named(event, CLOCK))
  const later = success < 0 ? [] : since.slice(success + 1).filter(event => named(event, CLOCK))
  return start >= 0 && later.length === all.length ? later.slice(1) : later
}

function platformErrors(events: readonly Event[]): readonly Event[] {
  const recovered = newest(events, AT_WORK, RESTORED)
  return events.slice(recovered + 1).filter(event => named(event, PLATFORM_ERROR))
}

function trustFailures(events: readonly Event[]): readonly Event[] {
  return events.slice(newest(events, TRUST_INSTALLED) + 1).filter(event => named(event, TRUST_FAILED))
}

/** The newest few prove enough. */
function linesOf(facts: RuleContext, chosen: readonly Event[]): readonly string[] {
  const events = facts.log?.events ?? []
  return chosen.slice(-4).map(event => `log.events.${events.indexOf(event)}`)
}

const fromLog = (
  path: string,
  choose: (events: readonly Event[]) => readonly Event[],
  value: (chosen: readonly Event[]) => unknown,
): Derivation => ({
  path,
  reads: ['log.events'],
  compute: facts => (facts.log?.events === undefined ? undefined : value(choose(facts.log.events))),
  proof: facts => linesOf(facts, choose(facts.log?.events ?? [])),
})

const texts = (events: readonly Event[]): string[] => events.map(event => event.text ?? '')

export const agentLogDerivations: readonly Derivation[] = [
  fromLog('derived.clock_changes', clockChanges, events => events.length),
  fromLog('derived.platform_errors', platformErrors, texts),
  fromLog('derived.trust_failures', trustFailures, texts),
]
