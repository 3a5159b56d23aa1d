// Step three: what the server shows and answers. Asked once for all devices that take the same way.
import type { Duplex } from 'node:stream'
import type { HttpResult } from '../../model/probe/http.ts'
import type { ProxyResult } from '../../model/probe/proxy.ts'
import type { TlsCertificate, TlsProbe } from '../../model/probe/tls.ts'
import { askEndpoint } from '../http/ask.ts'
import { endpointKind } from '../http/spellings.ts'
import type { DeviceView, ProbePlan } from '../plan.ts'
import { handshake } from '../tls/handshake.ts'
import { judge } from '../tls/judge.ts'
import { askLists } from './revocation.ts'
import type { Means, Scene } from './scene.ts'
import { overTls } from './stream.ts'
import { openWay } from './way.ts'

interface Answers {
  readonly proxy?: ProxyResult
  readonly tls?: TlsProbe
  readonly http?: HttpResult
}

/** Endpoints of the cloud: a redirect from one to the other is no portal. */
const LICENSING_HOSTS = ['tools.cisco.com', 'smartreceiver.cisco.com']

export async function askServer(
  scene: Scene,
  address: string,
  device: DeviceView,
): Promise<HttpResult | undefined> {
  const { plan, means } = scene
  const question = ['server', address, plan.proxy ?? '', plan.target.url, plan.offer]
  const { proxy, tls, http } = await means.once.ask(question, () => ask(plan, means, address))
  if (proxy !== undefined) scene.row('proxy', proxy)
  if (tls !== undefined) await judgeTls(scene, tls, device)
  if (http !== undefined) scene.row('http', http)
  return http
}

async function ask(plan: ProbePlan, means: Means, address: string): Promise<Answers> {
  const { target } = plan
  const { context } = means
  const way = await openWay(plan, means, address, context.timeoutMs)
  const proxy = way.proxy === undefined ? {} : { proxy: way.proxy }
  if (way.stream === undefined) return proxy
  if (target.scheme === 'http') return { ...proxy, http: await endpoint(plan, means, address, way.stream) }
  const tls = await handshake(way.stream, { serverName: target.host, ...plan.offer }, context)
  if (tls.outcome !== 'ok') return { ...proxy, tls }
  const stream = await openStream(plan, means, address, context.timeoutMs)
  return {
    ...proxy,
    tls,
    ...(stream === undefined ? {} : { http: await endpoint(plan, means, address, stream) }),
  }
}

function endpoint(plan: ProbePlan, means: Means, address: string, stream: Duplex): Promise<HttpResult> {
  const { scheme, host, port, path } = plan.target
  const throughProxy = plan.proxy !== undefined && scheme === 'http'
  return askEndpoint(
    stream,
    {
      scheme,
      host,
      port,
      path,
      kind: endpointKind({ host, port, path }),
      licensingHosts: LICENSING_HOSTS,
      ...(throughProxy
        ? {
            throughProxy: means.proxyCredentials === undefined ? {} : { credentials: means.proxyCredentials },
          }
        : {}),
    },
    means.context,
    timeoutMs => openStream(plan, means, address, timeoutMs),
  )
}

/** Another connection to the server, with TLS where the URL says so, all within so many milliseconds. */
async function openStream(
  plan: ProbePlan,
  means: Means,
  address: string,
  timeoutMs: number,
): Promise<Duplex | undefined> {
  const { stream, ms } = await openWay(plan, means, address, timeoutMs)
  if (stream === undefined || plan.target.scheme === 'http') return stream
  const left = { ...means.context, timeoutMs: Math.max(1, timeoutMs - ms) }
  return overTls(stream, plan.target.host, plan.offer, left)
}

/** Certificates are judged for each device by its own trust pool and clock; `der` would fill pages. */
async function judgeTls(scene: Scene, tls: TlsProbe, device: DeviceView): Promise<void> {
  const { plan, means } = scene
  const now = (means.context.now ?? Date.now)()
  const judgement = await judge(tls.chain, {
    host: plan.target.host,
    now: { ms: now },
    ...(device.skewMs === undefined
      ? {}
      : { device: { ms: now + device.skewMs, uncertainMs: device.skewErrorMs ?? 0 } }),
    ...(device.store === undefined ? {} : { store: device.store }),
  })
  const chain = tls.chain.map(shownOf)
  const { root, ...judged } = judgement
  const shown = root === undefined ? judged : { ...judged, root: { ...root, der: undefined } }
  scene.row('tls', { ...tls, address: undefined, port: undefined, chain, judgement: shown })
  if (tls.chain.length === 0) return
  await askLists(scene, tls, judgement, device)
}

/** What a person and a rule want to know of a certificate: the rest would fill pages. */
function shownOf(one: TlsCertificate): object {
  const { subject, issuer, notBefore, notAfter, serial, sha256, isCa, selfSigned, crlUrls, ocspUrls } = one
  return { subject, issuer, notBefore, notAfter, serial, sha256, isCa, selfSigned, crlUrls, ocspUrls }
}
