// Which fault applies to a command or a stage, and the terminal's way out for the disturbed answer.
import type { Sink } from './faults/disturbance.ts'
import type { Fault, Faults } from './types.ts'

/** A terminal's output: written text is gathered, bytes go out at once. */
export interface Wire extends Sink {
  write(text: string): void
  flush(): void
}

/** Picks the fault for a command or a stage and counts how often it was used. */
export class FaultPlan {
  readonly #faults: Faults
  readonly #used = new Map<string, number>()

  constructor(faults: Faults) {
    this.#faults = faults
  }

  /** The fault of the first of these names that has one left; it counts as used. */
  take(...names: readonly string[]): Fault | undefined {
    const name = names.find(one => this.look(one) !== undefined)
    if (name === undefined) return undefined
    this.#used.set(name, (this.#used.get(name) ?? 0) + 1)
    return this.#faults[name]
  }

  /** The same without using it. */
  look(...names: readonly string[]): Fault | undefined {
    for (const name of names) {
      // Names are typed by whoever is connected: `constructor` is no fault.
      const fault = Object.hasOwn(this.#faults, name) ? this.#faults[name] : undefined
      if (fault === undefined) continue
      if (fault.times === undefined || (this.#used.get(name) ?? 0) < fault.times) return fault
    }
    return undefined
  }
}
