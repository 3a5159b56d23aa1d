// How licensing messages reach Cisco, where transport settings prove it.
import type { Method } from '../../model/platform.ts'
import { splitUrl } from '../url.ts'

export interface TransportSettings {
  /** callhome | smart | cslu | off, as in `license.transport.type`. */
  readonly type: string
  /** '' when the device has none; undefined when not known. */
  readonly url?: string | undefined
  /** '' when no proxy is set; undefined when not known. */
  readonly proxyHost?: string | undefined
}

/**
 * The deployment method, or undefined where the settings do not prove one.
 *
 * SSM On-Prem and the Transport Gateway share the path /Transportgateway/...: on-prem is assumed, except when the
 * URL names a port other than 80 or 443, which only the gateway's own HTTP settings hand out.
 */
export function methodOf({ type, url, proxyHost }: TransportSettings): Method | undefined {
  if (type === 'off') return 'offline'
  if (url === undefined) return undefined
  const parts = splitUrl(url)
  const path = parts.path.toLowerCase().replace(/\/+$/, '')
  if (type === 'cslu') {
    // On-Prem 8 answers CSLU's protocol under /cslu/v1/pi/<account>; CSLU itself has no account in the path.
    return path.startsWith('/cslu/v1/pi/') ? 'on-prem' : 'cslu'
  }
  if (parts.host === 'cisco.com' || parts.host.endsWith('.cisco.com')) {
    if (proxyHost === undefined) return undefined
    return proxyHost === '' ? 'direct' : 'proxy'
  }
  if (path.startsWith('/transportgateway'))
    return parts.port === 80 || parts.port === 443 ? 'on-prem' : 'gateway'
  if (path.startsWith('/smarttransport')) return 'on-prem'
  if (path.startsWith('/cslu/v1/pi/')) return 'on-prem'
  if (path === '/cslu/v1/pi') return 'cslu'
  return undefined
}
