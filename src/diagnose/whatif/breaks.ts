// Causes a change brings to a device that works: many rules ask first whether messages fail, and they do not fail yet.
import type { FactStore } from '../../model/facts/store.ts'
import type { Finding } from '../../model/finding.ts'
import { diagnose } from '../index.ts'
import type { RuleSet } from '../ruleset.ts'

/**
 * Findings of causes that fail with the change and not without it, when both are judged as if the next try failed. That
 * the last one succeeded proves the old configuration good, not the new one. Empty for a device that fails already.
 */
export function newlyBroken(present: FactStore, changed: FactStore, rules: RuleSet): Finding[] {
  if (present.facts.derived?.failing_now === true) return []
  const had = new Set(causes(diagnose(asIfFailing(present), rules)).map(one => one.rule))
  return causes(diagnose(asIfFailing(changed), rules)).filter(one => !had.has(one.rule))
}

function causes(findings: readonly Finding[]): Finding[] {
  return findings.filter(one => one.outcome === 'fail' && one.role === 'cause')
}

/** Of the failure nothing is known: what was said and counted so far is of the old configuration. */
function asIfFailing(store: FactStore): FactStore {
  const facts = structuredClone(store.facts)
  facts.derived = {
    ...facts.derived,
    failure_reasons: [],
    log_failures: [],
    failing_now: true,
    server_answered: false,
  }
  if (facts.license?.communication !== undefined) facts.license.communication = []
  if (facts.callhome?.statistics !== undefined) facts.callhome.statistics = []
  if (facts.log?.events !== undefined) facts.log.events = []
  return { ...store, facts }
}
