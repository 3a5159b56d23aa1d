// The way of a licensing message, hop by hop: how far it comes follows from configuration and surroundings.
import { splitUrl } from '../../parse/url.ts'
import type { DeviceView } from '../view.ts'
import { ipv4 } from './address.ts'
import { hasWay } from './route.ts'
import type { Settings, Silence } from './settings/types.ts'
import type { LabServer, World } from './world.ts'

/** Where a message stops. */
export type Stop =
  | { readonly at: 'mode'; readonly why: 'disabled' | 'off' }
  | { readonly at: 'profile'; readonly why: Silence }
  | { readonly at: 'url' | 'dns' | 'answer'; readonly url: string }
  /** The name server takes the query and never answers. */
  | { readonly at: 'silence'; readonly url: string }
  /** No connection: source interface, VRF, route, firewall or proxy. */
  | { readonly at: 'connect'; readonly url: string }
  | { readonly at: 'tls'; readonly why: 'issuer' | 'name'; readonly url: string }
  | { readonly at: 'crl'; readonly trustpoint: string; readonly url: string }
  /** `untrusted`: IOS XE checks no certificate against a clock that nobody vouches for. */
  | { readonly at: 'clock'; readonly why: 'offset' | 'untrusted'; readonly url: string }

export type Arrival = { readonly server: LabServer } | { readonly stop: Stop }

export interface Surroundings {
  readonly view: DeviceView
  readonly settings: Settings
  readonly world: World
}

/** Sends one message; it goes to every host of the profile, and each must take it. */
export function send({ view, settings: configured, world }: Surroundings): Arrival {
  const settings = withTable(configured, world)
  const around = { view, settings, world }
  const { sending } = settings
  if (!settings.enabled) return { stop: { at: 'mode', why: 'disabled' } }
  if (sending.transport === 'off') return { stop: { at: 'mode', why: 'off' } }
  if (sending.silence !== undefined) return { stop: { at: 'profile', why: sending.silence } }
  if (sending.urls.length === 0) return { stop: { at: 'url', url: '' } }
  const byHost = new Map<string, string[]>()
  for (const url of sending.urls) {
    const { host } = splitUrl(url)
    byHost.set(host, [...(byHost.get(host) ?? []), url])
  }
  const arrivals = [...byHost.values()].map(urls => {
    const tried = urls.map(url => sendTo(url, around))
    return tried.find(arrival => 'server' in arrival) ?? tried[0]
  })
  const stopped = arrivals.find(arrival => arrival !== undefined && 'stop' in arrival)
  return stopped ?? arrivals[0] ?? { stop: { at: 'url', url: '' } }
}

/** Where the release wants a line of its own for the VRF, messages leave by the global table without it. */
function withTable(settings: Settings, world: World): Settings {
  const { sending } = settings
  const own = sending.transport === 'callhome' || sending.vrfNamed || world.smart_vrf_line === 'optional'
  return own ? settings : { ...settings, sending: { ...sending, vrf: '', resolverVrf: '' } }
}

function sendTo(url: string, around: Surroundings): Arrival {
  const { settings, world } = around
  const { sending } = settings
  const target = splitUrl(url)
  if (target.host === '' || (target.scheme !== 'http' && target.scheme !== 'https')) {
    return { stop: { at: 'dns', url } }
  }
  if (sending.halfProxy) return { stop: { at: 'connect', url } }
  const next = sending.proxy?.host ?? target.host
  const resolved = lookUpName(next, around)
  if (resolved === undefined || resolved === 'silence') {
    return { stop: { at: resolved === undefined ? 'dns' : 'silence', url } }
  }
  if (!hasWay(resolved, settings, world)) return { stop: { at: 'connect', url } }
  const port = target.port === 0 ? (target.scheme === 'https' ? 443 : 80) : target.port
  const address = sending.proxy === undefined ? resolved : throughProxy(resolved, target.host, around)
  const server = world.servers.find(one => one.addresses.includes(address ?? ''))
  if (server === undefined || !server.ports.includes(port)) return { stop: { at: 'connect', url } }
  if (world.proxy_required && sending.proxy === undefined && /^(?:cloud|smart)$/.test(server.kind)) {
    return { stop: { at: 'connect', url } }
  }
  return converse(url, server, around)
}

/** TLS, revocation, clock and path, in this order. */
function converse(url: string, server: LabServer, around: Surroundings): Arrival {
  const { view, settings, world } = around
  const target = splitUrl(url)
  if (target.scheme === 'http' && !server.plain_http) return { stop: { at: 'answer', url } }
  if (target.scheme === 'https') {
    const proxy = settings.sending.proxy === undefined ? undefined : world.proxies[0]
    const issuer = proxy?.resigns || server.certificate.issuer
    if (settings.sending.identityCheck || view.device.persona === 'ios-xe') {
      if (!trusts(view, settings, issuer)) return { stop: { at: 'tls', why: 'issuer', url } }
    }
    if (settings.sending.identityCheck && !server.certificate.names.includes(target.host)) {
      return { stop: { at: 'tls', why: 'name', url } }
    }
    if (view.value('clock_mark') === '*') return { stop: { at: 'clock', why: 'untrusted', url } }
    const trustpoint = settings.crlRequired[0]
    if (trustpoint !== undefined && !world.crl) return { stop: { at: 'crl', trustpoint, url } }
  }
  if (Math.abs(view.clockError) > world.clock_tolerance) return { stop: { at: 'clock', why: 'offset', url } }
  if (!speaks(server, settings, target.path)) return { stop: { at: 'answer', url } }
  const taken = server.paths.some(path =>
    path.endsWith('*') ? target.path.startsWith(path.slice(0, -1)) : target.path.replace(/\/$/, '') === path,
  )
  return taken ? { server } : { stop: { at: 'answer', url } }
}

/** Each server takes the messages of its own kind only; On-Prem takes both, at different paths. */
function speaks(server: LabServer, { sending }: Settings, path: string): boolean {
  const callHome = sending.transport === 'callhome'
  switch (server.kind) {
    case 'cloud':
    case 'gateway':
      return callHome
    case 'smart':
      return sending.transport === 'smart'
    case 'cslu':
      return sending.transport === 'cslu'
    case 'on-prem':
      return callHome === path.startsWith('/Transportgateway/')
  }
}

/** An address, `silence` when the only server asked never answers, undefined when nobody knows the name. */
export function lookUpName(name: string, around: Surroundings): string | 'silence' | undefined {
  const { settings, world } = around
  const { resolver } = settings
  const vrf = settings.sending.resolverVrf
  if (ipv4(name) !== undefined) return name
  const wanted = name.toLowerCase()
  const pinned = resolver.hosts.find(host => host.name.toLowerCase() === wanted && host.vrf === vrf)
  if (pinned !== undefined) return pinned.address
  if (!resolver.lookup) return undefined
  const asked = resolver.servers
    .filter(server => server.vrf === vrf)
    .map(server =>
      world.name_servers.find(
        one => one.address === server.address && (one.vrfs === undefined || one.vrfs.includes(vrf)),
      ),
    )
  const answers = asked.filter(server => server !== undefined && server.silent !== true)
  if (answers.length === 0) return asked.some(server => server?.silent === true) ? 'silence' : undefined
  return world.names.find(one => one.name === wanted)?.address
}

function throughProxy(proxy: string, host: string, { settings, world }: Surroundings): string | undefined {
  const port = settings.sending.proxy?.port ?? 0
  const open = world.proxies.some(one => one.addresses.includes(proxy) && one.ports.includes(port))
  if (!open) return undefined
  return ipv4(host) === undefined ? world.names.find(one => one.name === host.toLowerCase())?.address : host
}

/** NX-OS prints no trustpool: it trusts every public authority. */
function trusts(view: DeviceView, settings: Settings, issuer: string): boolean {
  const command = view.device.persona === 'ios-xe' ? 'show crypto pki trustpool' : 'show crypto ca trustpool'
  const pool = view.device.answers[command]
  if (issuer === 'Cisco Licensing Root CA') return true
  if (settings.ownAuthorities.some(name => view.value(`authority_${name}`) === issuer)) return true
  if (pool === undefined) return /^IdenTrust/.test(issuer)
  return view.text(pool).includes(issuer)
}
