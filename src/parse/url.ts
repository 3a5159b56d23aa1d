// Call-home and licensing URLs as facts. Device URLs may be malformed: that is a finding, not a parse error.
import type { CompleteFacts } from '../model/facts/schema.ts'

export type Destination = CompleteFacts['callhome']['profiles'][number]['destinations'][number]

/** The classic cloud address; the device compares the path case-sensitively. Source: Cisco Smart Licensing guides. */
export const CLOUD_URL = 'https://tools.cisco.com/its/service/oddce/services/DDCEService'
export const GATEWAY_PATH = '/Transportgateway/services/DeviceRequestHandler'
const CLOUD_PATH = '/its/service/oddce/services/DDCEService'

const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 }

export interface UrlParts {
  readonly scheme: string
  readonly host: string
  readonly port: number
  readonly path: string
  readonly ip_literal: boolean
}

/** Splits a URL without judging it: a malformed one has scheme and host ''. The path keeps its case. */
export function splitUrl(url: string): UrlParts {
  const match = /^(https?):\/\/(\[[0-9A-Fa-f:.]{2,45}\]|[^/\s:[\]]+)(?::(\d{1,5}))?(\/\S*)?$/i.exec(
    url.trim(),
  )
  if (match === null) return { scheme: '', host: '', port: 0, path: '', ip_literal: false }
  const scheme = (match[1] ?? '').toLowerCase()
  const host = (match[2] ?? '').toLowerCase().replace(/^\[|\]$/g, '')
  const port = match[3] === undefined ? (DEFAULT_PORTS[scheme] ?? 0) : Number(match[3])
  return { scheme, host, port, path: match[4] ?? '', ip_literal: isIpLiteral(host) }
}

export function isIpLiteral(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || (host.includes(':') && /^[0-9a-f:.]+$/i.test(host))
}

/**
 * A destination fact. `cut`: the path is a proper prefix of a known right one, as in captures taken at
 * terminal width 80; then the URL proves nothing about what the device holds.
 */
export function readDestination(
  profile: string,
  url: string,
  options: { readonly index?: number; readonly explicit?: boolean } = {},
): Destination {
  const parts = splitUrl(url)
  const whole = [CLOUD_PATH, GATEWAY_PATH]
  const cut =
    parts.path.length > 1 &&
    whole.some(path => path.length > parts.path.length && path.startsWith(parts.path))
  return {
    profile,
    url: url.trim(),
    ...parts,
    index: options.index ?? 0,
    cut,
    explicit: options.explicit ?? true,
  }
}
