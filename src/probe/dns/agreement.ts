// Do name servers agree about a host? Load balancing is no difference; split DNS is. Pure.
import { isIPv4, isIPv6 } from 'node:net'
import type { DnsAgreement, DnsDifference, DnsDifferenceKind } from '../../model/probe/dns.ts'
import { scopeOf } from './scope.ts'
import type { ServerView } from './summary.ts'

type Relation = 'same' | 'balanced' | DnsDifferenceKind

export function differencesOf(views: readonly ServerView[]): DnsDifference[] {
  return pairs(views).flatMap(([a, b]) => {
    const kind = relation(a, b)
    return kind === 'same' || kind === 'balanced'
      ? []
      : [{ kind, servers: [a.server, b.server] as const, of: [a.of, b.of] as const }]
  })
}

export function agreementOf(
  views: readonly ServerView[],
  differences: readonly DnsDifference[],
): DnsAgreement {
  const heard = views.filter(({ said }) => said !== undefined)
  if (heard.length === 0) return 'unknown'
  if (heard.length === 1) return 'single'
  if (differences.length > 0) return 'differ'
  return pairs(views).some(([a, b]) => relation(a, b) === 'balanced') ? 'balanced' : 'agree'
}

/** Each two servers that were heard; those of the device come first in a list of views. */
function pairs(views: readonly ServerView[]): (readonly [ServerView, ServerView])[] {
  const heard = views.filter(({ said }) => said !== undefined)
  return heard.flatMap((a, index) => heard.slice(index + 1).map(b => [a, b] as const))
}

function relation(a: ServerView, b: ServerView): Relation {
  if (a.said === 'none' && b.said === 'none') return 'same'
  if (a.said !== b.said) return 'missing'
  // One server may have been heard on IPv4 only, the other on IPv6: nothing to compare.
  const families = [isIPv4, isIPv6].filter(is => a.addresses.some(is) && b.addresses.some(is))
  const [mine, theirs] = [a, b].map(view => view.addresses.filter(one => families.some(is => is(one))))
  if (mine === undefined || theirs === undefined || mine.length === 0) return 'same'
  if (mine.some(address => theirs.includes(address))) return 'same'
  const isPublic = (address: string): boolean => scopeOf(address) === 'public'
  if ([...mine, ...theirs].every(isPublic))
    return parent(a.tail) === parent(b.tail) ? 'balanced' : 'other-alias'
  return [...mine, ...theirs].some(isPublic) ? 'private-public' : 'other-private'
}

/** Balancers give e1.example.net here and e2.example.net there: the domain above counts. */
function parent(name: string): string {
  return name.split('.').slice(-2).join('.')
}
