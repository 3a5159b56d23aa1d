// Under which full names a host is looked for: as it stands, and with the search domains behind it.
import { isIP } from 'node:net'
import { isAskable } from './message.ts'

export interface AskedName {
  readonly name: string
  /** '' when the host is asked for as it stands. */
  readonly domain: string
}

/** Resolvers take six (resolv.conf, IOS `ip domain list`). */
const MAX_DOMAINS = 6

/** An IP address needs no name server; brackets as in a URL. */
export function needsDns(host: string): boolean {
  return isIP(host.replace(/^\[|\]$/g, '')) === 0
}

/** Names of a search list that can be asked for, each once. */
export function searchList(domains: readonly string[]): string[] {
  const plain = domains.map(domain => domain.replace(/^\.|\.$/g, '').toLowerCase())
  return [...new Set(plain)].filter(domain => domain !== '' && isAskable(domain)).slice(0, MAX_DOMAINS)
}

/**
 * What is asked at once, and what only when that is not found. A short name is looked for with the search domains first;
 * a full name as it stands; one that ends with a dot as it stands only.
 */
export function namesOf(
  host: string,
  domains: readonly string[],
): { readonly first: readonly AskedName[]; readonly otherwise: readonly AskedName[] } {
  const itself = { name: host.replace(/\.$/, ''), domain: '' }
  if (host.endsWith('.')) return { first: [itself], otherwise: [] }
  const searched = domains
    .map(domain => ({ name: `${host}.${domain}`, domain }))
    .filter(({ name }) => isAskable(name))
  return host.includes('.')
    ? { first: [itself], otherwise: searched }
    : { first: [...searched, itself], otherwise: [] }
}
