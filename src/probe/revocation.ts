// Which revocation methods a device applies to the certificates of its server, and how it gets the lists. Pure.
import type { RuleContext } from '../model/facts/store.ts'
import { REVOCATION_METHODS, type RevocationMethod } from '../model/probe/crl.ts'
import type { TlsJudgement } from '../model/probe/tls.ts'
import type { ProbePlan, RevocationPlan } from './plan.ts'

/** `revocation-check crl` where nothing else is configured, for trustpoints and the trust pool (command reference). */
const FACTORY: readonly RevocationMethod[] = ['crl']
/** More hosts than the chain of one server has lists on; others are not asked. */
export const MOST_LIST_HOSTS = 6
/** Holds the Cisco Licensing Root, which signs for on-premises servers. */
const LICENSING = 'SLA-TrustPoint'

export const factoryMethods: RevocationPlan = { pool: FACTORY, trustpoints: [] }

export function revocationOf({ pki }: RuleContext): RevocationPlan {
  return {
    pool: methodsIn(pki?.trustpool_policy?.revocation_check),
    trustpoints: (pki?.trustpoints ?? []).flatMap(({ name, revocation_check }) =>
      name === undefined ? [] : [{ name, methods: methodsIn(revocation_check) }],
    ),
  }
}

/**
 * The methods of whatever holds the root of this chain: SLA-TrustPoint for the Cisco Licensing Root, a trustpoint of the
 * device that holds another root, else the trust pool, where the roots of public authorities are.
 */
export function methodsFor(
  { pool, trustpoints }: RevocationPlan,
  { root, device }: Pick<TlsJudgement, 'root' | 'device'>,
): readonly RevocationMethod[] {
  const holder = root?.from === 'cisco' ? LICENSING : root?.from === 'public' ? '' : device.where
  const own = trustpoints.find(({ name }) => name === holder)
  return own?.methods ?? (root?.from === 'cisco' ? FACTORY : pool)
}

/** Whether a list may be fetched at all: known before the chain is. */
export function mayFetchLists({ target, revocation: { pool, trustpoints } }: ProbePlan): boolean {
  const known = trustpoints.map(({ methods }) => methods)
  const licensing = trustpoints.some(({ name }) => name === LICENSING) ? [] : [FACTORY]
  return target.scheme === 'https' && [pool, ...known, ...licensing].some(([first]) => first !== 'none')
}

/** Whether responders may be asked, too. */
export function mayAskResponders({ revocation: { pool, trustpoints } }: ProbePlan): boolean {
  return [{ methods: pool }, ...trustpoints].some(({ methods }) => methods.includes('ocsp'))
}

/**
 * Lists are asked for directly, also where a proxy is set for licensing: `call-home` / `http-proxy` and `license smart proxy` are
 * for licensing messages, and none of the documents behind the failure catalogue says that IOS fetches lists through them. Through
 * that proxy the probe might find a list the device never gets. `ip http client proxy-server` (on IOS XR `http client proxy`) is
 * for what the HTTP client of the system asks, so lists then go that way (not confirmed on a device). NX-OS fetches none.
 */
export function listsProxyOf(
  { http_client: client }: RuleContext,
  isHost: (host: string) => boolean,
): Pick<ProbePlan, 'listsProxy'> {
  const { enabled, host = '', port = 0 } = client?.proxy ?? {}
  const usable = enabled === true && isHost(host) && Number.isInteger(port) && port > 0 && port < 65_536
  return usable ? { listsProxy: { host: host.toLowerCase(), port } } : {}
}

function methodsIn(words: readonly string[] | undefined): readonly RevocationMethod[] {
  const methods = (words ?? []).filter(isMethod)
  return methods.length === 0 ? FACTORY : methods
}

function isMethod(word: string): word is RevocationMethod {
  return (REVOCATION_METHODS as readonly string[]).includes(word)
}
