// The text of a file or of standard input in pieces, decoded; sentences for what is no text.
import { open } from 'node:fs/promises'
import { printable } from '../archive/entry.ts'
import { encodingOf, sniff } from '../archive/sniff.ts'
import { asUtf8, fileBytes, peek, streamBytes } from '../input/bytes.ts'

/** A text in pieces; asked again it starts anew. */
export type Pieces = () => AsyncIterable<string>

/** Throws a sentence when the file is packed or binary. */
export async function* fileText(path: string): AsyncGenerator<string> {
  const handle = await open(path, 'r')
  try {
    yield* decoded(fileBytes(handle), printable(path))
  } finally {
    await handle.close()
  }
}

/** More than a person pipes; a file of any size can be read twice. */
const MOST_HELD = 128 * 1024 * 1024

/** @param twice the text will be read a second time, so it is held in memory */
export async function streamText(stream: NodeJS.ReadableStream, twice: boolean): Promise<Pieces> {
  const source = decoded(streamBytes(stream), 'standard input')
  if (!twice) return () => source
  const kept: string[] = []
  let size = 0
  for await (const piece of source) {
    size += piece.length
    if (size > MOST_HELD)
      throw new Error('standard input is too long for this level: save it to a file and name the file')
    kept.push(piece)
  }
  return async function* () {
    yield* kept
  }
}

async function* decoded(source: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<string> {
  const { head, all } = await peek(source)
  const kind = sniff(head)
  if (kind === 'binary')
    throw new Error(`${name} is no text: what it holds cannot be masked, so it was left out`)
  if (kind !== 'text' && kind !== 'empty')
    throw new Error(
      `${name} is packed (${typeof kind === 'string' ? kind : kind.foreign}), so it was left out: unpack it and name what it holds`,
    )
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  for await (const chunk of asUtf8(all, encodingOf(head))) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}
