// Whose authority signed the path: a public one, Cisco's, the company's own, or somebody between.
import type { IssuerClass, TlsCertificate } from '../../../model/probe/tls.ts'
import type { Path } from './path.ts'

/**
 * Names that products which open TLS put into the issuers they make. A hint: anybody may write any name. In lower case.
 */
const PRODUCTS: readonly (readonly [part: string, product: string])[] = [
  ['zscaler', 'Zscaler'],
  ['netskope', 'Netskope'],
  ['goskope', 'Netskope'],
  ['fortigate', 'Fortinet FortiGate'],
  ['fortinet', 'Fortinet FortiGate'],
  ['palo alto', 'Palo Alto Networks'],
  ['paloalto', 'Palo Alto Networks'],
  ['blue coat', 'Symantec ProxySG'],
  ['bluecoat', 'Symantec ProxySG'],
  ['proxysg', 'Symantec ProxySG'],
  ['forcepoint', 'Forcepoint'],
  ['websense', 'Forcepoint'],
  ['check point', 'Check Point'],
  ['checkpoint', 'Check Point'],
  ['sophos', 'Sophos'],
  ['umbrella', 'Cisco Umbrella'],
  ['ironport', 'Cisco Secure Web Appliance'],
  ['sonicwall', 'SonicWall'],
  ['watchguard', 'WatchGuard'],
  ['barracuda', 'Barracuda'],
  ['mcafee web gateway', 'Skyhigh Web Gateway'],
  ['skyhigh', 'Skyhigh Web Gateway'],
  ['cato networks', 'Cato Networks'],
  ['iboss', 'iboss'],
  ['gateway ca - cloudflare', 'Cloudflare Gateway'],
  ['untrangle', 'Arista NG Firewall'],
  ['squid', 'Squid'],
  ['mitmproxy', 'mitmproxy'],
  ['portswigger', 'Burp'],
  ['do_not_trust_fiddler', 'Fiddler'],
]

/** Host names of Cisco's cloud. */
export function isCiscoHost(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '')
  return name === 'cisco.com' || name.endsWith('.cisco.com')
}

export function issuerClass(chain: readonly TlsCertificate[], path: Path, host: string): IssuerClass {
  if (path.known !== undefined) return path.known.from
  const end = chain[path.places.at(-1) ?? -1]
  if (end === undefined) return 'unknown'
  // The company's authority is nothing strange on the company's server, nor is a borrowed name proof of much there.
  if (!isCiscoHost(host)) return 'private'
  if (end.selfSigned || path.borrowsName || interceptor(chain, path) !== '') return 'interception'
  // A public authority always says where its own certificate and its lists are; then only an intermediate is missing.
  return end.issuerUrls.length > 0 && end.crlUrls.length + end.ocspUrls.length > 0
    ? 'unknown'
    : 'interception'
}

/** Product named by an issuer of the path; '' when none is. */
export function interceptor(chain: readonly TlsCertificate[], path: Path): string {
  const names = path.places.map(place => chain[place]?.issuer.toLowerCase() ?? '')
  return PRODUCTS.find(([part]) => names.some(name => name.includes(part)))?.[1] ?? ''
}
