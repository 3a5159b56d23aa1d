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

const text = z.string()
const flag = z.boolean()
const count = z.int()
/** ISO 8601 text with its offset where known; '' = the device says there is none. The mark makes it a time for rules. */
const time = z.string().meta({ 'x-type': 'time' })

/** Result of the device's last try at something. */
const attempt = z.object({
  outcome: text.describe('succeeded | failed | pending | none'),
  at: time,
})

const udi = z.object({
  role: text.describe('active | standby | member | "" when the device has one unit'),
  pid: text,
  sn: text,
})

const destination = z.object({
  profile: text,
  url: text,
  scheme: text.describe('http | https | "" when the URL is malformed'),
  host: text,
  port: count.describe('explicit port, or the scheme default'),
  path: text,
  ip_literal: flag.describe('the host is an IP address'),
  index: count.describe('NX-OS destination index; 0 elsewhere'),
  cut: flag.describe('the captured line ends at the terminal width: the URL may be longer on the device'),
  explicit: flag.describe(
    'a configuration line holds it (false: the built-in default shown by a show command)',
  ),
})

const proxy = z.object({
  configured: flag,
  host: text,
  port: count.describe('0 when none'),
  enabled: flag.describe('NX-OS has an `enable` of its own; elsewhere equal to configured'),
})

export const factSchema = z.object({
  device: z.object({
    hostname: text,
    platform: text.describe('ios-xe | nx-os | ios-xr'),
    os_version: text.describe('as printed, e.g. 17.9.4a, 9.3(5), 7.5.1'),
    models: z.array(udi),
    chassis: text.describe('chassis model as `show version` names it'),
    uptime_minutes: count,
    image: text.describe('system image file the device runs, as printed'),
    boot_time: time.describe('when the device last started'),
    reload_reason: text.describe('reason of the last reload, as printed; "" when none is given'),
    controller_mode: flag.describe('IOS XE SD-WAN controller mode'),
    license_boot_level: text.describe('configured or current boot level; "" when none'),
  }),
  clock: z.object({
    device_time: time,
    zone: text,
    authoritative: flag.describe('false when `show clock` starts with *'),
    synchronised_mark: text.describe('"*" never set, "." set but NTP lost, "" good'),
    source: text.describe(
      'Time source as printed: NTP, user configuration, hardware calendar, ...; "" when none',
    ),
    timezone: z
      .object({
        configured: flag,
        name: text,
        offset_minutes: count.describe('east of UTC, without summer time; 0 where a region is named'),
        region: text.describe('IOS XR: name in the tz database, e.g. Europe/Berlin; "" when none is named'),
      })
      .describe('`clock timezone` in the configuration; where there is none the device runs in UTC'),
    summer_time: z
      .object({
        configured: flag,
        name: text,
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
    configured: flag,
    synchronised: flag,
    servers: z.array(z.object({ address: text, vrf: text })),
    associations: z
      .array(
        z.object({
          address: text,
          vrf: text.describe('"" = global; unknown where the table does not tell'),
          selected: flag.describe('the clock follows it'),
          stratum: count,
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
          facility: text,
          severity: count.describe('0-7'),
          mnemonic: text,
          text: text,
        }),
      )
      .describe('licensing, call-home, PKI, clock and redundancy messages only'),
  }),
  license: z.object({
    generation: text.describe('classic | policy | traditional | reservation'),
    method: text.describe('direct | proxy | gateway | on-prem | cslu | offline'),
    enabled: flag,
    agent_version: text,
    registration: z.object({
      status: text.describe('registered | registering | unregistered'),
      detail: text.describe('what follows the status, e.g. REGISTRATION FAILED; "" when nothing does'),
      smart_account: text,
      virtual_account: text,
      export_controlled: flag.describe('export-controlled functionality is allowed'),
      initial: attempt,
      failure_reason: text,
      next_attempt: time,
      last_renewal: attempt,
      renewal_failure_reason: text,
      next_renewal: time,
      expires: time,
      last_response: text.describe('IOS XR `Last Response Message`'),
    }),
    authorization: z.object({
      status: text.describe(
        'authorized | out-of-compliance | expired | eval | eval-expired | none-in-use | not-authorized | reserved',
      ),
      since: time,
      last_attempt: attempt,
      failure_reason: text,
      next_attempt: time,
      deadline: time,
      has_deadline: flag,
    }),
    evaluation: z.object({
      in_use: flag,
      expired: flag,
      remaining_days: count,
    }),
    conversion: z.object({
      automatic: flag,
      status: text.describe('not-started | in-progress | succeeded | failed | as printed, lower case'),
    }),
    usage: z.array(
      z.object({
        name: text,
        tag: text,
        count: count,
        status: text.describe(
          'authorized | out-of-compliance | in-use | not-in-use | eval | as printed, lower case',
        ),
        export_restricted: flag,
        enforcement: text,
        type: text.describe('perpetual | subscription | as printed, lower case'),
      }),
    ),
    transport: z.object({
      type: text.describe('callhome | smart | cslu | off'),
      url: text.describe('the URL of the transport in use; "" when empty'),
      cslu_url: text,
      configured_smart_url: text.describe('`license smart url smart`/`url` in the configuration'),
      configured_cslu_url: text.describe('`license smart url cslu` in the configuration'),
      proxy: proxy,
      vrf: text,
      server_identity_check: flag,
      ip_mode: text.describe('as printed, e.g. IPv4 ONLY; "" when empty'),
      trustpoint: text.describe('trustpoint the agent uses; "" when empty'),
    }),
    policy: z.object({
      installed: flag,
      name: text,
      ack_required: flag,
    }),
    reporting: z.object({
      last_ack: time,
      acked: flag,
      next_ack_deadline: time,
      has_ack_deadline: flag,
      push_interval_days: count,
      next_push: time,
      last_push: time,
      pushed: flag,
      last_file_write: time,
      file_written: flag,
    }),
    trust_code: z.object({
      installed: flag.describe('at least one unit has one'),
      members: z.array(z.object({ role: text, pid: text, sn: text, installed: flag, at: time })),
    }),
    communication: z.array(
      z.object({
        activity: text.describe('Usage Reporting, Trust Establishment, Hello Message, ...'),
        total: count,
        success: count,
        fail: count,
        ongoing_overall: count,
        ongoing_communication: count,
        last_response: text,
        failure_reason: text,
        last_success: time,
        last_failure: time,
      }),
    ),
    overall_state: text,
    communication_level: text.describe('DIRECT | INDIRECT | ""'),
    rum: z.object({ total: count, purged: count, acknowledged: count, waiting: count, mia: count }),
    reservation: z.object({
      enabled: flag,
      status: text,
      request_pending: flag,
      licenses: z
        .array(
          z.object({
            name: text,
            count: count,
            type: text.describe('perpetual | term | as printed, lower case'),
            ends: time.describe('end of the term; "" when there is none'),
            has_end: flag,
          }),
        )
        .describe('licences reserved for this device'),
    }),
    slac_installed: flag.describe('an authorization code (SLAC/SLR) is installed on at least one unit'),
    udi: z.object({ pid: text, sn: text }),
    ha_udis: z.array(udi),
    eventlog: z
      .array(z.object({ at: time, event: text, text: text }))
      .describe('agent event log, error events only'),
    pool: text.describe('IOS XR assigned pool'),
    xr_registered: text.describe(
      'IOS XR Registration Status: completed | not-registered | in-progress | failed',
    ),
    id_cert_expires: time,
    signing_cert_expires: time,
    sia: text.describe('IOS XR SIA status: in-compliance | out-of-compliance | grace-expired | none'),
    sia_grace_days: count.describe('IOS XR: whole days left of the SIA grace period; known while it runs'),
    write_erase_occurred: flag,
    smart_enable_configured: flag.describe(
      '`license smart enable` (or NX-OS `feature license smart`) is configured',
    ),
  }),
  callhome: z.object({
    enabled: flag.describe('XE `service call-home`, NX-OS `enable`, XR `service active`'),
    contact_email: text,
    smart_messages: flag.describe('smart licensing messages are enabled'),
    profiles: z.array(
      z.object({
        name: text,
        active: flag,
        reports_licensing: flag,
        anonymous: flag,
        methods: z.array(z.string()).describe('http | email'),
        destinations: z.array(destination),
      }),
    ),
    vrf: text,
    source_interface: text,
    proxy: proxy,
    server_identity_check: flag,
    resolve_ipv4_first: flag,
    statistics: z.array(
      z.object({
        kind: text.describe('REGISTRATION, ENTITLEMENT, RENEW, ...'),
        success: count,
        failed: count,
        in_queue: count,
        dropped: count,
        sent: flag,
        last_sent: time,
      }),
    ),
    trace: z
      .array(z.object({ at: text, text: text }))
      .describe('IOS XR call-home trace errors, oldest first'),
  }),
  http_client: z.object({
    source_interface: text,
    source_interface_vrf: text.describe('VRF named on the source-interface line itself (NX-OS)'),
    vrf: text,
    secure_verify_peer: flag,
    tls_version: text,
    proxy: proxy,
  }),
  dns: z.object({
    lookup: flag,
    servers: z.array(z.object({ address: text, vrf: text.describe('"" = global') })),
    hosts: z.array(z.object({ name: text, address: text, vrf: text })),
    source_interface: text,
    resolvers: z
      .array(
        z.object({
          vrf: text.describe('"" = global'),
          domain: text,
          servers: z.array(z.string()),
        }),
      )
      .describe(
        'what the resolver uses in one VRF, as `show hosts` or `show ip name-servers` tells; other VRFs may have their own',
      ),
    lookups: z
      .array(
        z.object({
          name: text,
          vrf: text.describe('"" = global'),
          server: text,
          resolved: flag,
          error: text.describe('as printed; "" when none'),
        }),
      )
      .describe('DNS queries the device was told to try (`show ip dns lookup`)'),
  }),
  interfaces: z.array(
    z.object({
      name: text,
      address: text.describe('"" = none'),
      up: flag,
      vrf: text.describe('"" = global'),
    }),
  ),
  vrfs: z.array(z.object({ name: text })),
  routes: z
    .array(z.object({ vrf: text, prefix: text, next_hop: text, is_default: flag }))
    .describe('static routes in the configuration'),
  pki: z.object({
    trustpoints: z.array(
      z.object({
        name: text,
        revocation_check: z.array(z.string()),
        vrf: text,
        has_certificate: flag,
        keys_generated: flag,
        enrollment_pending: flag.describe('a certificate request is waiting for its answer'),
      }),
    ),
    certificates: z
      .array(
        z.object({
          trustpoint: text.describe('one element a certificate and trustpoint; "" when it belongs to none'),
          kind: text.describe('ca | router | self-signed'),
          subject: text.describe('parts joined by ", ", as printed'),
          issuer: text,
          serial: text,
          valid_from: time,
          valid_until: time,
          status: text.describe('available | pending | as printed, lower case'),
        }),
      )
      .describe('certificates installed in trustpoints'),
    trustpool: z.object({ identrust: flag, quovadis: flag, certificates: count }),
    trustpool_policy: z.object({ revocation_check: z.array(z.string()) }),
  }),
  saved_config: z.object({
    changed_at: time,
    saved_at: time,
    ever_saved: flag,
    unsaved: flag.describe('the running configuration changed after the last save'),
  }),
  routing_tables: z
    .array(
      z.object({
        vrf: text.describe('"" = global'),
        default_route: flag.describe('the table holds a default route, whatever protocol brought it'),
        next_hop: text.describe('of the default route; "" when there is none'),
      }),
    )
    .describe('routing tables that were read, one element a VRF'),
  redundancy: z
    .object({
      configured: flag.describe('a second supervisor, route processor or stack member backs this one up'),
      peer_ready: flag.describe('the standby is there and ready to take over'),
      role: text.describe('role of the unit that answered: active | standby'),
      mode: text.describe('operating mode as printed, lower case: sso, non-redundant, ...'),
      switchovers: count,
    })
    .describe('supervisor or route processor redundancy'),
  connectivity: z
    .array(
      z.object({
        tool: text.describe('ping | telnet'),
        host: text,
        address: text,
        port: count,
        vrf: text,
        outcome: text.describe('ok | failed | unresolved'),
      }),
    )
    .describe('ping and telnet results found in the captures'),
  collection: z
    .object({
      answered: z.array(z.string()).describe('commands whose answer is complete'),
      refused: z.array(z.string()).describe('commands the device does not know or the account may not run'),
    })
    .describe('what was read; always known'),
  mts: z.object({ callhome_messages: count.describe('NX-OS messages queued for the callhome process') }),
})

/** A device's facts as a complete tree. Real devices give a part of it: see {@link Facts}. */
export type CompleteFacts = z.infer<typeof factSchema>

type Part<T> = T extends (infer E)[] ? Part<E>[] : T extends object ? { [K in keyof T]?: Part<T[K]> } : T

/** What is known of a device. A missing key is unknown. */
export type Facts = Part<CompleteFacts>
