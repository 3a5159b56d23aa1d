// Decompression as a stream that hands on everything it got out before it fails.
import { once } from 'node:events'
import { createGunzip, createInflateRaw } from 'node:zlib'
import { DamagedInput } from './damage.ts'
import type { Meter } from './limits.ts'

/** Bytes given to zlib at a time: bounds what can come out before the size is looked at (1,030 times as much). */
const STEP = 16 * 1024
const CHUNK = 128 * 1024
const TRAILER = 8

/** Unpacked bytes. Throws {@link DamagedInput} at the end of what can be read. */
export async function* inflate(
  source: AsyncIterable<Uint8Array>,
  format: 'gzip' | 'deflate',
  meter: Meter,
): AsyncGenerator<Uint8Array> {
  const engine =
    format === 'gzip' ? createGunzip({ chunkSize: CHUNK }) : createInflateRaw({ chunkSize: CHUNK })
  let ready: Uint8Array[] = []
  let failure: Error | undefined
  let ended = false
  engine.on('data', (bytes: Buffer) => ready.push(bytes))
  engine.on('error', error => {
    failure = error
  })
  engine.on('end', () => {
    ended = true
  })
  // After an error zlib does not answer the write that caused it.
  let wake = (): void => undefined
  engine.on('close', () => wake())
  let broken: unknown
  try {
    try {
      for await (const chunk of holdingBack(source)) {
        for (let at = 0; at < chunk.length && failure === undefined && !ended; at += STEP) {
          const step = chunk.subarray(at, at + STEP)
          meter.read(step.length)
          await new Promise<void>(done => {
            wake = done
            engine.write(step, () => done())
          })
          const bytes = ready
          ready = []
          yield* metered(bytes, meter)
        }
        if (failure !== undefined || ended) break
      }
    } catch (error) {
      if (error instanceof DamagedInput && error.kind === 'large') throw error
      broken = error
    }
    // Only now is zlib told that no more comes: it would keep back what it has when it finds the end missing.
    if (failure === undefined && !ended && broken === undefined) {
      engine.end()
      await Promise.race([once(engine, 'end'), once(engine, 'close')]).catch(() => undefined)
    }
    yield* metered(ready, meter)
  } finally {
    engine.destroy()
  }
  if (broken !== undefined) throw broken
  if (failure !== undefined) throw damageOf(failure)
}

/**
 * The same bytes with the last few in a chunk of their own: they are gzip's checksum, and zlib gives nothing of a
 * write in which it finds something wrong.
 */
async function* holdingBack(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held = new Uint8Array()
  for await (const chunk of source) {
    const bytes = Buffer.concat([held, chunk])
    const end = Math.max(0, bytes.length - TRAILER)
    held = bytes.subarray(end)
    if (end > 0) yield bytes.subarray(0, end)
  }
  if (held.length > 0) yield held
}

function* metered(parts: readonly Uint8Array[], meter: Meter): Generator<Uint8Array> {
  for (const part of parts) {
    meter.wrote(part.length)
    yield part
  }
}

function damageOf(error: Error): DamagedInput {
  const { code } = error as NodeJS.ErrnoException
  return code === 'Z_BUF_ERROR'
    ? new DamagedInput('early', 'ends too early, what came before the end was read; fetch it again')
    : new DamagedInput(
        'data',
        `is damaged (${error.message}), what could be unpacked was read; fetch it again`,
      )
}
