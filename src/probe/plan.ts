// What is probed for one device: decided from its facts before anything is opened.
import type { RevocationMethod } from '../model/probe/crl.ts'
import type { TlsVersion } from '../model/probe/tls.ts'
import type { DeviceStore } from './tls/judge/device.ts'

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

/** What the device can do: offered in its place. */
export interface TlsLimits {
  readonly minVersion: TlsVersion
  readonly maxVersion: TlsVersion
  /** OpenSSL cipher list; missing: all this computer knows. */
  readonly ciphers?: string
}

/** Methods by what vouches for the server, see `methodsFor`. */
export interface RevocationPlan {
  /** For certificates checked against the trust pool. */
  readonly pool: readonly RevocationMethod[]
  readonly trustpoints: readonly { readonly name: string; readonly methods: readonly RevocationMethod[] }[]
}

/** What of the device the answers are judged by. */
export interface DeviceView {
  readonly store?: DeviceStore
  /** Device minus this computer, and how far that may be off; missing: the clock was not read live. */
  readonly skewMs?: number
  readonly skewErrorMs?: number
  /** NX-OS checks only lists that a person installed. */
  readonly lists?: { readonly installedListsOnly: true }
  /** Time servers the device follows. */
  readonly follows: readonly string[]
}

export interface ProbePlan {
  readonly target: ProbeTarget
  readonly proxy?: { readonly host: string; readonly port: number }
  /** Name of the host that is connected to first: the proxy's, else the server's; '' when it is an address. */
  readonly name: string
  readonly servers: readonly NameServer[]
  readonly searchDomains: readonly string[]
  /** Addresses that host entries of the device give for `name`. */
  readonly hostEntries: readonly string[]
  readonly ntp: readonly PlannedServer[]
  readonly offer: TlsLimits
  readonly revocation: RevocationPlan
  /** HTTP proxy that lists and responders are asked through; missing: directly. */
  readonly listsProxy?: { readonly host: string; readonly port: number }
  /** Revocation lists are fetched from any public host a certificate names. */
  readonly anyCrlHost: boolean
}

/** Host and port that a connection is opened to. */
export function peerOf(plan: ProbePlan): { readonly host: string; readonly port: number } {
  return plan.proxy ?? plan.target
}
