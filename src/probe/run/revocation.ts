// Step three, continued: the revocation lists and responders that the certificates name, where they may be asked.
import { isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import type { RevocationProbe } from '../../model/probe/crl.ts'
import type { TlsJudgement, TlsProbe } from '../../model/probe/tls.ts'
import { listRefusal } from '../allow.ts'
import type { ProbeContext } from '../context.ts'
import type { NotOpened, OpenStream } from '../crl/ask.ts'
import { checkRevocation } from '../crl/check.ts'
import { concludeRevocation } from '../crl/conclude.ts'
import type { DeviceView } from '../plan.ts'
import { basic } from '../proxy/request.ts'
import { MOST_LIST_HOSTS, methodsFor } from '../revocation.ts'
import { openTcp } from '../tcp/open.ts'
import { lookUp } from './lookup.ts'
import type { Scene } from './scene.ts'

export async function askLists(
  scene: Scene,
  tls: TlsProbe,
  judgement: TlsJudgement,
  device: DeviceView,
): Promise<void> {
  const { plan, means } = scene
  const methods = methodsFor(plan.revocation, judgement)
  // What the device does not fetch is not fetched from here either.
  if (methods[0] === 'none') {
    scene.row('revocation', {
      methods,
      verdict: 'unchecked',
      revoked: false,
      url: '',
      reason: 'the device asks for no revocation list',
    })
    return
  }
  const question = [
    'crl',
    tls.chain.map(one => one.sha256),
    plan.target.host,
    plan.anyCrlHost,
    plan.listsProxy ?? '',
    methods.includes('ocsp'),
  ]
  const lists: RevocationProbe = await means.once.ask(question, () =>
    checkRevocation(
      tls.chain,
      judgement,
      { open: opener(scene), ocsp: methods.includes('ocsp') },
      means.context,
    ),
  )
  for (const list of lists.crl) scene.row('crl', list)
  for (const answer of lists.ocsp) scene.row('ocsp', answer)
  const deviceMs =
    device.skewMs === undefined ? {} : { deviceMs: (means.context.now ?? Date.now)() + device.skewMs }
  scene.row('revocation', concludeRevocation(lists, methods, { ...deviceMs, ...device.lists }))
}

/** Certificates come from the network, so every host they name is judged before anything is looked up or opened. */
function opener(scene: Scene): OpenStream {
  const hosts = new Set<string>()
  return async ({ host, port }, context) => {
    const reason =
      listRefusal({ host, port }, scene.plan) ??
      (hosts.size < MOST_LIST_HOSTS || hosts.has(host) ? undefined : 'the certificates name too many hosts')
    if (reason !== undefined) {
      scene.row('refused', { use: 'revocation', what: `${host}:${port}`, reason })
      return { outcome: 'not-allowed', detail: `${host} is not asked: ${reason}` }
    }
    hosts.add(host)
    const { listsProxy } = scene.plan
    if (listsProxy === undefined) return openAllowed(scene, 'revocation', { host, port }, context)
    const proxy = await openAllowed(scene, 'lists-proxy', listsProxy, context)
    return 'outcome' in proxy ? proxy : { proxy, ...loginTo(scene) }
  }
}

/** The person gave credentials for the proxy of licensing: no other proxy gets them. */
function loginTo({ plan, means }: Scene): { authorization?: string } {
  const { proxy, listsProxy } = plan
  const same = proxy?.host === listsProxy?.host && proxy?.port === listsProxy?.port
  const proof = same && means.proxyCredentials !== undefined ? basic(means.proxyCredentials) : undefined
  return proof === undefined ? {} : { authorization: proof }
}

async function openAllowed(
  scene: Scene,
  use: 'revocation' | 'lists-proxy',
  { host, port }: { readonly host: string; readonly port: number },
  context: ProbeContext,
): Promise<Duplex | NotOpened> {
  const found = isIP(host) === 0 ? await lookUp(scene, host) : { address: host }
  if ('reason' in found) return { outcome: found.heard ? 'not-found' : 'not-allowed', detail: found.reason }
  const { address } = found
  if (!scene.allows({ use, host, address, port }))
    return { outcome: 'not-allowed', detail: `${host} is not asked: ${scene.lastRefusal}` }
  const { socket, attempt } = await openTcp(scene.means.map.dial({ address, port }), context)
  return (
    socket ?? {
      outcome: NOT_OPENED[attempt.outcome] ?? 'unreachable',
      detail: `${host}: ${attempt.outcome}`,
    }
  )
}

const NOT_OPENED: Readonly<Record<string, NotOpened['outcome']>> = {
  refused: 'refused',
  'timed-out': 'timed-out',
  reset: 'reset',
  cancelled: 'cancelled',
}
