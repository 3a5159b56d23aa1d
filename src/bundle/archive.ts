// A tar.gz that grows part by part and appears whole or not at all. Parts may come in any order; the reader sees theirs.
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { Header } from 'tar'
import type { Held } from './held.ts'

export interface ArchiveFile {
  /** Path in the archive, with `/`: at most 100 characters behind its folder. */
  readonly path: string
  readonly content: Held
}

/** Where a part lies in the file the parts grow in. */
export interface Part {
  readonly at: number
  readonly bytes: number
}

const TAR_BLOCK = 512
const COPY = 256 * 1024

/**
 * Parts are gzip members of their own, which may stand one after the other in any order: so devices can be written as
 * they are done, and the archive is the same whichever was done first. What is written is masked already.
 */
export class Archive {
  private readonly file: string
  private readonly parts: string
  private readonly grown: FileHandle
  private readonly time: Date
  private size = 0
  private last: Promise<unknown> = Promise.resolve()

  private constructor(file: string, parts: string, grown: FileHandle, time: Date) {
    this.file = file
    this.parts = parts
    this.grown = grown
    this.time = time
  }

  /** @param time of all files in the archive. Fails when the folder cannot be written to. */
  static async open(file: string, time: Date): Promise<Archive> {
    const parts = beside(file, 'parts')
    return new Archive(file, parts, await open(parts, 'wx+', 0o600), time)
  }

  /** Temporary files, for whoever has to leave in a hurry. */
  get temporary(): readonly string[] {
    return [this.parts, beside(this.file, 'tmp')]
  }

  /** One part at a time, in the order they were asked for. */
  add(files: readonly ArchiveFile[]): Promise<Part> {
    const mine = this.last.then(() => this.write(files, false))
    this.last = mine.catch(() => undefined)
    return mine
  }

  /** Puts the parts in order behind `first`, and the archive in its place. Gives its size in bytes. */
  async finish(first: readonly ArchiveFile[], parts: readonly Part[]): Promise<number> {
    const front = await this.add(first)
    const end = await this.last.then(() => this.write([], true))
    const temporary = beside(this.file, 'tmp')
    const handle = await open(temporary, 'wx', 0o600)
    try {
      for (const part of [front, ...parts, end]) await copy(this.grown, part, handle)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, this.file)
    await this.close()
    return [front, ...parts, end].reduce((sum, part) => sum + part.bytes, 0)
  }

  /** Leaves nothing behind. */
  async abort(): Promise<void> {
    await this.last
    await this.close()
    await rm(beside(this.file, 'tmp'), { force: true })
  }

  private async grow(chunk: Buffer): Promise<void> {
    for (let put = 0; put < chunk.length; ) {
      const { bytesWritten } = await this.grown.write(chunk, put, chunk.length - put, this.size)
      put += bytesWritten
      this.size += bytesWritten
    }
  }

  private async close(): Promise<void> {
    await this.grown.close().catch(() => undefined)
    await rm(this.parts, { force: true })
  }

  private async write(files: readonly ArchiveFile[], end: boolean): Promise<Part> {
    const at = this.size
    let failure: unknown
    const keep = async (packed: AsyncIterable<Buffer>): Promise<void> => {
      try {
        for await (const chunk of packed) await this.grow(chunk)
      } catch (error) {
        failure = error
        throw error
      }
    }
    await pipeline(Readable.from(tarred(files, this.time, end)), createGzip(), keep).catch(error => {
      // What stopped the others is told, not that they were stopped.
      throw failure ?? error
    })
    return { at, bytes: this.size - at }
  }
}

function beside(file: string, ending: string): string {
  return join(dirname(file), `.${basename(file)}.${process.pid}.${ending}`)
}

function* tarred(files: readonly ArchiveFile[], time: Date, end: boolean): Generator<Buffer> {
  for (const { path, content } of files) {
    yield header(path, content.bytes, time)
    yield* content.read()
    const over = content.bytes % TAR_BLOCK
    if (over > 0) yield Buffer.alloc(TAR_BLOCK - over)
  }
  if (end) yield Buffer.alloc(2 * TAR_BLOCK)
}

function header(path: string, size: number, mtime: Date): Buffer {
  const made = new Header({ path, size, mtime, mode: 0o600, uid: 0, gid: 0, type: 'File' })
  const block = Buffer.alloc(TAR_BLOCK)
  if (made.encode(block, 0)) throw new Error(`${path} is too long a name for a bundle`)
  return block
}

async function copy(from: FileHandle, part: Part, to: FileHandle): Promise<void> {
  const buffer = Buffer.allocUnsafe(Math.min(COPY, part.bytes))
  for (let done = 0; done < part.bytes; ) {
    const { bytesRead } = await from.read(
      buffer,
      0,
      Math.min(buffer.length, part.bytes - done),
      part.at + done,
    )
    if (bytesRead === 0) throw new Error('the temporary file of the bundle was cut by somebody else')
    let put = 0
    while (put < bytesRead) put += (await to.write(buffer, put, bytesRead - put)).bytesWritten
    done += bytesRead
  }
}
