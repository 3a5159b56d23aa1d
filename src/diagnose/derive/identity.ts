// Small facts about clock, units and entitlements.
import type { RuleContext } from '../../model/facts/store.ts'
import { agentLogDerivations } from './agent-log.ts'
import type { Derivation } from './derivation.ts'

const CLOCK_REFUSED = /device date '?(\d{13})?'?.{0,20}offset beyond|timestamp mismatch|"timestamp"/i

function clockOffset(facts: RuleContext): Record<string, unknown> | undefined {
  const reasons = facts.derived?.failure_reasons
  const log = facts.derived?.log_failures
  const text = [...(reasons ?? []), ...(log ?? [])].find(reason => CLOCK_REFUSED.test(reason))
  const reported =
    text !== undefined
      ? true
      : reasons === undefined && log === undefined
        ? undefined
        : facts.derived?.failing_now === false
          ? false
          : reasons === undefined || log === undefined
            ? undefined
            : false
  const { skew_seconds: seconds, skew_error_seconds: error } = facts.clock ?? {}
  const millis = /'(\d{13})'/.exec(text ?? '')?.[1]
  return {
    reported,
    seconds,
    error_seconds: error,
    certain_seconds:
      seconds === undefined || error === undefined ? undefined : Math.max(0, Math.abs(seconds) - error),
    device_date:
      reported === undefined
        ? undefined
        : millis === undefined
          ? ''
          : `${new Date(Number(millis)).toISOString().slice(0, 19)}Z`,
  }
}

/** A stack of mixed models counts each model on a line of its own. */
function licensesNamed(facts: RuleContext, shape: RegExp): number | undefined {
  const usage = facts.license?.usage
  if (usage === undefined || usage.some(one => one.name === undefined)) return undefined
  const lines = usage.filter(one => shape.test(one.name ?? ''))
  if (lines.some(one => one.count === undefined || one.status === undefined)) return undefined
  return lines.reduce((sum, one) => sum + (one.status === 'not-in-use' ? 0 : (one.count ?? 0)), 0)
}

export const identityDerivations: readonly Derivation[] = [
  ...agentLogDerivations,
  {
    path: 'derived.network_licenses',
    reads: ['license.usage'],
    compute: facts => licensesNamed(facts, /(network|\bNW)[ -](advantage|essentials|premier)/i),
  },
  {
    path: 'derived.dna_licenses',
    reads: ['license.usage'],
    compute: facts => licensesNamed(facts, /dna[ -](advantage|essentials|premier)/i),
  },
  {
    path: 'derived.clock_offset',
    reads: [
      'derived.failure_reasons',
      'derived.log_failures',
      'derived.failing_now',
      'clock.skew_seconds',
      'clock.skew_error_seconds',
    ],
    compute: clockOffset,
  },
  {
    path: 'derived.ooc_tags',
    reads: ['license.usage'],
    compute: facts => {
      const usage = facts.license?.usage
      if (usage === undefined || usage.some(entry => entry.status === undefined)) return undefined
      return usage
        .filter(entry => entry.status === 'out-of-compliance')
        .map(entry => entry.name || (entry.tag ?? ''))
    },
  },
  {
    path: 'derived.unit_count',
    reads: ['license.ha_udis'],
    compute: facts => {
      const units = facts.license?.ha_udis
      return units === undefined ? undefined : Math.max(1, units.length)
    },
  },
  {
    path: 'derived.trusted_units',
    reads: ['license.trust_code.members'],
    compute: facts => {
      const members = facts.license?.trust_code?.members
      if (members === undefined || members.some(member => member.installed === undefined)) return undefined
      return members.filter(member => member.installed).length
    },
  },
]
