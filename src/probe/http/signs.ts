// Signs that something between this computer and the server answers, or changes the answer. Pure.
import type { HttpOutcome, IntermediarySign, RedirectTarget } from '../../model/probe/http.ts'
import type { Answered } from './answer.ts'

const PROXY_HEADERS = ['x-squid-error', 'proxy-connection', 'proxy-agent', 'x-bluecoat-via'] // biome-ignore format: one glance
/** Names in the Server header of programs that are proxies and no origin servers. */
const PROXY_SERVERS = /^(?:squid|tinyproxy|zscaler|bluecoat|privoxy|fortiproxy|mcafee web gateway|skyhigh)\b/i

/** `throughProxy`: a proxy was asked on purpose, so its own marks are no sign. */
export function signsOf(
  answered: Answered,
  outcome: HttpOutcome,
  redirect: RedirectTarget | undefined,
  throughProxy: boolean,
): IntermediarySign[] {
  const { status, headers } = answered
  const signs: IntermediarySign[] = []
  if (!throughProxy) {
    if (headers['via'] !== undefined) signs.push('via')
    const named = PROXY_SERVERS.test((headers['server'] ?? '').slice(0, 200))
    if (named || PROXY_HEADERS.some(name => headers[name] !== undefined)) signs.push('proxy-header')
    if (status === 407) signs.push('proxy-status')
  }
  if (status === 511) signs.push('network-login')
  if (redirect === 'login' || redirect === 'other-host') signs.push('portal-redirect')
  if (outcome === 'page') signs.push('page')
  return signs
}
