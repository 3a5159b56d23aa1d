// One HTTP request over a stream that is open already, and its bounded answer. Node's own strict parser reads it.
import { type IncomingMessage, request } from 'node:http'
import type { Duplex } from 'node:stream'
import type { ProbeContext } from '../context.ts'
import { basic, type ProxyCredentials } from '../proxy/request.ts'
import { codeOf } from '../tcp/outcome.ts'
import { since, whenStopped } from '../tcp/stop.ts'

/** Bytes of a body that are read unless the caller says otherwise. */
export const MOST_BODY = 65_536
const MOST_HEADER = 16_384

export interface HttpRequest {
  readonly method?: 'GET' | 'HEAD'
  readonly scheme: 'http' | 'https'
  /** A name or an IP address, without brackets. */
  readonly host: string
  readonly port: number
  /** With its leading slash, and the query if there is one. */
  readonly path: string
  /** The stream leads to a proxy, which is asked in absolute form (plain HTTP only). */
  readonly throughProxy?: { readonly credentials?: ProxyCredentials }
  readonly accept?: string
  /** Bytes of the body; 64 KB when not given. */
  readonly mostBody?: number
}

/** Not plain data: for the probes to make results of. */
export type Exchange = { readonly ms: number } & (
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly reason: string
      /** Names in lower case; values of a repeated header joined by a comma. */
      readonly headers: Readonly<Record<string, string>>
      readonly body: Buffer
      /** The body was longer than the limit, or ended before its announced length or the time limit. */
      readonly cut: boolean
      /** This computer's clock, milliseconds since 1970, when the head had come. */
      readonly receivedAt: number
    }
  | { readonly kind: 'not-http'; readonly bytes: Buffer; readonly code: string }
  | { readonly kind: 'closed' | 'reset' | 'timed-out' | 'cancelled' | 'not-tried' }
)

type Ending = Exchange extends infer E ? (E extends unknown ? Omit<E, 'ms'> : never) : never

/**
 * Sends one request without body and reads the answer. Redirects are not followed, nothing is unpacked, the stream is destroyed.
 * Never rejects. `not-tried`: host, port, path or credentials cannot be written into a request.
 */
export function exchange(stream: Duplex, wanted: HttpRequest, ctx: ProbeContext): Promise<Exchange> {
  const start = performance.now()
  const headers = headersOf(wanted)
  // Late errors of a stream that is done with must not end the program.
  stream.on('error', () => undefined)
  if (headers === undefined || ctx.signal?.aborted === true) {
    stream.destroy()
    return Promise.resolve({ kind: headers === undefined ? 'not-tried' : 'cancelled', ms: 0 })
  }
  return new Promise(resolve => {
    let settled = false
    const settle = (ending: Ending): void => {
      if (settled) return
      settled = true
      letBe()
      resolve({ ...ending, ms: since(start) })
      outgoing.destroy()
      stream.destroy()
    }
    let answer: { message: IncomingMessage; chunks: Buffer[]; bytes: number; receivedAt: number } | undefined
    const settleAnswer = (cut: boolean): boolean => {
      if (answer === undefined) return false
      const { message, chunks, receivedAt } = answer
      settle({
        kind: 'answer',
        status: message.statusCode ?? 0,
        reason: message.statusMessage ?? '',
        headers: joined(message),
        body: Buffer.concat(chunks).subarray(0, most),
        cut,
        receivedAt,
      })
      return true
    }
    const most = wanted.mostBody ?? MOST_BODY
    const letBe = whenStopped(ctx.signal, ctx.timeoutMs, why => {
      if (!settleAnswer(true)) settle({ kind: why })
    })
    const outgoing = request({
      method: wanted.method ?? 'GET',
      path: wanted.throughProxy === undefined ? wanted.path : absolute(wanted),
      headers,
      setHost: false,
      insecureHTTPParser: false,
      maxHeaderSize: MOST_HEADER,
      // With this and no agent Node opens nothing by itself.
      createConnection: () => stream,
    })
    const read = (message: IncomingMessage): void => {
      const current = { message, chunks: [] as Buffer[], bytes: 0, receivedAt: (ctx.now ?? Date.now)() }
      answer = current
      message.on('data', (chunk: Buffer) => {
        current.chunks.push(chunk)
        current.bytes += chunk.length
        if (current.bytes > most) settleAnswer(true)
      })
      message.once('end', () => settleAnswer(!message.complete))
      message.once('error', () => settleAnswer(true))
      message.once('close', () => settleAnswer(!message.complete))
    }
    outgoing.once('response', read)
    // 101 to a request that asked for no upgrade.
    outgoing.once('upgrade', message => {
      answer = { message, chunks: [], bytes: 0, receivedAt: (ctx.now ?? Date.now)() }
      settleAnswer(false)
    })
    outgoing.on('error', error => {
      if (!settleAnswer(true)) settle(failure(error))
    })
    outgoing.once('close', () => {
      if (!settleAnswer(true)) settle({ kind: 'closed' })
    })
    outgoing.end()
  })
}

function failure(error: Error): Ending {
  const code = codeOf(error)
  if (code.startsWith('HPE_')) {
    const bytes = 'rawPacket' in error && Buffer.isBuffer(error.rawPacket) ? error.rawPacket : Buffer.alloc(0)
    return { kind: 'not-http', bytes, code }
  }
  // Node calls an end before the answer "socket hang up" and gives it the code of a reset.
  return { kind: code === 'ECONNRESET' && error.message !== 'socket hang up' ? 'reset' : 'closed' }
}

/** Undefined: something in it could break out of its line. */
function headersOf(wanted: HttpRequest): Record<string, string> | undefined {
  const host = hostHeader(wanted)
  if (host === undefined || !/^\/[\x21-\x7e]{0,2000}$/.test(wanted.path)) return undefined
  const credentials = wanted.throughProxy?.credentials
  const proof = credentials === undefined ? '' : basic(credentials)
  if (proof === undefined) return undefined
  return {
    Host: host,
    'User-Agent': 'smartlic-probe',
    Accept: wanted.accept ?? '*/*',
    'Accept-Encoding': 'identity',
    Connection: 'close',
    ...(proof === '' ? {} : { 'Proxy-Authorization': proof }),
  }
}

const DEFAULT_PORTS = { http: 80, https: 443 } as const

/** The host as it stands in a URL, with the port unless it is the usual one. */
export function hostHeader({
  scheme,
  host,
  port,
}: Pick<HttpRequest, 'scheme' | 'host' | 'port'>): string | undefined {
  if (!Number.isInteger(port) || port < 1 || port > 65535) return undefined
  const shown = /^[A-Za-z0-9._-]{1,253}$/.test(host)
    ? host
    : /^[0-9A-Fa-f:.]{2,45}$/.test(host)
      ? `[${host}]`
      : ''
  if (shown === '') return undefined
  return port === DEFAULT_PORTS[scheme] ? shown : `${shown}:${port}`
}

function absolute(wanted: HttpRequest): string {
  return `${wanted.scheme}://${hostHeader(wanted) ?? ''}${wanted.path}`
}

function joined(message: IncomingMessage): Record<string, string> {
  const entries = Object.entries(message.headersDistinct).slice(0, 100)
  return Object.fromEntries(entries.map(([name, values]) => [name, (values ?? []).join(', ')]))
}
