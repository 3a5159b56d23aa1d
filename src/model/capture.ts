// A capture: one command, its output and how it ended.
import type { Platform } from './platform.ts'

/**
 * How a command ended. Only `ok` may feed a "no": text that is missing from any other capture proves nothing.
 *   ok           the whole answer is here
 *   unsupported  the device does not know the command
 *   denied       the account may not run it
 *   timed-out    no end was seen within the limits; what came is kept
 *   truncated    the answer is cut (connection lost, capture ends early)
 *   not-tried    never sent
 */
export const CAPTURE_STATUSES = [
  'ok',
  'unsupported',
  'denied',
  'timed-out',
  'truncated',
  'not-tried',
] as const
export type CaptureStatus = (typeof CAPTURE_STATUSES)[number]

export interface Capture {
  /** Canonical command as in the parser registry, e.g. `show license all`; what was typed may be abbreviated. */
  readonly command: string
  readonly status: CaptureStatus
  /** Cleaned text: LF line ends, no echo, no prompt, no terminal control characters. Empty when not tried. */
  readonly text: string
  /** Line number in the file the text was found in (1-based); 1 for a live capture. */
  readonly firstLine: number
  /** Where the text came from: a file name, or the device's address. */
  readonly origin: string
  /** One sentence: why the status is not `ok`. */
  readonly reason?: string
  /** Milliseconds since the epoch (collector's clock) when the answer was complete; absent for saved output. */
  readonly finishedAt?: number
  readonly durationMs?: number
  /** What shows that a live answer is whole: its known last line as well, or the prompt alone. */
  readonly proof?: 'last-line' | 'prompt'
  /** Milliseconds a connection was waited for that did not come; the test was then ended by the tool. */
  readonly waitedMs?: number
  /** Log lines of the device taken out of the text. */
  readonly lifted?: number
}

/** Everything known of one device before parsing. */
export interface CaptureSet {
  /** The name the person used: host, or the prompt's host name, or the file name. */
  readonly name: string
  readonly platform: Platform | undefined
  readonly captures: readonly Capture[]
  /** Device-level problem that kept captures from being taken (login failed, ...). */
  readonly problem?: CollectionProblem
}

/** Why a device could not be read, fully or partly. `kind` is stable; `message` is for a person and names the next step. */
export interface CollectionProblem {
  readonly kind: string
  readonly message: string
  /** The jump host it happened at; missing for the device itself. */
  readonly hop?: string
}
