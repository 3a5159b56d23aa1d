// Step three, continued: the revocation lists and responders that the certificates name, where they may be asked.
import { isIP } from 'node:net'
import type { RevocationProbe } from '../../model/probe/crl.ts'
import type { TlsJudgement, TlsProbe } from '../../model/probe/tls.ts'
import type { NotOpened, OpenStream } from '../crl/ask.ts'
import { checkRevocation } from '../crl/check.ts'
import { concludeRevocation } from '../crl/conclude.ts'
import type { DeviceView } from '../plan.ts'
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
  const methods = plan.revocation
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

/** Certificates come from the network, so every host they name is asked about before anything is opened. */
function opener(scene: Scene): OpenStream {
  return async ({ host, port }, context) => {
    const found = isIP(host) === 0 ? await lookUp(scene, host) : { address: host }
    if ('reason' in found) return { outcome: found.heard ? 'not-found' : 'not-allowed', detail: found.reason }
    const { address } = found
    if (!scene.allows({ use: 'revocation', host, address, port }))
      return { outcome: 'not-allowed', detail: `${host} is not asked: ${scene.lastRefusal}` }
    const { socket, attempt } = await openTcp(scene.means.map.dial({ address, port }), context)
    return (
      socket ?? {
        outcome: NOT_OPENED[attempt.outcome] ?? 'unreachable',
        detail: `${host}: ${attempt.outcome}`,
      }
    )
  }
}

const NOT_OPENED: Readonly<Record<string, NotOpened['outcome']>> = {
  refused: 'refused',
  'timed-out': 'timed-out',
  reset: 'reset',
  cancelled: 'cancelled',
}
