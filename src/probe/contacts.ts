// What a probe may send, at most: the list a dry run shows. Pure.
import { isIP } from 'node:net'
import { searchList } from './dns/names.ts'
import { type ProbePlan, peerOf } from './plan.ts'
import { MOST_LIST_HOSTS, mayAskResponders, mayFetchLists } from './revocation.ts'

export interface PlannedContact {
  readonly protocol: 'udp' | 'tcp'
  /** Name or address. */
  readonly host: string
  readonly port: number
  readonly why: string
  /** At most so many packets (udp) or connections (tcp). */
  readonly most: number
}

/** Each of A and AAAA is asked twice over UDP, and over TCP when the answer is cut or none comes. */
const UDP_QUESTIONS = 4
const TCP_QUESTIONS = 2
/** IPv4 and IPv6 addresses of a name that are tried. */
const ADDRESSES = 16
/** The handshake, the request, and up to five more requests that tell a wrong path from a right one. */
const CONNECTIONS = 7
/** Of six certificates four lists each, with one redirect each, and four responders each. */
const LISTS = 48
const RESPONDERS = 24
const NTP_PACKETS = 2

export function contactsOf(plan: ProbePlan): PlannedContact[] {
  return [...nameServers(plan), ...peer(plan), ...revocation(plan), ...timeServers(plan)]
}

/** Questions that go to this computer's own name servers only. */
function ownQuestions(plan: ProbePlan): number {
  const { ntp, listsProxy } = plan
  const byName = ntp.filter(({ address }) => isIP(address) === 0).length
  if (!mayFetchLists(plan)) return byName
  const hosts = listsProxy === undefined ? MOST_LIST_HOSTS : isIP(listsProxy.host) === 0 ? 1 : 0
  return byName + hosts
}

function nameServers(plan: ProbePlan): PlannedContact[] {
  const { servers, name } = plan
  const asked = new Map<string, { owners: Set<string>; host: string; port: number }>()
  for (const { address, port, owner, vrf } of servers) {
    const key = `${address} ${port}`
    const known = asked.get(key) ?? { owners: new Set(), host: address, port }
    known.owners.add(
      owner === 'device' ? `of the device${vrf === '' ? '' : ` in VRF ${vrf}`}` : 'of this computer',
    )
    asked.set(key, known)
  }
  const names = name === '' ? 0 : 1 + searchList(plan.searchDomains).length
  const further = ownQuestions(plan)
  return [...asked.values()].flatMap(({ owners, host, port }) => {
    const own = owners.has('of this computer')
    const questions = names + (own ? further : 0)
    const what = [
      ...(name === '' ? [] : [`addresses of ${name}`]),
      ...(own && further > 0 ? ['hosts of time servers and of revocation lists'] : []),
    ].join(', ')
    const why = `name server ${[...owners].join(' and ')}: ${what}`
    if (questions === 0) return []
    return [
      { protocol: 'udp' as const, host, port, why, most: UDP_QUESTIONS * questions },
      {
        protocol: 'tcp' as const,
        host,
        port,
        why: `${why}, where UDP is cut or silent`,
        most: TCP_QUESTIONS * questions,
      },
    ]
  })
}

function peer(plan: ProbePlan): PlannedContact[] {
  const { host, port } = peerOf(plan)
  const { target } = plan
  const addresses = plan.name === '' ? 1 : ADDRESSES
  const through =
    plan.proxy === undefined ? '' : `the proxy of the device, to ${target.host} port ${target.port}: `
  const tls = target.scheme === 'https' ? 'TLS and ' : ''
  return [
    {
      protocol: 'tcp',
      host,
      port,
      why: `${plan.proxy === undefined ? 'the licensing server' : 'the proxy of the device'}: does the port open, one connection an address`,
      most: addresses,
    },
    {
      protocol: 'tcp',
      host,
      port,
      why: `${through}${tls}a request for ${target.path} without licensing data`,
      most: CONNECTIONS,
    },
  ]
}

function revocation(plan: ProbePlan): PlannedContact[] {
  if (!mayFetchLists(plan)) return []
  const { anyCrlHost, listsProxy } = plan
  const responders = mayAskResponders(plan)
  const host = anyCrlHost
    ? '(public hosts the certificates name)'
    : '(hosts of known authorities and of the domain of the server, as the certificates name them)'
  return [
    {
      protocol: 'tcp',
      host: listsProxy?.host ?? host,
      port: listsProxy?.port ?? 80,
      why: `${listsProxy === undefined ? '' : `the proxy of the device's HTTP client, to ${host}: `}revocation lists${responders ? ' and responders' : ''}`,
      most: LISTS + (responders ? RESPONDERS : 0),
    },
  ]
}

function timeServers({ ntp }: ProbePlan): PlannedContact[] {
  return ntp.map(({ address, vrf }) => ({
    protocol: 'udp',
    host: address,
    port: 123,
    why: `time server of the device${vrf === '' ? '' : ` in VRF ${vrf}`}`,
    most: NTP_PACKETS,
  }))
}
