// Writes an answer the way a fault wants it: late, slowly, not to the end.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault, Faults } from './types.ts'

export interface Wire {
  write(text: string): void
  flush(): void
  /** Breaks the connection without a word. */
  cut(): void
  /** Aborted when the session ends. */
  readonly signal: AbortSignal
}

/** Picks the fault for a command and counts how often it was used. */
export class FaultPlan {
  readonly #faults: Faults
  readonly #used = new Map<string, number>()

  constructor(faults: Faults) {
    this.#faults = faults
  }

  /** The fault for the command as typed or in full, else the one for `*`. */
  take(...names: readonly string[]): Fault | undefined {
    for (const name of names) {
      // Names are typed by whoever is connected: `constructor` is no fault.
      const fault = Object.hasOwn(this.#faults, name) ? this.#faults[name] : undefined
      if (fault === undefined) continue
      const used = this.#used.get(name) ?? 0
      if (fault.times !== undefined && used >= fault.times) continue
      this.#used.set(name, used + 1)
      return fault
    }
    return undefined
  }
}

/** Pauses; false when the session ended meanwhile. */
export async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(ms, undefined, { signal })
    return true
  } catch {
    return false
  }
}

/** False when the answer was cut or hangs: the session is of no use any more. */
export async function writeWithFault(text: string, fault: Fault, wire: Wire): Promise<boolean> {
  wire.flush()
  if (fault.delayMs !== undefined && !(await pause(fault.delayMs, wire.signal))) return false
  const stopAt = fault.cutAfterBytes ?? fault.hangAfterBytes
  const shown = stopAt === undefined ? text : text.slice(0, stopAt)
  if (fault.dripMs === undefined) wire.write(shown)
  else {
    for (const character of shown) {
      wire.write(character)
      wire.flush()
      if (!(await pause(fault.dripMs, wire.signal))) return false
    }
  }
  wire.flush()
  if (stopAt === undefined) return true
  if (fault.cutAfterBytes !== undefined) {
    // Leaves the last bytes time to reach the client: a cut after N bytes means that N bytes arrive.
    await pause(20, wire.signal)
    wire.cut()
  } else
    await new Promise<void>(resolve => wire.signal.addEventListener('abort', () => resolve(), { once: true }))
  return false
}
