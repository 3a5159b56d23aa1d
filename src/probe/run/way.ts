// Step two: a connection to every address of the host, and what may be opened over it.
import type { Duplex } from 'node:stream'
import type { ProxyResult } from '../../model/probe/proxy.ts'
import { type ProbePlan, peerOf } from '../plan.ts'
import { openTunnel } from '../proxy/tunnel.ts'
import { connectTcp, MOST_ADDRESSES } from '../tcp/connect.ts'
import { happyEyeballs } from '../tcp/happy.ts'
import { familyOf, openTcp } from '../tcp/open.ts'
import type { Addresses } from './names.ts'
import type { Means, Scene } from './scene.ts'

/** Tries every address that may be tried; the one the device would use first comes back. */
export async function connectAll(scene: Scene, addresses: Addresses): Promise<string | undefined> {
  const { plan, means } = scene
  const { host, port } = peerOf(plan)
  const allowed = fewOfEachFamily(
    [...addresses].filter(([address]) => scene.allows({ use: 'peer', host, address, port })),
  )
  const attempts = await Promise.all(
    allowed.map(async ([address, origin]) => {
      const dialled = means.map.dial({ address, port })
      const { attempts: tried } = await means.once.ask(['tcp', dialled], () =>
        connectTcp({ addresses: [dialled.address], port: dialled.port }, means.context),
      )
      return tried.map(attempt => ({ ...attempt, address, family: familyOf(address), port, origin }))
    }),
  )
  for (const attempt of attempts.flat())
    scene.row('tcp', { peer: plan.proxy === undefined ? 'server' : 'proxy', host, ...attempt })
  const picked = happyEyeballs(attempts.flat())
  if (picked !== undefined) scene.row('picked', picked)
  const open = attempts.flat().filter(attempt => attempt.outcome === 'connected')
  // Most devices have no IPv6 way out.
  return (open.find(attempt => attempt.family === 4) ?? open[0])?.address
}

/** Several name servers may give many addresses between them. */
function fewOfEachFamily<T extends readonly [string, unknown]>(all: readonly T[]): T[] {
  const counts = { 0: 0, 4: 0, 6: 0 }
  return all.filter(([address]) => ++counts[familyOf(address)] <= MOST_ADDRESSES)
}

export interface Opened {
  readonly stream?: Duplex
  /** The proxy's answer, where one is in use. */
  readonly proxy?: ProxyResult
  /** Milliseconds it took, waiting its turn not counted. */
  readonly ms: number
}

/** A fresh connection to the server within so many milliseconds: direct, or through a tunnel of the proxy. */
export async function openWay(
  plan: ProbePlan,
  means: Means,
  address: string,
  timeoutMs: number,
): Promise<Opened> {
  const { target, proxy } = plan
  const { map, proxyCredentials } = means
  const context = { ...means.context, timeoutMs }
  const dialled = map.dial({ address, port: peerOf(plan).port })
  if (proxy === undefined || target.scheme === 'http') {
    const { socket, attempt } = await openTcp(dialled, context)
    return { ms: attempt.ms, ...(socket === undefined ? {} : { stream: socket }) }
  }
  const { result, stream } = await openTunnel(
    { host: proxy.host, ...dialled },
    { host: target.host, port: target.port },
    context,
    proxyCredentials,
  )
  const { tcp, ...rest } = result
  const meant = { proxy: { host: proxy.host, port: proxy.port } }
  const shown = { ...rest, ...meant, ...(tcp === undefined ? {} : { tcp: { ...tcp, ...map.meant(tcp) } }) }
  return { proxy: shown, ms: result.ms, ...(stream === undefined ? {} : { stream }) }
}
