// known_hosts as OpenSSH writes it: read once, and looked into quickly however many hosts it names.
import { createHmac } from 'node:crypto'
import { statSync } from 'node:fs'
import { appendFile, mkdir, open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { SessionError } from './errors.ts'

export interface KnownKey {
  readonly patterns: string
  readonly revoked: boolean
  readonly type: string
  readonly key: string
}

/** The lines of a known_hosts file; comments, blank lines, certificate authorities and malformed lines give none. */
export function parseKnownHosts(text: string): KnownKey[] {
  const keys: KnownKey[] = []
  for (const line of text.split('\n')) {
    const words = line.trim().split(/[ \t]+/)
    if (words[0] === undefined || words[0] === '' || words[0].startsWith('#')) continue
    const marker = words[0].startsWith('@') ? words.shift() : undefined
    if (marker !== undefined && marker !== '@revoked') continue
    const [patterns, type, key] = words
    if (patterns === undefined || type === undefined || key === undefined) continue
    keys.push({ patterns, revoked: marker === '@revoked', type, key })
  }
  return keys
}

/** The name a host has in known_hosts: bare on port 22, `[host]:port` elsewhere. */
export function knownName(host: string, port: number): string {
  const lower = host.toLowerCase()
  return port === 22 ? lower : `[${lower}]:${port}`
}

export function matchesHost(patterns: string, name: string): boolean {
  if (patterns.startsWith('|1|')) return matchesHash(patterns, name)
  let matched = false
  for (const pattern of patterns.toLowerCase().split(',')) {
    if (pattern.startsWith('!')) {
      if (glob(pattern.slice(1), name)) return false
    } else if (!matched) matched = glob(pattern, name)
  }
  return matched
}

function matchesHash(entry: string, name: string): boolean {
  const [, , salt, hash] = entry.split('|')
  if (salt === undefined || hash === undefined) return false
  return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === hash
}

/** `*` and `?` only; two pointers, no backtracking blow-up. */
function glob(pattern: string, name: string): boolean {
  let p = 0
  let n = 0
  let star = -1
  let mark = 0
  while (n < name.length) {
    if (pattern[p] === '*') {
      star = p++
      mark = n
    } else if (pattern[p] === '?' || pattern[p] === name[n]) {
      p++
      n++
    } else if (star >= 0) {
      p = star + 1
      n = ++mark
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}

const MOST_ANSWERS = 1_000

interface Entry extends KnownKey {
  /** Its place in the file. */
  readonly at: number
}

/** The keys by name: a fleet's file has a line a device, and every device looks for its own. */
export class KnownHosts {
  private readonly plain = new Map<string, Entry[]>()
  /** Hashed names, wildcards and exceptions: each must be tried. */
  private readonly tried: Entry[] = []
  /** Hashes are slow to try, and each name is asked for a few times during a login. */
  private readonly answers = new Map<string, readonly KnownKey[]>()
  private count = 0

  constructor(text: string) {
    this.add(text)
  }

  /** Lines that were added at the end of the file. */
  add(text: string): void {
    this.answers.clear()
    for (const key of parseKnownHosts(text)) {
      const entry = { ...key, at: this.count++ }
      if (/^\|1\||[*?!]/.test(key.patterns)) this.tried.push(entry)
      else for (const name of new Set(key.patterns.toLowerCase().split(','))) this.file(name, entry)
    }
  }

  /** What the file says of a host, in the file's order. */
  of(name: string): readonly KnownKey[] {
    const known = this.answers.get(name)
    if (known !== undefined) return known
    const entries = [
      ...(this.plain.get(name) ?? []),
      ...this.tried.filter(entry => matchesHost(entry.patterns, name)),
    ].sort((a, b) => a.at - b.at)
    if (this.answers.size >= MOST_ANSWERS) this.answers.clear()
    this.answers.set(name, entries)
    return entries
  }

  private file(name: string, entry: Entry): void {
    const there = this.plain.get(name)
    if (there === undefined) this.plain.set(name, [entry])
    else there.push(entry)
  }
}

interface Version {
  readonly mtimeMs: number
  readonly size: number
}

const lastRead = new Map<string, { readonly version: Version; readonly keys: Promise<KnownHosts> }>()

/** @throws SessionError hostkey-file when the file is there but cannot be read: an unreadable file is no empty one */
export async function readKnownHosts(file: string): Promise<KnownHosts> {
  try {
    const version = versionOf(file)
    if (version === undefined) return new KnownHosts('')
    const read = lastRead.get(file)
    if (read !== undefined && isSame(read.version, version)) return await read.keys
    const keys = readFile(file, 'utf8').then(text => new KnownHosts(text))
    lastRead.set(file, { version, keys })
    return await keys
  } catch (error) {
    lastRead.delete(file)
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error'
    // Removed between the look at it and the reading.
    if (code === 'ENOENT') return new KnownHosts('')
    throw new SessionError(
      'hostkey-file',
      `cannot read the known host keys in ${file} (${code}); mend the file or name another with --known-hosts`,
    )
  }
}

/** Asked twice a device: waiting for a thread to answer would cost more than the look itself. */
function versionOf(file: string): Version | undefined {
  return statSync(file, { throwIfNoEntry: false })
}

function isSame(a: Version | undefined, b: Version | undefined): boolean {
  return a !== undefined && a.mtimeMs === b?.mtimeMs && a.size === b.size
}

/**
 * One write of one whole line. Not to be called twice at the same time.
 * @throws SessionError hostkey-file
 */
export async function appendKnownHost(file: string, line: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    const text = `${(await endsInLine(file)) ? '' : '\n'}${line}\n`
    const read = lastRead.get(file)
    const unchanged = isSame(read?.version, versionOf(file))
    await appendFile(file, text, { mode: 0o600 })
    const after = versionOf(file)
    // What this process added itself need not be read again, unless somebody else wrote as well.
    if (read === undefined || !unchanged || after?.size !== read.version.size + Buffer.byteLength(text))
      return
    const keys = await read.keys
    keys.add(text)
    lastRead.set(file, { version: after, keys: read.keys })
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error'
    throw new SessionError(
      'hostkey-file',
      `cannot store the new host key in ${file} (${code}); check its owner and mode or name another with --known-hosts`,
    )
  }
}

/** True for a file that is empty or not there. */
async function endsInLine(file: string): Promise<boolean> {
  const handle = await open(file, 'r').catch(() => undefined)
  if (handle === undefined) return true
  try {
    const { size } = await handle.stat()
    if (size === 0) return true
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1)
    return buffer[0] === 0x0a
  } finally {
    await handle.close()
  }
}
