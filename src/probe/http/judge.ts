// What an endpoint's answer to a GET without data means. Pure.
import type { HttpAnswer, HttpOutcome, PathProof } from '../../model/probe/http.ts'
import { PLAIN_TO_TLS } from './plain-to-tls.ts'

export interface Judged {
  readonly outcome: HttpOutcome
  readonly proof?: PathProof
}

/**
 * What is known. Apache Axis greets a GET with "Hi there, this is an AXIS service!" and answers faults as SOAP with status 500 (its
 * source, AxisServlet). A Java servlet without doGet answers 405, or 400 to HTTP/1.0 (Servlet API, HttpServlet).
 * What is inference: Cisco documents no answer of tools.cisco.com, smartreceiver.cisco.com, SSM On-Prem or CSLU to a GET. That the Call
 * Home endpoints are SOAP services follows from their messages and paths; the others take POST, so 405 is likely. A service that
 * only knows POST may also answer 404 (Express, some API gateways) or 403: such answers are reported, and never called a fault of the path.
 */
export function judgeStatus(answer: HttpAnswer, body: string, scheme: 'http' | 'https'): Judged {
  const { status } = answer
  if (scheme === 'http' && saysTls(status, body)) return { outcome: 'plain-http-refused' }
  if (answer.body === 'soap-fault' || answer.body === 'soap' || isAxis(body)) {
    return { outcome: 'right-path', proof: 'soap' }
  }
  if (status >= 300 && status < 400) return { outcome: 'redirected' }
  switch (status) {
    case 401:
      return { outcome: 'auth-required' }
    case 403:
    case 451:
      return { outcome: 'forbidden' }
    case 404:
    case 410:
      return { outcome: 'not-found' }
    case 405:
      return allowsGet(answer.allow)
        ? { outcome: 'answers-otherwise' }
        : { outcome: 'right-path', proof: 'method' }
    case 407:
      return { outcome: 'proxy-auth' }
    // Length required, media type not supported: it waits for a message.
    case 411:
    case 415:
      return { outcome: 'right-path', proof: 'method' }
    case 511:
      return { outcome: 'network-login' }
  }
  if (status >= 500) return { outcome: 'server-error' }
  if (answer.body === 'html' || answer.body === 'encoded') {
    return { outcome: status < 300 && answer.body === 'html' ? 'page' : 'answers-otherwise' }
  }
  if ((status >= 200 && status < 300) || status === 400) return { outcome: 'right-path', proof: 'status' }
  return { outcome: 'answers-otherwise' }
}

function saysTls(status: number, body: string): boolean {
  const text = body.slice(0, 4096).toLowerCase()
  // 426 Upgrade Required: RFC 9110, 15.5.22; as a demand for TLS: RFC 2817.
  return status === 426 || (status >= 400 && PLAIN_TO_TLS.some(words => text.includes(words)))
}

function isAxis(body: string): boolean {
  return /this is an axis2? service/i.test(body.slice(0, 4096))
}

function allowsGet(allow: string | undefined): boolean {
  return (allow ?? '').split(',').some(method => method.trim().toUpperCase() === 'GET')
}

/** Could a comparison with a made-up path tell more? Proof by a SOAP message needs none. */
export function needsContrast({ outcome, proof }: Judged, answer: HttpAnswer): boolean {
  if (outcome === 'right-path') return proof !== 'soap'
  return outcome === 'answers-otherwise' && answer.status === 400
}

/** The judgement after the same server answered a path that nobody has. */
export function withContrast(
  judged: Judged,
  answer: HttpAnswer,
  madeUp: HttpAnswer,
): Judged & { same: boolean } {
  if (madeUp.status === 404 || madeUp.status === 410) {
    return { outcome: 'right-path', proof: judged.proof === 'method' ? 'method' : 'contrast', same: false }
  }
  const same = madeUp.status === answer.status && madeUp.body === answer.body
  return same ? { outcome: 'answers-otherwise', same } : { ...judged, same }
}
