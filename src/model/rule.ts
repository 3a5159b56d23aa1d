// A rule as written in YAML (see CONTRIBUTING.md, "Writing a rule"), and its parts.
import type { Hop } from './hop.ts'
import type { Generation, Platform } from './platform.ts'

export const ROLES = ['cause', 'symptom', 'advice'] as const
export type Role = (typeof ROLES)[number]

export const SEVERITIES = ['critical', 'warning', 'info'] as const
export type Severity = (typeof SEVERITIES)[number]

export const RISKS = ['none', 'low', 'medium', 'high'] as const
export type Risk = (typeof RISKS)[number]

/** One way to mend the cause. Text fields are templates: `{{path | filter}}`. */
export interface Fix {
  readonly platforms: readonly Platform[]
  /** CEL: this variant is offered only when it holds. */
  readonly when?: string
  /** Names the variant when a rule offers several, e.g. `Or drop revocation checking`. */
  readonly title?: string
  readonly risk: Risk
  /** What happens to traffic and licences while it is done; `none` when nothing does. */
  readonly impact: string
  /** Configuration-mode lines, without `configure terminal`, `commit` or `end`: the platform adds those. */
  readonly config?: string
  /** IOS XR admin-plane configuration lines. */
  readonly admin_config?: string
  /** Exec-mode lines, typed after the configuration. */
  readonly exec?: string
  /** Steps that are not typed on this device (portal, firewall, server). */
  readonly steps?: readonly string[]
  /** How to take it back: configuration lines or a sentence. */
  readonly undo: string
}

/** How a person checks that the fix worked. */
export interface Verify {
  readonly platforms?: readonly Platform[]
  readonly run: string
  /** What to look for, in words. */
  readonly expect: string
}

export interface Reference {
  readonly title: string
  readonly url?: string
}

/** As a rule names it: a guide for one platform is no help on another. */
export interface RuleReference extends Reference {
  readonly platforms?: readonly Platform[]
}

export interface Rule {
  readonly id: string
  readonly title: string
  readonly role: Role
  readonly hop: Hop
  readonly severity: Severity
  /** First entry whose condition holds replaces the severity. */
  readonly severity_when?: readonly { readonly when: string; readonly severity: Severity }[]
  readonly platforms: readonly Platform[]
  readonly generations?: readonly Generation[]
  /** CEL: where the rule makes sense at all. False gives not-applicable. */
  readonly applies?: readonly string[]
  /** `name in list.path`: one finding an element. */
  readonly for?: string
  /** CEL: all must hold for the rule to fail. */
  readonly when: readonly string[]
  /** Names under which other rules may account for this one together with its like, e.g. `not-working`. */
  readonly groups?: readonly string[]
  /** Ids or groups of rules whose findings this one accounts for. Loaded rules hold ids only. */
  readonly explains?: readonly string[]
  /** Fact paths (or loop-variable paths) whose lines prove the finding. */
  readonly evidence: readonly string[]
  readonly message: string
  readonly why: string
  readonly fix?: readonly Fix[]
  readonly verify?: readonly Verify[]
  readonly references?: readonly RuleReference[]
}
