// What is probed for a device, by its facts; for a path named by hand, by that. Pure.
import { isIP } from 'node:net'
import type { RuleContext } from '../model/facts/store.ts'
import type { TlsVersion } from '../model/probe/tls.ts'
import type { DeviceView, NameServer, PlannedServer, ProbePlan, ProbeTarget, TlsLimits } from './plan.ts'
import { factoryMethods, listsProxyOf, revocationOf } from './revocation.ts'
import { deviceCiphers } from './tls/ciphers.ts'
import type { DeviceStore } from './tls/judge/device.ts'

export interface TargetOptions {
  /** Name servers of this computer. */
  readonly ownServers: readonly NameServer[]
  readonly anyCrlHost?: boolean
}

const DNS_PORT = 53
/** More are not configured on a device that is in order (IOS XE takes six); a capture may hold anything. */
const MAX_SERVERS = 8
const MAX_TIME_SERVERS = 6
const HOST = /^[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_-]{1,63}){0,10}\.?$/i

/** What to probe, or one sentence why there is nothing to. */
export function planFor(facts: RuleContext, options: TargetOptions): ProbePlan | string {
  const silent = silence(facts)
  if (silent !== undefined) return silent
  const url = facts.derived?.target?.url
  if (url === undefined)
    return 'where this device sends licensing messages is not known: collect `show license all` and `show running-config`'
  const target = targetOf(url)
  if (target === undefined)
    return url === ''
      ? 'no server is configured on this device: there is no path to probe'
      : 'the address the device sends to is no URL that can be probed'
  const own = facts.derived?.proxy
  if (own?.in_use === undefined)
    return 'whether the device uses a proxy is not known: collect `show running-config`'
  const proxy = own.in_use ? { host: (own.host ?? '').toLowerCase(), port: own.port ?? 0 } : undefined
  if (proxy !== undefined && !(isHost(proxy.host) && isPort(proxy.port)))
    return 'the proxy of the device has no host and port that can be probed'
  const name = nameOf(proxy?.host ?? target.host)
  return {
    target,
    ...(proxy === undefined ? {} : { proxy }),
    name,
    servers: name === '' ? options.ownServers : [...deviceServers(facts), ...options.ownServers],
    hostEntries: hostEntries(facts, name),
    searchDomains: searchDomains(facts, name),
    ntp: timeServers(facts),
    offer: offerOf(facts),
    revocation: revocationOf(facts),
    ...listsProxyOf(facts, isHost),
    anyCrlHost: options.anyCrlHost === true,
  }
}

export interface NamedPath {
  readonly url: string
  readonly proxy?: { readonly host: string; readonly port: number }
  /** Name servers to ask besides this computer's own. */
  readonly servers: readonly string[]
  readonly ntp: readonly string[]
}

/** The plan of a path named by hand; a sentence when it cannot be probed. */
export function planForPath(path: NamedPath, options: TargetOptions): ProbePlan | string {
  const target = targetOf(path.url)
  if (target === undefined) return `${path.url} is no URL; write http:// or https://, a host and a path`
  if (path.proxy !== undefined && !(isHost(path.proxy.host) && isPort(path.proxy.port)))
    return 'the proxy is no HOST:PORT'
  const name = nameOf(path.proxy?.host ?? target.host)
  return {
    target,
    ...(path.proxy === undefined ? {} : { proxy: path.proxy }),
    name,
    servers:
      name === '' ? [] : [...path.servers.map(address => nameServer(address, '')), ...options.ownServers],
    hostEntries: [],
    searchDomains: [],
    ntp: path.ntp.map(address => ({ address, vrf: '' })),
    offer: TLS_1_2,
    revocation: factoryMethods,
    anyCrlHost: options.anyCrlHost === true,
  }
}

/** Why a device sends nothing; undefined when it is meant to. */
function silence(facts: RuleContext): string | undefined {
  const license = facts.license
  if (license?.generation === 'reservation') return 'licences are reserved on this device: it sends nothing'
  if (license?.generation === 'traditional')
    return 'traditional licences are files on this device: it sends nothing'
  return license?.transport?.type === 'off' ? 'transport off: this device sends nothing' : undefined
}

export function targetOf(url: string): ProbeTarget | undefined {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return undefined
  const { protocol, hostname, port, pathname, username, search } = new URL(url)
  const host = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase()
  if (!isHost(host) || username !== '') return undefined
  const scheme = protocol === 'http:' ? 'http' : 'https'
  // `new URL` tidies the path; a wrong case or a double slash is what is looked for.
  const path = /^https?:\/\/[^/?#]*([^?#]*)/i.exec(url)?.[1] ?? pathname
  return {
    url,
    scheme,
    host,
    port: port === '' ? (scheme === 'http' ? 80 : 443) : Number(port),
    path: `${path === '' ? '/' : path}${search}`,
    cloud: /(^|\.)cisco\.com$/.test(host),
  }
}

function deviceServers(facts: RuleContext): NameServer[] {
  const known = (facts.dns?.servers ?? []).flatMap(({ address = '', vrf = '' }) =>
    isIP(address) === 0 ? [] : [nameServer(address, plainVrf(vrf))],
  )
  return once(known, one => `${one.vrf} ${one.address}`).slice(0, MAX_SERVERS)
}

function nameServer(address: string, vrf: string): NameServer {
  return { address, vrf, owner: 'device', port: DNS_PORT }
}

function timeServers(facts: RuleContext): PlannedServer[] {
  const known = (facts.ntp?.servers ?? []).flatMap(({ address = '', vrf = '' }) =>
    isHost(address) ? [{ address: address.toLowerCase(), vrf: plainVrf(vrf) }] : [],
  )
  return once(known, one => `${one.vrf} ${one.address}`).slice(0, MAX_TIME_SERVERS)
}

/** Only in the VRF in which the device looks the name up; where that is not known, none. */
function hostEntries(facts: RuleContext, name: string): string[] {
  const vrf = facts.derived?.resolver_vrf
  if (name === '' || vrf === undefined) return []
  return (facts.dns?.hosts ?? [])
    .filter(one => one.name?.toLowerCase() === name && plainVrf(one.vrf ?? '') === vrf)
    .flatMap(({ address = '' }) => (isIP(address) === 0 ? [] : [address]))
}

/** What the judges want to know of the device. */
export function viewOf(facts: RuleContext): DeviceView {
  const { pki, clock, ntp } = facts
  const skew = clock?.skew_seconds
  const follows = (ntp?.associations ?? []).flatMap(one =>
    one.selected === true && one.address !== undefined ? [one.address] : [],
  )
  return {
    ...(pki === undefined ? {} : { store: storeOf(pki) }),
    ...(skew === undefined
      ? {}
      : { skewMs: skew * 1_000, skewErrorMs: (clock?.skew_error_seconds ?? 1) * 1_000 }),
    ...(facts.device?.platform === 'nx-os' ? { lists: { installedListsOnly: true } } : {}),
    follows,
  }
}

function storeOf({ trustpool, certificates, trustpoints }: NonNullable<RuleContext['pki']>): DeviceStore {
  return {
    ...(trustpool === undefined ? {} : { trustpool }),
    ...(certificates === undefined ? {} : { certificates }),
    ...(trustpoints === undefined ? {} : { trustpoints }),
  }
}

/** TLS 1.2 is all most releases can do for licensing; a configured version narrows it. */
const TLS_1_2: TlsLimits = { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' }

function offerOf({ http_client: client }: RuleContext): TlsLimits {
  const digit = /1\.([0-3])/.exec(client?.tls_version ?? '')?.[1]
  const version = VERSIONS[Number(digit)]
  const limits = version === undefined ? TLS_1_2 : { minVersion: version, maxVersion: version }
  const { ciphers, leftOut } = deviceCiphers(client?.ciphersuites ?? '')
  // Offering less than the device does would blame it for what this computer lacks.
  return ciphers === undefined || leftOut.length > 0 ? limits : { ...limits, ciphers }
}

const VERSIONS: readonly TlsVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']

function searchDomains(facts: RuleContext, name: string): string[] {
  if (name === '') return []
  const vrf = facts.derived?.resolver_vrf ?? ''
  const domains = (facts.dns?.resolvers ?? []).flatMap(one =>
    plainVrf(one.vrf ?? '') === vrf && one.domain !== undefined && one.domain !== '' ? [one.domain] : [],
  )
  return [...new Set(domains)]
}

function nameOf(host: string): string {
  return isIP(host) === 0 ? host : ''
}

function isHost(host: string): boolean {
  return isIP(host) !== 0 || (HOST.test(host) && host.length <= 253)
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port > 0 && port < 65_536
}

/** `default` and `global` are names for the table that has none. */
function plainVrf(vrf: string): string {
  return /^(default|global)$/i.test(vrf) ? '' : vrf
}

function once<T>(all: readonly T[], key: (one: T) => string): T[] {
  return [...new Map(all.map(one => [key(one), one])).values()]
}
