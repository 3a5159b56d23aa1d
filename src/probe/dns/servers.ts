// Which name servers are asked: the device's and this computer's, each once.
import { getServers } from 'node:dns'
import { isIP } from 'node:net'
import type { DnsServer, DnsServerOwner } from '../../model/probe/dns.ts'
import { DNS_PORT } from './ask.ts'

/** A name server as the device's configuration has it. */
export interface DeviceDnsServer extends DnsServer {
  /** '' = global. */
  readonly vrf?: string
}

export interface AskedServer extends Required<DnsServer> {
  readonly vrf: string
  readonly of: DnsServerOwner
}

/** Devices take six to eight servers a VRF. */
const MAX_SERVERS = 16

/** This computer's own name servers, as the system has them now. Reads settings, sends nothing. */
export function ownServers(): DnsServer[] {
  return getServers().flatMap(text => readServer(text) ?? [])
}

/** `192.0.2.53`, `192.0.2.53:5353`, `2001:db8::53`, `[2001:db8::53]:5353`, `fe80::1%eth0`; undefined when it is none. */
export function readServer(text: string): DnsServer | undefined {
  if (isIP(text) !== 0) return { address: text }
  const [, bracketed, plain, port] = /^(?:\[([^\]]{2,60})\]|([\d.]{7,15})):(\d{1,5})$/.exec(text) ?? []
  const address = bracketed ?? plain ?? ''
  if (isIP(address) === 0 || Number(port) === 0 || Number(port) > 65_535) return undefined
  return { address, port: Number(port) }
}

/** `192.0.2.53`, with its port when it is not 53: `192.0.2.53#5353`. */
export function serverName({ address, port = DNS_PORT }: DnsServer): string {
  return port === DNS_PORT ? address : `${address}#${port}`
}

/** Each address, port and VRF once; a server of both sides is asked once, as the device's global one. */
export function serversToAsk(
  device: readonly DeviceDnsServer[],
  computer: readonly DnsServer[],
): { readonly servers: readonly AskedServer[]; readonly leftOut: number } {
  const servers = new Map<string, AskedServer>()
  const add = ({ address, port = DNS_PORT, vrf = '' }: DeviceDnsServer, of: 'device' | 'computer'): void => {
    const key = `${serverName({ address, port }).toLowerCase()} ${vrf}`
    const known = servers.get(key)
    servers.set(key, { address, port, vrf, of: known === undefined || known.of === of ? of : 'both' })
  }
  for (const server of device) add(server, 'device')
  for (const server of computer) add(server, 'computer')
  const all = [...servers.values()]
  return { servers: all.slice(0, MAX_SERVERS), leftOut: Math.max(0, all.length - MAX_SERVERS) }
}
