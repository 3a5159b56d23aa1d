// `password`, `secret`, `passphrase` wherever they stand: users, lines, enable, PPP, neighbors, trustpoints, copies.
import { valueSpan } from '../value.ts'
import { before, type LineView } from '../words.ts'
import type { Handler, Handlers } from './rule.ts'

/** `password encryption aes`, `password strength-check`: settings, no secrets. */
const SETTINGS = new Set(
  `encryption strength-check prompt required policy secure-mode history min-length lifetime warntime gracetime
   logging expiry restriction rollover key-chain keychain complexity recovery aging`.split(/\s+/),
)
/** What prose says of passwords: `password is not set`, `Password required, but none set`. */
const PROSE =
  /^(?:is|are|was|were|has|have|will|must|can|cannot|not|and|or|for|of|in|on|to|should|required|needs?|changed?|expired|expires|mismatch|failed|failure|authentication|encrypted|protected|cli|with|may|recovery|types?)$/

const password: Handler = (line, at) => {
  const next = line.words[at + 1]
  // A sentence ends behind the word: nothing is named.
  if (next === undefined || /[.,;!?]$/.test(line.words[at]?.text ?? '')) return undefined
  if (SETTINGS.has(next.key) && next.text === next.key) return undefined
  if (isProse(line, at)) return undefined
  // `mpls ldp password option 1 for ACL key-chain NAME` or `... for ACL 7 KEY`.
  if (next.key === 'option' && line.words[at + 3]?.key === 'for') return afterOption(line, at + 5)
  const skipped = next.key === 'peer' || next.key === 'level' ? at + 3 : at + 1
  return valueSpan(line, skipped, 'password', { rest: true, skip: SKIPPED })
}

/** `enable secret level 15 5 HASH`: `level` is dealt with above; the others stand before some values. */
const SKIPPED = new Set(['password', 'secret', 'key'])

function afterOption(line: LineView, at: number): ReturnType<Handler> {
  return line.words[at]?.key === 'key-chain' ? undefined : valueSpan(line, at, 'password', { rest: true })
}

/** Device messages start with `%` and speak in sentences; a configuration line has no such words behind the keyword. */
function isProse(line: LineView, at: number): boolean {
  const next = line.words[at + 1]?.key ?? ''
  if (!PROSE.test(next)) return false
  if (line.text.slice(0, 400).includes('%')) return true
  const head = line.words[0]?.text ?? ''
  return /^[A-Z]/.test(head) || /^["'(]?[A-Z]/.test(line.words[at]?.text ?? '') || line.words.length > at + 3
}

/** `key config-key password-encrypt MASTERKEY`. */
const masterKey: Handler = (line, at) => valueSpan(line, at + 1, 'password', { rest: true })

/** A typed command is short; hostile lines are not. */
const MOST_WORDS = 64

/** `test aaa group radius USER PASSWORD new-code`; on NX-OS without the last word. */
const testAaa: Handler = (line, at) => {
  if (line.words[at - 1]?.key !== 'test' || line.words.length > MOST_WORDS) return undefined
  const last = line.words.findLastIndex(word => !/^(?:new-code|legacy|vrf|profile|count)$/.test(word.key))
  return last > at + 2
    ? valueSpan({ ...line, words: line.words.slice(0, last + 1) }, last, 'password')
    : undefined
}

const IMPORTED = new Set(['pkcs12', 'pem'])
const FROM = /^(?:terminal|url|des|3des|aes|rsa|\S+:\S*)$/

/** `crypto pki export NAME pkcs12 flash:x PASSPHRASE`, `crypto key import rsa NAME pem terminal PASSPHRASE`. */
const imported: Handler = (line, at) => {
  if (before(line, at, new Set(['crypto'])) < 0) return undefined
  let index = at + 1
  while (FROM.test(line.words[index]?.text.toLowerCase() ?? '')) index += 1
  if (line.words[index]?.key === 'password') index += 1
  return valueSpan(line, index, 'password', { rest: true })
}

/** `event manager environment _pass VALUE`: only the name tells that it is a secret. */
const environment: Handler = (line, at) => {
  if (line.words[at - 1]?.key !== 'manager') return undefined
  return /pass|pwd|secret|token|cred|key|community|auth/.test(line.words[at + 1]?.key ?? '')
    ? valueSpan(line, at + 2, 'password', { rest: true })
    : undefined
}

/** `ephone 1` / ` pin 1234`, `username x pin 1234`. */
const pin: Handler = (line, at) =>
  at === 0 || before(line, at, new Set(['username', 'user'])) >= 0
    ? valueSpan(line, at + 1, 'password')
    : undefined

/** `mab request format attribute 2 7 PASSWORD`, on IOS XE. */
const mabPassword: Handler = (line, at) =>
  before(line, at, new Set(['mab']), 4) >= 0 && line.words[at + 1]?.key === '2'
    ? valueSpan(line, at + 2, 'password', { rest: true })
    : undefined

/** `cellular 0/1/0 lte profile create 1 APN chap USER PASSWORD ipv4`. */
const cellular: Handler = (line, at) =>
  before(line, at, new Set(['profile']), 6) >= 0 && line.words[at + 2] !== undefined
    ? valueSpan(line, at + 2, 'password')
    : undefined

/** `kerberos srvtab entry host/h@R 0 1 1 8 KEY`: the key is the last word. */
const srvtab: Handler = line => valueSpan(line, line.words.length - 1, 'password')

/** IOS XR: `lsp-password accept hmac-md5 encrypted KEY`. */
const ISIS = new Set(['accept', 'enable'])

export const passwordHandlers: Handlers = {
  password,
  passwd: password,
  passphrase: password,
  secret: password,
  'masked-secret': password,
  'area-password': masterKey,
  'domain-password': masterKey,
  'lsp-password': (line, at) => valueSpan(line, at + 1, 'password', { rest: true, skip: ISIS }),
  'hello-password': (line, at) => valueSpan(line, at + 1, 'password', { rest: true, skip: ISIS }),
  'password-encrypt': masterKey,
  'config-key': (line, at) =>
    /^\d+$/.test(line.words[at + 1]?.key ?? '') ? masterKey(line, at + 1) : undefined,
  aaa: testAaa,
  environment,
  attribute: mabPassword,
  chap: cellular,
  pap: cellular,
  pap_chap: cellular,
  pin,
  srvtab,
  ...Object.fromEntries([...IMPORTED].map(word => [word, imported])),
}

/** `challenge-password X`, `enrollment-secret X`: what a keyword ends in tells. */
export function passwordEnding(key: string): Handler | undefined {
  return /-(?:password|passphrase|secret)$/.test(key) && !/^(?:no|aaa|change|check)-/.test(key)
    ? password
    : undefined
}
