// Waiting between logins, and giving it up when the run is stopped.

/** Each call waits until about `ms` after the one before it; after a stop none waits. */
export function pacer(ms: number, signal: AbortSignal | undefined): () => Promise<void> {
  let free = 0
  return async () => {
    const now = performance.now()
    const at = Math.max(now, free)
    // A little unevenness keeps several runs from falling into step.
    free = at + ms * (0.75 + Math.random() / 2)
    if (at > now) await pause(at - now, signal)
  }
}

export function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise(resolve => {
    const done = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done, { once: true })
    if (signal?.aborted === true) done()
  })
}
