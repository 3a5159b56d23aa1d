// Step two: a connection to every address of the host, and what may be opened over it.
import type { Duplex } from 'node:stream'
import type { ProxyResult } from '../../model/probe/proxy.ts'
import { type ProbePlan, peerOf } from '../plan.ts'
import { openTunnel } from '../proxy/tunnel.ts'
import { connectTcp } from '../tcp/connect.ts'
import { openTcp } from '../tcp/open.ts'
import type { Addresses } from './names.ts'
import type { Means, Scene } from './scene.ts'

/** Tries every address that may be tried; the one the device would use first comes back. */
export async function connectAll(scene: Scene, addresses: Addresses): Promise<string | undefined> {
  const { plan, means } = scene
  const { host, port } = peerOf(plan)
  const allowed = [...addresses].filter(([address]) => scene.allows({ use: 'peer', host, address, port }))
  const attempts = await Promise.all(
    allowed.map(async ([address, origin]) => {
      const dialled = means.map.dial({ address, port })
      const { attempts: tried } = await means.once.ask(['tcp', dialled], () =>
        connectTcp({ addresses: [dialled.address], port: dialled.port }, means.context),
      )
      return tried.map(attempt => ({ ...attempt, address, port, origin }))
    }),
  )
  for (const attempt of attempts.flat())
    scene.row('tcp', { peer: plan.proxy === undefined ? 'server' : 'proxy', host, ...attempt })
  const open = attempts.flat().filter(attempt => attempt.outcome === 'connected')
  // Most devices have no IPv6 way out.
  return (open.find(attempt => attempt.family === 4) ?? open[0])?.address
}

export interface Opened {
  readonly stream?: Duplex
  /** The proxy's answer, where one is in use. */
  readonly proxy?: ProxyResult
}

/** A fresh connection to the server: direct, or through a tunnel of the proxy. */
export async function openWay(plan: ProbePlan, means: Means, address: string): Promise<Opened> {
  const { target, proxy } = plan
  const { context, map, proxyCredentials } = means
  const dialled = map.dial({ address, port: peerOf(plan).port })
  if (proxy === undefined || target.scheme === 'http') {
    const { socket } = await openTcp(dialled, context)
    return socket === undefined ? {} : { stream: socket }
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
  return { proxy: shown, ...(stream === undefined ? {} : { stream }) }
}
