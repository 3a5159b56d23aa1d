// Entries of a zip archive, by its table of contents; nothing is written, one entry is read at a time.
import { crc32 } from 'node:zlib'
import { type Entry, fromBufferPromise, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl'
import { DamagedInput } from './damage.ts'
import { type ArchiveItem, checkName, isHidden, printable } from './entry.ts'
import { inflate } from './inflate.ts'
import type { Meter } from './limits.ts'

const STORED = 0
const DEFLATED = 8

/** @param from a path, or the whole archive. Throws {@link DamagedInput} when the table of contents cannot be read. */
export async function* zipItems(from: string | Uint8Array, meter: Meter): AsyncGenerator<ArchiveItem> {
  const zip = await opened(from)
  let count = 0
  try {
    for await (const entry of zip.eachEntry()) {
      const raw = nameOf(entry)
      if (raw.endsWith('/') || isHidden(raw)) continue
      count += 1
      if (count > meter.limits.entries) {
        yield { note: `holds more than ${meter.limits.entries} files, the rest was left out` }
        return
      }
      const named = checkName(raw)
      const reason = 'reason' in named ? named.reason : unreadable(entry)
      if ('reason' in named || reason !== undefined)
        yield { note: `holds ${printable(raw)}, which was left out: ${reason}` }
      else yield { name: named.name, body: bodyOf(zip, entry, meter) }
    }
  } catch (error) {
    throw error instanceof DamagedInput ? error : damageOf(error)
  } finally {
    zip.close()
  }
}

async function opened(from: string | Uint8Array): Promise<ZipFile> {
  // Names are checked here: the library would stop at the first bad one.
  const options = { decodeStrings: false, autoClose: false, lazyEntries: true }
  try {
    if (typeof from === 'string') return await openPromise(from, options)
    return await fromBufferPromise(Buffer.from(from.buffer, from.byteOffset, from.byteLength), options)
  } catch (error) {
    throw damageOf(error)
  }
}

function damageOf(error: unknown): DamagedInput {
  const reason = error instanceof Error ? error.message.split('. ')[0] : String(error)
  return new DamagedInput('early', `is not a whole zip archive (${reason}); fetch it again`)
}

function nameOf(entry: Entry): string {
  return getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false)
}

function unreadable(entry: Entry): string | undefined {
  if (entry.isEncrypted()) return 'it is encrypted; unpack it first'
  const method = entry.compressionMethod
  if (method !== STORED && method !== DEFLATED) return 'its compression is not known; unpack it first'
  // The upper half holds the Unix mode.
  return entry.externalFileAttributes >>> 28 === 0xa ? 'it is a link' : undefined
}

async function* bodyOf(zip: ZipFile, entry: Entry, meter: Meter): AsyncGenerator<Uint8Array> {
  const raw = await zip.openReadStreamPromise(entry, { decodeFileData: false })
  const bytes = entry.compressionMethod === DEFLATED ? inflate(raw, 'deflate', meter) : metered(raw, meter)
  let sum = 0
  let size = 0
  for await (const part of bytes) {
    sum = crc32(part, sum)
    size += part.length
    yield part
  }
  if (sum !== entry.crc32 || size !== entry.uncompressedSize) {
    throw new DamagedInput(
      'data',
      'is damaged (its checksum is wrong), what could be unpacked was read; fetch it again',
    )
  }
}

async function* metered(source: AsyncIterable<Uint8Array>, meter: Meter): AsyncGenerator<Uint8Array> {
  for await (const part of source) {
    meter.read(part.length)
    meter.wrote(part.length)
    yield part
  }
}
