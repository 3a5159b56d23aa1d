// The private map of one bundle: what stands for what. Shared by every redactor of the bundle, so names stay the same.
import type { KeyedHash } from './identity/bits.ts'
import { isKeptIpv4, parseIpv4, pseudonymIpv4 } from './identity/ipv4.ts'
import { parseIpv6, printIpv6, pseudonymIpv6 } from './identity/ipv6.ts'
import { isKeptMac, parseMac, printMac, pseudonymMac } from './identity/mac.ts'
import type { PseudonymKind } from './kinds.ts'

export interface MapEntry {
  readonly kind: PseudonymKind
  readonly pseudonym: string
  readonly original: string
}

/** Names get a pseudonym that shows its kind; a serial number stays one word of capitals and digits. */
const FRONT: Readonly<Record<Exclude<PseudonymKind, 'ipv4' | 'ipv6' | 'mac' | 'serial'>, string>> = {
  host: 'host',
  domain: 'dom',
  user: 'user',
  mail: 'mail',
  instance: 'piid',
  account: 'account',
  contact: 'contact',
  vrf: 'vrf',
  acl: 'acl',
  policy: 'policy',
  name: 'name',
  text: 'text',
}
/** Longer than any collision of names needs. */
const DIGITS = 8

export class Pseudonyms {
  private readonly hash: KeyedHash
  private readonly forward = new Map<string, string>()
  private readonly reverse = new Map<string, MapEntry & { readonly order: number }>()
  /** Names in plain text that may be replaced wherever they stand, as learnt from lines that say what they are. */
  private readonly names = new Map<string, PseudonymKind>()

  /**
   * @param hash keyed with the bundle's random secret; without the secret nobody can try names
   * @param saved entries of an earlier run with the same secret
   */
  constructor(hash: KeyedHash, saved: Iterable<MapEntry> = []) {
    this.hash = hash
    for (const entry of saved) {
      this.remember(entry)
      this.learn(entry.kind, entry.original)
    }
  }

  /** Number of pseudonyms given so far. */
  get size(): number {
    return this.reverse.size
  }

  /** The same original always gives the same pseudonym. Letters' case makes no other host. */
  of(kind: PseudonymKind, original: string): string {
    const key = `${kind} ${original}`
    const known = this.forward.get(key)
    if (known !== undefined) return known
    const pseudonym = this.invent(kind, original)
    this.remember({ kind, pseudonym, original })
    return pseudonym
  }

  /** A device's name, an account and so on, known before any text was read. */
  learn(kind: PseudonymKind, name: string): void {
    if (isDistinct(name)) this.names.set(name, kind)
  }

  /** The kind of a name that stands for itself wherever it appears. */
  learnt(name: string): PseudonymKind | undefined {
    return this.names.get(name)
  }

  /** The text is a pseudonym of this map, given when it had no more than `order` entries. */
  isOwn(text: string, order = Number.POSITIVE_INFINITY): boolean {
    const entry = this.reverse.get(text)
    return entry !== undefined && entry.order < order
  }

  original(pseudonym: string): string | undefined {
    return this.reverse.get(pseudonym)?.original
  }

  /** For the private file, in the order they were given. */
  entries(): MapEntry[] {
    return [...this.reverse.values()].map(({ kind, pseudonym, original }) => ({ kind, pseudonym, original }))
  }

  private remember(entry: MapEntry): void {
    this.forward.set(`${entry.kind} ${entry.original}`, entry.pseudonym)
    if (entry.original === entry.pseudonym || this.reverse.has(entry.pseudonym)) return
    this.reverse.set(entry.pseudonym, { ...entry, order: this.reverse.size })
  }

  /** Addresses that are kept are their own pseudonyms. */
  private invent(kind: PseudonymKind, original: string): string {
    if (kind === 'ipv4') {
      const bytes = parseIpv4(original)
      return bytes === undefined || isKeptIpv4(bytes) ? original : pseudonymIpv4(bytes, this.hash)
    }
    if (kind === 'ipv6') {
      const bytes = parseIpv6(original)
      const put = bytes && pseudonymIpv6(bytes, this.hash, mac => pseudonymMac(mac, this.hash))
      return put === undefined ? original : printIpv6(put, original)
    }
    if (kind === 'mac') {
      const bytes = parseMac(original)
      return bytes === undefined || isKeptMac(bytes)
        ? original
        : printMac(pseudonymMac(bytes, this.hash), original)
    }
    return this.nameFor(kind, original)
  }

  private nameFor(kind: Exclude<PseudonymKind, 'ipv4' | 'ipv6' | 'mac'>, original: string): string {
    const plain = kind === 'host' || kind === 'domain' || kind === 'mail' ? original.toLowerCase() : original
    for (let round = 0; ; round += 1) {
      const digits = hexOf(this.hash(`${kind} ${round} ${plain}`)).slice(0, DIGITS)
      const name = kind === 'serial' ? `SER${digits.toUpperCase()}` : `${FRONT[kind]}-${digits}`
      const taken = this.reverse.get(name)
      // Two names with the same digits are as good as impossible, and would read back wrongly.
      if (taken === undefined || taken.original.toLowerCase() === plain.toLowerCase()) return name
    }
  }
}

/** Pseudonyms of names and serial numbers, as they stand in a text. */
export const NAME_PSEUDONYM =
  /(?:(?:host|dom|user|mail|piid|account|contact|vrf|acl|policy|name|text)-[0-9a-f]{8}|SER[0-9A-F]{8})(?![0-9A-Za-z])/g

function hexOf(bytes: Uint8Array): string {
  return [...bytes.subarray(0, DIGITS)].map(byte => byte.toString(16).padStart(2, '0')).join('')
}

/**
 * A plain word such as `admin` or `corp` may be part of any command or sentence: it is replaced only where the line
 * says what it is. A name with a digit, a dash or a dot in it is replaced wherever it stands.
 */
function isDistinct(name: string): boolean {
  return (
    name.length >= 4 &&
    /^[\w.-]+$/.test(name) &&
    /[A-Za-z]/.test(name) &&
    /[\d_.-]/.test(name) &&
    !USUAL.test(name)
  )
}

/** Names everybody has, and words of commands that look like names. */
const USUAL =
  /^(?:mgmt[-_]?(?:vrf|intf)|mgmt\d|ciscotac-1|cisco-?\w*|sla-(?:trustpoint|keypair\w*)|default\S*|cslu-local|localhost|ios-?x[er]|nx-os|ipv[46]|smart-licen\w+|call-home|tacacs\+?|route?r-?\d?|switch-?\d|[a-z]+-(?:advantage|essentials|premier)|(?:c|n|asr|isr|csr|nexus|cat|ws-c|iosv|vios)-?\d\w{0,5}|\d[\d.()a-z]*|vrf-\d)$/i
