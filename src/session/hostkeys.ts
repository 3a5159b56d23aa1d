// Host keys: known_hosts as OpenSSH writes it, and what to do with a key that is not in it.
import { createHash, createHmac } from 'node:crypto'
import { access, appendFile, mkdir, readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { SessionError } from './errors.ts'

/**
 * `ask`: an unknown key is shown to a person who decides; `accept-new`: stored without asking; `strict`: refused;
 * `off`: accepted and not stored. A changed or revoked key is refused under all of them.
 */
export type HostKeyMode = 'strict' | 'accept-new' | 'ask' | 'off'

export interface HostKeyPolicy {
  readonly mode: HostKeyMode
  readonly file: string
  /** Asks a person; called for one host at a time. */
  readonly ask?: (question: { host: string; type: string; fingerprint: string }) => Promise<boolean>
  readonly note?: (text: string) => void
}

interface KnownKey {
  readonly patterns: string
  readonly revoked: boolean
  readonly type: string
  readonly key: string
}

export interface PresentedKey {
  readonly host: string
  readonly port: number
  /** SSH wire format. */
  readonly blob: Buffer
}

export type KeyStatus = 'known' | 'unknown' | 'changed' | 'revoked'

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

export function keyType(blob: Buffer): string {
  if (blob.length < 4) return ''
  const length = blob.readUInt32BE(0)
  return length > 64 ? '' : blob.subarray(4, 4 + length).toString('latin1')
}

export function fingerprint(blob: Buffer): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`
}

/** Another key for the same host, of whatever type, means the key changed: the offer was ordered by what is known. */
export function keyStatus(known: readonly KnownKey[], presented: PresentedKey): KeyStatus {
  const name = knownName(presented.host, presented.port)
  const own = known.filter(entry => matchesHost(entry.patterns, name))
  const same = own.filter(entry => entry.key === presented.blob.toString('base64'))
  if (same.some(entry => entry.revoked)) return 'revoked'
  if (same.length > 0) return 'known'
  return own.some(entry => !entry.revoked) ? 'changed' : 'unknown'
}

/** Key types on record for a host: offered first, so that the device shows the key that can be checked. */
export function knownTypes(known: readonly KnownKey[], host: string, port: number): string[] {
  const name = knownName(host, port)
  return [
    ...new Set(known.filter(one => !one.revoked && matchesHost(one.patterns, name)).map(one => one.type)),
  ]
}

// A fleet run looks into one file twice a device: it is parsed again only when it changed.
const lastRead = new Map<string, { mtimeMs: number; size: number; keys: readonly KnownKey[] }>()

/** @throws SessionError hostkey-file when the file is there but cannot be read: an unreadable file is no empty one */
export async function readKnownHosts(file: string): Promise<readonly KnownKey[]> {
  try {
    const { mtimeMs, size } = await stat(file)
    const read = lastRead.get(file)
    if (read?.mtimeMs === mtimeMs && read.size === size) return read.keys
    const keys = parseKnownHosts(await readFile(file, 'utf8'))
    lastRead.set(file, { mtimeMs, size, keys })
    return keys
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error'
    if (code === 'ENOENT') return []
    throw new SessionError(
      'hostkey-file',
      `cannot read the known host keys in ${file} (${code}); mend the file or name another with --known-hosts`,
    )
  }
}

// Appending and asking happen one after the other, however many devices log in at once.
let turn: Promise<unknown> = Promise.resolve()

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const next = turn.then(work, work)
  turn = next.catch(() => undefined)
  return next
}

/** @throws SessionError hostkey-unknown, -changed, -revoked or -file when the key is not to be trusted */
export async function checkHostKey(presented: PresentedKey, policy: HostKeyPolicy): Promise<void> {
  const { host, port, blob } = presented
  const name = knownName(host, port)
  const type = keyType(blob)
  const print = fingerprint(blob)
  const status = keyStatus(await readKnownHosts(policy.file), presented)
  if (status === 'known') return
  if (status === 'revoked') {
    throw new SessionError(
      'hostkey-revoked',
      `the host key of ${name} (${type} ${print}) is marked @revoked in ${policy.file}`,
    )
  }
  if (status === 'changed') {
    throw new SessionError(
      'hostkey-changed',
      `the host key of ${name} is not the one on record (now ${type} ${print}); if the device was replaced, remove its old line from ${policy.file} (ssh-keygen -R "${name}"), otherwise somebody may be in between`,
    )
  }
  const line = `${name} ${type} ${blob.toString('base64')}`
  if (policy.mode === 'off') {
    policy.note?.(`${name}: host key ${print} was not checked`)
  } else if (policy.mode === 'strict') {
    throw await unknownKey(name, print, policy.file, line)
  } else {
    await inTurn(() => settleNewKey(presented, policy, line))
  }
}

async function settleNewKey(presented: PresentedKey, policy: HostKeyPolicy, line: string): Promise<void> {
  // Another session to the same host may have settled it while this one waited its turn.
  if (keyStatus(await readKnownHosts(policy.file), presented) === 'known') return
  const name = knownName(presented.host, presented.port)
  const print = fingerprint(presented.blob)
  if (policy.mode === 'ask') {
    const agreed = await policy.ask?.({ host: name, type: keyType(presented.blob), fingerprint: print })
    if (agreed !== true) throw await unknownKey(name, print, policy.file, line)
  }
  await appendLine(policy.file, line)
  policy.note?.(`${name}: new host key ${print} stored in ${policy.file}`)
}

async function unknownKey(name: string, print: string, file: string, line: string): Promise<SessionError> {
  const there = await access(file).then(
    () => '',
    () => `, and there is no file ${file}`,
  )
  return new SessionError(
    'hostkey-unknown',
    `the host key of ${name} (${print}) is not known${there}; check it on the device, then add this line to ${file}: ${line}`,
  )
}

/** One write of one whole line. */
async function appendLine(file: string, line: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    const before = await readFile(file, 'utf8').catch(() => '')
    const gap = before === '' || before.endsWith('\n') ? '' : '\n'
    await appendFile(file, `${gap}${line}\n`, { mode: 0o600 })
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error'
    throw new SessionError(
      'hostkey-file',
      `cannot store the new host key in ${file} (${code}); check its owner and mode or name another with --known-hosts`,
    )
  }
}
