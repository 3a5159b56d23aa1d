// The end of a probe: its time limit, the run's stop signal, and its turn under the rate limit.
import type { ProbeContext } from '../context.ts'

export type Stopped = 'timed-out' | 'cancelled'

/** Calls `act` once, when `ms` have passed or the run is stopped (at once, if it is already). Call the result to let it be. */
export function whenStopped(
  signal: AbortSignal | undefined,
  ms: number,
  act: (why: Stopped) => void,
): () => void {
  let over = false
  const end = (): void => {
    over = true
    clearTimeout(timer)
    signal?.removeEventListener('abort', cancel)
  }
  const fire = (why: Stopped): void => {
    if (over) return
    end()
    act(why)
  }
  const cancel = (): void => fire('cancelled')
  // After a stall of this computer the timer is due at once, and so may be what it waits for: that is read first.
  const timer = setTimeout(() => setImmediate(() => fire('timed-out')), Math.max(0, ms))
  if (signal?.aborted === true) queueMicrotask(cancel)
  else signal?.addEventListener('abort', cancel, { once: true })
  return end
}

/** Waits for the rate limit. False: the run was stopped meanwhile. */
export async function turn(ctx: ProbeContext): Promise<boolean> {
  const { signal, wait } = ctx
  if (signal?.aborted === true) return false
  if (wait === undefined) return true
  let stop: (() => void) | undefined
  const stopped = new Promise<false>(resolve => {
    stop = () => resolve(false)
    signal?.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([
      wait().then(
        () => true,
        () => false,
      ),
      stopped,
    ])
  } finally {
    if (stop !== undefined) signal?.removeEventListener('abort', stop)
  }
}

/** Milliseconds since a mark of `performance.now()`, whole. */
export function since(mark: number): number {
  return Math.round(performance.now() - mark)
}
