// Manners of a run: so many packets and connections a second, and nobody asked the same thing twice.

/** Packets and connections a second, over the whole run. */
export const DEFAULT_RATE = 20

/** Gives each caller its turn, evenly spaced. */
export function rateLimit(perSecond: number, signal?: AbortSignal): () => Promise<void> {
  const gap = 1_000 / perSecond
  let next = 0
  return async () => {
    const now = performance.now()
    const turn = Math.max(now, next)
    next = turn + gap
    if (turn > now) await pause(turn - now, signal)
  }
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
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

/** Results by what was asked: the same question of many devices is asked once, also while it is under way. */
export class Once {
  private readonly known = new Map<string, Promise<unknown>>()

  ask<T>(question: readonly unknown[], answer: () => Promise<T>): Promise<T> {
    const key = JSON.stringify(question)
    const there = this.known.get(key)
    if (there !== undefined) return there as Promise<T>
    const asked = answer()
    this.known.set(key, asked)
    return asked
  }
}
