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

  /** The line typed next when all of it is there already; waits for its first key. It stays to be read. */
  async line(): Promise<string | undefined> {
    if (!(await this.#some())) return undefined
    const end = this.#typed.indexOf('\r')
    return end < 0 ? undefined : this.#typed.slice(0, end)
  }

  /** Undefined as well when none comes within `ms`. */
  async nextWithin(ms: number): Promise<string | undefined> {
    if (this.#typed === '' && !this.#closed) {
      this.#idle()
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, ms)
        this.#waiter = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      this.#waiter = undefined
    }
    return this.#typed === '' ? undefined : await this.next()
  }

  async next(): Promise<string | undefined> {
    if (!(await this.#some())) return undefined
    const key = this.#typed.charAt(0)
    this.#typed = this.#typed.slice(1)
    return key
  }

  /** False once the session is over and every key was taken. */
  async #some(): Promise<boolean> {
    while (this.#typed === '') {
      if (this.#closed) return false
      this.#idle()
      await new Promise<void>(resolve => {
        this.#waiter = resolve
      })
      this.#waiter = undefined
    }
    return true
  }
}
