// Bytes on their way to the client, as a fault wants them: late, slowly, with strange ones among them, not to the end.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from '../types.ts'

/** Where the bytes go. */
export interface Sink {
  send(bytes: Buffer): void
  /** Breaks the connection without a word. */
  cut(): void
  /** The same with a TCP reset. */
  reset(): void
  /** Aborted when the session ends. */
  readonly signal: AbortSignal
}

/** What is put in at one place: bytes, then a pause, then more bytes. */
export interface Insertion {
  readonly at: number
  readonly before: Buffer
  readonly pauseMs: number
  readonly after: Buffer
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

/** Never ends before the session does. */
export async function never(signal: AbortSignal): Promise<false> {
  if (!signal.aborted)
    await new Promise<void>(resolve => signal.addEventListener('abort', () => resolve(), { once: true }))
  return false
}

/** Breaks the connection after a moment in which the last bytes reach the client. */
export async function breakOff(sink: Pick<Sink, 'cut' | 'reset' | 'signal'>, reset: boolean): Promise<false> {
  await pause(20, sink.signal)
  if (reset) sink.reset()
  else sink.cut()
  return false
}

export class Disturbance {
  readonly #fault: Fault
  readonly #sink: Sink
  readonly #stopAt: number
  #insertion: Insertion | undefined
  #passed = 0
  #sent = 0
  #begun = false

  constructor(fault: Fault, sink: Sink, insertion?: Insertion) {
    this.#fault = fault
    this.#sink = sink
    this.#insertion = insertion
    this.#stopAt = Math.min(
      fault.cutAfterBytes ?? Number.POSITIVE_INFINITY,
      fault.resetAfterBytes ?? Number.POSITIVE_INFINITY,
      fault.hangAfterBytes ?? Number.POSITIVE_INFINITY,
    )
  }

  /** False when the fault ended the session, or the session ended by itself. */
  async pass(bytes: Buffer): Promise<boolean> {
    if (!this.#begun) {
      this.#begun = true
      const { delayMs } = this.#fault
      if (delayMs !== undefined && !(await pause(delayMs, this.#sink.signal))) return false
    }
    const room = (this.#insertion?.at ?? Number.POSITIVE_INFINITY) - this.#passed
    const first = bytes.subarray(0, room)
    this.#passed += first.length
    if (!(await this.#emit(first))) return false
    if (first.length === bytes.length && room > bytes.length) return true
    return (await this.#insert()) && (await this.#rest(bytes.subarray(first.length)))
  }

  /** What was to be put in behind the last byte; false as {@link pass}. */
  async finish(): Promise<boolean> {
    if (!(await this.#insert())) return false
    return this.#stopAt === Number.POSITIVE_INFINITY || (await this.#stop())
  }

  async #rest(bytes: Buffer): Promise<boolean> {
    this.#passed += bytes.length
    return await this.#emit(bytes)
  }

  async #insert(): Promise<boolean> {
    const insertion = this.#insertion
    this.#insertion = undefined
    if (insertion === undefined) return true
    if (!(await this.#emit(insertion.before))) return false
    if (insertion.pauseMs > 0 && !(await pause(insertion.pauseMs, this.#sink.signal))) return false
    return await this.#emit(insertion.after)
  }

  async #emit(bytes: Buffer): Promise<boolean> {
    const kept = bytes.subarray(0, this.#stopAt - this.#sent)
    this.#sent += kept.length
    const { dripMs } = this.#fault
    if (dripMs === undefined) {
      if (kept.length > 0) this.#sink.send(kept)
    } else {
      const step = Math.max(1, this.#fault.chunkBytes ?? 1)
      for (let at = 0; at < kept.length; at += step) {
        this.#sink.send(kept.subarray(at, at + step))
        if (!(await pause(dripMs, this.#sink.signal))) return false
      }
    }
    return this.#sent < this.#stopAt || (await this.#stop())
  }

  async #stop(): Promise<false> {
    const { cutAfterBytes, resetAfterBytes, hangAfterBytes } = this.#fault
    if (this.#stopAt === hangAfterBytes) return await never(this.#sink.signal)
    return await breakOff(this.#sink, cutAfterBytes !== this.#stopAt && resetAfterBytes === this.#stopAt)
  }
}

/** Meaningless bytes, the same ones every time. `plain`: without escape sequences, for a terminal. */
export function garbage(count: number, plain: boolean): Buffer {
  const out = Buffer.alloc(count)
  let state = 0x2545f491
  for (let i = 0; i < count; i++) {
    do state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    while (plain && FORBIDDEN.has(state >>> 24))
    out[i] = state >>> 24
  }
  return out
}

/** ESC and its eight-bit relatives: what they do to the bytes behind them depends on the terminal. */
const FORBIDDEN = new Set([0x1b, 0x90, 0x98, 0x9b, 0x9d, 0x9e, 0x9f])
