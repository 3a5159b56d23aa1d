// Asks all name servers for all hosts, and puts together what they say.
import PQueue from 'p-queue'
import {
  DNS_TYPES,
  DNS_VERDICTS,
  type DnsAnswer,
  type DnsResult,
  type DnsServer,
  type DnsType,
} from '../../model/probe/dns.ts'
import type { ProbeContext } from '../context.ts'
import { askServer } from './ask.ts'
import { type AskedName, namesOf, needsDns, searchList } from './names.ts'
import { type AskedServer, type DeviceDnsServer, ownServers, serversToAsk } from './servers.ts'
import { type StaticHost, summarise } from './summary.ts'

export interface DnsRequest {
  /** Name servers of the device. */
  readonly servers: readonly DeviceDnsServer[]
  /** This computer's; those the system uses when not given. */
  readonly own?: readonly DnsServer[]
  /** Hosts the device needs, as it spells them. IP addresses are not asked for. */
  readonly hosts: readonly string[]
  /** A and AAAA when not given. */
  readonly types?: readonly DnsType[]
  readonly searchDomains?: readonly string[]
  readonly staticHosts?: readonly StaticHost[]
}

const MAX_HOSTS = 16
/** Questions under way at once, over all servers. */
const AT_ONCE = 8

/** Each question has the time of the context. Never throws; a run that was ended gives `cancelled` for what was left. */
export async function resolveHosts(request: DnsRequest, context: ProbeContext): Promise<DnsResult> {
  const { servers, leftOut } = serversToAsk(request.servers, request.own ?? ownServers())
  const all = [...new Set(request.hosts.filter(needsDns))]
  const hosts = all.slice(0, MAX_HOSTS)
  const domains = searchList(request.searchDomains ?? [])
  const types = request.types ?? DNS_TYPES
  const queue = new PQueue({ concurrency: AT_ONCE })
  const ask = (server: AskedServer, host: string, { name, domain }: AskedName): Promise<DnsAnswer[]> =>
    Promise.all(
      types.map(async type => {
        const reply = await queue.add(() => askServer(server, name, type, context))
        const { of, vrf } = server
        return { ...reply, host, domain, of, vrf, conclusive: isConclusive(reply, server) }
      }),
    )
  const answers = await Promise.all(
    hosts.flatMap(host =>
      servers.map(async server => {
        const names = namesOf(host, domains)
        const first = (await Promise.all(names.first.map(name => ask(server, host, name)))).flat()
        const isGone = first.every(({ outcome }) => outcome === 'nxdomain' || outcome === 'no-data')
        if (!isGone) return first
        const more = await Promise.all(names.otherwise.map(name => ask(server, host, name)))
        return [...first, ...more.flat()]
      }),
    ),
  )
  const flat = answers.flat()
  return {
    answers: flat,
    summaries: hosts.map(host =>
      summarise(
        host,
        flat.filter(answer => answer.host === host),
        request.staticHosts ?? [],
      ),
    ),
    leftOut: leftOut + all.length - hosts.length,
  }
}

/** A name server of a device may be for the device only: then its silence towards this computer is no fault. */
export function isConclusive({ outcome }: Pick<DnsAnswer, 'outcome'>, { of, vrf }: AskedServer): boolean {
  if ((DNS_VERDICTS as readonly string[]).includes(outcome)) return true
  if (outcome === 'not-sent' || outcome === 'not-tried' || outcome === 'cancelled') return false
  const silent = outcome === 'no-answer' || outcome === 'unreachable'
  // REFUSED depends on who asks: an access list may know the device and not this computer.
  if (of === 'device' && outcome === 'refused') return false
  return !(silent && vrf !== '')
}
