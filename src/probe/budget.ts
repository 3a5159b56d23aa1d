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
      const came = await unlessAborted(context.wait, context.signal)
      start += performance.now() - before
      return came && !cancelled()
    },
  }
}

/** False when the signal fires before its turn comes, or the rate limit gives up. */
async function unlessAborted(wait: () => Promise<void>, signal: AbortSignal | undefined): Promise<boolean> {
  let stop = (): void => {}
  const aborted = new Promise<false>(resolve => {
    stop = () => resolve(false)
  })
  signal?.addEventListener('abort', stop)
  try {
    return await Promise.race([
      aborted,
      wait().then(
        () => true,
        () => false,
      ),
    ])
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}
