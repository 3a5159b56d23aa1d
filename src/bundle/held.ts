// Bytes held in memory until their turn to be written comes: packed, so that a large answer costs little.
import { createHash } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'

/** Bytes packed at a time, and the most that is unpacked at once. */
export const BLOCK = 256 * 1024

export class Held {
  bytes = 0
  private readonly packed: Buffer[] = []
  private readonly hash = createHash('sha256')
  private waiting: Buffer[] = []
  private waitingBytes = 0
  private digest: string | undefined

  /** @param chunk copied: the sender may use its memory again. A text becomes UTF-8. */
  write(chunk: string | Uint8Array): void {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk)
    this.hash.update(bytes)
    this.bytes += bytes.length
    for (let at = 0; at < bytes.length; at += BLOCK) this.keep(bytes.subarray(at, at + BLOCK))
  }

  /** Lower-case hex; nothing may be written any more. */
  get sha256(): string {
    this.digest ??= this.hash.digest('hex')
    return this.digest
  }

  /** Bytes of memory it takes. */
  get packedBytes(): number {
    return this.packed.reduce((sum, { length }) => sum + length, this.waitingBytes)
  }

  /** What was written, in pieces of no more than two blocks. */
  *read(): Generator<Buffer> {
    for (const block of this.packed) yield inflateRawSync(block)
    if (this.waiting.length > 0) yield Buffer.concat(this.waiting)
  }

  private keep(part: Buffer): void {
    this.waiting.push(part)
    this.waitingBytes += part.length
    if (this.waitingBytes < BLOCK) return
    // Fast rather than small: the archive packs it well.
    this.packed.push(deflateRawSync(Buffer.concat(this.waiting), { level: 1 }))
    this.waiting = []
    this.waitingBytes = 0
  }
}

/** A text held; its hash is known. */
export function heldText(text: string): Held {
  const held = new Held()
  for (let at = 0; at < text.length; ) {
    let end = Math.min(at + BLOCK, text.length)
    // Both halves of a character outside of the basic plane make one character only together.
    const last = text.charCodeAt(end - 1)
    if (end < text.length && last >= 0xd800 && last < 0xdc00) end += 1
    held.write(text.slice(at, end))
    at = end
  }
  return held
}
