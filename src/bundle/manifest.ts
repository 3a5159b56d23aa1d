// What a bundle says of itself: `manifest.json`, the first file of the archive.
import type { CaptureStatus, CollectionProblem } from '../model/capture.ts'
import type { Outcome } from '../model/finding.ts'
import type { Platform } from '../model/platform.ts'
import type { RedactionLevel } from '../model/redaction.ts'
import type { DeviceStatus } from '../model/report.ts'
import type { Severity } from '../model/rule.ts'

export const BUNDLE_SCHEMA = 'smartlic.bundle/v1'
export const MANIFEST_FILE = 'manifest.json'
/** As `sha256sum --check` reads it; it also vouches for the manifest. */
export const SUMS_FILE = 'SHA256SUMS'
export const REDACTION_FILE = 'redaction.json'
export const TRANSCRIPT_FILE = 'transcript.txt'

/** A file of the bundle. */
export interface BundleFile {
  /** Path in the bundle, with `/`. */
  readonly file: string
  readonly bytes: number
  /** Lower-case hex. */
  readonly sha256: string
}

/** As a capture, with its text in a file of its own; without a file it has none. */
export interface BundleCapture {
  readonly command: string
  readonly status: CaptureStatus
  readonly reason?: string
  readonly origin: string
  readonly first_line: number
  /** ISO 8601 with milliseconds, collector's clock; absent for saved output. */
  readonly started_at?: string
  readonly finished_at?: string
  readonly duration_ms?: number
  readonly proof?: 'last-line' | 'prompt'
  readonly waited_ms?: number
  readonly lifted?: number
  readonly lines: number
  readonly bytes: number
  readonly file?: string
  readonly sha256?: string
}

/** A finding at the time of collection. */
export interface BundleFinding {
  /** Tells the same fault on the same device in every run. */
  readonly key: string
  readonly rule: string
  readonly title: string
  readonly severity: Severity
  readonly outcome: Outcome
}

export interface BundleDevice {
  readonly name: string
  /** Below `devices/`. */
  readonly folder: string
  readonly platform?: Platform
  readonly problem?: CollectionProblem
  readonly groups?: readonly string[]
  readonly tags?: readonly string[]
  /** As judged when it was collected. */
  readonly status: DeviceStatus
  /** Device clock minus collector's clock, where it could be told. */
  readonly clock?: { readonly skew_seconds: number; readonly error_seconds: number }
  readonly captures: readonly BundleCapture[]
  readonly findings: readonly BundleFinding[]
  /** All the session said; `cut` when it was longer than is kept. */
  readonly transcript?: BundleFile & { readonly cut?: boolean }
  /** What a case adds: summary, timeline. */
  readonly files?: readonly BundleFile[]
}

/** What a person said of the case. */
export interface CaseWords {
  readonly problem?: string
  readonly tried: readonly string[]
  readonly service_request?: string
}

export interface Manifest {
  readonly schema: typeof BUNDLE_SCHEMA
  readonly tool: { readonly name: 'smartlic'; readonly version: string }
  readonly rules: RulesNote
  readonly started_at: string
  readonly finished_at: string
  /** How the collector's clock stood to UTC. */
  readonly collector: { readonly time_zone: string; readonly utc_offset_minutes: number }
  readonly redaction: { readonly level: RedactionLevel }
  readonly thresholds: { readonly warn_days: number; readonly critical_days: number }
  /** One sentence: why not everything that was asked for is here. */
  readonly partial?: string
  readonly case?: CaseWords
  readonly devices: readonly BundleDevice[]
  /** Files that belong to no device. */
  readonly files: readonly BundleFile[]
}

/** The rules the devices were judged with. */
export interface RulesNote {
  /** SHA-256 of their content, lower-case hex. */
  readonly hash: string
  readonly count: number
  /** Names of the packs beside the shipped rules. */
  readonly packs: readonly string[]
}
