// Sources of bytes and what is done to them on the way: a first look, encodings.
import type { FileHandle } from 'node:fs/promises'
import { SNIFFED } from '../archive/sniff.ts'

const READ_SIZE = 256 * 1024

/** A chunk is good until the next one is asked for. */
export async function* fileBytes(handle: FileHandle): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.allocUnsafe(READ_SIZE)
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, READ_SIZE, null)
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
  }
}

export async function* streamBytes(stream: NodeJS.ReadableStream): AsyncGenerator<Uint8Array> {
  for await (const part of stream) yield typeof part === 'string' ? Buffer.from(part) : part
}

export interface Peeked {
  /** At least {@link SNIFFED} bytes, or all there are. */
  readonly head: Uint8Array
  /** Everything, the head included. */
  readonly all: AsyncIterable<Uint8Array>
}

/** Reads the head. An error after the first byte comes out of `all`, one before it is thrown. */
export async function peek(source: AsyncIterable<Uint8Array>): Promise<Peeked> {
  const iterator = source[Symbol.asyncIterator]()
  const parts: Uint8Array[] = []
  let size = 0
  let failure: { readonly error: unknown } | undefined
  let done = false
  try {
    while (size < SNIFFED && !done) {
      const next = await iterator.next()
      done = next.done === true
      if (next.done === true) break
      parts.push(new Uint8Array(next.value))
      size += next.value.length
    }
  } catch (error) {
    if (size === 0) throw error
    failure = { error }
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      yield* parts
      if (failure !== undefined) throw failure.error
      while (!done) {
        const next = await iterator.next()
        if (next.done === true) return
        yield next.value
      }
    } finally {
      await iterator.return?.()
    }
  }
  return { head: Buffer.concat(parts), all: all() }
}

/** UTF-8 without a byte order mark, whatever it was. */
export async function* asUtf8(
  source: AsyncIterable<Uint8Array>,
  encoding: 'utf-16le' | 'utf-16be' | 'utf-8',
): AsyncGenerator<Uint8Array> {
  if (encoding === 'utf-8') {
    let first = true
    for await (const chunk of source) {
      const marked = first && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf
      yield marked ? chunk.subarray(3) : chunk
      first = false
    }
    return
  }
  const decoder = new TextDecoder(encoding)
  const encoder = new TextEncoder()
  for await (const chunk of source) yield encoder.encode(decoder.decode(chunk, { stream: true }))
  yield encoder.encode(decoder.decode())
}
