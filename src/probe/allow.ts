// The one place that decides what this computer may send a packet to: the licensing path and configured servers, nothing else.
import { isIP } from 'node:net'
import { addressKind, sameAddress } from './address.ts'
import { type ProbePlan, peerOf } from './plan.ts'

/** A packet or connection before it is sent. */
export interface Contact {
  readonly use: 'dns' | 'ntp' | 'peer' | 'revocation' | 'lists-proxy'
  /** Name or address it is meant for. */
  readonly host: string
  /** Where it would go. */
  readonly address: string
  readonly port: number
}

/** Authorities that sign Cisco's public servers, now or in the past, and Cisco itself: their lists are part of the path. */
const CRL_DOMAINS = [
  'cisco.com',
  'identrust.com',
  'hydrantid.com',
  'quovadisglobal.com',
  'digicert.com',
  'amazontrust.com',
]
const HTTP = 80

/** Why nothing may be sent there; undefined when it may. */
export function refusal(contact: Contact, plan: ProbePlan): string | undefined {
  if (contact.use === 'dns') return serverRefusal(contact, plan)
  if (contact.use === 'ntp') return ntpRefusal(contact, plan)
  if (contact.use === 'revocation') return revocationRefusal(contact, plan)
  if (contact.use === 'lists-proxy') return listsProxyRefusal(contact, plan)
  const peer = peerOf(plan)
  if (contact.host !== peer.host || contact.port !== peer.port) return 'it is not on the path of the device'
  if (isIP(peer.host) !== 0)
    return sameAddress(contact.address, peer.host) ? undefined : 'it is not on the path of the device'
  if (plan.hostEntries.some(entry => sameAddress(entry, contact.address))) return undefined
  return resolvedRefusal(contact.address, plan.proxy === undefined && plan.target.cloud)
}

/** Only addresses somebody configured; never one an answer named. */
function serverRefusal({ address, port }: Contact, plan: ProbePlan): string | undefined {
  const planned = plan.servers.some(server => sameAddress(server.address, address) && server.port === port)
  return planned ? undefined : 'it is no configured name server'
}

function ntpRefusal({ host, address, port }: Contact, plan: ProbePlan): string | undefined {
  if (port !== 123 || !plan.ntp.some(server => server.address === host))
    return 'it is no configured time server'
  if (isIP(host) !== 0) return sameAddress(host, address) ? undefined : 'it is no configured time server'
  return resolvedRefusal(address, false)
}

/**
 * A certificate names where its list lies, and anybody may have made the certificate: only port 80, only hosts of known
 * authorities and of the licensing server's own domain, and inside a network only the latter.
 */
function revocationRefusal({ host, address, port }: Contact, plan: ProbePlan): string | undefined {
  const named = listRefusal({ host, port }, plan)
  if (named !== undefined) return named
  if (isIP(host) !== 0) return sameAddress(host, address) ? undefined : 'it is not on the path of the device'
  return resolvedRefusal(address, !isOwn(host, plan) || plan.target.cloud)
}

/** The same before the name is looked up, and where a proxy looks it up: names of strangers are not even asked for. */
export function listRefusal(
  { host, port }: Pick<Contact, 'host' | 'port'>,
  plan: ProbePlan,
): string | undefined {
  if (port !== HTTP) return 'it is not on port 80'
  if (isIP(host) !== 0 && host !== plan.target.host) return 'the certificate names an address, not a host'
  const known =
    isOwn(host, plan) || CRL_DOMAINS.some(domain => host === domain || host.endsWith(`.${domain}`))
  return known || plan.anyCrlHost ? undefined : 'it is no known authority; --probe-crl asks it all the same'
}

function listsProxyRefusal({ host, address, port }: Contact, { listsProxy }: ProbePlan): string | undefined {
  const other = 'it is not on the path of the device'
  if (listsProxy === undefined || host !== listsProxy.host || port !== listsProxy.port) return other
  if (isIP(host) !== 0) return sameAddress(host, address) ? undefined : other
  return resolvedRefusal(address, false)
}

/**
 * The licensing server itself, or a host of its domain: the names both end in. Two labels may be a public suffix
 * (co.uk), so a country's domain takes three, unless a person asked for every host.
 */
function isOwn(host: string, { target, anyCrlHost }: ProbePlan): boolean {
  if (host === target.host) return true
  const labels = target.host.split('.').slice(1)
  const fewest = anyCrlHost || labels.at(-1)?.length !== 2 ? 2 : 3
  return isIP(target.host) === 0 && labels.length >= fewest && host.endsWith(`.${labels.join('.')}`)
}

/** A name may be made to stand for any address. */
function resolvedRefusal(address: string, publicOnly: boolean): string | undefined {
  const kind = addressKind(address)
  if (kind === 'none') return 'it is no address'
  if (kind === 'local')
    return 'the name stands for an address that is never on a licensing path (loopback, link-local or reserved)'
  return kind === 'private' && publicOnly ? 'a public name stands for an address inside a network' : undefined
}
