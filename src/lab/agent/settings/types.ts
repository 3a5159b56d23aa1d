// The shape of what a configuration makes the licensing agent do, the same for the three platforms.
import type { DeviceView } from '../../view.ts'

export interface Port {
  readonly name: string
  /** '' = none. */
  readonly address: string
  readonly length: number
  readonly vrf: string
  readonly up: boolean
}

export interface Route {
  readonly vrf: string
  readonly prefix: string
  readonly length: number
  readonly gateway: string
}

export interface Resolver {
  readonly lookup: boolean
  readonly servers: readonly { readonly address: string; readonly vrf: string }[]
  readonly hosts: readonly { readonly name: string; readonly address: string; readonly vrf: string }[]
}

/** Why Call Home carries nothing, before a packet is sent. */
export type Silence = 'off' | 'no-profile' | 'no-reporting' | 'user-profile' | 'several' | 'method'

export interface Sending {
  readonly transport: 'callhome' | 'smart' | 'cslu' | 'off'
  readonly silence?: Silence
  /** In the order they are tried. */
  readonly urls: readonly string[]
  readonly vrf: string
  /** A line of its own names the VRF; otherwise it is the source interface's (IOS XE) or the global table. */
  readonly vrfNamed: boolean
  /** The table names are looked up in. */
  readonly resolverVrf: string
  /** Interface name; '' = whatever the route says. */
  readonly source: string
  readonly proxy?: { readonly host: string; readonly port: number }
  /** Only half of the proxy is configured (NX-OS). */
  readonly halfProxy: boolean
  readonly identityCheck: boolean
}

export interface Settings {
  readonly generation: 'classic' | 'policy'
  readonly enabled: boolean
  readonly sending: Sending
  readonly ports: readonly Port[]
  readonly routes: readonly Route[]
  readonly resolver: Resolver
  /** Trustpoints and `trustpool` whose certificates are checked against a revocation list that must be had. */
  readonly crlRequired: readonly string[]
  /** Trustpoints that hold a certificate of an authority of one's own. */
  readonly ownAuthorities: readonly string[]
  readonly ntp: readonly { readonly address: string; readonly vrf: string }[]
}

/** A device that prints trust codes and reports runs Smart Licensing Using Policy. */
export function generationOf(view: DeviceView): Settings['generation'] {
  return view.device.vars['reporting'] === undefined ? 'classic' : 'policy'
}
