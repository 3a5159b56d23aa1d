// What the person types, one character at a time.

/** Waits for keys; `undefined` once the session is over. Calls `idle` before it waits, so that output can be flushed. */
export class Keys {
  #typed = ''
  #closed = false
  #waiter: (() => void) | undefined

  readonly #idle: () => void

  constructor(idle: () => void) {
    this.#idle = idle
  }

  push(text: string): void {
    this.#typed += text
    this.#waiter?.()
  }

  close(): void {
    this.#closed = true
    this.#waiter?.()
  }

  /** Drops what was typed ahead. */
  clear(): void {
    this.#typed = ''
  }

  async next(): Promise<string | undefined> {
    while (this.#typed === '') {
      if (this.#closed) return undefined
      this.#idle()
      await new Promise<void>(resolve => {
        this.#waiter = resolve
      })
      this.#waiter = undefined
    }
    const key = this.#typed.charAt(0)
    this.#typed = this.#typed.slice(1)
    return key
  }
}
