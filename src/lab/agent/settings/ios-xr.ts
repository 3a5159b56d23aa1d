// What an IOS XR configuration makes the licensing agent do.
import { blocksNamed, type ConfigBlock, setting } from '../../config-tree.ts'
import { callHomeOf } from '../../persona/call-home.ts'
import { interfacesOf } from '../../persona/interfaces.ts'
import { ntpServers } from '../../persona/ntp.ts'
import type { DeviceView } from '../../view.ts'
import { maskLength } from '../address.ts'
import { carrierOf, licenseTransport } from './shared.ts'
import { generationOf, type Port, type Route, type Sending, type Settings } from './types.ts'

export function iosXrSettings(view: DeviceView): Settings {
  const transport = licenseTransport(view)
  const domain = flat(view.blocks).map(line => line.split(/\s+/))
  return {
    generation: generationOf(view),
    enabled: adminEnabled(view),
    sending: transport.kind === 'callhome' ? callHomeSending(view) : smartSending(view, transport),
    ports: portsOf(view),
    routes: routesOf(view),
    resolver: {
      lookup: !view.blocks.some(block => block.line === 'domain lookup disable'),
      servers: domain.flatMap(words => {
        const at = words.indexOf('name-server')
        return at < 0 ? [] : [{ address: words[at + 1] ?? '', vrf: vrfIn(words) }]
      }),
      hosts: domain.flatMap(words => {
        const at = words.indexOf('host')
        return at < 0 ? [] : [{ name: words[at + 1] ?? '', address: words[at + 2] ?? '', vrf: vrfIn(words) }]
      }),
    },
    crlRequired: crlOf(view),
    ownAuthorities: blocksNamed(view.blocks, 'crypto ca trustpoint')
      .map(block => block.line.split(' ')[3] ?? '')
      .filter(name => view.value(`authority_${name}`) !== ''),
    ntp: ntpServers(view),
  }
}

/** 32-bit images: Smart Licensing is switched on in the admin plane. */
function adminEnabled(view: DeviceView): boolean {
  if (view.device.vars['register_status'] === undefined) return true
  return view.adminConfig.split('\n').some(line => line.trim() === 'license smart enable')
}

/** `domain ...` lines, written flat or as a block. */
function flat(blocks: readonly ConfigBlock[]): string[] {
  return blocksNamed(blocks, 'domain').flatMap(block =>
    block.children.length === 0
      ? [block.line]
      : block.children.map(child => `${block.line} ${child.line.trim()}`),
  )
}

function vrfIn(words: readonly string[]): string {
  return words[1] === 'vrf' ? (words[2] ?? '') : ''
}

function portsOf(view: DeviceView): Port[] {
  return interfacesOf(view, { address: 'ipv4 address', vrf: 'vrf' }).map(port => {
    const block = blocksNamed(view.blocks, `interface ${port.name}`)[0]
    const [address = '', mask = ''] = (setting(block, 'ipv4 address') ?? '').split(/[ /]/)
    const length = mask.includes('.') ? maskLength(mask) : Number(mask || '32')
    return { ...port, address, length }
  })
}

function routesOf(view: DeviceView): Route[] {
  const block = view.blocks.find(one => one.line === 'router static')
  const below = (node: ConfigBlock | undefined, vrf: string): Route[] =>
    (node?.children ?? []).flatMap(child => {
      const words = child.line.trim().split(/\s+/)
      if (words[0] === 'vrf') return below(child, words[1] ?? '')
      if (words[0] === 'address-family') return below(child, vrf)
      const [prefix = '', length] = (words[0] ?? '').split('/')
      return length === undefined
        ? []
        : [{ vrf, prefix, length: Number(length), gateway: words.at(-1) ?? '' }]
    })
  return below(block, '')
}

function crlOf(view: DeviceView): string[] {
  const pool = view.blocks.find(block => block.line === 'crypto ca trustpoint Trustpool')
  return setting(pool, 'crl optional') === undefined ? ['trustpool'] : []
}

function client(view: DeviceView, words: string): string {
  return (blocksNamed(view.blocks, `http client ${words}`)[0]?.line ?? '')
    .slice(`http client ${words} `.length)
    .trim()
}

function callHomeSending(view: DeviceView): Sending {
  const home = callHomeOf(view)
  const block = blocksNamed(view.blocks, 'call-home')[0]
  const carrier = carrierOf(home, setting(block, 'service active') !== undefined, true)
  const proxy = /^(\S+) port (\d+)$/.exec(home.proxy)
  const vrf = client(view, 'vrf') || home.vrf
  return {
    transport: 'callhome',
    ...(carrier.silence === undefined ? {} : { silence: carrier.silence }),
    urls: carrier.urls,
    vrf,
    vrfNamed: vrf !== '',
    resolverVrf: vrf,
    source: client(view, 'source-interface ipv4') || home.sourceInterface,
    ...(proxy === null ? {} : { proxy: { host: proxy[1] ?? '', port: Number(proxy[2]) } }),
    halfProxy: false,
    identityCheck: client(view, 'secure-verify-peer') !== 'disable',
  }
}

function smartSending(view: DeviceView, transport: ReturnType<typeof licenseTransport>): Sending {
  const vrf = transport.vrf || client(view, 'vrf')
  return {
    transport: transport.kind,
    urls: transport.urls,
    vrf,
    vrfNamed: vrf !== '',
    resolverVrf: vrf,
    source: client(view, 'source-interface ipv4'),
    ...(transport.proxy === undefined ? {} : { proxy: transport.proxy }),
    halfProxy: false,
    identityCheck: client(view, 'secure-verify-peer') !== 'disable',
  }
}
