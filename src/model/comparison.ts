// Two runs beside each other, before and after a change: what came, what went, and whether it got better.
import type { Hop, HopStatus } from './hop.ts'
import type { Deadline, DeviceStatus } from './report.ts'
import type { Severity } from './rule.ts'

export const COMPARISON_SCHEMA = 'smartlic.comparison/v1'

/** `worse`: a warning at most; `critical`: something critical came; `unknown`: it cannot be told. */
export const VERDICTS = ['better', 'same', 'worse', 'critical', 'unknown'] as const
export type Verdict = (typeof VERDICTS)[number]

export interface ComparedFinding {
  readonly rule: string
  readonly element?: string
  readonly title: string
  readonly severity: Severity
  /** False: a note, or what another finding accounts for; it makes nothing worse by itself. */
  readonly counts: boolean
  /** Of what appeared: before, it could not be decided. */
  readonly undecided_before?: true
}

export interface ChangedFinding extends ComparedFinding {
  readonly before: Severity
  readonly after: Severity
}

export interface FactChange {
  /** Lists by the names of their elements: `callhome.profiles[CiscoTAC-1].active`. */
  readonly path: string
  /** '' where the element was not there. */
  readonly before: string
  readonly after: string
  /** The command that tells it. */
  readonly command: string
}

export interface DeadlineSide {
  readonly at: string
  readonly days_left?: number
  readonly level: Deadline['level']
}

export interface ComparedDevice {
  readonly name: string
  readonly hostname: string
  readonly status: { readonly before: DeviceStatus; readonly after: DeviceStatus }
  readonly verdict: Verdict
  /** Why it cannot be told; '' when it can. */
  readonly reason: string
  readonly appeared: readonly ComparedFinding[]
  readonly cleared: readonly ComparedFinding[]
  readonly changed: readonly ChangedFinding[]
  /** Failed before; now their rules cannot be decided. Not cleared. */
  readonly undecided: readonly ComparedFinding[]
  /** Findings of both runs, as severe as before. */
  readonly still: number
  readonly path: readonly {
    readonly hop: Hop
    readonly before: HopStatus
    readonly after: HopStatus
    readonly note: string
  }[]
  readonly deadlines: readonly {
    readonly kind: Deadline['kind']
    readonly before?: DeadlineSide
    readonly after?: DeadlineSide
  }[]
  /** Only where both runs are output: a saved report holds no facts. */
  readonly facts?: readonly FactChange[]
}

export interface ComparedRun {
  /** As the person named it. */
  readonly source: string
  /** `report`: a saved run; `output`: saved output, judged now. */
  readonly kind: 'report' | 'output'
  /** Version of the tool that judged it; '' where the run does not say. */
  readonly version: string
  /** Of a saved run; '' where it does not say. */
  readonly started_at: string
  readonly devices: number
}

export interface LoneDevice {
  readonly name: string
  readonly status: DeviceStatus
}

export interface Comparison {
  readonly schema: typeof COMPARISON_SCHEMA
  readonly tool: string
  readonly version: string
  readonly before: ComparedRun
  readonly after: ComparedRun
  readonly verdict: Verdict
  readonly notes: readonly string[]
  readonly devices: readonly ComparedDevice[]
  readonly only_before: readonly LoneDevice[]
  readonly only_after: readonly LoneDevice[]
}
