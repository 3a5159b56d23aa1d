// The fact schema: one typed tree a device. Types, JSON Schema and the rules' type-checker come from here.
//
// Conventions
// - snake_case names, as a rule author writes them. A leaf is string, integer, boolean or a list.
// - Known absent is '' / false / [] (the section was read and holds none). Unknown is a missing key.
// - A time or number that may be absent has a boolean beside it (`acked` beside `last_ack`).
// - Times are ISO 8601 text with the offset where the zone is known, `2026-11-22T10:15:30Z` or `...+01:00`; where it is
//   not, the zone's printed name follows in brackets (`...[EST]`), or nothing when none is printed. '' when the device
//   prints <none>. See ./time.ts.
import { z } from 'zod'
import { probeSchema } from './probe.ts'

const text = z.string()
const flag = z.boolean()
const count = z.int()
/** A number of things; the unit goes into the reference. */
const counted = (unit: string) => z.int().meta({ 'x-unit': unit })
/** ISO 8601 text with its offset where known; '' = the device says there is none. The mark makes it a time for rules. */
const time = z.string().meta({ 'x-type': 'time' })

/** Result of the device's last try at something. */
const attempt = z.object({
  outcome: text.describe('succeeded | failed | pending | none'),
  at: time.describe('when it was tried, or when the try began; "" when never'),
})

const udi = z.object({
  role: text.describe('active | standby | member | "" when the device has one unit'),
  pid: text.describe('product id of the unit'),
  sn: text.describe('serial number of the unit'),
})

const destination = z.object({
  profile: text.describe('profile the destination belongs to'),
  url: text.describe('as configured, e.g. https://tools.cisco.com/its/service/oddce/services/DDCEService'),
  scheme: text.describe('http | https | "" when the URL is malformed'),
  host: text.describe('host of the URL in lower case; "" when the URL is malformed'),
  port: count.describe('explicit port, or the scheme default'),
  path: text.describe('path of the URL; "" when it has none'),
  ip_literal: flag.describe('the host is an IP address'),
  index: count.describe('NX-OS destination index; 0 elsewhere'),
  cut: flag.describe('the captured line ends at the terminal width: the URL may be longer on the device'),
  explicit: flag.describe(
    'a configuration line holds it (false: the built-in default shown by a show command)',
  ),
})

const proxy = z.object({
  configured: flag.describe('a proxy is configured'),
  host: text.describe('name or address; "" when none'),
  port: count.describe('0 when none'),
  enabled: flag.describe('NX-OS has an `enable` of its own; elsewhere equal to configured'),
})

export const factSchema = z.object({
  device: z.object({
    hostname: text.describe('host name of the device'),
    platform: text.describe('ios-xe | nx-os | ios-xr'),
    os_version: text.describe('as printed, e.g. 17.9.4a, 9.3(5), 7.5.1'),
    models: z
      .array(udi)
      .describe('chassis, stack members and supervisors that `show version` or the licence output lists'),
    chassis: text.describe('chassis model as `show version` names it'),
    uptime_minutes: count.describe('how long the device has been up'),
    image: text.describe('system image file the device runs, as printed'),
    boot_time: time.describe('when the device last started'),
    reload_reason: text.describe('reason of the last reload, as printed; "" when none is given'),
    controller_mode: flag.describe('IOS XE SD-WAN controller mode'),
    license_boot_level: text.describe('configured or current boot level; "" when none'),
    throughput: text.describe(
      'IOS XE routers: level in use as `show version` prints it, e.g. 10000 kbps, unthrottled; "" when none is printed',
    ),
    throughput_configured: text.describe(
      'IOS XE: what follows `platform hardware throughput` in the configuration, e.g. level MB 1000; "" when no such line',
    ),
  }),
  clock: z.object({
    device_time: time.describe("the device's clock when the output was made"),
    zone: text.describe('zone printed with the device\'s time; free text, "" when none is printed'),
    authoritative: flag.describe('false when `show clock` starts with *'),
    synchronised_mark: text.describe('"*" never set, "." set but NTP lost, "" good'),
    source: text.describe(
      'Time source as printed: NTP, user configuration, hardware calendar, ...; "" when none',
    ),
    timezone: z
      .object({
        configured: flag.describe('a `clock timezone` line is there'),
        name: text.describe('name the device prints for the zone; "" when none is configured'),
        offset_minutes: count.describe('east of UTC, without summer time; 0 where a region is named'),
        region: text.describe('IOS XR: name in the tz database, e.g. Europe/Berlin; "" when none is named'),
      })
      .describe('`clock timezone` in the configuration; where there is none the device runs in UTC'),
    summer_time: z
      .object({
        configured: flag.describe('a `clock summer-time` line is there'),
        name: text.describe('name the device prints in summer; "" when none is configured'),
        offset_minutes: count.describe('added to the time zone while summer time lasts'),
      })
      .describe('`clock summer-time` in the configuration'),
    skew_seconds: count.describe('device minus collector; live captures with a known zone only'),
    skew_error_seconds: count.describe(
      'skew_seconds is right to within this: half the round trip, at least 1',
    ),
    calendar_valid: flag.describe('`clock calendar-valid` is configured'),
  }),
  ntp: z.object({
    configured: flag.describe(
      'a time source (NTP server or peer, on IOS XE also broadcast or multicast client) is configured',
    ),
    synchronised: flag.describe('the clock follows a time source'),
    servers: z
      .array(z.object({ address: text.describe('name or address'), vrf: text.describe('"" = global') }))
      .describe('servers and peers in the configuration'),
    associations: z
      .array(
        z.object({
          address: text.describe('address of the peer'),
          vrf: text.describe('"" = global; unknown where the table does not tell'),
          selected: flag.describe('the clock follows it'),
          stratum: count.describe('stratum of the peer; 16 = not synchronised itself'),
          reached: flag.describe('at least one of the last eight polls was answered'),
        }),
      )
      .describe('associations as the device shows them, not as configured'),
  }),
  log: z.object({
    events: z
      .array(
        z.object({
          index: count.describe('position in the buffer, 0 = oldest'),
          at: text.describe('time stamp as printed; years are often missing'),
          facility: text.describe('part of the system that speaks, e.g. SMART_LIC'),
          severity: count.describe('0-7'),
          mnemonic: text.describe(
            'name of the message, e.g. COMM_FAILED; NX-OS puts LOG_SMART_LIC_ before it',
          ),
          text: text.describe('what follows the mnemonic'),
        }),
      )
      .describe('licensing, call-home, PKI, clock and redundancy messages only'),
  }),
  license: z.object({
    generation: text.describe('classic | policy | traditional | reservation'),
    method: text.describe('direct | proxy | gateway | on-prem | cslu | offline'),
    enabled: flag.describe('Smart Licensing is enabled'),
    admin_plane: flag.describe(
      'IOS XR 32-bit: the licence commands are typed in the admin plane; unknown where no answer of it was read',
    ),
    agent_version: text.describe('version of the Smart Agent, e.g. 5.0.9_rel/44'),
    registration: z.object({
      status: text.describe('registered | registering | unregistered'),
      detail: text.describe('what follows the status, e.g. REGISTRATION FAILED; "" when nothing does'),
      smart_account: text.describe('Smart Account; "" when none is known'),
      virtual_account: text.describe('Virtual Account; "" when none is known'),
      export_controlled: flag.describe('export-controlled functionality is allowed'),
      initial: attempt.describe('first registration'),
      failure_reason: text.describe('why the registration failed, as printed; "" when no reason stands'),
      next_attempt: time.describe('next try to register'),
      last_renewal: attempt.describe('last renewal of the ID certificate'),
      renewal_failure_reason: text.describe('why the renewal failed, as printed; "" when no reason stands'),
      next_renewal: time.describe('next renewal of the ID certificate'),
      expires: time.describe('end of the registration (ID certificate)'),
      last_response: text.describe('IOS XR `Last Response Message`'),
    }),
    authorization: z.object({
      status: text.describe(
        'authorized | out-of-compliance | expired | eval | eval-expired | none-in-use | not-authorized | reserved',
      ),
      since: time.describe('when the present status began'),
      last_attempt: attempt.describe('last authorization request'),
      failure_reason: text.describe('why the last request failed, as printed; "" when no reason stands'),
      next_attempt: time.describe('next authorization request'),
      deadline: time.describe('until when a request must succeed, else the authorization expires'),
      has_deadline: flag.describe('`deadline` is a time'),
    }),
    evaluation: z.object({
      in_use: flag.describe('the evaluation period is running'),
      expired: flag.describe('the evaluation period is used up'),
      remaining_days: count.describe(
        'whole days left of the evaluation period; 0 on its last day and after it',
      ),
      expired_at: time.describe('when the evaluation period was used up; "" while it is not'),
    }),
    conversion: z.object({
      automatic: flag.describe('traditional licences are converted without being asked (DLC)'),
      status: text.describe('not-started | in-progress | succeeded | failed | as printed, lower case'),
    }),
    usage: z
      .array(
        z.object({
          name: text.describe('as printed, e.g. network-advantage'),
          tag: text.describe(
            'entitlement tag as printed, e.g. network-advantage-24 or a regid; "" when the output prints none',
          ),
          count: counted('licences').describe('number in use'),
          status: text.describe(
            'authorized | out-of-compliance | in-use | not-in-use | eval | as printed, lower case',
          ),
          export_restricted: flag.describe('the licence is export restricted'),
          enforcement: text.describe('ENFORCED, NOT ENFORCED, as printed'),
          type: text.describe('perpetual | subscription | as printed, lower case'),
          installed: flag.describe('NX-OS without smart licensing: a licence file is installed'),
          grace_days: count.describe(
            'NX-OS: whole days left to use it without a licence; known while it runs',
          ),
        }),
      )
      .describe('licences the device asks for, one element an entitlement'),
    transport: z.object({
      type: text.describe('callhome | smart | cslu | off'),
      url: text.describe('the URL of the transport in use; "" when empty'),
      cslu_url: text.describe('address of the CSLU; "" when empty'),
      configured_smart_url: text.describe('`license smart url smart`/`url` in the configuration'),
      configured_cslu_url: text.describe('`license smart url cslu` in the configuration'),
      proxy: proxy,
      vrf: text.describe('VRF of the smart transport; "" = global or none configured'),
      server_identity_check: flag.describe("the server's certificate must name the server"),
      ip_mode: text.describe('as printed, e.g. IPv4 ONLY; "" when empty'),
      trustpoint: text.describe('trustpoint the agent uses, e.g. SLA-TrustPoint; "" when empty'),
    }),
    policy: z.object({
      installed: flag.describe('a policy came from the server (Using Policy)'),
      name: text.describe('name of the policy in use'),
      ack_required: flag.describe('the policy asks for an acknowledged report within some time'),
    }),
    reporting: z.object({
      last_ack: time.describe('last acknowledgement of a usage report'),
      acked: flag.describe('`last_ack` is a time: a report was acknowledged'),
      next_ack_deadline: time.describe('until when the next acknowledgement must come'),
      has_ack_deadline: flag.describe('`next_ack_deadline` is a time'),
      push_interval_days: count.describe('time between two reports; 0 when none are due'),
      next_ack_check: time.describe('when the device next looks for an acknowledgement'),
      next_push: time.describe('next usage report'),
      last_push: time.describe('last usage report sent'),
      pushed: flag.describe('`last_push` is a time: a report was sent'),
      last_file_write: time.describe('last report saved to a file'),
      file_written: flag.describe('`last_file_write` is a time: a report was saved to a file'),
    }),
    trust_code: z.object({
      installed: flag.describe('at least one unit has one'),
      members: z
        .array(
          z.object({
            role: text.describe('active | standby | member | "" when the device has one unit'),
            pid: text.describe('product id of the unit'),
            sn: text.describe('serial number of the unit'),
            installed: flag.describe('this unit has a trust code'),
            at: time.describe('when the trust code was installed'),
            expires: time.describe('end of the trust code; "" when the release prints none, or 1970'),
          }),
        )
        .describe('units of the trust list'),
    }),
    communication: z
      .array(
        z.object({
          activity: text.describe('Usage Reporting, Trust Establishment, Hello Message, ...'),
          total: counted('tries').describe('tries since the start'),
          success: counted('tries').describe('successful tries since the start'),
          fail: counted('tries').describe('failed tries since the start'),
          ongoing_overall: counted('tries').describe('failures since the last success; 0 = none now'),
          ongoing_communication: counted('tries').describe('those of them without any answer'),
          last_response: text.describe('last answer of the server, e.g. NO REPLY, OK; "" when none'),
          failure_reason: text.describe('reason of the last failure, as printed; "" when none'),
          last_success: time.describe('last successful try'),
          last_failure: time.describe('last failed try'),
        }),
      )
      .describe('what the agent sent (Using Policy, tech support), one element an activity'),
    overall_state: text.describe('overall state of the agent, as printed'),
    communication_level: text.describe('DIRECT | INDIRECT | ""'),
    rum: z.object({
      total: counted('reports').describe('usage reports on the device'),
      purged: counted('reports').describe('of them removed'),
      acknowledged: counted('reports').describe('of them acknowledged'),
      waiting: counted('reports').describe('of them waiting for their acknowledgement'),
      mia: counted('reports').describe('of them missing'),
    }),
    reservation: z.object({
      enabled: flag.describe('licence reservation is enabled'),
      status: text.describe('as printed, lower case; "" when none is printed'),
      request_pending: flag.describe('a request code was made and no authorization code entered yet'),
      licenses: z
        .array(
          z.object({
            name: text.describe('as printed, e.g. network-advantage'),
            count: counted('licences').describe('number reserved, e.g. 2'),
            type: text.describe('perpetual | term | as printed, lower case'),
            ends: time.describe('end of the term; "" when there is none'),
            has_end: flag.describe('`ends` is a time'),
          }),
        )
        .describe('licences reserved for this device'),
    }),
    slac_installed: flag.describe('an authorization code (SLAC/SLR) is installed on at least one unit'),
    udi: z.object({
      pid: text.describe('product id of the device as licensing knows it'),
      sn: text.describe('serial number of the device as licensing knows it'),
    }),
    ha_udis: z
      .array(udi)
      .describe(
        'units of the stack or redundancy pair as licensing knows them; one element or none on a single device',
      ),
    eventlog: z
      .array(
        z.object({
          at: time.describe('when it happened'),
          event: text.describe('event name, e.g. SAEVT_COMM_FAIL'),
          text: text.describe('what follows the name'),
        }),
      )
      .describe('agent event log, error events only'),
    pool: text.describe('IOS XR assigned pool'),
    xr_registered: text.describe(
      'IOS XR Registration Status: completed | not-registered | in-progress | failed',
    ),
    id_cert_expires: time.describe('end of the ID certificate'),
    signing_cert_expires: time.describe('end of the certificate the server signs its answers with'),
    sia: text.describe('IOS XR SIA status: in-compliance | out-of-compliance | grace-expired | none'),
    sia_grace_days: count.describe(
      'IOS XR: whole days left of the SIA grace period, e.g. 60; known while it runs',
    ),
    write_erase_occurred: flag.describe('the configuration was erased since the licences were set up'),
    flexible_consumption: flag.describe('IOS XR: `license smart flexible-consumption enable` is configured'),
    smart_enable_configured: flag.describe(
      '`license smart enable` (or NX-OS `feature license smart`) is configured',
    ),
  }),
  callhome: z.object({
    enabled: flag.describe('XE `service call-home`, NX-OS `enable`, XR `service active`'),
    contact_email: text.describe('`contact-email-addr`; "" when none'),
    smart_messages: flag.describe('smart licensing messages are enabled'),
    profiles: z
      .array(
        z.object({
          name: text.describe('name of the profile, e.g. CiscoTAC-1'),
          active: flag.describe('the profile is active'),
          reports_licensing: flag.describe('the profile carries licensing messages'),
          anonymous: flag.describe('the profile reports anonymously: licensing messages cannot'),
          methods: z.array(z.string()).describe('http | email'),
          destinations: z.array(destination).describe('HTTP destinations of the profile'),
        }),
      )
      .describe('call-home profiles'),
    vrf: text.describe('VRF of call-home; "" = global'),
    source_interface: text.describe('source interface or address of call-home; "" when none'),
    proxy: proxy,
    server_identity_check: flag.describe("the server's certificate must name the server"),
    resolve_ipv4_first: flag.describe('names are resolved to IPv4 addresses first'),
    statistics: z
      .array(
        z.object({
          kind: text.describe('REGISTRATION, ENTITLEMENT, RENEW, ...'),
          success: counted('messages').describe('sent and answered'),
          failed: counted('messages').describe('not sent, or answered with an error'),
          in_queue: counted('messages').describe('waiting to be sent'),
          dropped: counted('messages').describe('dropped for a wrong configuration'),
          sent: flag.describe('`last_sent` is a time'),
          last_sent: time.describe('when the last one was sent'),
        }),
      )
      .describe('IOS XR: licensing messages since the start, one element a kind'),
    trace: z
      .array(
        z.object({
          at: text.describe('time stamp as printed, without a year'),
          text: text.describe('the entry, wrapped lines joined'),
        }),
      )
      .describe('IOS XR call-home trace errors, oldest first'),
  }),
  http_client: z.object({
    source_interface: text.describe('source interface of the HTTP client; "" when none'),
    source_interface_vrf: text.describe('VRF named on the source-interface line itself (NX-OS)'),
    vrf: text.describe('VRF of the HTTP client; "" = global'),
    secure_verify_peer: flag.describe("the HTTP client checks the server's certificate"),
    tls_version: text.describe('as configured'),
    ciphersuites: text.describe('cipher suites the HTTP client is limited to, as configured; "" when none'),
    proxy: proxy,
  }),
  dns: z.object({
    lookup: flag.describe('name lookup is on'),
    servers: z
      .array(
        z.object({ address: text.describe('address of the name server'), vrf: text.describe('"" = global') }),
      )
      .describe('name servers in the configuration'),
    hosts: z
      .array(
        z.object({
          name: text.describe('host name in lower case'),
          address: text.describe('address it stands for'),
          vrf: text.describe('"" = global'),
        }),
      )
      .describe('static host entries in the configuration'),
    source_interface: text.describe('source interface of lookups; "" when none'),
    resolvers: z
      .array(
        z.object({
          vrf: text.describe('"" = global'),
          domain: text.describe('domain put after short names, e.g. example.net; "" when none'),
          servers: z.array(z.string()).describe('addresses of the name servers in use'),
        }),
      )
      .describe(
        'what the resolver uses in one VRF, as `show hosts` or `show ip name-servers` tells; other VRFs may have their own',
      ),
    lookups: z
      .array(
        z.object({
          name: text.describe('name that was asked for, e.g. tools.cisco.com'),
          vrf: text.describe('"" = global'),
          server: text.describe('name server that was asked, e.g. 192.0.2.53'),
          resolved: flag.describe('an address came back'),
          error: text.describe('as printed, e.g. timed out; "" when none'),
        }),
      )
      .describe('DNS queries the device was told to try (`show ip dns lookup`)'),
  }),
  interfaces: z
    .array(
      z.object({
        name: text.describe('as the device spells it'),
        address: text.describe('"" = none'),
        ipv6_address: text.describe('IPv6 address of the configuration; "" when none is configured'),
        up: flag.describe('status and protocol are up'),
        vrf: text.describe('"" = global'),
        acl_in: text.describe('IPv4 access list that filters what comes in; "" = none'),
      }),
    )
    .describe('interfaces of the device, as far as the output lists them'),
  access_lists: z
    .array(
      z.object({
        name: text.describe('name or number of the list'),
        entries: z
          .array(z.string())
          .describe('permit and deny entries in their order, e.g. permit tcp any any established'),
      }),
    )
    .describe('extended IPv4 access lists that filter what comes in on an interface'),
  vrfs: z.array(z.object({ name: text.describe('name of the VRF') })).describe('VRFs of the configuration'),
  routes: z
    .array(
      z.object({
        vrf: text.describe('"" = global'),
        prefix: text.describe('with its length, e.g. 0.0.0.0/0'),
        next_hop: text.describe('address or interface'),
        is_default: flag.describe('the default route'),
      }),
    )
    .describe('static routes in the configuration'),
  pki: z.object({
    trustpoints: z
      .array(
        z.object({
          name: text.describe('e.g. SLA-TrustPoint'),
          revocation_check: z.array(z.string()).describe('methods in their order: crl, ocsp, none'),
          vrf: text.describe('VRF the revocation list is fetched through; "" = global'),
          has_certificate: flag.describe('a certificate is installed'),
          keys_generated: flag.describe('the trustpoint has its keys'),
          enrollment_pending: flag.describe('a certificate request is waiting for its answer'),
        }),
      )
      .describe('trustpoints of the configuration'),
    certificates: z
      .array(
        z.object({
          trustpoint: text.describe(
            'e.g. SLA-TrustPoint; one element a certificate and trustpoint, "" when it belongs to none',
          ),
          kind: text.describe('ca | router | self-signed'),
          subject: text.describe('parts as printed, joined by ", ", e.g. cn=Cisco Licensing Root CA'),
          issuer: text.describe('parts as printed, joined by ", ", e.g. cn=Cisco Licensing Root CA'),
          serial: text.describe('serial number as printed, e.g. 0509'),
          valid_from: time.describe('start of validity'),
          valid_until: time.describe('end of validity'),
          status: text.describe('available | pending | as printed, lower case'),
        }),
      )
      .describe('certificates installed in trustpoints'),
    keys: z
      .array(z.object({ name: text.describe('label of the key pair, e.g. SLA-KeyPair') }))
      .describe('RSA key pairs on the device'),
    trustpool: z.object({
      identrust: flag.describe("the IdenTrust Commercial Root CA 1 is there: Cisco's servers need it"),
      quovadis: flag.describe('the QuoVadis Root CA 2 is there'),
      certificates: counted('certificates').describe('certificates in the trust pool'),
    }),
    trustpool_policy: z.object({
      revocation_check: z
        .array(z.string())
        .describe('methods for certificates checked against the trust pool, in their order'),
    }),
  }),
  saved_config: z.object({
    changed_at: time.describe('last change of the running configuration'),
    saved_at: time.describe('last save to the start-up configuration; "" when never'),
    ever_saved: flag.describe('the configuration was saved since the device started'),
    unsaved: flag.describe('the running configuration changed after the last save'),
  }),
  routing_tables: z
    .array(
      z.object({
        vrf: text.describe('"" = global'),
        default_route: flag.describe('the table holds a default route, whatever protocol brought it'),
        next_hop: text.describe('of the default route, e.g. 192.0.2.1; "" when there is none'),
      }),
    )
    .describe('routing tables that were read, one element a VRF'),
  redundancy: z
    .object({
      configured: flag.describe('a second supervisor, route processor or stack member backs this one up'),
      peer_ready: flag.describe('the standby is there and ready to take over'),
      role: text.describe('role of the unit that answered: active | standby'),
      mode: text.describe('operating mode as printed, lower case, e.g. sso'),
      switchovers: count.describe('switchovers since the system started, e.g. 0'),
    })
    .describe('supervisor or route processor redundancy'),
  connectivity: z
    .array(
      z.object({
        tool: text.describe('ping | telnet'),
        host: text.describe('name or address as typed, e.g. tools.cisco.com'),
        address: text.describe('address that was tried, e.g. 192.0.2.80; "" when the name was not resolved'),
        port: count.describe('TCP port of a telnet, e.g. 443; 0 for a ping'),
        vrf: text.describe('"" = global'),
        source: text.describe('interface or address it was sent from; "" when none was named'),
        outcome: text.describe('ok | failed | unresolved'),
      }),
    )
    .describe('ping and telnet results found in the captures'),
  collection: z
    .object({
      answered: z.array(z.string()).describe('commands whose answer is complete, e.g. show license all'),
      refused: z.array(z.string()).describe('commands the device does not know or the account may not run'),
      probed: flag.describe('this computer was asked to probe the path, and what it saw was read'),
    })
    .describe('what was read; always known'),
  probe: probeSchema.describe('the path as seen from this computer; known only where a probe was asked for'),
  mts: z.object({ callhome_messages: count.describe('NX-OS messages queued for the callhome process') }),
})

/** A device's facts as a complete tree. Real devices give a part of it: see {@link Facts}. */
export type CompleteFacts = z.infer<typeof factSchema>

type Part<T> = T extends (infer E)[] ? Part<E>[] : T extends object ? { [K in keyof T]?: Part<T[K]> } : T

/** What is known of a device. A missing key is unknown. */
export type Facts = Part<CompleteFacts>
