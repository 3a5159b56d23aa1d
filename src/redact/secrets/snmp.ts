// SNMP: communities of every form, trap targets, version 3 users.
import { isMasked } from '../kinds.ts'
import type { Span } from '../span.ts'
import { valueSpan, wordSpan } from '../value.ts'
import { before, type LineView } from '../words.ts'
import { all, type Handler, type Handlers } from './rule.ts'

const SNMP = new Set(['snmp-server', 'snmp'])

/** `snmp-server community [clear|encrypted|0|7] NAME RO 10`; elsewhere `community` is BGP's. */
const community: Handler = (line, at) =>
  before(line, at, SNMP, 3) >= 0 ? valueSpan(line, at + 1, 'community') : undefined

/** No command has more words that matter. */
const REACH = 32

/** Words of `snmp-server host` that take one word with them, and those that stand alone. */
const TAKES = new Set(
  'vrf use-vrf filter-vrf source-interface udp-port encryption view ipv4 ipv6 acl ipv4-acl ipv6-acl'.split(
    ' ',
  ),
)
const ALONE = new Set('traps trap informs inform auth noauth priv clear encrypted 0 7'.split(' '))

/**
 * `snmp-server host ADDRESS [vrf V] [traps] [version 2c] COMMUNITY [udp-port N] [types ...]`. Some releases print the
 * community in front of the version. Of version 3 the word is a user name, and is hidden all the same.
 */
const host: Handler = (line, at) => {
  if (before(line, at, SNMP, 1) < 0) return undefined
  const spans: Span[] = []
  let named = false
  let versioned = false
  for (let index = at + 2; index < Math.min(line.words.length, at + REACH); index += 1) {
    const word = line.words[index]
    if (word === undefined) break
    if (TAKES.has(word.key)) index += 1
    else if (word.key === 'version') {
      if (versioned) break
      versioned = true
      index += 1
      named = false
      if (/^(?:auth|noauth|priv)$/.test(line.words[index + 1]?.key ?? '')) index += 1
    } else if (ALONE.has(word.key) && index + 1 < line.words.length) continue
    else if (!named) {
      named = true
      if (isMasked(word.text)) continue
      spans.push(...all(wordSpan(word, 'community')))
    } else if (versioned) break
  }
  return spans
}

const ALGORITHMS =
  /^(?:md5|sha|sha-?\d{1,3}|sha2|des|3des|des56|aes|aes-?\d{3}|128|192|256|clear|encrypted|[0678])$/

/** `auth sha KEY`, `priv aes 128 KEY`, NX-OS `priv KEY`, XR `auth md5 encrypted KEY`. */
const userKey: Handler = (line, at) => {
  if (before(line, at, new Set(['user', 'usm-user']), 12) < 1) return undefined
  let index = at + 1
  while (index < line.words.length - 1 && ALGORITHMS.test(line.words[index]?.key ?? '')) index += 1
  return wordSpan(line.words[index], 'snmp-key')
}

/** `rmon event 1 log trap COMMUNITY owner x`. */
const rmonTrap: Handler = (line, at) =>
  before(line, at, new Set(['rmon']), 6) >= 0 ? wordSpan(line.words[at + 1], 'community') : undefined

/** `snmp-server community-map NAME context c`, with `mib` in front on NX-OS. */
const map: Handler = (line, at) => valueSpan(line, at + 1, 'community')

/** `groupname: public   security model:v2c` in `show snmp group`: IOS makes such groups from communities. */
const shownGroup: Handler = (line, at) => {
  const model = line.words.slice(at + 2, at + 6).some(word => /^(?:model:)?v[12]c?$/i.test(word.text))
  return model ? wordSpan(line.words[at + 1], 'community') : undefined
}

/** `user: public   security model: v2c` in `show snmp host`: of version 1 and 2c the name is the community. */
const shownHost: Handler = (line, at) => {
  const model = line.words[at + 1]
  const user = line.words[at - 2]
  if (model?.key !== 'model' || user?.key !== 'user') return undefined
  return /^v?[12]c?$/.test(line.words[at + 2]?.key ?? '')
    ? wordSpan(line.words[at - 1], 'community')
    : undefined
}

function isUserLine(line: LineView): boolean {
  return line.words.some((word, at) => at < 24 && SNMP.has(word.key))
}

export const snmpHandlers: Handlers = {
  community,
  'community-map': map,
  'snmp-community': map,
  host,
  auth: (line, at) => (isUserLine(line) ? userKey(line, at) : undefined),
  priv: (line, at) => (isUserLine(line) ? userKey(line, at) : undefined),
  trap: rmonTrap,
  security: shownHost,
  groupname: shownGroup,
}
