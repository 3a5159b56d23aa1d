// Keeps a wrong password from being tried on a whole fleet: accounts lock.
import type { ProblemKind } from '../../session/errors.ts'

/** Refusals in a row, with earlier logins accepted, after which a credential is given up. */
const IN_A_ROW = 3

interface State {
  proven: boolean
  inARow: number
  stopped: string | undefined
  trying: boolean
  readonly waiting: (() => void)[]
}

export type Admission = { readonly go: true } | { readonly go: false; readonly reason: string }

/**
 * Until a credential was accepted once, one device at a time tries it. A refusal before that, or several in a row
 * after it, stops every device still to come with the same credential.
 */
export class CredentialGate {
  private readonly states = new Map<string, State>()
  private readonly carryOn: boolean

  /** @param carryOn a refusal stops nothing */
  constructor(carryOn: boolean) {
    this.carryOn = carryOn
  }

  /** Resolves when the device may log in, or shall not. */
  async enter(key: string, signal: AbortSignal | undefined): Promise<Admission> {
    if (this.carryOn) return { go: true }
    const state = this.state(key)
    while (state.stopped === undefined && !state.proven && state.trying && signal?.aborted !== true)
      await this.turn(state, signal)
    if (state.stopped !== undefined) return { go: false, reason: state.stopped }
    if (!state.proven) state.trying = true
    return { go: true }
  }

  /** The device let the user in. */
  accepted(key: string): void {
    const state = this.state(key)
    state.proven = true
    state.inARow = 0
    state.trying = false
    this.wake(state)
  }

  /** The device is done, whatever became of it. */
  left(key: string, device: string, problem: ProblemKind | undefined): void {
    const state = this.state(key)
    if (problem === 'auth-failed' || problem === 'password-expired') {
      state.inARow += 1
      if (!state.proven || state.inARow >= IN_A_ROW) state.stopped ??= device
    }
    // Whoever tried first may have failed for another reason: the next one tries.
    if (!state.proven) state.trying = false
    this.wake(state)
  }

  private state(key: string): State {
    const there = this.states.get(key)
    if (there !== undefined) return there
    const fresh: State = { proven: false, inARow: 0, stopped: undefined, trying: false, waiting: [] }
    this.states.set(key, fresh)
    return fresh
  }

  private turn(state: State, signal: AbortSignal | undefined): Promise<void> {
    return new Promise(resolve => {
      const go = (): void => {
        signal?.removeEventListener('abort', go)
        resolve()
      }
      state.waiting.push(go)
      signal?.addEventListener('abort', go, { once: true })
    })
  }

  private wake(state: State): void {
    for (const go of state.waiting.splice(0)) go()
  }
}
