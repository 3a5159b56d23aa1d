// Where licensing messages are sent and by which method.
import type { RuleContext } from '../../model/facts/store.ts'
import { splitUrl } from '../../parse/url.ts'
import type { Derivation } from './derivation.ts'

type Profile = NonNullable<NonNullable<RuleContext['callhome']>['profiles']>[number]

function usesCallhome(facts: RuleContext): boolean | undefined {
  switch (facts.license?.generation) {
    case 'classic':
      // Releases just before Using Policy can send by Smart Transport too; older ones print no transport at all.
      return (facts.license.transport?.type ?? 'callhome') === 'callhome'
    case 'policy':
      return facts.license.transport?.type === undefined
        ? undefined
        : facts.license.transport.type === 'callhome'
    case undefined:
      return undefined
    default:
      return false
  }
}

/** Profiles that carry licensing data; undefined when one profile's state is not known. */
function smartProfiles(facts: RuleContext): Profile[] | undefined {
  const profiles = facts.callhome?.profiles
  if (profiles === undefined) return undefined
  const carrying: Profile[] = []
  for (const profile of profiles) {
    if (profile.active === false || profile.reports_licensing === false) continue
    if (profile.active === undefined || profile.reports_licensing === undefined) return undefined
    carrying.push(profile)
  }
  return carrying
}

function activeDestinations(facts: RuleContext): unknown[] | undefined {
  const profiles = smartProfiles(facts)
  if (profiles === undefined || profiles.some(profile => profile.destinations === undefined)) return undefined
  return profiles.flatMap(profile => profile.destinations ?? [])
}

const NO_TARGET = {
  url: '',
  scheme: '',
  host: '',
  port: 0,
  path: '',
  ip_literal: false,
  cloud: false,
  kind: 'other',
}

function describe(url: string, method: string | undefined): typeof NO_TARGET {
  const parts = splitUrl(url)
  const cloud = /(^|\.)cisco\.com$/.test(parts.host)
  return { url, ...parts, cloud, kind: cloud ? 'cloud' : kindOf(parts.path, method) }
}

function kindOf(path: string, method: string | undefined): string {
  if (/^\/cslu\/v1\/pi\/?$/i.test(path)) return 'cslu'
  if (/^\/cslu\/v1\/pi\/.|^\/SmartTransport/i.test(path)) return 'on-prem'
  if (/^\/Transportgateway\//i.test(path)) return method === 'gateway' ? 'gateway' : 'on-prem'
  return 'other'
}

/** No address, or the name a device asks for by itself when none is configured: nobody was chosen. */
export function isNoCslu(url: string): boolean {
  return url === '' || /^(https?:\/\/)?cslu-local(?![A-Za-z0-9-])/i.test(url)
}

function target(facts: RuleContext): typeof NO_TARGET | undefined {
  const derived = facts.derived
  const license = facts.license
  if (derived?.uses_callhome === true) {
    const destinations = derived.active_destinations
    if (destinations === undefined) return undefined
    const first = destinations.find(destination => destination.explicit) ?? destinations[0]
    return first?.url === undefined ? NO_TARGET : describe(first.url, license?.method)
  }
  switch (license?.transport?.type) {
    case 'smart': {
      const url = license.transport.url ?? license.transport.configured_smart_url
      return url === undefined ? undefined : describe(url, license.method)
    }
    case 'cslu': {
      const url = license.transport.cslu_url ?? license.transport.configured_cslu_url
      return url === undefined ? undefined : isNoCslu(url) ? NO_TARGET : describe(url, license.method)
    }
    case 'off':
      return NO_TARGET
    default:
      return derived?.uses_callhome === false && license?.generation !== 'policy' ? NO_TARGET : undefined
  }
}

function proxyInUse(facts: RuleContext): { in_use: boolean; host: string; port: number } | undefined {
  const callhome = facts.derived?.uses_callhome
  if (callhome === undefined) return undefined
  const proxies = callhome
    ? facts.derived !== undefined &&
      facts.device?.platform === 'ios-xr' &&
      facts.http_client?.proxy?.configured === true
      ? facts.http_client.proxy
      : facts.callhome?.proxy
    : facts.license?.transport?.proxy
  if (proxies?.configured === undefined) return undefined
  if (!proxies.configured) return { in_use: false, host: '', port: 0 }
  if (proxies.enabled === undefined || proxies.host === undefined) return undefined
  return { in_use: proxies.enabled, host: proxies.host, port: proxies.port ?? 0 }
}

/** The method in Cisco's words, where no parser could tell it from one output alone. */
function method(facts: RuleContext): string | undefined {
  if (facts.license?.transport?.type === 'off') return 'offline'
  const kind = facts.derived?.target?.kind
  const proxy = facts.derived?.proxy
  if (kind === 'cslu' || kind === 'on-prem' || kind === 'gateway') return kind
  if (kind !== 'cloud' || proxy === undefined) return undefined
  return proxy.in_use ? 'proxy' : 'direct'
}

export const targetDerivations: readonly Derivation[] = [
  {
    path: 'derived.uses_callhome',
    reads: ['license.generation', 'license.transport.type'],
    compute: usesCallhome,
  },
  {
    path: 'derived.smart_profiles',
    reads: ['callhome.profiles'],
    compute: facts => smartProfiles(facts)?.map(profile => profile.name ?? ''),
  },
  {
    path: 'derived.silent_profiles',
    reads: ['callhome.profiles'],
    compute: facts => {
      const profiles = facts.callhome?.profiles
      if (profiles?.some(profile => profile.active === undefined || profile.reports_licensing === undefined))
        return undefined
      return profiles?.filter(one => one.active && !one.reports_licensing).map(one => one.name ?? '')
    },
  },
  { path: 'derived.active_destinations', reads: ['callhome.profiles'], compute: activeDestinations },
  {
    path: 'derived.target',
    reads: [
      'derived.uses_callhome',
      'derived.active_destinations',
      'license.transport',
      'license.method',
      'license.generation',
    ],
    compute: target,
  },
  {
    path: 'derived.proxy',
    reads: [
      'derived.uses_callhome',
      'callhome.proxy',
      'license.transport.proxy',
      'http_client.proxy',
      'device.platform',
    ],
    compute: proxyInUse,
  },
  {
    path: 'license.method',
    reads: ['derived.target', 'derived.proxy', 'license.transport.type'],
    compute: method,
  },
]
