// What is probed for one device: decided from its facts before anything is opened.
import type { RevocationMethod } from '../model/probe/crl.ts'

export interface ProbeTarget {
  readonly url: string
  readonly scheme: 'http' | 'https'
  /** Lower case, an address without brackets. */
  readonly host: string
  readonly port: number
  readonly path: string
  /** A host of cisco.com. */
  readonly cloud: boolean
}

export interface PlannedServer {
  readonly address: string
  /** VRF the device asks it in; '' = global, and for this computer. */
  readonly vrf: string
}

export interface NameServer extends PlannedServer {
  readonly owner: 'device' | 'computer'
  readonly port: number
}

export interface ProbePlan {
  readonly target: ProbeTarget
  readonly proxy?: { readonly host: string; readonly port: number }
  /** Name of the host that is connected to first: the proxy's, else the server's; '' when it is an address. */
  readonly name: string
  readonly servers: readonly NameServer[]
  /** Addresses that host entries of the device give for `name`. */
  readonly hostEntries: readonly string[]
  readonly ntp: readonly PlannedServer[]
  /** Methods of the trustpoint that checks the server; `crl`, the factory setting, where that is not known. */
  readonly revocation: readonly RevocationMethod[]
  /** Revocation lists are fetched from any public host a certificate names. */
  readonly anyCrlHost: boolean
}

/** Host and port that a connection is opened to. */
export function peerOf(plan: ProbePlan): { readonly host: string; readonly port: number } {
  return plan.proxy ?? plan.target
}
