// Entries of a tar archive, one after the other as they come in; nothing is held.
import { Parser, type ReadEntry } from 'tar'
import { DamagedInput } from './damage.ts'
import { type ArchiveItem, checkName, isHidden, printable } from './entry.ts'
import type { Meter } from './limits.ts'

const FILES: ReadonlySet<string> = new Set(['File', 'OldFile', 'ContiguousFile'])
const FOLDERS: ReadonlySet<string> = new Set(['Directory', 'GNUDumpDir'])

/** Throws {@link DamagedInput} after the last entry when the archive is cut or damaged. */
export async function* tarItems(
  source: AsyncIterable<Uint8Array>,
  meter: Meter,
): AsyncGenerator<ArchiveItem> {
  const feed = new Feed(source)
  let count = 0
  let others = 0
  try {
    for (let entry = await feed.next(); entry !== undefined; entry = await feed.next()) {
      const named = checkName(entry.path)
      if (FILES.has(entry.type) && !isHidden(entry.path)) {
        count += 1
        if (count > meter.limits.entries) {
          yield { note: `holds more than ${meter.limits.entries} files, the rest was left out` }
          return
        }
        if ('reason' in named)
          yield { note: `holds ${printable(entry.path)}, which was left out: ${named.reason}` }
        else yield { name: named.name, body: bodyOf(entry, feed) }
      } else if (!FILES.has(entry.type) && !FOLDERS.has(entry.type)) others += 1
      entry.resume()
    }
    if (others > 0) yield { note: `holds ${others} link(s) or devices, which were left out` }
    if (feed.failure !== undefined) throw feed.failure
  } finally {
    feed.stop()
  }
}

async function* bodyOf(entry: ReadEntry, feed: Feed): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const part of entry) {
    size += part.length
    yield part
  }
  if (size < entry.size) throw feed.failure ?? new DamagedInput('early', 'ends too early; fetch it again')
}

/** Pushes the source into tar's parser while its entries are taken out at the other side. */
class Feed {
  failure: unknown
  private readonly waiting: ReadEntry[] = []
  private ended = false
  private stopped = false
  private wake: () => void = () => undefined
  private drained: () => void = () => undefined
  private readonly parser: Parser

  constructor(source: AsyncIterable<Uint8Array>) {
    this.parser = new Parser({
      onReadEntry: entry => {
        this.waiting.push(entry)
        this.wake()
      },
      onwarn: (code, message) => this.warn(code, String(message)),
    })
    this.parser.on('drain', () => this.drained())
    void this.run(source)
  }

  async next(): Promise<ReadEntry | undefined> {
    while (this.waiting.length === 0 && !this.ended) {
      await new Promise<void>(resolve => {
        this.wake = resolve
      })
    }
    return this.waiting.shift()
  }

  stop(): void {
    this.stopped = true
    this.drained()
    for (const entry of this.waiting) entry.resume()
  }

  private async run(source: AsyncIterable<Uint8Array>): Promise<void> {
    try {
      for await (const chunk of source) {
        if (this.stopped) break
        // The parser holds on to what it gets; the reader uses its buffer again.
        if (this.parser.write(Buffer.from(chunk)) || this.stopped) continue
        await new Promise<void>(resolve => {
          this.drained = resolve
        })
      }
    } catch (error) {
      this.failure = error
    }
    if (!this.stopped) this.parser.end()
    this.ended = true
    this.wake()
  }

  private warn(code: string, message: string): void {
    if (code !== 'TAR_BAD_ARCHIVE' && code !== 'TAR_ABORT' && code !== 'TAR_ENTRY_INVALID') return
    // What the parser says of an archive without entries.
    if (/unrecognized archive format/i.test(message)) return
    const early = /truncated/i.test(message)
    this.failure ??= early
      ? new DamagedInput('early', 'ends too early, what came before the end was read; fetch it again')
      : new DamagedInput(
          'early',
          `is damaged (${printable(message)}), what could be read was read; fetch it again`,
        )
  }
}
