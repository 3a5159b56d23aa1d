// What an NX-OS configuration makes the licensing agent do.
import { blocksNamed, setting, settings } from '../../config-tree.ts'
import { interfacesOf } from '../../persona/interfaces.ts'
import { ntpServers } from '../../persona/ntp.ts'
import type { DeviceView } from '../../view.ts'
import { licenseTransport } from './shared.ts'
import { generationOf, type Port, type Route, type Sending, type Settings } from './types.ts'

export function nxOsSettings(view: DeviceView): Settings {
  const generation = generationOf(view)
  const transport = licenseTransport(view)
  const contexts = blocksNamed(view.blocks, 'vrf context').map(block => ({
    vrf: block.line.slice('vrf context '.length).trim(),
    lines: block.children.map(child => child.line.trim()),
  }))
  const tables = [{ vrf: '', lines: view.blocks.map(block => block.line) }, ...contexts]
  const each = (words: string): { vrf: string; words: string[] }[] =>
    tables.flatMap(({ vrf, lines }) =>
      lines
        .filter(line => line.startsWith(`${words} `))
        .map(line => ({ vrf, words: line.slice(words.length + 1).split(/\s+/) })),
    )
  return {
    generation,
    // From 10.2 on there is nothing to switch on.
    enabled: generation === 'policy' || view.blocks.some(block => block.line === 'license smart enable'),
    sending: transport.kind === 'callhome' ? callHomeSending(view) : smartSending(view, transport),
    ports: portsOf(view),
    routes: each('ip route').map(({ vrf, words }): Route => {
      const [prefix = '', length = '32'] = (words[0] ?? '').split('/')
      return { vrf, prefix, length: Number(length), gateway: words.at(-1) ?? '' }
    }),
    resolver: {
      lookup: !view.blocks.some(block => block.line === 'no ip domain-lookup'),
      servers: each('ip name-server').flatMap(({ vrf, words }) => {
        const at = words.indexOf('use-vrf')
        const own = at < 0 ? vrf : (words[at + 1] ?? '')
        return (at < 0 ? words : words.slice(0, at)).map(address => ({ address, vrf: own }))
      }),
      hosts: each('ip host').map(({ vrf, words }) => ({
        name: words[0] ?? '',
        address: words[1] ?? '',
        vrf,
      })),
    },
    crlRequired: [],
    ownAuthorities: blocksNamed(view.blocks, 'crypto ca trustpoint')
      .map(block => block.line.split(' ')[3] ?? '')
      .filter(name => view.value(`authority_${name}`) !== ''),
    ntp: ntpServers(view),
  }
}

/** mgmt0 is always in VRF management. */
function portsOf(view: DeviceView): Port[] {
  return interfacesOf(view, { address: 'ip address', vrf: 'vrf member' }).map(port => {
    const block = blocksNamed(view.blocks, `interface ${port.name}`)[0]
    const length = Number((setting(block, 'ip address') ?? '').split('/')[1] ?? '32')
    return { ...port, length, vrf: port.name === 'mgmt0' ? 'management' : port.vrf }
  })
}

const clientSource = (view: DeviceView): string =>
  (blocksNamed(view.blocks, 'ip http source-interface')[0]?.line ?? '').split(' ')[3] ?? ''

function callHomeSending(view: DeviceView): Sending {
  const block = blocksNamed(view.blocks, 'callhome')[0]
  const profiles = settings(block, 'destination-profile').map(text => text.split(/\s+/))
  const urls = profiles
    .filter(words => words.includes('http') && words.at(-2) === 'http')
    .map(words => words.at(-1) ?? '')
  const byHttp = profiles.some(words => words[1] === 'transport-method' && words[2] === 'http')
  const on = block?.children.some(child => child.line.trim() === 'enable') === true
  const proxy = /^(\S+)(?: port (\d+))?$/.exec(setting(block, 'transport http proxy server') ?? '')
  const proxyOn = setting(block, 'transport http proxy enable') !== undefined
  return {
    transport: 'callhome',
    ...(on ? (byHttp ? {} : { silence: 'method' as const }) : { silence: 'off' as const }),
    urls,
    vrf: setting(block, 'transport http use-vrf') ?? '',
    vrfNamed: setting(block, 'transport http use-vrf') !== undefined,
    resolverVrf: setting(block, 'transport http use-vrf') ?? '',
    source: clientSource(view),
    ...(proxy !== null && proxyOn ? { proxy: { host: proxy[1] ?? '', port: Number(proxy[2] ?? '80') } } : {}),
    halfProxy: (proxy !== null) !== proxyOn,
    identityCheck: true,
  }
}

function smartSending(view: DeviceView, transport: ReturnType<typeof licenseTransport>): Sending {
  return {
    transport: transport.kind,
    urls: transport.urls,
    vrf: transport.vrf,
    vrfNamed: transport.vrf !== '',
    resolverVrf: transport.vrf,
    source: clientSource(view),
    ...(transport.proxy === undefined ? {} : { proxy: transport.proxy }),
    halfProxy: false,
    identityCheck: transport.identityCheck,
  }
}
