// Step one: every configured name server is asked for the host the device connects to.
import type { DnsAnswer, DnsServerOwner } from '../../model/probe/dns.ts'
import { sameAddress } from '../address.ts'
import { isConclusive, resolveHosts } from '../dns/resolve.ts'
import { summarise } from '../dns/summary.ts'
import type { NameServer } from '../plan.ts'
import type { Scene } from './scene.ts'

/** Addresses of the host, each with where it came from: name servers, `host-entry`, `literal`. */
export type Addresses = ReadonlyMap<string, readonly string[]>

export async function askNames(scene: Scene, host: string): Promise<Addresses> {
  const { plan } = scene
  const found = new Map<string, string[]>()
  const add = (address: string, origin: string): void => {
    const origins = found.get(address) ?? []
    if (!origins.includes(origin)) found.set(address, [...origins, origin])
  }
  if (plan.name === '') {
    add(host, 'literal')
    return found
  }
  for (const address of plan.hostEntries) add(address, 'host-entry')
  const servers = eachOnce(plan.servers).filter(({ address, port }) =>
    scene.allows({ use: 'dns', host: address, address, port }),
  )
  const answers = (await Promise.all(servers.map(server => askServer(scene, server)))).flat()
  for (const answer of answers) scene.row('dns', answer)
  const statics = plan.hostEntries.map(address => ({ name: plan.name, address }))
  const summary = summarise(plan.name, answers, statics)
  scene.row('name', summary)
  // What the device would use comes first.
  for (const own of [true, false])
    for (const answer of answers)
      if ((answer.of !== 'computer') === own && answer.domain === summary.domain)
        for (const { address } of answer.addresses) add(address, answer.server)
  return found
}

interface Asked extends Omit<NameServer, 'owner'> {
  readonly of: DnsServerOwner
}

/** A server both sides are set to ask is asked once. */
function eachOnce(servers: readonly NameServer[]): Asked[] {
  const all: Asked[] = []
  for (const { owner, ...server } of servers) {
    const at = all.findIndex(
      one => sameAddress(one.address, server.address) && one.port === server.port && one.vrf === server.vrf,
    )
    const known = all[at]
    if (known === undefined) all.push({ ...server, of: owner })
    else if (known.of !== owner) all[at] = { ...known, of: 'both' }
  }
  return all
}

/** Asked as if it were this computer's own, whoever it belongs to: so it is asked once for a whole fleet. */
async function askServer(scene: Scene, server: Asked): Promise<DnsAnswer[]> {
  const { plan, means } = scene
  const dialled = means.map.dial(server)
  const { answers } = await means.once.ask(['dns', dialled, plan.name, plan.searchDomains], () =>
    resolveHosts(
      { servers: [], own: [dialled], hosts: [plan.name], searchDomains: plan.searchDomains },
      means.context,
    ),
  )
  const { address, port, of, vrf } = server
  return answers.map(answer => ({
    ...answer,
    server: address,
    port,
    of,
    vrf,
    conclusive: isConclusive(answer, { address, port, of, vrf }),
  }))
}
