// The fixes of several findings as one plan: what to paste, what to type after it, and what it would do.
import type { Risk } from './rule.ts'

/** A fix that is not in the plan, and why: it contradicts another, or it is the second way to mend the same. */
export interface LeftOut {
  readonly rule: string
  readonly title: string
  readonly reason: string
}

/** What re-judging with the plan's configuration applied says. Rule ids. */
export interface PlanEffect {
  readonly clears: readonly string[]
  readonly leaves: readonly string[]
  /** Findings that were not there before. */
  readonly appears: readonly string[]
  /** Findings that only the device can settle: what happened is not undone by configuration alone. */
  readonly undecided: readonly string[]
  /** Lines the configuration tree could not place, and other limits of the forecast. */
  readonly notes: readonly string[]
}

export interface FixPlan {
  /** Rules whose fixes are in the plan, first broken hop first. */
  readonly rules: readonly string[]
  /** One block to paste, complete: configuration mode, commit and save included. Empty when nothing is configured. */
  readonly config: readonly string[]
  /** Exec lines typed after it, in order. */
  readonly exec: readonly string[]
  /** Steps that are not typed on this device. */
  readonly steps: readonly string[]
  /** Takes the configuration back, complete for pasting, or sentences. */
  readonly undo: readonly string[]
  /** The highest of the merged fixes. */
  readonly risk: Risk
  readonly impact: readonly string[]
  /** Placeholders a person fills in. */
  readonly placeholders: readonly string[]
  readonly verify: readonly { readonly run: string; readonly expect: string }[]
  readonly left_out: readonly LeftOut[]
  /** Missing when there was no running configuration to apply the plan to. */
  readonly effect?: PlanEffect
}
