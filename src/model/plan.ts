// A command that is to be sent to a device, and what may be sent in its place.

export interface PlannedCommand {
  readonly command: string
  /** Rules that read a fact the command (or one of its substitutes) can settle. */
  readonly serves: readonly string[]
  readonly mission: boolean
  /** Tried in order when the device does not know the command or denies it. */
  readonly alternatives: readonly string[]
  /** All sent when neither the command nor an alternative was answered. */
  readonly fallback: readonly string[]
  readonly limits: 'show' | 'tech'
}

/** A test of the way to the licensing server that the device itself is asked to make. */
export interface ActiveTest {
  /** Complete, as it is typed. */
  readonly command: string
  readonly tool: 'ping' | 'telnet'
}
