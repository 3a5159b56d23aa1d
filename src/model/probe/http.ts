// What a licensing endpoint answered to a request without licensing data.

/** Endpoints by the path they are asked at. */
export const ENDPOINT_KINDS = ['call-home', 'gateway', 'smart-on-prem', 'cslu', 'smart'] as const
export type EndpointKind = (typeof ENDPOINT_KINDS)[number]

/** The exact spelling; servers compare case. On-premises adds `/<account>-1` to the CSLU path. */
export const ENDPOINT_PATHS: Readonly<Record<EndpointKind, string>> = {
  'call-home': '/its/service/oddce/services/DDCEService',
  gateway: '/Transportgateway/services/DeviceRequestHandler',
  'smart-on-prem': '/SmartTransport',
  cslu: '/cslu/v1/pi',
  smart: '/licservice/license',
}

export const HTTP_OUTCOMES = [
  'right-path', // answers as such an endpoint does to a request without data
  'wrong-path', // 404 here, and another known spelling answers (`found`)
  'not-found', // 404 here, and no other known spelling answers either: no proof by itself
  'redirected', // 30x; `redirect` says where to
  'page', // a web page where none is expected: captive portal, interception, or the server's own web interface
  'network-login', // 511: a network asks for a login first
  'plain-http-refused', // asked without TLS, the port speaks TLS
  'auth-required', // 401
  'forbidden', // 403 or 451
  'proxy-auth', // 407 although no proxy was asked: something intercepts, or the URL names a proxy
  'server-error', // 5xx without a sign of the endpoint
  'answers-otherwise', // HTTP, neither clearly right nor clearly wrong
  'not-http', // bytes that are no HTTP, or broken HTTP
  'closed', // closed before an answer
  'reset', // torn down before an answer
  'timed-out', // no whole answer within the time limit
  'not-tried', // the host or path cannot be written into a request
  'cancelled', // the run was ended
] as const
export type HttpOutcome = (typeof HTTP_OUTCOMES)[number]

/**
 * How strong `right-path` is. `soap`: a SOAP message or the greeting of Apache Axis. `method`: the server knows the path and wants
 * another method. `contrast`: it answers a made-up path (or the asked one) with 404 and this one not. `status`: no more than a
 * status that such an endpoint may give; nothing was compared.
 */
export const PATH_PROOFS = ['soap', 'method', 'contrast', 'status'] as const
export type PathProof = (typeof PATH_PROOFS)[number]

export const REDIRECT_TARGETS = [
  'same-host-https', // from http:// to https:// of the same host
  'same-host', // another path or port of the same host
  'licensing-host', // another host of the licensing path
  'login', // looks like a login or a portal
  'other-host',
  'unreadable', // no Location, or one that is no URL
] as const
export type RedirectTarget = (typeof REDIRECT_TARGETS)[number]

export const BODY_KINDS = [
  'empty',
  'html',
  'soap-fault',
  'soap',
  'xml',
  'json',
  'text',
  'binary',
  'encoded',
] as const
export type BodyKind = (typeof BODY_KINDS)[number]

/** One answer. Strings as received, each at most 200 characters. */
export interface HttpAnswer {
  readonly status: number
  readonly reason: string
  readonly server?: string
  /** The Date header as received. */
  readonly date?: string
  /** The Date header and this computer's clock at that moment, both in milliseconds since 1970. Missing: no readable Date. */
  readonly clock?: { readonly server: number; readonly computer: number }
  readonly via?: string
  readonly allow?: string
  readonly contentType?: string
  readonly location?: string
  /** A proxy's own word for its error, e.g. squid's ERR_DNS_FAIL. */
  readonly error?: string
  readonly body: BodyKind
  /** Bytes of the body that were read. */
  readonly bytes: number
  /** Did the body exceed the limit, or end before its announced length? */
  readonly cut: boolean
  /** Title of a page. */
  readonly title?: string
  /** First characters of a body that is no page. */
  readonly text?: string
}

/** A sign that something between here and the server answers or changes the answer. */
export const INTERMEDIARY_SIGNS = [
  'via',
  'proxy-header',
  'proxy-status',
  'network-login',
  'portal-redirect',
  'page',
] as const
export type IntermediarySign = (typeof INTERMEDIARY_SIGNS)[number]

export interface HttpResult {
  readonly url: string
  readonly kind: EndpointKind
  readonly path: string
  /** Is `path` the exact spelling of its kind? */
  readonly exactPath: boolean
  readonly outcome: HttpOutcome
  /** Whole milliseconds from the request to the outcome. */
  readonly ms: number
  readonly answer?: HttpAnswer
  /** Of `right-path`. */
  readonly proof?: PathProof
  /** Of `answers-otherwise`: a made-up path gets the same answer, so this one proves nothing. */
  readonly sameForAnyPath?: true
  readonly redirect?: { readonly target: RedirectTarget; readonly location: string }
  /** Of `wrong-path`: the spelling that answers, and what it answered. */
  readonly found?: { readonly path: string; readonly kind: EndpointKind; readonly status: number }
  /** Spellings tried after a 404, with the status of each; 0: no answer. */
  readonly tried: readonly { readonly path: string; readonly status: number }[]
  /** Empty: no sign of anything in between. A `Via` header also comes from the server's own front end. */
  readonly signs: readonly IntermediarySign[]
  /** First bytes of an answer that is no HTTP, at most 200 characters (latin1). */
  readonly bytes?: string
}
