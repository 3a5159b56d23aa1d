// The CONNECT request, and what may stand in it. Pure.

export interface ProxyCredentials {
  readonly user: string
  readonly password: string
}

export interface TunnelTarget {
  /** A name or an IP address, without brackets. */
  readonly host: string
  readonly port: number
}

/** `host:port` as it stands in a request; undefined when the host could break out of its line. */
export function authority({ host, port }: TunnelTarget): string | undefined {
  if (!Number.isInteger(port) || port < 1 || port > 65535) return undefined
  if (/^[A-Za-z0-9._-]{1,253}$/.test(host)) return `${host}:${port}`
  if (/^[0-9A-Fa-f:.]{2,45}$/.test(host)) return `[${host}]:${port}`
  return undefined
}

/**
 * Basic authentication, the one scheme a device knows for its proxy. A name with a colon would be read as another one.
 * Undefined: the credentials cannot be sent. Source: RFC 7617.
 */
export function basic({ user, password }: ProxyCredentials): string | undefined {
  if (/[:\x00-\x1f\x7f]/.test(user) || /[\x00-\x1f\x7f]/.test(password)) return undefined
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`
}

/** Nothing but what a proxy needs; undefined when target or credentials cannot be written. */
export function connectRequest(target: TunnelTarget, credentials?: ProxyCredentials): string | undefined {
  const where = authority(target)
  const proof = credentials === undefined ? '' : basic(credentials)
  if (where === undefined || proof === undefined) return undefined
  const lines = [`CONNECT ${where} HTTP/1.1`, `Host: ${where}`]
  if (proof !== '') lines.push(`Proxy-Authorization: ${proof}`)
  return `${lines.join('\r\n')}\r\n\r\n`
}
