// Which algorithms are offered, and the words for when none is shared.
import { getCiphers, getHashes } from 'node:crypto'
import type { Algorithms, CipherAlgorithm, KexAlgorithm, MacAlgorithm, ServerHostKeyAlgorithm } from 'ssh2'
import constants from 'ssh2/lib/protocol/constants.js'
import { quote } from './clean.ts'
import { SessionError } from './errors.ts'

const LEGACY_KEX: KexAlgorithm[] = [
  'diffie-hellman-group14-sha1',
  'diffie-hellman-group-exchange-sha1',
  'diffie-hellman-group1-sha1',
]
const LEGACY_CIPHERS: readonly (readonly [CipherAlgorithm, string])[] = [
  ['aes256-cbc', 'aes-256-cbc'],
  ['aes192-cbc', 'aes-192-cbc'],
  ['aes128-cbc', 'aes-128-cbc'],
  ['3des-cbc', 'des-ede3-cbc'],
]
const LEGACY_MACS: readonly (readonly [MacAlgorithm, string])[] = [
  ['hmac-sha1-96', 'sha1'],
  ['hmac-md5', 'md5'],
]
const HOST_KEYS: readonly ServerHostKeyAlgorithm[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
  'ssh-rsa',
]

const SUPPORTED: ReadonlySet<string> = new Set<string>([
  ...constants.SUPPORTED_KEX,
  ...constants.SUPPORTED_CIPHER,
  ...constants.SUPPORTED_MAC,
  ...constants.SUPPORTED_SERVER_HOST_KEY,
])

/**
 * Modern defaults; with `legacy` the old ones are added behind them, as far as this Node has them
 * (ssh2 throws on a name it cannot do). Host key types on record come first.
 */
export function offeredAlgorithms(
  legacy: boolean,
  knownTypes: readonly string[],
  wishes: AlgorithmWishes = {},
): Algorithms {
  const offered = standardAlgorithms(legacy, knownTypes)
  const wished = {
    kex: wish(wishes.kex, offered.kex),
    cipher: wish(wishes.ciphers, offered.cipher),
    hmac: wish(wishes.macs, offered.hmac),
    serverHostKey: wish(wishes.hostKeys, offered.serverHostKey),
  }
  return {
    ...offered,
    ...(Object.fromEntries(Object.entries(wished).filter(([, list]) => list !== undefined)) as Algorithms),
  }
}

/** Lists as OpenSSH writes them: `a,b` replaces, `+a` adds, `^a` puts first, `-a` takes away. */
export type AlgorithmWishes = Readonly<Partial<Record<'kex' | 'ciphers' | 'macs' | 'hostKeys', string>>>

interface Change {
  readonly append: string[]
  readonly prepend: string[]
  readonly remove: string[]
}

/** Names the SSH library does not know are left out: OpenSSH's lists are longer. */
function wish(list: string | undefined, standard: unknown): string[] | Change | undefined {
  if (list === undefined) return undefined
  const sign = /^[+^-]/.exec(list)?.[0]
  const names = (sign === undefined ? list : list.slice(1))
    .split(',')
    .map(name => name.trim())
    .filter(name => SUPPORTED.has(name))
  if (sign === undefined) return names.length === 0 ? undefined : names
  const change: Change = {
    append: sign === '+' ? names : [],
    prepend: sign === '^' ? names : [],
    remove: sign === '-' ? names : [],
  }
  if (Array.isArray(standard)) {
    const kept = (standard as string[]).filter(name => !names.includes(name))
    return sign === '+' ? [...kept, ...names] : sign === '^' ? [...names, ...kept] : kept
  }
  const there = standard as Change | undefined
  return { ...change, append: [...(there?.append ?? []), ...change.append] }
}

function standardAlgorithms(legacy: boolean, knownTypes: readonly string[]): Algorithms {
  const hostKeys = legacy ? [...HOST_KEYS, 'ssh-dss' as const] : [...HOST_KEYS]
  const known = (name: string): boolean => knownTypes.includes(name.startsWith('rsa-sha2') ? 'ssh-rsa' : name)
  const serverHostKey = [...hostKeys.filter(known), ...hostKeys.filter(name => !known(name))]
  if (!legacy) return { serverHostKey }
  const ciphers = getCiphers()
  const hashes = getHashes().map(name => name.toLowerCase())
  const adding = <T>(append: T[]): { append: T[]; prepend: T[]; remove: T[] } => ({
    append,
    prepend: [],
    remove: [],
  })
  return {
    serverHostKey,
    kex: adding(LEGACY_KEX),
    cipher: adding(LEGACY_CIPHERS.filter(([, ssl]) => ciphers.includes(ssl)).map(([name]) => name)),
    hmac: adding(LEGACY_MACS.filter(([, ssl]) => hashes.includes(ssl)).map(([name]) => name)),
  }
}

/** What the device said of itself before encryption began. */
export interface ServerHello {
  /** Software part of the ident line, `Cisco-1.25`. */
  readonly ident?: string
  readonly kex?: readonly string[]
  readonly hostKeys?: readonly string[]
  readonly ciphers?: readonly string[]
  readonly macs?: readonly string[]
}

/** What OpenSSH lists among the key exchanges to announce an extension: no algorithm. */
const MARKER = /^(?:ext-info|kex-strict)-[cs]\b/

/** Reads ident and KEXINIT from the first plain bytes of a connection; parts that have not arrived are left out. */
export function readHello(bytes: Buffer): ServerHello {
  const text = bytes.toString('latin1')
  const start = text.startsWith('SSH-') ? 0 : text.indexOf('\nSSH-') + 1
  const end = text.indexOf('\n', start)
  if (!text.startsWith('SSH-', start) || end < 0) return {}
  const ident = text
    .slice(start, end)
    .trim()
    .replace(/^SSH-[\d.]{1,8}-/, '')
  // packet: length(4) padding(1) SSH_MSG_KEXINIT=20(1) cookie(16), then name-lists
  const at = end + 1
  if (bytes.length < at + 22 || bytes[at + 5] !== 20) return { ident }
  if (bytes.length < at + 4 + bytes.readUInt32BE(at)) return { ident }
  const lists: string[][] = []
  for (let pos = at + 22; lists.length < 6 && pos + 4 <= bytes.length; ) {
    const length = bytes.readUInt32BE(pos)
    lists.push(
      bytes
        .toString('latin1', pos + 4, pos + 4 + length)
        .split(',')
        .filter(name => name !== '' && !MARKER.test(name)),
    )
    pos += 4 + length
  }
  const [kex = [], hostKeys = [], ciphers = [], , macs = []] = lists
  return { ident, kex, hostKeys, ciphers, macs }
}

const PARTS = [
  ['key exchange', 'kex', /key exchange/i],
  ['host key', 'hostKeys', /host key/i],
  ['cipher', 'ciphers', /cipher/i],
  ['MAC', 'macs', /\bMAC\b/],
] as const

/** The error for `no matching ...`: what the device offers, and the one flag that may mend it. */
export function mismatch(sshMessage: string, hello: ServerHello, legacy: boolean): SessionError {
  const [what, key] = PARTS.find(([, , shape]) => shape.test(sshMessage)) ?? ['algorithm', undefined]
  const offered = key === undefined ? [] : (hello[key] ?? [])
  const list = offered.length === 0 ? '' : `; the device offers only ${quote(offered.join(', '), 300)}`
  const groupExchangeOnly =
    key === 'kex' &&
    offered.length > 0 &&
    offered.every(name => name.startsWith('diffie-hellman-group-exchange-'))
  // The SSH library does not do group exchange with this ident, for good: its implementation is faulty.
  const remedy =
    groupExchangeOnly && hello.ident?.startsWith('Cisco-1.') === true
      ? 'the SSH library does no group exchange with Cisco-1.x; run again with --transport ssh --legacy-crypto, or allow diffie-hellman-group14-sha1 or newer on the device (ip ssh server algorithm kex)'
      : legacy
        ? 'even with --legacy-crypto none is shared; allow a newer one on the device'
        : 'if the device cannot be upgraded, run again with --legacy-crypto'
  return new SessionError('algorithm-mismatch', `no ${what} algorithm in common${list}; ${remedy}`)
}
