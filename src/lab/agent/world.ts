// The surroundings of a lab device: what its packets meet, and what the licensing server knows.

export interface LabName {
  readonly name: string
  readonly address: string
}

/** A name server. It answers in every table unless `vrfs` names some ('' = the global table). */
export interface LabNameServer {
  readonly address: string
  readonly vrfs?: readonly string[]
  /** Takes queries and never answers. */
  readonly silent?: boolean
}

export const SERVER_KINDS = ['cloud', 'smart', 'on-prem', 'gateway', 'cslu'] as const
export type ServerKind = (typeof SERVER_KINDS)[number]

export interface LabServer {
  readonly kind: ServerKind
  readonly addresses: readonly string[]
  /** Open TCP ports; a firewall in the way closes them. */
  readonly ports: readonly number[]
  /** Accepted paths, case-sensitive; `*` at the end takes any rest. */
  readonly paths: readonly string[]
  /** Takes messages without TLS too. */
  readonly plain_http: boolean
  readonly certificate: {
    /** Host names and addresses it is made out for. */
    readonly names: readonly string[]
    readonly issuer: string
  }
}

export interface LabProxy {
  readonly addresses: readonly string[]
  readonly ports: readonly number[]
  /** An authority that re-signs what passes; '' when nothing is opened. */
  readonly resigns: string
}

export interface LabToken {
  readonly token: string
  readonly uses?: number
  readonly expired?: boolean
}

export interface World {
  /** Routers that lead on to everything else; a route through another address leads nowhere. */
  readonly gateways: readonly string[]
  readonly name_servers: readonly LabNameServer[]
  readonly names: readonly LabName[]
  readonly servers: readonly LabServer[]
  readonly proxies: readonly LabProxy[]
  /** The only way out to a cloud server is a proxy. */
  readonly proxy_required: boolean
  /** The hosts of the revocation lists answer. */
  readonly crl: boolean
  readonly ntp: readonly string[]
  /** Seconds a device's clock may be off before the server refuses its messages. */
  readonly clock_tolerance: number
  /** Known tokens; any token is good while the list is empty. */
  readonly tokens: readonly LabToken[]
  /** Licences the account has, by tag or name, `*` for all others; enough of everything not listed. */
  readonly licences: Readonly<Record<string, number>>
  /** What the server knows of the device: its registration, nothing any more, or another registration of the same unit. */
  readonly instance: 'known' | 'removed' | 'elsewhere'
  /** IOS XE releases differ: some want `license smart vrf` besides the source interface. */
  readonly smart_vrf_line: 'optional' | 'required'
}

const CALL_HOME_PATH = '/its/service/oddce/services/DDCEService'
const GATEWAY_PATH = '/Transportgateway/services/DeviceRequestHandler'
const IDENTRUST = 'IdenTrust Commercial Root CA 1'
const LICENSING_ROOT = 'Cisco Licensing Root CA'

/** The network all shipped devices stand in; a device file says only what differs. */
export const LAB_WORLD: World = {
  gateways: ['192.0.2.1'],
  name_servers: [{ address: '192.0.2.53' }, { address: '192.0.2.54' }, { address: '198.51.100.53' }],
  names: [
    { name: 'tools.cisco.com', address: '203.0.113.38' },
    { name: 'smartreceiver.cisco.com', address: '203.0.113.26' },
    { name: 'www.cisco.com', address: '203.0.113.80' },
    { name: 'ssm.example.net', address: '192.0.2.90' },
    { name: 'tgw.example.net', address: '192.0.2.91' },
    { name: 'cslu.example.net', address: '192.0.2.70' },
    { name: 'proxy.example.net', address: '192.0.2.80' },
  ],
  servers: [
    {
      kind: 'cloud',
      addresses: ['203.0.113.38'],
      ports: [80, 443],
      paths: [CALL_HOME_PATH],
      plain_http: false,
      certificate: { names: ['tools.cisco.com'], issuer: IDENTRUST },
    },
    {
      kind: 'smart',
      addresses: ['203.0.113.26'],
      ports: [443],
      paths: ['/licservice/license'],
      plain_http: false,
      certificate: { names: ['smartreceiver.cisco.com'], issuer: IDENTRUST },
    },
    {
      kind: 'on-prem',
      addresses: ['192.0.2.90'],
      ports: [80, 443],
      paths: [GATEWAY_PATH, '/cslu/v1/pi/*'],
      plain_http: true,
      certificate: { names: ['ssm.example.net'], issuer: LICENSING_ROOT },
    },
    {
      kind: 'gateway',
      addresses: ['192.0.2.91'],
      ports: [80, 443],
      paths: [GATEWAY_PATH],
      plain_http: true,
      certificate: { names: ['tgw.example.net'], issuer: LICENSING_ROOT },
    },
    {
      kind: 'cslu',
      addresses: ['192.0.2.70'],
      ports: [8182],
      paths: ['/cslu/v1/pi'],
      plain_http: true,
      certificate: { names: [], issuer: '' },
    },
  ],
  proxies: [{ addresses: ['192.0.2.80'], ports: [80, 8080], resigns: '' }],
  proxy_required: false,
  crl: true,
  ntp: ['192.0.2.123'],
  clock_tolerance: 3600,
  tokens: [],
  licences: {},
  instance: 'known',
  smart_vrf_line: 'optional',
}
