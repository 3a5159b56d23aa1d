// What the device has sent since the last mark: only the tail is ever looked at, and only an answer's bytes are kept.

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
const EMPTY = Buffer.alloc(0)
const LONG = 262_144
/** A larger place is not held on to. */
const MOST_KEPT = 4_194_304

export class Inbox {
  /** Bytes since the last {@link reset}. */
  size = 0
  closed = false
  /** The longest pause between two chunks since the last reset: a slow line needs more care. */
  longestPauseMs = 0
  private readonly last = Buffer.allocUnsafe(TAIL)
  private lastLength = 0
  private lastText: string | undefined
  private keeping = false
  /** Bytes kept, `from` of them since the last reset being gone already. */
  private chunks: Buffer[] = []
  private from = 0
  private fresh = false
  private wake: (() => void) | undefined
  private lastAt = 0
  private needle = EMPTY
  private overlap = EMPTY
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

  /**
   * Forgets what came and starts counting again.
   * @param keep the bytes are wanted, until {@link drop}; otherwise no more than the tail is held
   */
  reset(keep = false): void {
    this.drop()
    this.keeping = keep
    this.from = 0
    this.size = 0
    this.lastLength = 0
    this.lastText = undefined
    this.fresh = false
    this.restartPauses()
    this.needle = EMPTY
  }

  /** Forgets the bytes and keeps none from now on; counting goes on. */
  drop(): void {
    this.keeping = false
    this.chunks = []
    this.from = this.size
  }

  /** Measures pauses from here on. */
  restartPauses(): void {
    this.longestPauseMs = 0
    this.lastAt = 0
  }

  /** Counts how often `text` occurs from byte `from` on; each byte is looked at once. */
  count(text: string, from: number): void {
    this.needle = Buffer.from(text, 'latin1')
    this.found = 0
    this.overlap = EMPTY
    this.tally(this.kept().subarray(Math.max(0, from - this.from)))
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

  /** How many bytes are kept. */
  get held(): number {
    return this.size - this.from
  }

  /** The bytes kept, until the next call; the first one is number `size - held`. */
  kept(): Buffer {
    const [first = EMPTY, ...more] = this.chunks
    return more.length === 0 ? first : joined(this.chunks, this.held)
  }

  /** Bytes `from` to `to`, counted from the last reset, as far as they are kept; until the next call. */
  slice(from: number, to: number): Buffer {
    return this.kept().subarray(Math.max(0, from - this.from), Math.max(0, to - this.from))
  }

  /** The first `count` of the bytes kept, until the next call; they are forgotten. */
  take(count: number): Buffer {
    const all = this.kept()
    // A copy: a part would hold the memory of the whole.
    this.chunks = count < all.length ? [Buffer.from(all.subarray(count))] : []
    this.from += Math.min(count, all.length)
    return all.subarray(0, count)
  }

  /** At most `max` of the bytes kept, without joining them all. */
  head(max: number): string {
    let text = ''
    for (const chunk of this.chunks) {
      if (text.length >= max) break
      text += chunk.toString('latin1', 0, max - text.length)
    }
    return text
  }

  /** The last bytes, Latin-1: one character a byte, so positions agree. */
  get tail(): string {
    this.lastText ??= this.last.toString('latin1', 0, this.lastLength)
    return this.lastText
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
    this.size += chunk.length
    if (this.keeping) this.chunks.push(chunk)
    else this.from = this.size
    this.keepLast(chunk)
    if (this.needle.length > 0) this.tally(chunk)
    for (const watcher of this.watchers) watcher(chunk)
    this.fresh = true
    this.wake?.()
  }

  private keepLast(chunk: Buffer): void {
    const added = Math.min(chunk.length, TAIL)
    const stay = Math.min(this.lastLength, TAIL - added)
    this.last.copyWithin(0, this.lastLength - stay, this.lastLength)
    chunk.copy(this.last, stay, chunk.length - added)
    this.lastLength = stay + added
    this.lastText = undefined
  }

  private tally(bytes: Buffer): void {
    const { needle } = this
    const reach = needle.length - 1
    // The seam first: occurrences that start in what came before.
    const seam = Buffer.concat([this.overlap, bytes.subarray(0, reach)])
    this.found += occurrences(seam, needle) + occurrences(bytes, needle)
    const end = bytes.length < reach ? seam : bytes
    this.overlap = Buffer.from(end.subarray(Math.max(0, end.length - reach)))
  }
}

/** Long ones are joined in one place, again and again: new memory each time would be given back late. */
let place = EMPTY

function joined(chunks: readonly Buffer[], length: number): Buffer {
  if (length < LONG) return Buffer.concat(chunks, length)
  if (place.length < length || place.length > MOST_KEPT) place = Buffer.allocUnsafeSlow(length)
  let at = 0
  for (const chunk of chunks) at += chunk.copy(place, at)
  return place.subarray(0, length)
}

function occurrences(bytes: Buffer, needle: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 1)) count += 1
  return count
}
