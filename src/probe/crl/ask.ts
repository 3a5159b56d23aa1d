// One HTTP question for a revocation list or an OCSP answer: bounded in bytes and time, on a stream the caller opens.
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { Duplex } from 'node:stream'
import type { CrlOutcome } from '../../model/probe/crl.ts'
import type { ProbeContext } from '../context.ts'
import { codeOf } from '../tcp/outcome.ts'
import { turn, whenStopped } from '../tcp/stop.ts'

/** Outcomes of a question that got no usable answer; they are the same for lists and for responders. */
export type NoAnswer = Extract<
  CrlOutcome,
  | 'too-large'
  | 'http-error'
  | 'redirect-refused'
  | 'bad-answer'
  | 'not-allowed'
  | 'unsupported-scheme'
  | 'refused'
  | 'unreachable'
  | 'not-found'
  | 'reset'
  | 'timed-out'
  | 'cancelled'
>

export interface NotOpened {
  readonly outcome: Extract<
    NoAnswer,
    'not-allowed' | 'refused' | 'unreachable' | 'not-found' | 'reset' | 'timed-out' | 'cancelled'
  >
  readonly detail: string
}

/**
 * Opens a connection to a host that a certificate names, or says why it does not: here the caller resolves the name,
 * keeps to the hosts it allows, and goes through a proxy if there is one. Names come from the network; nothing else
 * checks them.
 */
export type OpenStream = (
  target: { readonly host: string; readonly port: number },
  ctx: ProbeContext,
) => Promise<Duplex | ProxyStream | NotOpened>

/** A connection to an HTTP proxy, which gets the whole URL; many proxies make tunnels to port 443 only. */
export interface ProxyStream {
  readonly proxy: Duplex
  /** Value of Proxy-Authorization. */
  readonly authorization?: string
}

export interface Question {
  readonly url: string
  /** Body of a POST; a GET without one. */
  readonly post?: { readonly type: string; readonly body: Uint8Array }
  readonly maxBytes: number
  /** Hosts a redirect may lead to besides the same host; none when not given. */
  readonly mayFollow?: (host: string) => boolean
}

export interface Answer {
  readonly kind: 'answer'
  readonly body: Buffer
  readonly contentType: string
}

export interface Asked {
  readonly result: Answer | { readonly kind: 'none'; readonly outcome: NoAnswer; readonly detail: string }
  readonly httpStatus?: number
  readonly location?: string
  readonly bytes: number
}

const TEXT = 200
const MAX_URL = 2000
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308]

/** Never rejects. One redirect is followed for a GET, to plain HTTP only. */
export async function ask(question: Question, open: OpenStream, ctx: ProbeContext): Promise<Asked> {
  const first = await askOnce(question, open, ctx)
  const { target, asked } = first
  if (target === undefined) return asked
  const next = redirectOf(question, target)
  if (typeof next === 'string') return { ...asked, result: none('redirect-refused', next) }
  const left = { ...ctx, timeoutMs: Math.max(1, ctx.timeoutMs - first.spentMs) }
  const second = await askOnce({ ...question, url: next.href }, open, left)
  const result =
    second.target === undefined ? second.asked.result : none('redirect-refused', 'it redirects a second time')
  return { ...second.asked, location: target.slice(0, TEXT), result }
}

interface AskedOnce {
  readonly asked: Asked
  /** Where it redirects to, whole. */
  readonly target?: string
  /** Time used up, the wait for its turn left out. */
  readonly spentMs: number
}

function redirectOf(question: Question, location: string): URL | string {
  const from = new URL(question.url)
  let to: URL
  try {
    to = new URL(location, from)
  } catch {
    return 'the redirect leads to no URL'
  }
  if (question.post !== undefined) return 'a responder may not redirect'
  if (to.protocol !== 'http:')
    return `it redirects to ${to.protocol.slice(0, 20)}, which devices do not fetch lists by`
  const known = to.hostname === from.hostname || question.mayFollow?.(to.hostname) === true
  return known ? to : 'it redirects to another host'
}

async function askOnce(question: Question, open: OpenStream, ctx: ProbeContext): Promise<AskedOnce> {
  const without = (result: Asked['result']): AskedOnce => ({ asked: { result, bytes: 0 }, spentMs: 0 })
  const url = plainUrl(question.url)
  if (!(url instanceof URL)) return without(url)
  if (!(await turn(ctx))) return without(none('cancelled', 'the run was stopped'))
  const start = performance.now()
  const opened = await openInTime(url, open, ctx)
  if ('outcome' in opened) return without(none(opened.outcome, opened.detail))
  const left = ctx.timeoutMs - (performance.now() - start)
  const once = await exchange(question, url, opened, { ...ctx, timeoutMs: Math.max(1, left) })
  return { ...once, spentMs: performance.now() - start }
}

/** Whatever the caller's way to open a stream does, the probe ends; a stream that comes too late is closed. */
function openInTime(url: URL, open: OpenStream, ctx: ProbeContext): Promise<Awaited<ReturnType<OpenStream>>> {
  return new Promise(resolve => {
    let late = false
    const letBe = whenStopped(ctx.signal, ctx.timeoutMs, outcome => {
      late = true
      resolve({ outcome, detail: outcome === 'cancelled' ? 'the run was stopped' : 'no connection in time' })
    })
    const host = url.hostname.replace(/^\[|\]$/g, '')
    open({ host, port: Number(url.port || 80) }, ctx).then(
      opened => {
        letBe()
        if (late && !('outcome' in opened))
          streamOf(opened)
            .on('error', () => undefined)
            .destroy()
        resolve(opened)
      },
      (error: unknown) => {
        letBe()
        resolve({ outcome: 'unreachable', detail: codeOf(error) })
      },
    )
  })
}

function streamOf(opened: Duplex | ProxyStream): Duplex {
  return opened instanceof Duplex ? opened : opened.proxy
}

function plainUrl(text: string): URL | Asked['result'] {
  if (text.length > MAX_URL) return none('not-allowed', `the URL is longer than ${MAX_URL} characters`)
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return none('unsupported-scheme', 'the certificate gives no URL')
  }
  if (url.protocol !== 'http:') {
    return none(
      'unsupported-scheme',
      `only http: is fetched from this computer, not ${url.protocol.slice(0, 20)}`,
    )
  }
  if (url.username !== '' || url.password !== '' || url.hostname === '') {
    return none('not-allowed', 'the URL has a user name, or no host')
  }
  return url
}

function none(outcome: NoAnswer, detail: string): Asked['result'] {
  return { kind: 'none', outcome, detail }
}

function exchange(
  question: Question,
  url: URL,
  opened: Duplex | ProxyStream,
  ctx: ProbeContext,
): Promise<Omit<AskedOnce, 'spentMs'>> {
  const stream = streamOf(opened)
  return new Promise(resolve => {
    let sent: ClientRequest | undefined
    let seen: { httpStatus?: number; location?: string } = {}
    let target: string | undefined
    let bytes = 0
    const finish = (result: Asked['result']): void => {
      letBe()
      sent?.destroy()
      stream.destroy()
      resolve({ asked: { result, ...seen, bytes }, ...(target === undefined ? {} : { target }) })
    }
    const letBe = whenStopped(ctx.signal, ctx.timeoutMs, why =>
      finish(none(why, why === 'cancelled' ? 'the run was stopped' : waited(bytes, seen.httpStatus))),
    )
    // Stays for the life of the stream.
    stream.on('error', error => finish(failure(error)))
    try {
      sent = request(optionsOf(question, url, opened))
    } catch (error) {
      finish(none('bad-answer', `the request cannot be made (${codeOf(error)})`))
      return
    }
    sent.on('error', error => finish(failure(error)))
    sent.on('upgrade', () => finish(none('bad-answer', 'it changes the protocol')))
    sent.on('response', (response: IncomingMessage) => {
      const status = response.statusCode ?? 0
      const { location } = response.headers
      seen = { httpStatus: status, ...(location === undefined ? {} : { location: location.slice(0, TEXT) }) }
      if (REDIRECTS.includes(status)) target = location
      const parts: Buffer[] = []
      if (status !== 200) {
        finish(none('http-error', `the server answered ${status}`))
        return
      }
      response.on('data', (part: Buffer) => {
        bytes += part.length
        parts.push(part)
        if (bytes > question.maxBytes)
          finish(none('too-large', `it is longer than ${question.maxBytes} bytes`))
      })
      response.on('error', error => finish(failure(error)))
      response.on('aborted', () => finish(none('reset', 'the answer was cut off')))
      response.on('end', () => {
        const contentType = (response.headers['content-type'] ?? '').slice(0, TEXT)
        finish({ kind: 'answer', body: Buffer.concat(parts), contentType })
      })
    })
    sent.end(question.post?.body)
  })
}

function optionsOf({ post }: Question, url: URL, opened: Duplex | ProxyStream) {
  const proxied = opened instanceof Duplex ? undefined : opened
  return {
    method: post === undefined ? 'GET' : 'POST',
    path: `${proxied === undefined ? '' : url.origin}${url.pathname}${url.search}`,
    headers: {
      host: url.host,
      'user-agent': 'smartlic',
      accept: '*/*',
      connection: 'close',
      ...(proxied?.authorization === undefined ? {} : { 'proxy-authorization': proxied.authorization }),
      ...(post === undefined ? {} : { 'content-type': post.type, 'content-length': post.body.length }),
    },
    maxHeaderSize: 16 * 1024,
    // Without an agent: one would open a connection of its own.
    createConnection: () => streamOf(opened),
  }
}

function waited(bytes: number, status: number | undefined): string {
  if (status === undefined) return 'nothing came in time'
  return `the answer did not end in time, after ${bytes} bytes`
}

function failure(error: unknown): Asked['result'] {
  const code = codeOf(error)
  if (code === 'ECONNRESET' || code === 'EPIPE') return none('reset', 'the connection was cut')
  if (code.startsWith('HPE_')) return none('bad-answer', `the answer breaks HTTP (${code})`)
  return none('unreachable', code)
}
