// The hops between the device and the server. Only what came back proves them: a configuration that looks right does not.
import { plainVrf } from '../derive/way.ts'
import { linesOf, type Scene, type Tried, testsOf, type Verdict, verdict } from './scene.ts'
import { pingName, settledBy, showRoute, telnetPeer } from './settle.ts'

export function route(scene: Scene): Verdict {
  const { derived, routing_tables: tables } = scene.facts
  const reached = scene.tried.find(({ test }) => test.outcome === 'ok')
  if (reached !== undefined) return byTest(scene, reached)
  const vrf = derived?.egress_vrf
  if (vrf === undefined) return verdict('unknown', 'which VRF licensing leaves by is not known')
  const at = tables?.findIndex(table => plainVrf(table.vrf ?? '') === vrf) ?? -1
  const table = tables?.[at]
  const where = vrf === '' ? 'the global table' : `VRF ${vrf}`
  if (table?.default_route === true) {
    return verdict(
      'ok',
      `default route by ${table.next_hop || 'an interface'} in ${where}`,
      linesOf(scene.store, [`routing_tables.${at}.default_route`]),
    )
  }
  if (table?.default_route === false)
    return verdict('unknown', `${where} holds no default route; a narrower one may do`)
  const planned = derived?.default_route === true ? `a static default route in ${where} is configured; ` : ''
  return verdict('unknown', `${planned}${settledBy(showRoute(scene))}`)
}

export function dns(scene: Scene): Verdict {
  const { derived, dns: config } = scene.facts
  const name = derived?.lookup_name
  if (name === undefined) return verdict('unknown', 'the name to look up is not known')
  const found = lookups(scene).find(one => one.resolved)
  if (found !== undefined) return verdict('ok', `${name} is resolved`, found.lines)
  const address = config?.hosts?.find(host => host.name === name)?.address
  if (derived?.static_host === true && address !== undefined)
    return verdict(
      'unknown',
      `a host entry gives ${name} as ${address}; whether it still is that is not known`,
    )
  const servers = derived?.resolver_servers ?? []
  const asked = servers.length > 0 ? `asked of ${servers.join(', ')}; ` : ''
  return verdict('unknown', `${name}: ${asked}${settledBy(pingName(scene))}`)
}

interface Lookup {
  readonly resolved: boolean
  readonly text: string
  readonly lines: Tried['lines']
}

/** Lookups of the name that were tried on the device, in the VRF in which licensing asks: another VRF proves nothing. */
export function lookups(scene: Scene): Lookup[] {
  const { derived, dns: config } = scene.facts
  const name = derived?.lookup_name ?? ''
  const vrf = derived?.resolver_vrf
  if (name === '' || vrf === undefined) return []
  const here = (host = '', where = ''): boolean => host.toLowerCase() === name && plainVrf(where) === vrf
  const typed = testsOf(scene.store)
    .filter(({ test }) => here(test.host, test.vrf))
    .map(({ test, lines }) => ({
      resolved: test.outcome !== 'unresolved' && test.address !== undefined && test.address !== '',
      text: `${test.tool} ${name}: ${test.outcome}`,
      lines,
    }))
  const asked = (config?.lookups ?? []).flatMap((one, index) =>
    here(one.name, one.vrf) && one.resolved !== undefined
      ? [
          {
            resolved: one.resolved,
            text: `${name}: ${one.error || 'no answer'} from ${one.server ?? ''}`,
            lines: linesOf(scene.store, [`dns.lookups.${index}.resolved`]),
          },
        ]
      : [],
  )
  return [...typed, ...asked]
}

export function proxy(scene: Scene): Verdict {
  const own = scene.facts.derived?.proxy
  if (own?.in_use === undefined) return verdict('unknown', 'whether a proxy is in use is not known')
  return verdict('unknown', `${own.host}:${own.port}: that it lets licensing through is not proven`)
}

export function tcp(scene: Scene): Verdict {
  const { peer } = scene
  if (peer === undefined || peer.host === '')
    return verdict('unknown', 'where messages are sent is not known')
  const open = opened(scene)
  if (open !== undefined) return byTest(scene, open)
  return verdict('unknown', `${peer.host} port ${peer.port}: ${settledBy(telnetPeer(scene))}`)
}

/** A telnet to the peer's port that opened. */
export function opened(scene: Scene): Tried | undefined {
  return telnets(scene).find(({ test }) => test.outcome === 'ok')
}

export function telnets(scene: Scene): Tried[] {
  return scene.tried.filter(({ test }) => test.tool === 'telnet' && test.port === scene.peer?.port)
}

/** Ping and telnet do not use the HTTP client's source interface, so they say nothing of it. */
function byTest(scene: Scene, { test, lines }: Tried): Verdict {
  const source = scene.facts.derived?.source?.name ?? ''
  const fromThere = test.source?.toLowerCase() === source.toLowerCase()
  const limit = source === '' || fromThere ? '' : `; sent without the HTTP source interface ${source}`
  const what =
    test.tool === 'telnet' ? `telnet ${test.host} ${test.port} opens` : `${test.host} answers a ping`
  return verdict('ok', `${what}${limit}`, lines)
}

export function tls(): Verdict {
  return verdict('unknown', 'only an answer of the server proves it')
}

export function crl(scene: Scene): Verdict {
  const { log } = scene.facts
  return verdict(
    'unknown',
    log?.events === undefined
      ? `a revocation list that cannot be fetched is in the log: ${settledBy('show logging')}`
      : 'the log shows no revocation list that could not be fetched',
  )
}
