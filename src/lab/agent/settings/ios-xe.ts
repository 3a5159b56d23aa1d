// What an IOS XE configuration makes the licensing agent do.
import { blocksNamed, setting } from '../../config-tree.ts'
import { callHomeOf } from '../../persona/call-home.ts'
import { interfacesOf } from '../../persona/interfaces.ts'
import { ntpServers } from '../../persona/ntp.ts'
import type { DeviceView } from '../../view.ts'
import { maskLength } from '../address.ts'
import { carrierOf, licenseTransport } from './shared.ts'
import { generationOf, type Port, type Route, type Sending, type Settings } from './types.ts'

export function iosXeSettings(view: DeviceView): Settings {
  const ports = portsOf(view)
  const transport = licenseTransport(view)
  return {
    generation: generationOf(view),
    enabled: true,
    sending: transport.kind === 'callhome' ? callHomeSending(view) : smartSending(view, ports, transport),
    ports,
    routes: routesOf(view),
    resolver: {
      lookup: !view.blocks.some(block => /^no ip domain[ -]lookup$/.test(block.line)),
      servers: lines(view, 'ip name-server').flatMap(words => {
        const [vrf, rest] = words[0] === 'vrf' ? [words[1] ?? '', words.slice(2)] : ['', words]
        return rest.map(address => ({ address, vrf }))
      }),
      hosts: lines(view, 'ip host').map(words => {
        const [vrf, rest] = words[0] === 'vrf' ? [words[1] ?? '', words.slice(2)] : ['', words]
        return { name: rest[0] ?? '', address: rest[1] ?? '', vrf }
      }),
    },
    crlRequired: crlOf(view),
    ownAuthorities: blocksNamed(view.blocks, 'crypto pki trustpoint')
      .map(block => block.line.split(' ')[3] ?? '')
      .filter(name => view.value(`authority_${name}`) !== ''),
    ntp: ntpServers(view),
  }
}

/** The words behind each top-level line that starts so. */
function lines(view: DeviceView, words: string): string[][] {
  return blocksNamed(view.blocks, words).map(block =>
    block.line
      .slice(words.length + 1)
      .trim()
      .split(/\s+/),
  )
}

function portsOf(view: DeviceView): Port[] {
  return interfacesOf(view, { address: 'ip address', vrf: 'vrf forwarding' }).map(port => {
    const block = blocksNamed(view.blocks, `interface ${port.name}`)[0]
    const mask = (setting(block, 'ip address') ?? '').split(' ')[1] ?? ''
    return { ...port, length: maskLength(mask) }
  })
}

function routesOf(view: DeviceView): Route[] {
  return lines(view, 'ip route').map(words => {
    const [vrf, rest] = words[0] === 'vrf' ? [words[1] ?? '', words.slice(2)] : ['', words]
    return { vrf, prefix: rest[0] ?? '', length: maskLength(rest[1] ?? ''), gateway: rest[2] ?? '' }
  })
}

function crlOf(view: DeviceView): string[] {
  const sla = view.blocks.find(block => block.line === 'crypto pki trustpoint SLA-TrustPoint')
  const pool = view.blocks.find(block => block.line === 'crypto pki trustpool policy')
  // Both check revocation unless told not to (`Trustpool policy revocation order: crl` is the default).
  const checked = (setting(sla, 'revocation-check') ?? 'crl').split(' ')
  return [
    ...(sla !== undefined && !checked.includes('none') ? ['SLA-TrustPoint'] : []),
    ...((setting(pool, 'revocation-check') ?? 'crl').split(' ').includes('none') ? [] : ['Trustpool']),
  ]
}

function clientSource(view: DeviceView): string {
  return lines(view, 'ip http client source-interface')[0]?.[0] ?? ''
}

function callHomeSending(view: DeviceView): Sending {
  const home = callHomeOf(view)
  const carrier = carrierOf(
    home,
    view.blocks.some(block => block.line === 'service call-home'),
    false,
  )
  const proxy = /^"?([^"\s]+)"? port (\d+)$/.exec(home.proxy)
  return {
    transport: 'callhome',
    ...(carrier.silence === undefined ? {} : { silence: carrier.silence }),
    urls: carrier.urls,
    vrf: home.vrf,
    vrfNamed: home.vrf !== '',
    // Call Home asks in the global table even when it sends through a VRF (16.12.4, 17.3.1a).
    resolverVrf: '',
    source: home.sourceInterface || clientSource(view),
    ...(proxy === null ? {} : { proxy: { host: proxy[1] ?? '', port: Number(proxy[2]) } }),
    halfProxy: false,
    identityCheck: home.identityCheck,
  }
}

function smartSending(
  view: DeviceView,
  ports: readonly Port[],
  transport: ReturnType<typeof licenseTransport>,
): Sending {
  const source = clientSource(view)
  // Without a line of its own the VRF is the one of the source interface.
  const vrf = transport.vrf || (ports.find(port => port.name === source)?.vrf ?? '')
  return {
    transport: transport.kind,
    urls: transport.urls,
    vrf,
    vrfNamed: transport.vrf !== '',
    resolverVrf: vrf,
    source,
    ...(transport.proxy === undefined ? {} : { proxy: transport.proxy }),
    halfProxy: false,
    identityCheck: transport.identityCheck,
  }
}
