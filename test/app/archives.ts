// Archives for tests, written byte by byte so that they can also be wrong.
import { crc32, deflateRawSync } from 'node:zlib'
import { Header } from 'tar'

export interface TestFile {
  readonly name: string
  readonly text: string | Uint8Array
  /** Symbolic link to this target. */
  readonly link?: string
  readonly crc?: number
  /** 1: encrypted */
  readonly flags?: number
}

/** Blocks of a tar archive with its end. */
export function tarOf(files: readonly TestFile[]): Buffer {
  const parts: Buffer[] = []
  for (const { name, text, link } of files) {
    const body = Buffer.from(text)
    const header = new Header({
      path: name,
      mode: 0o644,
      size: link === undefined ? body.length : 0,
      mtime: new Date(0),
      type: link === undefined ? 'File' : 'SymbolicLink',
      ...(link === undefined ? {} : { linkpath: link }),
    })
    const block = Buffer.alloc(512)
    header.encode(block)
    parts.push(block)
    if (link === undefined) parts.push(body, Buffer.alloc((512 - (body.length % 512)) % 512))
  }
  return Buffer.concat([...parts, Buffer.alloc(1024)])
}

export function zipOf(files: readonly TestFile[]): Buffer {
  const parts: Buffer[] = []
  const contents: Buffer[] = []
  let offset = 0
  for (const file of files) {
    const name = Buffer.from(file.name)
    const body = Buffer.from(file.link ?? file.text)
    const packed = deflateRawSync(body)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x800 | (file.flags ?? 0), 2)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(file.crc ?? crc32(body), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(body.length, 18)
    common.writeUInt16LE(name.length, 22)
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), common, name, packed)
    const entry = Buffer.alloc(14)
    // Made by Unix: the upper half of the attributes is the mode.
    entry.writeUInt32LE((file.link === undefined ? 0o100644 : 0o120777) * 0x10000, 6)
    entry.writeUInt32LE(offset, 10)
    const version = Buffer.from([20, 3])
    contents.push(Buffer.from('PK\x01\x02', 'latin1'), version, common, entry, name)
    offset += 30 + name.length + packed.length
  }
  const table = Buffer.concat(contents)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(files.length, 4)
  end.writeUInt16LE(files.length, 6)
  end.writeUInt32LE(table.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...parts, table, Buffer.from('PK\x05\x06', 'latin1'), end])
}
