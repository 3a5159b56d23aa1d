// Names, addresses and ways out in an IOS XE configuration: DNS, HTTP client, VRFs, interfaces, static routes.
import type { FactWriter, Line } from '../contract.ts'
import type { Block } from '../indent.ts'
import { type ConfigText, child, childTexts, rest } from './config-text.ts'

const CIPHERS = 'ip http client secure-ciphersuite'
const LOOKUP = ['ip domain lookup', 'ip domain-lookup']

export function readNames(config: ConfigText, write: FactWriter): void {
  const off = config.blocks.findLast(block =>
    LOOKUP.some(form => block.text === form || block.text === `no ${form}`),
  )
  if (off !== undefined) write.set('dns.lookup', !off.text.startsWith('no '), off.line)
  else if (config.scope.covers(...LOOKUP.map(form => `no ${form}`)))
    write.set('dns.lookup', true, config.witness)

  const source = config.blocks.find(block => /^ip domain[ -]lookup source-interface /.test(block.text))
  if (source !== undefined) write.set('dns.source_interface', lastWord(source.text), source.line)
  else if (config.scope.covers(...LOOKUP)) write.set('dns.source_interface', '', config.witness)

  if (config.scope.covers('ip name-server')) {
    writeList(config, write, 'dns.servers', config.starting('ip name-server'), block => {
      const { vrf, words } = afterVrf(rest(block.text, 'ip name-server'))
      return words.map(address => ({ address, vrf }))
    })
  }
  if (config.scope.covers('ip host')) {
    writeList(config, write, 'dns.hosts', config.starting('ip host', 'ipv6 host'), hostsOf)
  }
}

/** `ip host [vrf X] name [port] address...` */
function hostsOf(block: Block): { name: string; address: string; vrf: string }[] {
  const { vrf, words } = afterVrf(block.text.replace(/^ip(v6)? host\s+/, ''))
  const [name = '', ...others] = words
  return others.filter(isAddress).map(address => ({ name, address, vrf }))
}

export function readHttpClient(config: ConfigText, write: FactWriter): void {
  const covered = config.scope.covers('ip http client')
  const source = config.starting('ip http client source-interface')[0]
  if (source !== undefined)
    write.set(
      'http_client.source_interface',
      rest(source.text, 'ip http client source-interface'),
      source.line,
    )
  else if (covered) write.set('http_client.source_interface', '', config.witness)
  const proxy = config.starting('ip http client proxy-server')[0]
  const parts =
    proxy === undefined ? null : /proxy-server\s+(\S+)(?:\s+proxy-port\s+(\d{1,5}))?/.exec(proxy.text)
  if (proxy !== undefined && parts !== null) {
    const value = { configured: true, enabled: true, host: parts[1] ?? '', port: Number(parts[2] ?? 0) }
    write.set('http_client.proxy', value, proxy.line)
  } else if (covered) {
    write.set('http_client.proxy', { configured: false, enabled: false, host: '', port: 0 }, config.witness)
  }
  const tls = config.starting('ip http client tls-version', 'ip http tls-version')[0]
  if (tls !== undefined) write.set('http_client.tls_version', lastWord(tls.text), tls.line)
  else if (config.scope.covers('ip http client tls-version', 'ip http tls-version'))
    write.set('http_client.tls_version', '', config.witness)
  const ciphers = config.starting(CIPHERS)[0]
  if (ciphers !== undefined) write.set('http_client.ciphersuites', rest(ciphers.text, CIPHERS), ciphers.line)
  else if (covered) write.set('http_client.ciphersuites', '', config.witness)
  // IOS XE has no VRF setting of its own here: the source interface decides.
  if (covered) write.set('http_client', { vrf: '', source_interface_vrf: '' }, config.witness)
}

export function readVrfs(config: ConfigText, write: FactWriter): void {
  if (!config.scope.covers('vrf definition', 'ip vrf')) return
  const found = config.blocks.filter(block => /^(vrf definition|ip vrf) \S+$/.test(block.text))
  write.set('vrfs', [], evidence(config, found))
  for (const block of found) write.set('vrfs', [{ name: lastWord(block.text) }], block.line)
}

export function readInterfaces(config: ConfigText, write: FactWriter): void {
  if (!config.scope.sections || !config.scope.covers('interface')) return
  const found = config.starting('interface')
  write.set('interfaces', [], evidence(config, found))
  for (const block of found) {
    const name = rest(block.text, 'interface').replace(/\s+/g, '')
    write.set('interfaces', [{ name }], block.line)
    const leaf = (key: string, value: unknown, from: Block): void =>
      write.set('interfaces', [{ name, [key]: value }], from.line)
    const vrf = child(block, 'vrf forwarding', 'ip vrf forwarding')
    leaf('vrf', vrf === undefined ? '' : lastWord(vrf.text), vrf ?? block)
    readAddress(block, leaf)
    const acl = block.children.findLast(one => ACCESS_GROUP.test(one.text))
    leaf('acl_in', acl === undefined ? '' : (ACCESS_GROUP.exec(acl.text)?.[1] ?? ''), acl ?? block)
    // Only the operational table tells that an interface is up; the configuration tells when it cannot be.
    const shutdown = child(block, 'shutdown')
    if (shutdown !== undefined) leaf('up', false, shutdown)
    write.claim(block.children.map(one => one.line))
  }
}

const ACCESS_GROUP = /^ip access-group (\S+) in$/

/** Extended lists that some interface applies to incoming packets; `access-list N permit ...` is the older form. */
export function readAccessLists(config: ConfigText, write: FactWriter): void {
  if (!config.scope.sections || !config.scope.covers('interface', 'ip access-list', 'access-list')) return
  const applied = new Set(
    config
      .starting('interface')
      .flatMap(block => block.children)
      .map(one => ACCESS_GROUP.exec(one.text)?.[1]),
  )
  const lists = new Map<string, { entries: string[]; lines: Line[] }>()
  for (const block of config.starting('ip access-list extended', 'access-list')) {
    const [, name = '', first = ''] =
      /^(?:ip access-list extended|access-list) (\S+) ?(.*)$/.exec(block.text) ?? []
    if (!applied.has(name)) continue
    const list = lists.get(name) ?? { entries: [], lines: [] }
    lists.set(name, list)
    const texts = [first, ...block.children.map(one => one.text.replace(/^\d+ +/, ''))]
    list.entries.push(...texts.filter(text => EXTENDED_ENTRY.test(text)))
    list.lines.push(block.line, ...block.children.map(one => one.line))
  }
  write.set('access_lists', [], config.witness)
  for (const [name, { entries, lines }] of lists)
    if (entries.length > 0) write.set('access_lists', [{ name, entries }], lines)
}

/** A protocol follows the action; standard lists name a source there. */
const EXTENDED_ENTRY = /^(permit|deny) +(?!host |any)[a-z][a-z0-9]* /

function readAddress(block: Block, leaf: (key: string, value: unknown, from: Block) => void): void {
  const four = block.children.find(one => /^ip address \d/.test(one.text) && !one.text.endsWith('secondary'))
  const six = block.children.find(one => /^ipv6 address [0-9A-Fa-f:]+\//.test(one.text))
  if (six !== undefined) leaf('ipv6_address', six.text.split(/\s+/)[2]?.replace(/\/\d+$/, '') ?? '', six)
  else if (!block.children.some(one => /^ipv6 (address|enable|unnumbered)/.test(one.text)))
    leaf('ipv6_address', '', block)
  const found = four ?? six
  if (found !== undefined) {
    leaf('address', found.text.split(/\s+/)[2]?.replace(/\/\d+$/, '') ?? '', found)
    return
  }
  // Addresses that are learned (DHCP, PPP, autoconfiguration) or borrowed are not in the configuration.
  const learned = childTexts(block).some(text =>
    /^(ip address (dhcp|negotiated|pool)|ip unnumbered|ipv6 (address|enable|unnumbered))/.test(text),
  )
  if (!learned) leaf('address', '', child(block, 'no ip address') ?? block)
}

export function readRoutes(config: ConfigText, write: FactWriter): void {
  if (!config.scope.covers('ip route')) return
  const found = config.starting('ip route', 'ipv6 route', 'ip default-gateway')
  writeList(config, write, 'routes', found, block => routeOf(block.text) ?? [])
}

interface Route {
  vrf: string
  prefix: string
  next_hop: string
  is_default: boolean
}

function routeOf(text: string): Route | undefined {
  // A switch that does not route uses this line as its default route.
  if (text.startsWith('ip default-gateway '))
    return { vrf: '', prefix: '0.0.0.0/0', next_hop: lastWord(text), is_default: true }
  const six = text.startsWith('ipv6')
  const { vrf, words } = afterVrf(text.replace(/^ip(v6)? route\s+/, ''))
  const [first = '', second = '', ...others] = words
  const prefix = six ? first : `${first}/${maskLength(second)}`
  const hops = six ? [second, ...others] : others
  if (first === '' || hops.length === 0) return undefined
  const next_hop = hops.slice(0, 2).find(isAddress) ?? hops[0] ?? ''
  return { vrf, prefix, next_hop, is_default: prefix === '0.0.0.0/0' || prefix === '::/0' }
}

function maskLength(mask: string): number {
  let bits = 0
  for (const part of mask.split('.'))
    for (let rest = Number(part) & 255; rest > 0; rest >>= 1) bits += rest & 1
  return bits
}

function afterVrf(text: string): { vrf: string; words: string[] } {
  const words = text.split(/\s+/).filter(word => word !== '')
  return words[0] === 'vrf' ? { vrf: words[1] ?? '', words: words.slice(2) } : { vrf: '', words }
}

function isAddress(word: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(word) || (word.includes(':') && /^[0-9A-Fa-f:.]+$/.test(word))
}

function lastWord(text: string): string {
  return text.split(/\s+/).pop() ?? ''
}

/** A whole list, each element with the line it came from. */
function writeList(
  config: ConfigText,
  write: FactWriter,
  path: string,
  blocks: readonly Block[],
  read: (block: Block) => unknown,
): void {
  const elements = blocks.flatMap(block => [read(block)].flat().map(value => ({ value, lines: block.line })))
  write.setEach(path, elements, evidence(config, blocks))
}

function evidence(config: ConfigText, blocks: readonly Block[]): readonly Line[] {
  return blocks.length > 0 ? blocks.map(block => block.line) : config.witness
}
