// Routing, redundancy and time protocols that carry their key in the configuration.
import { isMasked } from '../kinds.ts'
import { valueSpan, wordSpan } from '../value.ts'
import { before, under } from '../words.ts'
import type { Handler, Handlers } from './rule.ts'

const DIGEST = /^(?:md5|sha\d?|sha-?\d{1,3}|hmac-\S+|cmac-\S+|aes\d*\S*)$/

/** `ntp authentication-key 1 md5 KEY 7`; for OSPF and LISP the key follows at once. */
const authenticationKey: Handler = (line, at) => {
  const numbered = /^\d+$/.test(line.words[at + 1]?.key ?? '') && DIGEST.test(line.words[at + 2]?.key ?? '')
  return numbered
    ? valueSpan(line, at + 3, 'ntp-key')
    : valueSpan(line, at + 1, 'protocol-key', { rest: true })
}

/** `ip ospf message-digest-key 1 md5 7 KEY`. */
const digestKey: Handler = (line, at) => {
  const next = line.words[at + 2]?.key ?? ''
  return DIGEST.test(next) && line.words[at + 3]?.key !== 'key-chain'
    ? valueSpan(line, at + 3, 'protocol-key', { rest: true })
    : undefined
}

const GATEWAYS = new Set(['standby', 'vrrp', 'glbp', 'hsrp', 'nhrp', 'fhrp'])

/**
 * `standby 1 authentication [text] KEY`, `authentication text KEY` below `hsrp`, `ip nhrp authentication KEY`,
 * `authentication mode hmac-sha-256 7 KEY` of EIGRP. Everywhere else the word is followed by a method.
 */
const authentication: Handler = (line, at) => {
  const next = line.words[at + 1]?.key ?? ''
  if (next === 'mode' && line.words[at + 2]?.key === 'hmac-sha-256')
    return valueSpan(line, at + 3, 'protocol-key', { rest: true })
  if (next === 'ipsec' || next === 'key-chain' || next === 'key') return undefined
  const redundancy = before(line, at, GATEWAYS, 6) >= 0 || (at === 0 && under(line, ...GATEWAYS))
  if (!redundancy || next === 'mode') return undefined
  if (next === 'md5') {
    // `md5 key-string KEY` has a handler of its own.
    return /^key-(?:string|chain)$/.test(line.words[at + 2]?.key ?? '')
      ? undefined
      : valueSpan(line, at + 2, 'protocol-key')
  }
  return valueSpan(line, at + 1, 'protocol-key', { rest: true })
}

const CIPHERS =
  /^(?:md5|sha1?|sha-?\d{1,3}|null|des|3des|aes-cbc|aes|128|192|256|esp|ah|0|7|clear|password|encrypted|authentication|encryption)$/

/** `ospfv3 authentication ipsec spi 256 md5 7 KEY`, `encryption ipsec spi 257 esp aes-cbc 128 KEY sha1 KEY`. */
const spi: Handler = (line, at) =>
  before(line, at, new Set(['ipsec']), 2) < 0
    ? undefined
    : line.words
        .slice(at + 2, at + 20)
        .flatMap(word =>
          CIPHERS.test(word.key) || isMasked(word.text) ? [] : (wordSpan(word, 'protocol-key') ?? []),
        )

export const protocolHandlers: Handlers = {
  'authentication-key': authenticationKey,
  'message-digest-key': digestKey,
  authentication,
  // IOS XR, VRRP.
  'text-authentication': (line, at) => valueSpan(line, at + 1, 'protocol-key', { rest: true }),
  spi,
}
