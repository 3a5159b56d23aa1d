// Addresses of hosts beside the server: time servers by name, hosts of revocation lists. This computer's name servers are asked.
import { resolveHosts } from '../dns/resolve.ts'
import type { Scene } from './scene.ts'

/** An address of the host, IPv4 first; undefined when no name server of this computer gives one. */
export async function addressOf(scene: Scene, host: string): Promise<string | undefined> {
  const { plan, means } = scene
  const own = plan.servers
    .filter(
      ({ owner, address, port }) =>
        owner === 'computer' && scene.allows({ use: 'dns', host: address, address, port }),
    )
    .map(server => means.map.dial(server))
  if (own.length === 0) return undefined
  const { answers } = await means.once.ask(['lookup', own, host], () =>
    resolveHosts({ servers: [], own, hosts: [host] }, means.context),
  )
  return answers.flatMap(one => one.addresses)[0]?.address
}
