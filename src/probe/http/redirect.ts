// Where a redirect leads. Pure; nothing is followed.
import type { RedirectTarget } from '../../model/probe/http.ts'

export interface Asked {
  readonly scheme: 'http' | 'https'
  readonly host: string
  readonly port: number
  readonly path: string
}

/** `licensingHosts`: hosts of the licensing path other than the asked one, in any case. */
export function redirectTarget(
  asked: Asked,
  location: string | undefined,
  licensingHosts: readonly string[] = [],
): RedirectTarget {
  const url = readLocation(asked, location)
  if (url === undefined) return 'unreadable'
  const host = url.hostname.toLowerCase().replace(/^\[|\]$/g, '')
  if (host === asked.host.toLowerCase()) {
    if (isLogin(url.pathname)) return 'login'
    return asked.scheme === 'http' && url.protocol === 'https:' ? 'same-host-https' : 'same-host'
  }
  if (licensingHosts.some(known => known.toLowerCase() === host)) return 'licensing-host'
  return isLogin(url.hostname) || isLogin(url.pathname) || isLogin(url.search) ? 'login' : 'other-host'
}

function readLocation(asked: Asked, location: string | undefined): URL | undefined {
  if (location === undefined || location.trim() === '') return undefined
  const host = asked.host.includes(':') ? `[${asked.host}]` : asked.host
  try {
    const url = new URL(location.slice(0, 2000), `${asked.scheme}://${host}:${asked.port}${asked.path}`)
    return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined
  } catch {
    return undefined
  }
}

/** Words in the addresses of captive portals and single sign-on pages; an inference, so the address is kept beside it. */
function isLogin(text: string): boolean {
  return /log-?in|log-?on|sign-?in|portal|captive|guest|hotspot|splash|webauth|idp|saml|oauth|\bsso\b/i.test(
    text,
  )
}
