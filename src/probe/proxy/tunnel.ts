// Asks an HTTP proxy for a tunnel, and hands the tunnel on to the next probe.
import type { Duplex } from 'node:stream'
import type { ProxyOutcome, ProxyResult } from '../../model/probe/proxy.ts'
import type { ProbeContext } from '../context.ts'
import { openTcp } from '../tcp/open.ts'
import { looksLikeTls, speaksTls } from '../tcp/speaks-tls.ts'
import { since } from '../tcp/stop.ts'
import { judgeAnswer, proxyAnswer, schemesOf } from './judge.ts'
import { askProxy, type ProxyReply } from './reader.ts'
import { connectRequest, type ProxyCredentials, type TunnelTarget } from './request.ts'

export interface ProxyAddress {
  /** As configured: a name or an address; for the result only. */
  readonly host: string
  /** The IP address to connect to. */
  readonly address: string
  readonly port: number
}

export interface Tunnel {
  readonly result: ProxyResult
  /** Only when `established`: bytes written to it reach the target. The caller closes it. */
  readonly stream?: Duplex
}

/** Connects to the proxy and asks it for a tunnel. What is no proxy in plain text is asked once whether it speaks TLS. */
export async function openTunnel(
  proxy: ProxyAddress,
  target: TunnelTarget,
  ctx: ProbeContext,
  credentials?: ProxyCredentials,
): Promise<Tunnel> {
  const start = performance.now()
  const shown = { proxy: { host: proxy.host, port: proxy.port }, target, schemes: [] }
  if (connectRequest(target, credentials) === undefined) {
    return { result: { ...shown, outcome: 'not-tried', ms: 0, credentials: false } }
  }
  const { attempt: tcp, socket } = await openTcp(proxy, ctx)
  if (socket === undefined) {
    const outcome = tcp.outcome === 'cancelled' || tcp.outcome === 'not-tried' ? tcp.outcome : 'unreachable'
    return { result: { ...shown, outcome, ms: tcp.ms, credentials: false, tcp } }
  }
  const left = { ...ctx, timeoutMs: Math.max(1, ctx.timeoutMs - tcp.ms) }
  const { result, stream } = await tunnelOver(socket, shown.proxy, target, left, credentials)
  if (stream !== undefined) return { result: { ...result, ms: since(start), tcp }, stream }
  // nginx on a TLS port answers CONNECT in plain text before it complains about that.
  const unclear = result.outcome === 'not-a-proxy' && result.bytes === undefined
  const time = Math.max(1, ctx.timeoutMs - since(start))
  const outcome: ProxyOutcome =
    unclear && (await speaksTls(proxy, { ...ctx, timeoutMs: time })) ? 'tls-proxy' : result.outcome
  return { result: { ...result, outcome, ms: since(start), tcp } }
}

/** The same over a connection to the proxy that stands already, e.g. one inside TLS. It is destroyed unless it becomes the tunnel. */
export async function tunnelOver(
  stream: Duplex,
  proxy: { readonly host: string; readonly port: number },
  target: TunnelTarget,
  ctx: ProbeContext,
  credentials?: ProxyCredentials,
): Promise<Tunnel> {
  const start = performance.now()
  const shown = { proxy: { host: proxy.host, port: proxy.port }, target }
  const request = connectRequest(target, credentials)
  if (request === undefined || ctx.signal?.aborted === true) {
    stream.destroy()
    const outcome = request === undefined ? 'not-tried' : 'cancelled'
    return { result: { ...shown, outcome, ms: 0, credentials: false, schemes: [] } }
  }
  const reply = await askProxy(stream, request, ctx, ctx.timeoutMs)
  const sent = credentials !== undefined
  const base = { ...shown, ms: since(start), credentials: sent }
  if (reply.kind !== 'answer') {
    stream.destroy()
    return { result: { ...base, ...withoutAnswer(reply), schemes: [] } }
  }
  const body = reply.rest.toString('latin1')
  const judged = judgeAnswer(reply.head, body, sent)
  const result = {
    ...base,
    ...judged,
    schemes: schemesOf(reply.head),
    answer: proxyAnswer(reply.head, body),
  }
  if (judged.outcome !== 'established') {
    stream.destroy()
    return { result }
  }
  // A server behind the tunnel may speak first; what came with the head is its.
  if (reply.rest.length > 0) stream.unshift(reply.rest)
  return { result, stream }
}

type NoAnswer = Exclude<ProxyReply, { kind: 'answer' }>

function withoutAnswer(reply: NoAnswer): { outcome: ProxyOutcome; bytes?: string } {
  const bytes = reply.bytes.length === 0 ? {} : { bytes: reply.bytes.subarray(0, 200).toString('latin1') }
  if (looksLikeTls(reply.bytes)) return { outcome: 'tls-proxy', ...bytes }
  if (reply.kind === 'timed-out' || reply.kind === 'cancelled') return { outcome: reply.kind, ...bytes }
  return { outcome: 'not-a-proxy', ...bytes }
}
