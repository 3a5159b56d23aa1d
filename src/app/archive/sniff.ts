// What a file is, by its first bytes.

export type ContentKind = 'text' | 'empty' | 'gzip' | 'zip' | 'tar' | 'binary' | { readonly foreign: string }

/** Bytes that are enough to tell. */
export const SNIFFED = 8_192

const FOREIGN: readonly { readonly magic: readonly number[]; readonly name: string }[] = [
  { magic: [0x42, 0x5a, 0x68], name: 'bzip2' },
  { magic: [0xfd, 0x37, 0x7a, 0x58], name: 'xz' },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], name: 'zstd' },
  { magic: [0x37, 0x7a, 0xbc, 0xaf], name: '7-Zip' },
  { magic: [0x52, 0x61, 0x72, 0x21], name: 'RAR' },
  { magic: [0x1f, 0x9d], name: 'compress' },
]

/** @param head the first {@link SNIFFED} bytes, or all of a shorter file */
export function sniff(head: Uint8Array): ContentKind {
  if (head.length === 0) return 'empty'
  const starts = (...magic: number[]): boolean => magic.every((byte, at) => head[at] === byte)
  if (starts(0x1f, 0x8b)) return 'gzip'
  if (starts(0x50, 0x4b, 3, 4) || starts(0x50, 0x4b, 5, 6)) return 'zip'
  const foreign = FOREIGN.find(({ magic }) => starts(...magic))
  if (foreign !== undefined) return { foreign: foreign.name }
  if (isTar(head)) return 'tar'
  return isBinary(head) ? 'binary' : 'text'
}

const BLOCK = 512
const CHECKSUM = 148

/** Old archives have no magic word, but all have a checksum in the header of each entry. An empty one is all zeros. */
function isTar(head: Uint8Array): boolean {
  if (head.length < BLOCK) return false
  const block = head.subarray(0, BLOCK)
  if (block.every(byte => byte === 0)) return head.length >= 2 * BLOCK && head.every(byte => byte === 0)
  const printed = new TextDecoder('latin1').decode(block.subarray(CHECKSUM, CHECKSUM + 8))
  const stated = /^ {0,7}([0-7]{1,7})[\0 ]/.exec(printed)?.[1]
  if (stated === undefined) return false
  const sum = block.reduce((total, byte, at) => total + (at >= CHECKSUM && at < CHECKSUM + 8 ? 32 : byte), 0)
  return sum === Number.parseInt(stated, 8)
}

/** `utf-8` where no byte order mark says otherwise. */
export function encodingOf(head: Uint8Array): 'utf-16le' | 'utf-16be' | 'utf-8' {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  return 'utf-8'
}

/** A few NULs are terminal noise (consoles pad with them); many are not. */
function isBinary(head: Uint8Array): boolean {
  if (encodingOf(head) !== 'utf-8') return false
  let odd = 0
  for (const byte of head)
    if (byte === 0 || (byte < 32 && ![7, 8, 9, 10, 12, 13, 27].includes(byte))) odd += 1
  return odd > head.length / 20
}
