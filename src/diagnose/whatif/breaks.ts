// What a change brings, told apart from old failures that only read otherwise after it.
import type { FactStore } from '../../model/facts/store.ts'
import type { Finding } from '../../model/finding.ts'
import { diagnose } from '../index.ts'
import type { RuleSet } from '../ruleset.ts'

export interface Broken {
  /** Findings with the change when nothing of the failures so far is known: these rest on state and configuration. */
  readonly rules: ReadonlySet<string>
  /**
   * Causes that fail with the change and not without it, were the next try to fail. Many rules ask first whether messages
   * fail: that the last one went through proves the old configuration good, not the new one. Empty for a device that
   * fails already.
   */
  readonly causes: readonly Finding[]
}

export function newlyBroken(present: FactStore, changed: FactStore, rules: RuleSet): Broken {
  const after = failing(diagnose(asIfFailing(changed), rules))
  const found = new Set(after.map(one => one.rule))
  if (present.facts.derived?.failing_now === true) return { rules: found, causes: [] }
  const had = new Set(failing(diagnose(asIfFailing(present), rules)).map(one => one.rule))
  return { rules: found, causes: after.filter(one => one.role === 'cause' && !had.has(one.rule)) }
}

function failing(findings: readonly Finding[]): Finding[] {
  return findings.filter(one => one.outcome === 'fail')
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
