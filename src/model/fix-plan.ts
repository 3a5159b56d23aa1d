// The fixes of several findings as one plan: what to paste, what to type after it, and what it would do.
import type { FixParts } from './finding.ts'
import type { Risk } from './rule.ts'

/**
 * Why a fix is not in the plan.
 *   alternative    a second way to mend the same
 *   contradiction  it would undo or overrule another fix, so a person has to decide
 *   unneeded       another fix does what it does
 */
export const LEFT_OUT_KINDS = ['alternative', 'contradiction', 'unneeded'] as const
export type LeftOutKind = (typeof LEFT_OUT_KINDS)[number]

export interface LeftOut {
  readonly rule: string
  readonly title: string
  readonly kind: LeftOutKind
  /** One sentence for a person. */
  readonly reason: string
}

/** A value only a person knows. */
export interface Placeholder {
  /** As it stands in the lines: `<DNS>`. */
  readonly name: string
  /** What it is and where to find it. */
  readonly hint: string
}

/** A step that is not typed on this device. */
export interface PlanStep {
  /** The rule whose fix it belongs to. */
  readonly rule: string
  readonly text: string
}

/** Note of every effect with something undecided; formats that say so in words of their own leave it out. */
export const UNDECIDED_NOTE =
  'what happened stays in log and state until the device tries again: what is undecided clears then, or does not'

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
  readonly steps: readonly PlanStep[]
  /** The steps come before the exec lines: those only make the device try again. */
  readonly steps_first: boolean
  /** Takes the plan back, complete for pasting; the exec lines come first. */
  readonly undo: readonly string[]
  /** What cannot be taken back by lines, as sentences. */
  readonly undo_notes: readonly string[]
  /** What `config` and `exec` are made of, and `undo`: before the platform adds mode changes, commit and save. */
  readonly parts: FixParts
  readonly undo_parts: FixParts
  /** The highest of the merged fixes. */
  readonly risk: Risk
  readonly impact: readonly string[]
  /** Placeholders a person fills in. */
  readonly placeholders: readonly Placeholder[]
  readonly verify: readonly { readonly run: string; readonly expect: string }[]
  readonly left_out: readonly LeftOut[]
  /** Missing when there was no running configuration to apply the plan to. */
  readonly effect?: PlanEffect
}
