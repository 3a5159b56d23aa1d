// The way out of the device: VRF, source interface, name resolution, default route.
import type { RuleContext } from '../../model/facts/store.ts'
import type { Derivation } from './derivation.ts'

type Interface = NonNullable<RuleContext['interfaces']>[number]

/** `default` and `global` are names for the table that has none. */
export function plainVrf(vrf: string): string {
  return /^(default|global)$/i.test(vrf) ? '' : vrf
}

/** `Gi0/0` and `GigabitEthernet0/0` are one interface: same number, one name a prefix of the other. */
export function sameInterface(a: string, b: string): boolean {
  const split = (name: string): [string, string] => {
    const compact = name.replace(/\s+/g, '').toLowerCase()
    const at = compact.search(/[0-9]/)
    return at < 0 ? [compact, ''] : [compact.slice(0, at), compact.slice(at)]
  }
  const [nameA, numberA] = split(a)
  const [nameB, numberB] = split(b)
  if (numberA !== numberB || nameA === '' || nameB === '') return false
  return nameA.startsWith(nameB) || nameB.startsWith(nameA)
}

function sourceName(facts: RuleContext): string | undefined {
  const client = facts.http_client?.source_interface
  const callhome = facts.callhome?.source_interface
  if (facts.device?.platform === 'nx-os') return client
  if (facts.derived?.uses_callhome === true && callhome !== undefined && callhome !== '') return callhome
  if (client === undefined) return undefined
  if (client === '' && facts.derived?.uses_callhome === true && callhome === undefined) return undefined
  return client
}

/** The tables of IPv4 addresses say `unassigned` for an interface that has IPv6 alone. */
function hasAddress(found: Interface | undefined): boolean | undefined {
  const known = [found?.address, found?.ipv6_address]
  if (known.some(address => address !== undefined && address !== '')) return true
  return known.includes(undefined) ? undefined : false
}

function sourceVrf(facts: RuleContext, name: string, found: Interface | undefined): string | undefined {
  if (found?.vrf !== undefined) return plainVrf(found.vrf)
  const named = facts.http_client?.source_interface_vrf
  if (named !== undefined && named !== '') return plainVrf(named)
  // mgmt0 cannot leave VRF management on NX-OS.
  return facts.device?.platform === 'nx-os' && /^mgmt0$/i.test(name) ? 'management' : undefined
}

function source(facts: RuleContext): Record<string, unknown> | undefined {
  const name = sourceName(facts)
  if (name === undefined) return undefined
  if (name === '') return { name }
  const interfaces = facts.interfaces
  const found = interfaces?.find(one => sameInterface(one.name ?? '', name))
  return {
    name,
    exists: interfaces === undefined ? undefined : found !== undefined,
    up: found?.up,
    has_address: hasAddress(found),
    vrf: sourceVrf(facts, name, found),
  }
}

function egressVrf(facts: RuleContext): string | undefined {
  const { platform } = facts.device ?? {}
  const named =
    facts.derived?.uses_callhome === true
      ? platform === 'ios-xr'
        ? firstNamed(facts.http_client?.vrf, facts.callhome?.vrf)
        : facts.callhome?.vrf
      : facts.derived?.uses_callhome === false
        ? facts.license?.transport?.vrf
        : undefined
  if (named === undefined) return undefined
  if (named !== '') return plainVrf(named)
  // NX-OS and XR take the VRF from its own line only; IOS XE follows the source interface.
  if (platform === undefined) return undefined
  if (platform !== 'ios-xe') return ''
  const out = facts.derived?.source
  if (out?.name === undefined) return undefined
  return out.name === '' ? '' : out.vrf
}

/** Either line may name the VRF; '' needs both to be read. */
function firstNamed(a: string | undefined, b: string | undefined): string | undefined {
  if (a !== undefined && a !== '') return a
  if (b !== undefined && b !== '') return b
  return a === undefined || b === undefined ? undefined : ''
}

function lookupName(facts: RuleContext): string | undefined {
  const { target, proxy } = facts.derived ?? {}
  if (target?.host === undefined || proxy?.in_use === undefined) return undefined
  // Behind a proxy the device only resolves the proxy: CONNECT carries the real name.
  const host = proxy.in_use ? (proxy.host ?? '') : target.host
  return host === '' || /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || host.includes(':') ? '' : host
}

/**
 * IOS XE call-home looks names up in the global table even when it sends through a VRF (seen on 16.12.4 and
 * 17.3.1a; public On-Prem configuration notes of 2020); everything else asks in the VRF it sends through.
 */
function resolverVrf(facts: RuleContext): string | undefined {
  if (facts.device?.platform === 'ios-xe' && facts.derived?.uses_callhome === true) return ''
  return facts.derived?.egress_vrf
}

function servers(facts: RuleContext, here: boolean): string[] | undefined {
  const vrf = facts.derived?.resolver_vrf
  const all = facts.dns?.servers
  if (vrf === undefined || all === undefined || all.some(server => server.vrf === undefined)) return undefined
  return all
    .filter(server => (plainVrf(server.vrf ?? '') === vrf) === here)
    .map(server => server.address ?? '')
}

function staticHost(facts: RuleContext): boolean | undefined {
  const name = facts.derived?.lookup_name
  const vrf = facts.derived?.resolver_vrf
  if (name === '') return false
  if (name === undefined || vrf === undefined || facts.dns?.hosts === undefined) return undefined
  return facts.dns.hosts.some(host => host.name?.toLowerCase() === name && plainVrf(host.vrf ?? '') === vrf)
}

const ROUTE_READS = ['routes']

export const wayDerivations: readonly Derivation[] = [
  {
    path: 'derived.source',
    reads: [
      'http_client.source_interface',
      'http_client.source_interface_vrf',
      'callhome.source_interface',
      'interfaces',
      'device.platform',
      'derived.uses_callhome',
    ],
    compute: source,
  },
  {
    path: 'derived.egress_vrf',
    reads: [
      'callhome.vrf',
      'http_client.vrf',
      'license.transport.vrf',
      'derived.source',
      'derived.uses_callhome',
      'device.platform',
    ],
    compute: egressVrf,
  },
  { path: 'derived.lookup_name', reads: ['derived.target', 'derived.proxy'], compute: lookupName },
  {
    path: 'derived.needs_dns',
    reads: ['derived.lookup_name'],
    compute: facts =>
      facts.derived?.lookup_name === undefined ? undefined : facts.derived.lookup_name !== '',
  },
  {
    path: 'derived.resolver_vrf',
    reads: ['derived.egress_vrf', 'derived.uses_callhome', 'device.platform'],
    compute: resolverVrf,
  },
  {
    path: 'derived.resolver_servers',
    reads: ['dns.servers', 'derived.resolver_vrf'],
    compute: facts => servers(facts, true),
  },
  {
    path: 'derived.other_servers',
    reads: ['dns.servers', 'derived.resolver_vrf'],
    compute: facts => servers(facts, false),
  },
  {
    path: 'derived.static_host',
    reads: ['dns.hosts', 'derived.lookup_name', 'derived.resolver_vrf'],
    compute: staticHost,
  },
  {
    path: 'derived.vrfs_with_default_route',
    reads: ROUTE_READS,
    compute: facts => {
      const routes = facts.routes
      if (
        routes === undefined ||
        routes.some(route => route.is_default === undefined || route.vrf === undefined)
      )
        return undefined
      return [...new Set(routes.filter(route => route.is_default).map(route => plainVrf(route.vrf ?? '')))]
    },
  },
  {
    path: 'derived.default_route',
    reads: ['derived.vrfs_with_default_route', 'derived.egress_vrf'],
    // A routing table counts when it was read. It is not among the facts read: asking for it would fetch all routes.
    compute: facts => {
      const vrf = facts.derived?.egress_vrf
      if (vrf === undefined) return undefined
      const table = facts.routing_tables?.find(one => plainVrf(one.vrf ?? '') === vrf)
      return table?.default_route === true ? true : facts.derived?.vrfs_with_default_route?.includes(vrf)
    },
  },
]
