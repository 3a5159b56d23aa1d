// What all replies about one host mean together. Pure.
import { isIPv6 } from 'node:net'
import type {
  DnsAnswer,
  DnsSearch,
  DnsServerOwner,
  DnsStatic,
  DnsSummary,
  DnsView,
} from '../../model/probe/dns.ts'
import { agreementOf, differencesOf } from './agreement.ts'
import { canonical, scopeOf } from './scope.ts'
import { serverName } from './servers.ts'

/** A static host entry of the device. */
export interface StaticHost {
  readonly name: string
  readonly address: string
  /** '' = global. */
  readonly vrf?: string
}

/** What one server says of the host, over both types and, when needed, its search domains. */
export interface ServerView {
  readonly server: string
  readonly of: DnsServerOwner
  readonly addresses: readonly string[]
  /** Last alias, or the name. */
  readonly tail: string
  /** addresses: some; none: it says there are none; undefined: it could not be heard on that. */
  readonly said: 'addresses' | 'none' | undefined
  readonly conclusive: boolean
}

export function summarise(
  host: string,
  answers: readonly DnsAnswer[],
  statics: readonly StaticHost[],
): DnsSummary {
  const used = inUse(host, answers)
  const views = perServer(used.answers)
  const differences = differencesOf(views)
  const only = onlyIpv6(used.answers)
  return {
    host,
    device: viewOf(views.filter(({ of }) => of !== 'computer')),
    computer: viewOf(views.filter(({ of }) => of !== 'device')),
    agreement: agreementOf(views, differences),
    differences,
    onlyIpv6: only.length > 0 && !used.answers.some(one => one.type === 'A' && one.addresses.length > 0),
    onlyIpv6Servers: only,
    cnames: used.answers.reduce<readonly string[]>(
      (longest, { cnames }) => (cnames.length > longest.length ? cnames : longest),
      [],
    ),
    statics: statics
      .filter(({ name }) => plain(name) === plain(host))
      .map(entry => staticState(entry, used.answers)),
    search: used.search,
    domain: used.domain,
    slowServers: unique(answers.filter(({ slow }) => slow).map(nameOf)),
    vrfServers: unique(
      answers.filter(one => one.vrf !== '' && !one.conclusive && one.of !== 'computer').map(nameOf),
    ),
  }
}

function plain(name: string): string {
  return name.replace(/\.$/, '').toLowerCase()
}

function nameOf({ server, port }: DnsAnswer): string {
  return serverName({ address: server, port })
}

function unique(list: readonly string[]): string[] {
  return [...new Set(list)]
}

interface InUse {
  readonly answers: readonly DnsAnswer[]
  readonly search: DnsSearch
  readonly domain: string
}

/** The replies to the name a resolver would end up with: the first of its search that is there. */
function inUse(host: string, answers: readonly DnsAnswer[]): InUse {
  const asItStands = answers.filter(({ domain }) => domain === '')
  const short = !host.replace(/\.$/, '').includes('.')
  const domains = unique(answers.map(({ domain }) => domain)).filter(domain => domain !== '')
  const isThere = (list: readonly DnsAnswer[]): boolean => list.some(one => one.outcome === 'answered')
  const found = domains.find(domain => isThere(answers.filter(one => one.domain === domain)))
  const withDomain = answers.filter(({ domain }) => domain === found)
  if (found !== undefined && (short || !isThere(asItStands)))
    return short
      ? { answers: withDomain, search: 'with-domain', domain: found }
      : // The name itself is not there: that is what the servers are judged by.
        { answers: asItStands, search: 'only-with-domain', domain: found }
  const search = isThere(asItStands)
    ? 'as-it-stands'
    : answers.some(({ outcome }) => outcome === 'nxdomain' || outcome === 'no-data')
      ? 'not-found'
      : 'unknown'
  return { answers: asItStands, search, domain: '' }
}

function perServer(answers: readonly DnsAnswer[]): ServerView[] {
  const groups = new Map<string, DnsAnswer[]>()
  for (const one of answers) {
    const key = `${nameOf(one)} ${one.vrf}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()].flatMap(group => {
    const [first] = group
    if (first === undefined) return []
    const answered = group.find(({ outcome }) => outcome === 'answered')
    const isNo = group.every(({ outcome }) => outcome === 'nxdomain' || outcome === 'no-data')
    return {
      server: nameOf(first),
      of: first.of,
      addresses: unique(
        group
          .flatMap(one => (one.outcome === 'answered' ? one.addresses : []))
          .map(one => canonical(one.address)),
      ),
      tail: plain((answered ?? first).cnames.at(-1) ?? first.name),
      said: answered !== undefined ? 'addresses' : isNo ? 'none' : undefined,
      conclusive: group.some(({ conclusive }) => conclusive),
    }
  })
}

function viewOf(views: readonly ServerView[]): DnsView {
  if (views.length === 0) return 'none'
  const heard = views.filter(({ conclusive }) => conclusive)
  if (heard.length === 0) return 'unknown'
  const good = heard.filter(({ said }) => said === 'addresses').length
  if (good === 0) return 'fails'
  return good === heard.length ? 'resolves' : 'partly'
}

/** Servers that give an IPv6 address and say there is no IPv4 address. */
function onlyIpv6(answers: readonly DnsAnswer[]): string[] {
  const none = answers.filter(one => one.type === 'A' && one.outcome === 'no-data')
  return unique(
    answers
      .filter(one => one.type === 'AAAA' && one.outcome === 'answered')
      .filter(one => none.some(other => nameOf(other) === nameOf(one) && other.vrf === one.vrf))
      .map(nameOf),
  )
}

/** A blocked (0.0.0.0) answer proves nothing about an entry. */
function staticState({ address, vrf = '' }: StaticHost, answers: readonly DnsAnswer[]): DnsStatic {
  const type = isIPv6(address) ? 'AAAA' : 'A'
  const given = answers
    .filter(one => one.type === type && one.outcome === 'answered')
    .flatMap(one => one.addresses.map(({ address: given }) => canonical(given)))
    .filter(one => scopeOf(one) !== 'none')
  const state = given.length === 0 ? 'unknown' : given.includes(canonical(address)) ? 'matches' : 'differs'
  const balanced = given.length > 0 && [...given, address].every(one => scopeOf(one) === 'public')
  return { address, vrf, state, balanced }
}
