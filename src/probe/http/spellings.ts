// The exact paths of the endpoints, and which of them are worth trying after a 404. Pure.
import { ENDPOINT_PATHS, type EndpointKind } from '../../model/probe/http.ts'

export interface Spelling {
  readonly path: string
  readonly kind: EndpointKind
}

/** SSM On-Prem serves these three side by side. Source: Smart Software Manager On-Prem installation and user guides. */
const ON_PREM: readonly EndpointKind[] = ['gateway', 'smart-on-prem', 'cslu']
/** Requests after a 404. */
const MOST = 4

/** On-Prem wants `/<account>-1` behind the CSLU path; the CSLU application has it without. The account's name is free. */
export function isExact(path: string, kind: EndpointKind): boolean {
  const right = ENDPOINT_PATHS[kind]
  return path === right || (kind === 'cslu' && /^\/cslu\/v1\/pi\/[^/?#]+$/.test(path))
}

/** Which endpoint a path means: compared without case, and by its last word, so that a misspelt one is recognised as well. */
export function kindOfPath(path: string): EndpointKind | undefined {
  const low = path.toLowerCase()
  if (low.startsWith('/cslu')) return 'cslu'
  if (low.includes('devicerequesthandler') || low.startsWith('/transportgateway')) return 'gateway'
  if (low.startsWith('/smarttransport')) return 'smart-on-prem'
  if (low.includes('licservice')) return 'smart'
  return /\/services\/d{1,2}ceservice|\/its\/|oddce/.test(low) ? 'call-home' : undefined
}

const CLOUD: ReadonlyMap<string, EndpointKind> = new Map([
  ['tools.cisco.com', 'call-home'],
  ['smartreceiver.cisco.com', 'smart'],
])

/**
 * Which endpoint a URL is meant for. A host of the cloud has one endpoint whatever the path says; 8182 is the port of the CSLU
 * application; what nothing tells is taken for an on-premises gateway.
 */
export function endpointKind(url: {
  readonly host: string
  readonly port: number
  readonly path: string
}): EndpointKind {
  const cloud = CLOUD.get(url.host.toLowerCase())
  return cloud ?? kindOfPath(url.path) ?? (url.port === 8182 ? 'cslu' : 'gateway')
}

/** Its own kind's spelling first, then the neighbours of an on-premises server. */
export function otherSpellings(path: string, kind: EndpointKind): Spelling[] {
  const kinds = [kind, ...(ON_PREM.includes(kind) ? ON_PREM.filter(other => other !== kind) : [])]
  const account = kind === 'cslu' ? accountOf(path) : ''
  const all = kinds.flatMap(other => {
    const right = ENDPOINT_PATHS[other]
    const withAccount =
      other === 'cslu' && account !== '' ? [{ path: `${right}/${account}`, kind: other }] : []
    return [...withAccount, { path: right, kind: other }]
  })
  return all.filter(spelling => spelling.path !== path).slice(0, MOST)
}

function accountOf(path: string): string {
  return /^\/cslu\/v1\/pi\/([\x21-\x7e]{1,200})$/i.exec(path)?.[1] ?? ''
}
