// What a proxy's answer to CONNECT means. Pure.
import type { GatewayCause, ProxyAnswer, ProxyOutcome } from '../../model/probe/proxy.ts'
import { isHtml, titleOf } from '../http/body.ts'
import { PLAIN_TO_TLS } from '../http/plain-to-tls.ts'
import { type Head, header } from './head.ts'

/** Longest string kept of anything that was received. */
const MOST = 200

export interface Judged {
  readonly outcome: ProxyOutcome
  readonly cause?: GatewayCause
}

/** `body`: as much as came of the page that a refusal carries. */
export function judgeAnswer(head: Head, body: string, credentials: boolean): Judged {
  const { status } = head
  const text = body.toLowerCase()
  if (status >= 200 && status < 300) return { outcome: isPage(head, body) ? 'html-answer' : 'established' }
  if (status >= 300 && status < 400) return { outcome: 'html-answer' }
  if (PLAIN_TO_TLS.some(words => text.includes(words))) return { outcome: 'tls-proxy' }
  if (status === 407) return { outcome: credentials ? 'auth-refused' : 'auth-required' }
  // tinyproxy answers 407 to none and 401 to wrong credentials.
  if (status === 401 && credentials) return { outcome: 'auth-refused' }
  const gateway = gatewayCause(head, text)
  if (gateway !== undefined) return { outcome: 'bad-gateway', ...(gateway === '' ? {} : { cause: gateway }) }
  if (status === 511) return { outcome: 'html-answer' }
  if ([401, 403, 451].includes(status)) {
    return { outcome: status === 403 && namesPort(text) ? 'refused-port' : 'denied' }
  }
  // nginx: 400 up to 1.20, 405 since. Apache without mod_proxy_connect: 405; what knows no CONNECT at all: 501.
  if ([400, 404, 405, 501].includes(status)) return { outcome: 'not-a-proxy' }
  return { outcome: 'answers-otherwise' }
}

/** A 2xx to CONNECT has no body; what brings one all the same is a page. */
export function isPage(head: Head, body: string): boolean {
  if (isHtml(body)) return true
  const type = (header(head, 'content-type') ?? '').toLowerCase()
  return type.includes('html') && body.trim() !== ''
}

/**
 * tinyproxy tells a forbidden port (ConnectPort) from a forbidden host in its text only; squid answers both with the same
 * page (ERR_ACCESS_DENIED), so there a forbidden port is `denied`. Source: tinyproxy reqs.c, squid's default Safe_ports rules.
 */
function namesPort(text: string): boolean {
  return text.includes('not allowed with the port')
}

/**
 * squid's ERR_ names say why it could not reach a host; squid 5.7 says ERR_CANNOT_FORWARD of a name that does not
 * exist, so that one leaves the cause open. tinyproxy answers 500 "Unable to connect". Others: 502, 503, 504. Seen with squid 5.7 and tinyproxy 1.11.
 */
function gatewayCause(head: Head, text: string): GatewayCause | '' | undefined {
  const squid = (header(head, 'x-squid-error') ?? '').toUpperCase()
  if (squid.startsWith('ERR_DNS_FAIL')) return 'name'
  if (squid.startsWith('ERR_CONNECT_FAIL')) return 'connect'
  if (squid.startsWith('ERR_CANNOT_FORWARD')) return ''
  if (head.status === 500 && head.reason.toLowerCase() === 'unable to connect') return 'connect'
  if (head.status === 504) return 'time'
  if (![502, 503].includes(head.status)) return undefined
  if (/could not resolve|unable to resolve|name or service not known|dns (?:error|failure)/.test(text))
    return 'name'
  return ''
}

/** Names of the schemes a 407 offers, each once; a value may list several. */
export function schemesOf(head: Head): string[] {
  const schemes = (head.headers.get('proxy-authenticate') ?? []).slice(0, 10).flatMap(value => {
    // A challenge begins with a word that is not followed by `=`; parameters are `name=value`, and quoted text may hold commas.
    const bare = value.slice(0, 1000).replace(/"[^"]*(?:"|$)/g, '')
    return bare
      .split(',')
      .map(part => /^\s*([A-Za-z][A-Za-z0-9_-]{0,30})(?:\s+(?!=)|\s*$)/.exec(part)?.[1])
      .filter(word => word !== undefined)
  })
  return [...new Set(schemes)].slice(0, 10)
}

export function proxyAnswer(head: Head, body: string): ProxyAnswer {
  const fields = {
    server: header(head, 'server') ?? header(head, 'proxy-agent'),
    via: header(head, 'via'),
    location: header(head, 'location'),
    contentType: header(head, 'content-type'),
    error: header(head, 'x-squid-error'),
    title: titleOf(body),
  }
  const known = Object.entries(fields).flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : [[key, value.slice(0, MOST)]],
  )
  return { status: head.status, reason: head.reason.slice(0, MOST), ...Object.fromEntries(known) }
}
