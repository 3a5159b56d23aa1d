// The private map on disk: pseudonyms, what they stand for, and the secret they are made with. Owner only, kept apart.
import { createHmac, randomBytes } from 'node:crypto'
import { lstat, open, readFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { KeyedHash } from '../../redact/identity/bits.ts'
import { type MapEntry, Pseudonyms } from '../../redact/pseudonyms.ts'
import { printable } from '../archive/entry.ts'

export const MAP_SCHEMA = 'smartlic.redaction-map/v1'

export interface PrivateMap {
  /** Random bytes no one else has; without them no name can be tried. */
  readonly secret: Uint8Array
  readonly pseudonyms: Pseudonyms
}

/** HMAC-SHA-256: 32 bytes for every text. */
export function keyedHash(secret: Uint8Array): KeyedHash {
  return text => createHmac('sha256', secret).update(text).digest()
}

export function newMap(): PrivateMap {
  const secret = randomBytes(32)
  return { secret, pseudonyms: new Pseudonyms(keyedHash(secret)) }
}

/** The map in the file, or a new one when there is no such file. Throws a sentence when the file holds something else. */
export async function openMap(file: string): Promise<PrivateMap> {
  const known = await lstat(file).catch(() => undefined)
  if (known === undefined) return newMap()
  if (!known.isFile()) throw new Error(`${printable(file)} is no plain file; name another one with --map`)
  if ((known.mode & 0o077) !== 0)
    throw new Error(`${printable(file)} may be read by others: make it private first (chmod 600)`)
  const { secret, entries } = parse(await readFile(file, 'utf8'), file)
  return { secret, pseudonyms: new Pseudonyms(keyedHash(secret), entries) }
}

/** Written whole or not at all, readable by its owner alone. */
export async function saveMap(file: string, { secret, pseudonyms }: PrivateMap): Promise<void> {
  const text = JSON.stringify(
    { schema: MAP_SCHEMA, secret: Buffer.from(secret).toString('base64'), entries: pseudonyms.entries() },
    null,
    1,
  )
  const temporary = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`)
  try {
    const handle = await open(temporary, 'wx', 0o600)
    try {
      await handle.writeFile(`${text}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw new Error(
      `cannot write the private map to ${printable(file)} (${(error as NodeJS.ErrnoException).code ?? 'failed'}): name a place that is writable with --map`,
    )
  }
}

function parse(text: string, file: string): { secret: Uint8Array; entries: MapEntry[] } {
  const wrong = new Error(`${printable(file)} is no map of this tool; name another file with --map`)
  let found: { schema?: unknown; secret?: unknown; entries?: unknown }
  try {
    found = JSON.parse(text)
  } catch {
    throw wrong
  }
  const { schema, secret, entries } = found
  if (schema !== MAP_SCHEMA || typeof secret !== 'string' || !Array.isArray(entries)) throw wrong
  const whole = (entry: Partial<MapEntry>): boolean =>
    typeof entry?.kind === 'string' &&
    typeof entry.pseudonym === 'string' &&
    typeof entry.original === 'string'
  if (!entries.every(whole)) throw wrong
  return { secret: Buffer.from(secret, 'base64'), entries }
}
