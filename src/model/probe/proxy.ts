// What an HTTP proxy answered when it was asked for a tunnel (CONNECT).
import type { TcpAttempt } from './tcp.ts'

export const PROXY_OUTCOMES = [
  'established', // the tunnel stands
  'auth-required', // 407, and no credentials were given; `schemes` says what it takes
  'auth-refused', // 407 although credentials were given
  'denied', // 401, 403, 451: a rule of the proxy forbids this host, this client or CONNECT
  'refused-port', // 403 whose text says that CONNECT to this port is forbidden
  'html-answer', // a web page or a redirect where a tunnel was asked for: a captive portal, or no proxy
  'not-a-proxy', // a server that does not know CONNECT (400, 404, 405, 501), bytes that are no HTTP, or closed at once
  'bad-gateway', // the proxy itself cannot resolve or reach the host; `cause` says which when it tells
  'timed-out', // connected, and no whole answer within the time limit
  'unreachable', // the proxy could not be connected to; `tcp` says how
  'tls-proxy', // it speaks TLS on this port: an HTTPS proxy, or a web server's port
  'answers-otherwise', // HTTP, neither clearly a yes nor clearly one of the above
  'not-tried', // the host, port or credentials cannot be written into a request
  'cancelled', // the run was ended
] as const
export type ProxyOutcome = (typeof PROXY_OUTCOMES)[number]

/** Why a proxy could not reach the host: the name, the connection, or time. Missing: it does not tell. */
export type GatewayCause = 'name' | 'connect' | 'time'

/** Strings as received, each at most 200 characters. */
export interface ProxyAnswer {
  readonly status: number
  readonly reason: string
  readonly server?: string
  readonly via?: string
  readonly location?: string
  readonly contentType?: string
  /** The proxy's own word for its error, e.g. squid's ERR_ACCESS_DENIED. */
  readonly error?: string
  /** Title of the page that came with it. */
  readonly title?: string
}

export interface ProxyResult {
  readonly proxy: { readonly host: string; readonly port: number }
  readonly target: { readonly host: string; readonly port: number }
  readonly outcome: ProxyOutcome
  /** Whole milliseconds from the request (or the connection attempt) to the outcome. */
  readonly ms: number
  /** Were credentials sent? Their values are never kept. */
  readonly credentials: boolean
  /** Authentication schemes of a 407, e.g. Basic, NTLM, Negotiate. */
  readonly schemes: readonly string[]
  readonly cause?: GatewayCause
  readonly answer?: ProxyAnswer
  /** First bytes of an answer that is no HTTP, at most 200 characters (latin1). */
  readonly bytes?: string
  /** How the connection to the proxy went; missing when the caller had opened it. */
  readonly tcp?: TcpAttempt
}
