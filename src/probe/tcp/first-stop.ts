// Whom a device connects to first for a licensing URL: the server, or the proxy in front of it. Pure.

export interface FirstStop {
  readonly host: string
  readonly port: number
  readonly via: 'direct' | 'proxy'
  /** With a proxy: a tunnel for https, absolute form for http. */
  readonly ask: 'origin' | 'tunnel' | 'absolute'
}

export interface LicensingUrl {
  readonly scheme: 'http' | 'https'
  /** Without brackets. */
  readonly host: string
  readonly port: number
  readonly path: string
}

const DEFAULT_PORTS = { http: 80, https: 443 } as const
const URL_FORM =
  /^(https?):\/\/(?:\[([0-9A-Fa-f:.]{2,45})\]|([A-Za-z0-9._-]{1,253}))(?::(\d{1,5}))?(\/[\x21-\x7e]{0,1000})?$/i

/**
 * A URL as it stands in a configuration: the path keeps its case, the port is the URL's own, else 443 or 80 (a CSLU URL without `:8182`
 * really leads to port 80). Undefined: not a URL that can be asked.
 */
export function readLicensingUrl(url: string): LicensingUrl | undefined {
  const match = URL_FORM.exec(url.trim())
  if (match === null) return undefined
  const scheme = match[1]?.toLowerCase() === 'http' ? 'http' : 'https'
  const port = match[4] === undefined ? DEFAULT_PORTS[scheme] : Number(match[4])
  if (port < 1 || port > 65535) return undefined
  return { scheme, host: (match[2] ?? match[3] ?? '').toLowerCase(), port, path: match[5] ?? '/' }
}

export function firstStop(
  url: LicensingUrl,
  proxy?: { readonly host: string; readonly port: number },
): FirstStop {
  if (proxy === undefined) return { host: url.host, port: url.port, via: 'direct', ask: 'origin' }
  const ask = url.scheme === 'https' ? 'tunnel' : 'absolute'
  return { host: proxy.host, port: proxy.port, via: 'proxy', ask }
}
