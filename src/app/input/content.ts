// The content of one file, whatever it is packed in: gzip, tar, zip, and text as a stream.

import { commandOfFileName } from '../../parse/split/file-name.ts'
import { type Damage, type SplitLimits, Splitter } from '../../parse/split/index.ts'
import { DamagedInput } from '../archive/damage.ts'
import type { ArchiveItem } from '../archive/entry.ts'
import { inMegabytes, type Meter } from '../archive/limits.ts'
import { encodingOf, sniff } from '../archive/sniff.ts'
import { asUtf8, peek } from './bytes.ts'
import type { Found, Place } from './found.ts'

export interface ContentOptions {
  /** The command a bare output is of. */
  readonly command?: string
  readonly split?: Partial<SplitLimits>
  /** Bundles are read with what their sessions said. */
  readonly transcripts?: boolean
}

/** What the content is inside of already. One archive, and one compression in it, are opened. */
export interface Layer {
  readonly inArchive: boolean
  readonly unzipped: boolean
  readonly meter: Meter
  readonly options: ContentOptions
}

/** Reads everything the bytes hold into `found`. Returns what was wrong with them; never throws for it. */
export async function readContent(
  source: AsyncIterable<Uint8Array>,
  place: Place,
  layer: Layer,
  found: Found,
): Promise<DamagedInput | undefined> {
  try {
    const { head, all } = await peek(source)
    const kind = sniff(head)
    if (kind === 'text') return await readText(asUtf8(all, encodingOf(head)), place, layer, found)
    if (kind === 'gzip' && !layer.unzipped) {
      const { inflate } = await import('../archive/inflate.ts')
      const file = place.file.replace(/\.gz$/i, '').replace(/\.tgz$/i, '.tar')
      const inner = inflate(all, 'gzip', layer.meter)
      return await readContent(inner, { ...place, file }, { ...layer, unzipped: true }, found)
    }
    if ((kind === 'tar' || kind === 'zip') && !layer.inArchive) {
      const items =
        kind === 'tar'
          ? (await import('../archive/tar.ts')).tarItems(all, layer.meter)
          : (await import('../archive/zip.ts')).zipItems(await inMemory(all, layer.meter), layer.meter)
      return await readItems(items, place, layer, found)
    }
    await drop(all)
    found.note(`${place.origin} ${refusal(kind)}`)
    return undefined
  } catch (error) {
    return noted(error, place, found)
  }
}

/** Files of an archive, each as if it lay in a folder named after the archive. */
export async function readItems(
  items: AsyncIterable<ArchiveItem>,
  place: Place,
  layer: Layer,
  found: Found,
): Promise<DamagedInput | undefined> {
  let count = 0
  let damage: DamagedInput | undefined
  const { BundleFiles } = await import('./bundle.ts')
  const bundle = new BundleFiles(layer.options.transcripts === true)
  const inside = { ...layer, inArchive: true, unzipped: false }
  try {
    for await (const item of items) {
      count += 1
      if ('note' in item) {
        found.note(`${place.origin} ${item.note}`)
        continue
      }
      if (bundle.wants(item.name)) {
        await bundle.take(item.name, item.body)
        continue
      }
      const broken = await readContent(item.body, placeInside(place, item.name), inside, found)
      if (broken?.kind === 'large') {
        damage = broken
        break
      }
    }
  } catch (error) {
    damage = noted(error, place, found)
  }
  for (const { name, content } of bundle.finish(place.origin, found))
    await readContent(piecesOf(content), placeInside(place, name), inside, found)
  if (damage !== undefined) return damage
  if (count === 0) found.note(`${place.origin} holds no files; give an archive with saved output`)
  return undefined
}

async function* piecesOf(content: { read(): Iterable<Uint8Array> }): AsyncGenerator<Uint8Array> {
  yield* content.read()
}

function placeInside(archive: Place, name: string): Place {
  const parts = name.split('/')
  const file = parts.pop() ?? ''
  const stem = archive.file.replace(/(\.(zip|tar|tgz|gz))+$/i, '')
  return {
    origin: `${archive.origin}/${name}`,
    file,
    folder: [archive.folder, archive.file, ...parts].join('/'),
    folderName: parts[parts.length - 1] ?? (stem === '' ? archive.folderName : stem),
  }
}

async function readText(
  source: AsyncIterable<Uint8Array>,
  place: Place,
  layer: Layer,
  found: Found,
): Promise<DamagedInput | undefined> {
  const { split } = layer.options
  const command = layer.options.command ?? commandOfFileName(place.file)?.command
  const splitter = new Splitter({
    ...(command === undefined ? {} : { command }),
    ...(split === undefined ? {} : { limits: split }),
  })
  let damage: DamagedInput | undefined
  try {
    for await (const chunk of source) splitter.push(chunk)
  } catch (error) {
    damage = noted(error, place, found)
  }
  const segments = splitter.finish(damage === undefined ? undefined : cutBy(damage))
  if (segments.length > 0) found.texts.push({ ...place, segments })
  else if (damage === undefined) found.note(`${place.origin} holds only blank lines; save the output again`)
  return damage
}

function cutBy(damage: DamagedInput): Damage {
  return { reason: `the input ${damage.message}`, everywhere: damage.kind === 'data' }
}

function noted(error: unknown, place: Place, found: Found): DamagedInput {
  const damage =
    error instanceof DamagedInput
      ? error
      : new DamagedInput('early', `could not be read to its end (${reasonOf(error)}); try again`)
  found.noteError(error, `${place.origin} ${damage.message}`)
  return damage
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function refusal(kind: Exclude<ReturnType<typeof sniff>, 'text'>): string {
  if (typeof kind === 'object') return `is a ${kind.foreign} archive; unpack it first`
  if (kind === 'empty') return 'is empty; save the output again'
  if (kind === 'binary') return 'is not text; give a file with command output'
  return `is a ${kind} archive inside another; unpack the outer one first`
}

/** A zip archive names its files at its end. */
async function inMemory(source: AsyncIterable<Uint8Array>, meter: Meter): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of source) {
    size += part.length
    if (size > meter.limits.zipInMemory) {
      const limit = inMegabytes(meter.limits.zipInMemory)
      throw new DamagedInput(
        'large',
        `is a zip archive of more than ${limit} that is no file; save it and name the file`,
      )
    }
    parts.push(new Uint8Array(part))
  }
  return Buffer.concat(parts)
}

/** Lets go of the source. */
async function drop(source: AsyncIterable<Uint8Array>): Promise<void> {
  await source[Symbol.asyncIterator]().return?.()
}
