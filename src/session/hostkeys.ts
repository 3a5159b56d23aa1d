// Host keys: is the one a device shows known, and what to do when it is not.
import { createHash } from 'node:crypto'
import { access } from 'node:fs/promises'
import { SessionError } from './errors.ts'
import { appendKnownHost, type KnownHosts, knownName, readKnownHosts } from './known-hosts.ts'

/**
 * `ask`: an unknown key is shown to a person who decides; `accept-new`: stored without asking; `strict`: refused;
 * `off`: accepted and not stored. A changed or revoked key is refused under all of them.
 */
export type HostKeyMode = 'strict' | 'accept-new' | 'ask' | 'off'

export interface HostKeyPolicy {
  readonly mode: HostKeyMode
  /** New keys are added here. */
  readonly file: string
  /** Further files to look into; nothing is written to them. */
  readonly more?: readonly string[]
  /** The name the host has in the files (`HostKeyAlias`), whatever its address and port. */
  readonly alias?: string
  /** Asks a person; called for one host at a time. */
  readonly ask?: (question: { host: string; type: string; fingerprint: string }) => Promise<boolean>
  readonly note?: (text: string) => void
}

export interface Place {
  readonly host: string
  readonly port: number
  readonly alias?: string | undefined
}

export interface PresentedKey extends Place {
  /** SSH wire format. */
  readonly blob: Buffer
}

/** What one or several files say of a name. */
export type HostRecords = Pick<KnownHosts, 'of'>

/** @throws SessionError hostkey-file */
export async function readRecords({ file, more = [] }: HostKeyPolicy): Promise<HostRecords> {
  const all = await Promise.all([file, ...more].map(readKnownHosts))
  return { of: name => all.flatMap(one => one.of(name)) }
}

/** As OpenSSH looks it up: an alias stands for address and port. */
function recordName({ host, port, alias }: Place): string {
  return alias?.toLowerCase() ?? knownName(host, port)
}

export type KeyStatus = 'known' | 'unknown' | 'changed' | 'revoked'

export function keyType(blob: Buffer): string {
  if (blob.length < 4) return ''
  const length = blob.readUInt32BE(0)
  return length > 64 ? '' : blob.subarray(4, 4 + length).toString('latin1')
}

export function fingerprint(blob: Buffer): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`
}

/** Another key for the same host, of whatever type, means the key changed: the offer was ordered by what is known. */
export function keyStatus(known: HostRecords, presented: PresentedKey): KeyStatus {
  const own = known.of(recordName(presented))
  const same = own.filter(entry => entry.key === presented.blob.toString('base64'))
  if (same.some(entry => entry.revoked)) return 'revoked'
  if (same.length > 0) return 'known'
  return own.some(entry => !entry.revoked) ? 'changed' : 'unknown'
}

/** Key types on record for a host: offered first, so that the device shows the key that can be checked. */
export function knownTypes(known: HostRecords, place: Place): string[] {
  const own = known.of(recordName(place))
  return [...new Set(own.filter(one => !one.revoked).map(one => one.type))]
}

// Appending and asking happen one after the other, however many devices log in at once.
let turn: Promise<unknown> = Promise.resolve()

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const next = turn.then(work, work)
  turn = next.catch(() => undefined)
  return next
}

/** @throws SessionError hostkey-unknown, -changed, -revoked or -file when the key is not to be trusted */
export async function checkHostKey(shown: PresentedKey, policy: HostKeyPolicy): Promise<void> {
  const presented = { ...shown, alias: policy.alias }
  const { blob } = presented
  const name = recordName(presented)
  const type = keyType(blob)
  // Worked out only where it is told: nearly every key is known.
  const print = (): string => fingerprint(blob)
  const status = keyStatus(await readRecords(policy), presented)
  if (status === 'known') return
  if (status === 'revoked') {
    throw new SessionError(
      'hostkey-revoked',
      `the host key of ${name} (${type} ${print()}) is marked @revoked in ${await holderOf(name, policy)}`,
    )
  }
  if (status === 'changed') {
    const where = await holderOf(name, policy)
    throw new SessionError(
      'hostkey-changed',
      `the host key of ${name} is not the one on record (now ${type} ${print()}); if the device was replaced, remove its old line from ${where} (ssh-keygen -R "${name}" -f ${where}), otherwise somebody may be in between`,
    )
  }
  const line = `${name} ${type} ${blob.toString('base64')}`
  if (policy.mode === 'off') {
    policy.note?.(`${name}: host key ${print()} was not checked`)
  } else if (policy.mode === 'strict') {
    throw await unknownKey(name, print(), policy.file, line)
  } else {
    await inTurn(() => settleNewKey(presented, policy, line))
  }
}

/** The file that has the name on record. */
async function holderOf(name: string, { file, more = [] }: HostKeyPolicy): Promise<string> {
  for (const one of [file, ...more]) if ((await readKnownHosts(one)).of(name).length > 0) return one
  return file
}

async function settleNewKey(presented: PresentedKey, policy: HostKeyPolicy, line: string): Promise<void> {
  // Another session to the same host may have settled it while this one waited its turn.
  if (keyStatus(await readRecords(policy), presented) === 'known') return
  const name = recordName(presented)
  const print = fingerprint(presented.blob)
  if (policy.mode === 'ask') {
    const agreed = await policy.ask?.({ host: name, type: keyType(presented.blob), fingerprint: print })
    if (agreed !== true) throw await unknownKey(name, print, policy.file, line)
  }
  await appendKnownHost(policy.file, line)
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
