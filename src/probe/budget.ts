// The time one probe has, its stop signal, and its turn under the rate limit.
import type { ProbeContext } from './context.ts'

export interface Budget {
  /** Milliseconds left, never below 0. */
  left(): number
  /** Milliseconds since the probe began, waiting its turn not counted. */
  spent(): number
  /** Waits for its turn to send; false when the run was ended meanwhile. */
  turn(): Promise<boolean>
  cancelled(): boolean
}

export function startBudget(context: ProbeContext): Budget {
  let start = performance.now()
  const spent = (): number => performance.now() - start
  const cancelled = (): boolean => context.signal?.aborted === true
  return {
    left: () => Math.max(0, context.timeoutMs - spent()),
    spent,
    cancelled,
    turn: async () => {
      if (context.wait === undefined || cancelled()) return !cancelled()
      const before = performance.now()
      await unlessAborted(context.wait(), context.signal)
      start += performance.now() - before
      return !cancelled()
    },
  }
}

/** Ends when the promise does or the signal fires. */
async function unlessAborted(promise: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return promise
  let stop = (): void => {}
  const aborted = new Promise<void>(resolve => {
    stop = resolve
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
