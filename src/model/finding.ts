// A finding: the outcome of one rule on one device (and one element, for `for` rules).
import type { Missing, Source } from './facts/store.ts'
import type { Hop } from './hop.ts'
import type { Reference, Risk, Role, Severity } from './rule.ts'

export const OUTCOMES = ['fail', 'pass', 'unknown', 'not-applicable', 'error'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** Lines by where they are typed, before the platform adds mode changes, commit and save. */
export interface FixParts {
  readonly config: readonly string[]
  /** IOS XR admin plane. */
  readonly admin_config: readonly string[]
  readonly exec: readonly string[]
}

/** A fix with the device's own values filled in. */
export interface Remediation {
  readonly title: string
  readonly risk: Risk
  readonly impact: string
  /** Lines to paste, complete: mode changes, commit and save included. Empty when nothing is typed here. */
  readonly lines: readonly string[]
  readonly steps: readonly string[]
  readonly undo: readonly string[]
  /** What `lines` is made of: fixes are merged from these. */
  readonly parts: FixParts
  /** What `undo` is made of; all empty when it is a sentence. */
  readonly undo_parts: FixParts
  /** Placeholders left in the lines, e.g. `<DNS>`: the person fills them in. */
  readonly placeholders: readonly string[]
}

/** A dated, reasoned suppression: the finding stays visible and does not count. */
export interface Waived {
  readonly reason: string
  readonly owner: string
  /** Day up to which it holds, that day included, `YYYY-MM-DD`; '' in a baseline: no end. */
  readonly expires: string
}

/**
 * Against an earlier run: not in it, in it as well, or coming and going (only against the runs of a job). What is no
 * longer found stands in `DeviceReport.gone`.
 */
export const CHANGES = ['new', 'still', 'flapping'] as const
export type Change = (typeof CHANGES)[number]

/** A fact a condition read. */
export interface ReadFact {
  readonly path: string
  /** As shown to a person; absent: the fact is unknown. */
  readonly value?: string
  /** The lines of output it comes from; of a derived fact those of the facts it is computed from. */
  readonly sources: readonly Source[]
  /** The known facts a derived fact is computed from. */
  readonly from: readonly string[]
  /** Why it is unknown, and the command that would tell. */
  readonly missing?: Missing
}

/** One line of a rule with its value on this device. */
export interface ConditionTrace {
  readonly kind: 'applies' | 'when'
  readonly expression: string
  readonly value: 'true' | 'false' | 'unknown' | 'error' | 'not-evaluated'
  /** Facts read, as `path = value` or `path is unknown`. */
  readonly facts: readonly string[]
  /** The same in full with where they come from, when asked for. */
  readonly read?: readonly ReadFact[]
  readonly error?: string
}

export interface Finding {
  readonly rule: string
  readonly title: string
  /** What tells the element of a `for` rule from its neighbours, in the device's words: a URL, a unit, a profile. */
  readonly element?: string
  readonly outcome: Outcome
  readonly severity: Severity
  readonly role: Role
  readonly hop: Hop
  readonly message: string
  readonly why: string
  readonly evidence: readonly Source[]
  /** Ids of failing rules that account for this finding. */
  readonly explained_by: readonly string[]
  /** Ids of failing findings that this one accounts for. */
  readonly explains: readonly string[]
  readonly remediation: readonly Remediation[]
  readonly verify: readonly { readonly run: string; readonly expect: string }[]
  readonly references: readonly Reference[]
  /** For `unknown`: the facts that are missing. */
  readonly missing: readonly (Missing & { readonly path: string })[]
  /** For `error`: what went wrong in the rule. */
  readonly error?: string
  /** Only where a waiver or a baseline covers it. */
  readonly waived?: Waived
  /** Only where the run was compared with an earlier one. */
  readonly change?: Change
  readonly trace: readonly ConditionTrace[]
}

/** The same fault on the same device has the same key in every run. */
export function findingKey(finding: Pick<Finding, 'rule' | 'element'>): string {
  return finding.element === undefined ? finding.rule : `${finding.rule} ${finding.element}`
}
