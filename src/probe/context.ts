// What every probe is given besides its target: its time, its stop signal and its manners.

export interface ProbeContext {
  /** Everything one probe does ends within this time, waiting its turn not counted. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal
  /** Local address to send from. */
  readonly bind?: string
  /** The rate limit: awaited before each packet and each connection. */
  readonly wait?: () => Promise<void>
  /** Milliseconds since 1970 of this computer's clock; Date.now when not given. */
  readonly now?: () => number
}
