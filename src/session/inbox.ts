// What the device has sent since the last mark: whole bytes kept once, only the tail ever looked at.

export type Arrival = 'data' | 'quiet' | 'closed'

/** The part of an SSH channel the shell needs. */
export interface ShellChannel {
  on(event: 'data', listener: (chunk: Buffer) => void): unknown
  on(event: 'close' | 'end', listener: () => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  write(text: string): unknown
  end(): unknown
}

const TAIL = 2_048

export class Inbox {
  /** Bytes since the last {@link reset}. */
  size = 0
  /** The last bytes, Latin-1: one character a byte, so positions agree. */
  tail = ''
  closed = false
  /** The longest pause between two chunks since the last reset: a slow line needs more care. */
  longestPauseMs = 0
  private chunks: Buffer[] = []
  private fresh = false
  private wake: (() => void) | undefined
  private lastAt = 0
  private needle = ''
  private overlap = ''
  private found = 0
  private readonly watchers: ((chunk: Buffer) => void)[] = []

  constructor(channel: ShellChannel) {
    channel.on('data', chunk => this.add(chunk))
    channel.on('error', () => this.close())
    channel.on('end', () => this.close())
    channel.on('close', () => this.close())
  }

  /** Also hands every chunk to `watcher`, e.g. a recorder. */
  watch(watcher: (chunk: Buffer) => void): void {
    this.watchers.push(watcher)
  }

  /** Ends every wait at once: the line is gone, or nobody wants the answer any more. */
  close(): void {
    this.closed = true
    this.wake?.()
  }

  /** Forgets what came and starts counting again. */
  reset(): void {
    this.chunks = []
    this.size = 0
    this.tail = ''
    this.fresh = false
    this.restartPauses()
    this.needle = ''
  }

  /** Measures pauses from here on. */
  restartPauses(): void {
    this.longestPauseMs = 0
    this.lastAt = 0
  }

  /** Counts how often `text` occurs from byte `from` on; each byte is looked at once. */
  count(text: string, from: number): void {
    this.needle = text
    this.found = 0
    this.overlap = ''
    this.tally(this.slice(from, this.size).toString('latin1'))
  }

  get occurrences(): number {
    return this.found
  }

  /** Waits for bytes that came after the last call, for at most `ms`. */
  async wait(ms: number): Promise<Arrival> {
    if (this.fresh) {
      this.fresh = false
      return 'data'
    }
    if (this.closed) return 'closed'
    return new Promise(resolve => {
      let settled = false
      const settle = (arrival: Arrival): void => {
        if (settled) return
        settled = true
        clearTimeout(timer)
        this.wake = undefined
        this.fresh = false
        resolve(arrival)
      }
      // A busy event loop fires timers before it reads sockets: let it read once before calling it quiet.
      const timer = setTimeout(
        () => setImmediate(() => settle(this.fresh ? 'data' : 'quiet')),
        Math.max(0, ms),
      )
      this.wake = () => settle(this.fresh ? 'data' : 'closed')
    })
  }

  /** Bytes `from` to `to`, counted from the last reset. */
  slice(from: number, to: number): Buffer {
    if (this.chunks.length > 1) this.chunks = [Buffer.concat(this.chunks)]
    return (this.chunks[0] ?? Buffer.alloc(0)).subarray(from, to)
  }

  /** At most `max` bytes from the start, without joining everything that came. */
  head(max: number): string {
    let text = ''
    for (const chunk of this.chunks) {
      if (text.length >= max) break
      text += chunk.toString('latin1', 0, max - text.length)
    }
    return text
  }

  /** Everything from byte `from` on when it is short enough to lie in the tail. */
  since(from: number): string | undefined {
    const length = this.size - from
    return length > this.tail.length ? undefined : this.tail.slice(this.tail.length - length)
  }

  /** Position of the first byte of the last line, or -1 when its start is out of sight. */
  lastLineAt(): number {
    const at = this.tail.lastIndexOf('\n')
    if (at >= 0) return this.size - (this.tail.length - at - 1)
    return this.tail.length === this.size ? 0 : -1
  }

  private add(chunk: Buffer): void {
    const now = performance.now()
    if (this.lastAt > 0) this.longestPauseMs = Math.max(this.longestPauseMs, now - this.lastAt)
    this.lastAt = now
    this.chunks.push(chunk)
    this.size += chunk.length
    const end = chunk.length > TAIL ? chunk.subarray(chunk.length - TAIL) : chunk
    this.tail = (this.tail + end.toString('latin1')).slice(-TAIL)
    if (this.needle !== '') this.tally(chunk.toString('latin1'))
    for (const watcher of this.watchers) watcher(chunk)
    this.fresh = true
    this.wake?.()
  }

  private tally(text: string): void {
    const hay = this.overlap + text
    for (let at = hay.indexOf(this.needle); at >= 0; at = hay.indexOf(this.needle, at + 1)) this.found += 1
    this.overlap = this.needle.length > 1 ? hay.slice(-(this.needle.length - 1)) : ''
  }
}
