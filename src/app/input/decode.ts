// Bytes of a saved file to clean text, or the reason they are none.
import { stripControls } from '../../parse/text.ts'

export const MAX_BYTES = 64 * 1024 * 1024

export type Decoded = { readonly text: string } | { readonly problem: string }

const ARCHIVES: readonly { readonly magic: readonly number[]; readonly name: string }[] = [
  { magic: [0x1f, 0x8b], name: 'gzip' },
  { magic: [0x50, 0x4b, 0x03, 0x04], name: 'zip' },
  { magic: [0x42, 0x5a, 0x68], name: 'bzip2' },
  { magic: [0xfd, 0x37, 0x7a, 0x58], name: 'xz' },
]

/**
 * Text without terminal controls, line ends LF. UTF-8 with or without a byte order mark, UTF-16 with one (what
 * PowerShell writes); bytes that are no UTF-8 become U+FFFD. `problem` is a sentence with the next step.
 */
export function decodeInput(bytes: Uint8Array): Decoded {
  if (bytes.length === 0) return { problem: 'is empty; save the output again' }
  if (bytes.length > MAX_BYTES)
    return { problem: `is larger than ${MAX_BYTES / 1024 / 1024} MB; cut out the device's part` }
  const archive = ARCHIVES.find(({ magic }) => magic.every((byte, at) => bytes[at] === byte))
  if (archive !== undefined) return { problem: `is a ${archive.name} archive; unpack it first` }
  const text = stripControls(new TextDecoder(encodingOf(bytes)).decode(bytes))
  if (isBinary(bytes)) return { problem: 'is not text; give a file with command output' }
  if (text.trim() === '') return { problem: 'holds only blank lines; save the output again' }
  return { text }
}

function encodingOf(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | 'utf-8' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return 'utf-8'
}

/** A few NULs are terminal noise (consoles pad with them); many are not. */
function isBinary(bytes: Uint8Array): boolean {
  if (encodingOf(bytes) !== 'utf-8') return false
  const head = bytes.subarray(0, 8_192)
  let odd = 0
  for (const byte of head)
    if (byte === 0 || (byte < 32 && ![7, 8, 9, 10, 12, 13, 27].includes(byte))) odd += 1
  return odd > head.length / 20
}
