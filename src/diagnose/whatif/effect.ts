// Two judgements of one device compared: what a change clears, leaves, brings, and what only the next try settles.
import type { Finding } from '../../model/finding.ts'
import type { PlanEffect } from '../../model/fix-plan.ts'
import type { RuleSet } from '../ruleset.ts'

export type Compared = Omit<PlanEffect, 'notes'>

interface Told {
  /** The rule's own fix is in the configuration now. */
  readonly inPlace: (rule: string) => boolean
  /** It rests on state and configuration, not on what failures said. */
  readonly rest: (rule: string) => boolean
}

/**
 * History does not change by configuration: a symptom whose causes are all gone stays in the log until the device tries
 * again, and so does a cause that is told by the log once its fix is in place. Both are undecided.
 */
export function compareFindings(
  before: readonly Finding[],
  after: readonly Finding[],
  rules: RuleSet,
  told: Told,
): Compared {
  const failed = failing(before)
  const fails = failing(after)
  const unknown = new Set(after.filter(one => one.outcome === 'unknown').map(one => one.rule))
  const undecided = new Set<string>()
  const open = new Set<string>()
  const clears: string[] = []
  for (const rule of failed.keys()) {
    if (fails.has(rule)) {
      if (told.inPlace(rule)) undecided.add(rule)
      else open.add(rule)
    } else if (unknown.has(rule)) undecided.add(rule)
    else clears.push(rule)
  }
  const appears: string[] = []
  for (const rule of fails.keys()) {
    if (failed.has(rule)) continue
    // No failure can have happened yet: an old one reads otherwise now.
    if (rules.byId.get(rule)?.role === 'symptom' || !told.rest(rule)) undecided.add(rule)
    else appears.push(rule)
  }
  settle(open, undecided, appears, { failed, fails, rules })
  return { clears, leaves: [...open], appears, undecided: [...undecided] }
}

interface Judged {
  readonly failed: ReadonlyMap<string, Finding>
  readonly fails: ReadonlyMap<string, Finding>
  readonly rules: RuleSet
}

/** Moves symptoms nothing accounts for any more; one may account for the next. */
function settle(open: Set<string>, undecided: Set<string>, appears: readonly string[], judged: Judged): void {
  for (let moved = true; moved; ) {
    moved = false
    for (const rule of open) {
      if (judged.rules.byId.get(rule)?.role !== 'symptom') continue
      const had = judged.failed.get(rule)?.explained_by ?? []
      const has = judged.fails.get(rule)?.explained_by ?? []
      if (had.length === 0 || has.some(cause => open.has(cause) || appears.includes(cause))) continue
      open.delete(rule)
      undecided.add(rule)
      moved = true
    }
  }
}

/** By rule, in reading order; a rule with several elements counts once. */
function failing(findings: readonly Finding[]): Map<string, Finding> {
  const found = new Map<string, Finding>()
  for (const finding of findings)
    if (finding.outcome === 'fail' && !found.has(finding.rule)) found.set(finding.rule, finding)
  return found
}
