// The report value: every format is rendered from it.
import type { CaptureStatus, CollectionProblem } from './capture.ts'
import type { Source } from './facts/store.ts'
import type { Finding } from './finding.ts'
import type { FixPlan, PlanEffect } from './fix-plan.ts'
import type { Hop, HopStatus } from './hop.ts'
import type { Severity } from './rule.ts'

export const REPORT_SCHEMA = 'smartlic.report/v1'

export const DEVICE_STATUSES = ['healthy', 'warning', 'critical', 'unknown'] as const
export type DeviceStatus = (typeof DEVICE_STATUSES)[number]

export interface PathHop {
  readonly hop: Hop
  readonly status: HopStatus
  /** What was seen, in a few words; for `unknown` what would settle it. */
  readonly note: string
  /** Lines that prove the status; empty when nothing was seen. */
  readonly evidence: readonly Source[]
  /** Failing rules at this hop, those that break it first. */
  readonly rules: readonly string[]
  /** The same hop as this computer saw it; only where a probe was asked for and can see the hop. */
  readonly probe?: {
    readonly status: HopStatus
    readonly note: string
    readonly evidence: readonly Source[]
  }
}

export const DEADLINE_KINDS = [
  'authorization',
  'registration',
  'evaluation',
  'ack',
  'push',
  'trust_code',
  'sia_grace',
] as const
export type DeadlineKind = (typeof DEADLINE_KINDS)[number]

export const DEADLINE_LEVELS = ['ok', 'warning', 'critical', 'unknown'] as const
export type DeadlineLevel = (typeof DEADLINE_LEVELS)[number]

export interface Deadline {
  readonly kind: DeadlineKind
  /** Time as facts hold it; '' where the device counts days of use or of grace, and where it prints no date. */
  readonly at: string
  /** Whole days by the device's clock, negative once passed; left out when they cannot be told. */
  readonly days_left?: number
  readonly level: DeadlineLevel
  /** `19 days until the authorization expires`. */
  readonly text: string
  /** One sentence: what happens on that day, or has happened. */
  readonly consequence: string
  /** The next try the device has planned, as facts hold times; '' when it prints none. */
  readonly next_attempt: string
  /** That try is past by the device's clock; left out when it is not, or cannot be told. */
  readonly next_attempt_passed?: true
  /** How often the device tries in its present state; '' when no source tells. */
  readonly retry: string
  /** Why `days_left` is not told, and the command that would tell. */
  readonly missing?: { readonly reason: string; readonly command: string }
}

/** State in plain words. */
export interface DeviceState {
  /** One sentence: `Registered to "Acme", authorized, last contact succeeded on ...`. */
  readonly summary: string
  readonly facts: readonly { readonly label: string; readonly value: string; readonly source?: Source }[]
  readonly deadlines: readonly Deadline[]
  /** Whether licensing works could not be told: without a finding that counts the device is unknown, not healthy. */
  readonly unsettled?: true
}

/** Checks that could not be decided, grouped by the command that would settle them. */
export interface UnknownGroup {
  readonly command: string
  readonly reason: string
  readonly rules: readonly string[]
}

export interface CaptureNote {
  readonly command: string
  readonly status: CaptureStatus
  readonly origin: string
  readonly lines: number
  readonly bytes: number
  readonly reason?: string
  readonly duration_ms?: number
}

/** The device with a person's configuration lines applied, before anyone has typed them. */
export interface DeviceWhatIf {
  /** File name of the lines. */
  readonly source: string
  /** As the device would be; findings that only its next try settles do not count. */
  readonly status: DeviceStatus
  /** Missing when `problem` says why there is no forecast. */
  readonly effect?: PlanEffect
  /** What the effect leaves and what appears, as it would be reported. */
  readonly findings: readonly {
    readonly rule: string
    readonly title: string
    readonly severity: Severity
  }[]
  /** One sentence: why nothing can be forecast, and the command that would help. */
  readonly problem?: string
}

export interface GoneFinding {
  readonly rule: string
  readonly element?: string
  readonly title: string
  readonly severity: Severity
}

/** `worse`: more severe than before, or no longer a note or accounted for by another finding. */
export const DEVICE_CHANGE_KINDS = [
  'new',
  'worse',
  'gone',
  'flapping',
  'unreadable',
  'readable',
  'status',
] as const

/** One thing worth telling that is otherwise than in the last run of the same job. */
export interface DeviceChange {
  readonly kind: (typeof DEVICE_CHANGE_KINDS)[number]
  /** The finding's title, why the device cannot be read, or `healthy before`. */
  readonly text: string
  /** Of a finding. */
  readonly rule?: string
  readonly element?: string
  readonly severity?: Severity
}

export interface DeviceReport {
  readonly name: string
  /** Of the inventory (a site, a role); left out where it has none. */
  readonly groups?: readonly string[]
  readonly tags?: readonly string[]
  readonly hostname: string
  readonly platform: string
  readonly os_version: string
  readonly model: string
  readonly serial: string
  readonly generation: string
  readonly method: string
  readonly status: DeviceStatus
  readonly state: DeviceState
  readonly path: readonly PathHop[]
  /** Outcomes fail and error only, causes in path order, then unexplained symptoms, explained symptoms, advice. */
  readonly findings: readonly Finding[]
  /** Findings of an earlier run that are no longer; only where the run was compared with one. */
  readonly gone?: readonly GoneFinding[]
  /** What is to be told against the last run of the job; empty: nothing. Only where a job remembers its runs. */
  readonly changes?: readonly DeviceChange[]
  /** Missing when nothing is to be mended. */
  readonly plan?: FixPlan
  /** Only where configuration lines were given (`--with`). */
  readonly what_if?: DeviceWhatIf
  readonly unknown: readonly UnknownGroup[]
  readonly captures: readonly CaptureNote[]
  readonly counts: Readonly<Record<Finding['outcome'], number>>
  readonly problem?: CollectionProblem
}

export interface Report {
  readonly schema: typeof REPORT_SCHEMA
  readonly run: {
    readonly tool: string
    readonly version: string
    /** ISO 8601, collector's clock. */
    readonly started_at: string
    readonly duration_ms: number
    readonly command: string
    readonly notes: readonly string[]
    /** From when a deadline was a warning and from when critical, in days. */
    readonly thresholds?: { readonly warn_days: number; readonly critical_days: number }
    /** Only where the run was compared with the last one of its job; without `last_run` it is the first. */
    readonly job?: { readonly name: string; readonly last_run?: string }
  }
  readonly devices: readonly DeviceReport[]
}
