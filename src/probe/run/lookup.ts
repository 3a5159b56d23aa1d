// Addresses of hosts beside the server: time servers by name, hosts of revocation lists. This computer's name servers are asked.
import { DNS_VERDICTS } from '../../model/probe/dns.ts'
import { resolveHosts } from '../dns/resolve.ts'
import type { Scene } from './scene.ts'

export type Found =
  | { readonly address: string; readonly all?: readonly string[] }
  | { readonly reason: string; readonly heard: boolean }

/** An address of the host, IPv4 first, and all there are; else why there is none, and whether a name server said so. */
export async function lookUp(scene: Scene, host: string): Promise<Found> {
  const { plan, means } = scene
  const own = plan.servers
    .filter(({ owner }) => owner === 'computer')
    .filter(({ address, port }) => scene.allows({ use: 'dns', host: address, address, port }))
    .map(server => means.map.dial(server))
  if (own.length === 0) return { reason: 'this computer has no name server', heard: false }
  const { answers } = await means.once.ask(['lookup', own, host], () =>
    resolveHosts({ servers: [], own, hosts: [host] }, means.context),
  )
  const all = answers.flatMap(one => one.addresses.map(({ address }) => address))
  const [address] = all
  if (address !== undefined) return { address, all }
  const heard = answers.some(one => (DNS_VERDICTS as readonly string[]).includes(one.outcome))
  return { reason: heard ? `${host} has no address` : `no name server of this computer tells ${host}`, heard }
}
