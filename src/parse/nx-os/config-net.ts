// Name resolution, NTP, HTTP client and static routes in an NX-OS configuration, global and inside `vrf context`.

import type { Line } from '../contract.ts'
import type { Block } from '../indent.ts'
import type { Scope } from '../ios-xe/config-scope.ts'
import { setClockSettings } from '../zone.ts'
import type { ConfigContext } from './config-header.ts'
import { interfaceName, vrfName } from './names.ts'

const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7})$/

/** Reads one line; `vrf` is the context it stands in. True when the line was understood. */
export function readNetLine(block: Block, vrf: string, context: ConfigContext): boolean {
  const { text, line } = block
  const { write } = context
  const words = text.split(/\s+/)
  const [first, second, third] = words.map(word => word.toLowerCase())
  if (first === 'ip' && second === 'name-server') return readNameServers(words.slice(2), vrf, line, context)
  if (first === 'ip' && second === 'host') return readHost(words.slice(2), vrf, line, context)
  if ((first === 'ip' || first === 'ipv6') && second === 'route')
    return readRoute(words.slice(2), vrf, line, context)
  if (first === 'ntp' && (second === 'server' || second === 'peer'))
    return readNtp(words.slice(2), line, context)
  if (/^(no )?ip domain-lookup$/i.test(text) && vrf === '') {
    write.set('dns.lookup', first !== 'no', line)
    return true
  }
  if (first === 'ip' && second === 'http' && third === 'source-interface') {
    return readHttpSource(text, line, context)
  }
  return false
}

/** `ip name-server A [B ...] [use-vrf V]`: up to six addresses a line. */
function readNameServers(
  words: readonly string[],
  vrf: string,
  line: Line,
  { write, whole }: ConfigContext,
): boolean {
  const named = afterWord(words, 'use-vrf')
  const from = named === undefined ? vrf : vrfName(named)
  write.claim(line)
  // A list from part of the configuration would make the rest look absent; global lines alone are not the list.
  if (!whole) return true
  for (const address of words.filter(word => ADDRESS.test(word))) {
    write.set('dns.servers', [{ address, vrf: from }], line)
  }
  return true
}

function readHost(
  words: readonly string[],
  vrf: string,
  line: Line,
  { write, whole }: ConfigContext,
): boolean {
  const [name, ...addresses] = words
  write.claim(line)
  if (name === undefined || !whole) return true
  for (const address of addresses.filter(word => ADDRESS.test(word))) {
    write.set('dns.hosts', [{ name: name.toLowerCase(), address, vrf }], line)
  }
  return true
}

function readNtp(words: readonly string[], line: Line, { write, whole }: ConfigContext): boolean {
  const address = words[0]
  if (address === undefined) return false
  write.set('ntp.configured', true, line)
  if (whole) write.set('ntp.servers', [{ address, vrf: vrfName(afterWord(words, 'use-vrf') ?? '') }], line)
  return true
}

/** `ip route PREFIX [INTERFACE] NEXT-HOP ...`, or prefix and mask apart as people paste it from IOS. */
function readRoute(
  words: readonly string[],
  vrf: string,
  line: Line,
  { write, whole }: ConfigContext,
): boolean {
  const [first, second, ...rest] = words
  if (first === undefined || second === undefined) return false
  const masked = !first.includes('/') && /^\d{1,3}(\.\d{1,3}){3}$/.test(second)
  const prefix = masked ? maskedPrefix(first, second) : first
  const hops = masked ? rest : [second, ...rest]
  const next_hop = hops.find(word => ADDRESS.test(word)) ?? hops[0] ?? ''
  write.claim(line)
  if (!whole) return true
  const is_default = prefix === '0.0.0.0/0' || prefix === '::/0' || prefix === '0::/0'
  write.set('routes', [{ vrf, prefix, next_hop, is_default }], line)
  return true
}

function maskedPrefix(address: string, mask: string): string {
  const bits = mask
    .split('.')
    .map(octet => Number(octet).toString(2).replace(/0/g, '').length)
    .reduce((sum, one) => sum + one, 0)
  return `${address}/${bits}`
}

/** `ip http source-interface mgmt0 [vrf management]`. */
function readHttpSource(text: string, line: Line, { write }: ConfigContext): boolean {
  const match = /^ip http source-interface ([A-Za-z][A-Za-z-]*\s?[\d/.]+)(?:\s+vrf\s+(\S+))?/i.exec(text)
  if (match?.[1] === undefined) return false
  write.set('http_client.source_interface', interfaceName(match[1]), line)
  write.set('http_client.source_interface_vrf', vrfName(match[2] ?? ''), line)
  return true
}

function afterWord(words: readonly string[], word: string): string | undefined {
  const at = words.findIndex(one => one.toLowerCase() === word)
  return at < 0 ? undefined : words[at + 1]
}

/** What a complete configuration does not hold. Earlier values win, so these only fill what is still open. */
export function setNetAbsent({ input, write, whole }: ConfigContext, anchor: Line, scope: Scope): void {
  if (whole || scope.covers('ip http source-interface')) {
    write.set('http_client.source_interface', '', anchor)
    write.set('http_client.source_interface_vrf', '', anchor)
  }
  // Lookup is on unless switched off; the line is printed in either case by some releases only.
  if (whole || scope.covers('no ip domain-lookup')) write.set('dns.lookup', true, anchor)
  // PTP is a time source as good as NTP.
  const ptp = input.lines.some(line => /^feature ptp\b/i.test(line.text))
  if (!ptp && (whole || scope.covers('ntp server', 'ntp peer'))) write.set('ntp.configured', false, anchor)
  setClockSettings(input.lines, form => whole || scope.covers(form), anchor, write)
  if (!whole) return
  write.set('http_client.vrf', '', anchor)
  for (const list of [
    'dns.servers',
    'dns.hosts',
    'ntp.servers',
    'routes',
    'vrfs',
    'access_lists',
    'pki.trustpoints',
  ]) {
    write.set(list, [], anchor)
  }
}
