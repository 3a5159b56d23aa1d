// Shared keys: AAA servers, IPsec peers, key chains, WLANs, MACsec, BFD, LISP.
import type { SecretKind } from '../kinds.ts'
import type { Span } from '../span.ts'
import { valueSpan, wordSpan } from '../value.ts'
import { before, type LineView, under } from '../words.ts'
import type { Handler, Handlers } from './rule.ts'

/** Commands in which a word `key` is followed by the key itself. */
const SERVERS = new Set(
  `tacacs-server radius-server ldap-server server-private tacacs radius pac map-server etr rsvp server
   authentication`.split(/\s+/),
)
const PEERS = new Set(['isakmp', 'pre-shared-key', 'pre-share', 'keyring', 'key-id'])
/** `key chain NAME`, `crypto key generate`, `key config-key`: no key follows. */
const NO_KEY = new Set(
  `chain config-key generate zeroize export import mypubkey pubkey-chain storage move lock unlock encrypt decrypt
   pair name type usage data string rsa ec exchange`.split(/\s+/),
)

const key: Handler = (line, at) => {
  const next = line.words[at + 1]
  if (next === undefined || NO_KEY.has(next.key)) return undefined
  if (line.words[at]?.text.replace(/^["'+-]/, '') !== 'key' && !isTyped(line, at)) return undefined
  if (line.words[at - 1]?.key === 'crypto' || line.words[at - 1]?.key === 'ssh') return undefined
  if (isNtpNumber(line, at)) return undefined
  const first = at === 0 || (at === 1 && line.words[0]?.key === 'no')
  // ` key 1` below a key chain is its number.
  if (first && /^\d{1,5}$/.test(next.key) && line.words.length === at + 2 && under(line, 'key chain'))
    return undefined
  if (line.words[at - 1]?.key === 'encryption' || before(line, at, WEP, 4) >= 0) return wep(line, at)
  if (before(line, at, PEERS, 8) >= 0) return valueSpan(line, at + 1, 'pre-shared-key', { rest: true })
  if (line.words[at - 1]?.key === 'tunnel') return valueSpan(line, at + 1, 'protocol-key')
  if (before(line, at, SERVERS) >= 0)
    return valueSpan(line, at + 1, 'server-key', { rest: true, skip: KEYED })
  if (first || isTyped(line, at)) {
    const kind = under(line, 'crypto', 'keyring') ? 'pre-shared-key' : 'server-key'
    return valueSpan(line, at + 1, kind, { rest: true })
  }
  return undefined
}

const WEP = new Set(['vlan'])
const KEYED = new Set(['ascii'])

/** `ntp server 192.0.2.123 key 5 prefer` names a key by its number. */
function isNtpNumber(line: LineView, at: number): boolean {
  if (!/^\d{1,10}$/.test(line.words[at + 1]?.key ?? '')) return false
  return (
    before(line, at, NTP) >= 0 || (under(line, 'ntp') && before(line, at, new Set(['server', 'peer'])) >= 0)
  )
}

const NTP = new Set(['ntp', 'sntp'])

/** `key 7 0822455D0A16`: a type and a value behind the word, whatever the command is. */
function isTyped(line: LineView, at: number): boolean {
  return /^(?:[05-9]|10)$/.test(line.words[at + 1]?.key ?? '') && line.words[at + 2] !== undefined
}

/** `encryption key 1 size 128bit 7 KEY transmit-key`, `encryption vlan 10 key 1 size 40bit 0 KEY`. */
function wep(line: LineView, at: number): Span | undefined {
  if (line.words[at + 2]?.key !== 'size') return undefined
  return valueSpan(line, at + 4, 'wlan-key')
}

/** A key at the end of the line, or as far as the words that may follow it. */
const keyed =
  (kind: SecretKind, skip: readonly string[] = []): Handler =>
  (line, at) => {
    const next = line.words[at + 1]?.key
    if (next === 'key-chain' || next === 'keychain') return undefined
    return valueSpan(line, at + 1, kind, { rest: true, skip: new Set(skip) })
  }

/** `pre-shared-key address A [mask] key KEY` is told by its `key`; without an address the key follows at once. */
const preShared: Handler = (line, at) => {
  const next = line.words[at + 1]?.key ?? ''
  if (/^(?:address|hostname|ipv6|key-chain|keychain)$/.test(next)) return undefined
  return valueSpan(line, at + 1, 'pre-shared-key', { rest: true, skip: new Set(['key', 'password']) })
}

/** `static-wep-key encryption 104 ascii 0 KEY 1`. */
const staticWep: Handler = (line, at) =>
  valueSpan(line, at + 1, 'wlan-key', { skip: new Set(['encryption', '40', '104', '128']) })

const WLAN = ['set-key', 'psk', 'key', 'password']

/** `session-key outbound esp 256 cipher HEX authenticator HEX`: every long hexadecimal word is a key. */
const sessionKey: Handler = (line, at) =>
  line.words
    .slice(at + 1, at + 16)
    .flatMap(word =>
      /^(?:0x)?[0-9a-f]{8,}$/i.test(word.text) ? (wordSpan(word, 'pre-shared-key') ?? []) : [],
    )

/** The whole token behind `psk`, unless it is a setting (`security wpa psk set-key ...`, `wpa akm psk`). */
const psk: Handler = (line, at) => {
  const next = line.words[at + 1]?.key
  return next === 'ascii' || next === 'hex' ? keyed('wlan-key', WLAN)(line, at) : undefined
}

/** `cts sap pmk KEY mode-list gcm`: the key is one word. */
const oneWord =
  (kind: SecretKind): Handler =>
  (line, at) =>
    valueSpan(line, at + 1, kind)

/** `key-string KEY`; alone on its line it opens a public key. */
const keyString = keyed('key-string', ['password', 'md5', 'key'])

/** `client 10.0.0.9 server-key 7 KEY`. */
const serverKey = keyed('server-key')

export const keyHandlers: Handlers = {
  key,
  'key-string': keyString,
  'key-octet-string': keyString,
  'server-key': serverKey,
  'pre-shared-key': preShared,
  'wpa-psk': keyed('wlan-key', WLAN),
  'set-key': keyed('wlan-key', WLAN),
  psk,
  'static-wep-key': staticWep,
  pmk: oneWord('wlan-key'),
  'hex-key': oneWord('protocol-key'),
  'key-hash': (line, at) => wordSpan(line.words[at + 2], 'key-data'),
  syscon: (line, at) => wordSpan(line.words[at + 3], 'password'),
  'session-key': sessionKey,
}
