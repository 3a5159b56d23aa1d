// Schema of `derived.*`: facts computed from other facts by small tested functions (src/diagnose/derive).
// A derived fact is missing when the facts it needs are missing; it is never guessed.
import { z } from 'zod'
import { factSchema } from './schema.ts'

const text = z.string()
const flag = z.boolean()
const count = z.int()
/** A number of things; the unit goes into the reference. */
const counted = (unit: string) => z.int().meta({ 'x-unit': unit })
const time = z.string().meta({ 'x-type': 'time' })

const dated = z.object({
  set: flag.describe('there is such a date, and it counts on this device'),
  days_left: count.describe("whole days left by the device's clock, negative once passed"),
  passed: flag.describe("the date is past by the device's clock"),
})

/** The level depends on --warn-days and --critical-days: fewer days left than these. */
const deadline = dated.extend({
  level: text.describe(
    'ok | warning | critical, by the days left and by whether the device renews it itself',
  ),
})

const renewedDeadline = deadline.extend({
  renewing: flag.describe("the device's tries succeed, and the next one comes before the date"),
})

const destination = factSchema.shape.callhome.shape.profiles.element.shape.destinations.element

export const derivedSchema = z.object({
  failing_now: flag.describe('the newest sign of communication with the licensing server is a failure'),
  failure_reasons: z
    .array(z.string())
    .describe('texts the licence state gives for the failures that last now'),
  log_failures: z
    .array(z.string())
    .describe('"MNEMONIC: text" of failure messages in the log newer than the last success'),
  server_answered: flag.describe('a licensing server answered the last try (also when it refused)'),
  first_broken_hop: text.describe(
    'hop of the path that the failure texts of the device speak of, e.g. dns, tcp, tls; "" when they name none or nothing fails',
  ),
  newest_comm_event: text.describe('failed | restored | none: newest COMM_FAILED/COMM_RESTORED in the log'),
  clock_changes: counted('changes').describe(
    'clock changes in the log that are not the one at the start of the device',
  ),
  platform_errors: z
    .array(z.string())
    .describe('texts of PLATFORM_ERROR messages the licensing agent has not recovered from'),
  trust_failures: z
    .array(z.string())
    .describe('texts of TRUST_CODE_INSTALL_FAILED messages newer than the last trust code'),
  wants_contact: flag.describe(
    'the device is meant to talk to a licensing server now (not offline, reserved or untouched evaluation)',
  ),
  uses_callhome: flag.describe('licensing messages go through call-home'),
  active_destinations: z
    .array(destination)
    .describe('HTTP destinations of active profiles that report licensing'),
  target: z
    .object({
      url: text.describe('the URL; "" when nothing is sent'),
      scheme: text.describe('http | https | ""'),
      host: text.describe('host of the URL'),
      port: count.describe('explicit port, or the scheme default'),
      path: text.describe('path of the URL'),
      ip_literal: flag.describe('the host is an IP address'),
      cloud: flag.describe('a host of cisco.com'),
      kind: text.describe('cloud | on-prem | gateway | cslu | other'),
    })
    .describe('where licensing messages are sent'),
  proxy: z
    .object({
      in_use: flag.describe('messages go through a proxy'),
      host: text.describe('name or address; "" when none'),
      port: count.describe('0 when none'),
    })
    .describe('proxy that licensing messages go through'),
  needs_dns: flag.describe('a name must be resolved to reach the target (or the proxy)'),
  lookup_name: text.describe('the name that must be resolved; "" when none'),
  static_host: flag.describe('a static host entry answers for lookup_name'),
  resolver_vrf: text.describe('VRF in which the name is looked up; "" = global'),
  resolver_servers: z.array(z.string()).describe('name servers configured in that VRF'),
  other_servers: z.array(z.string()).describe('name servers configured in other VRFs only'),
  egress_vrf: text.describe('VRF licensing messages leave through; "" = global'),
  source: z.object({
    name: text.describe('source interface of licensing messages; "" = none configured'),
    exists: flag.describe('the interface is on the device'),
    up: flag.describe('status and protocol of the interface are up'),
    has_address: flag.describe('the interface has an address'),
    vrf: text.describe('VRF of the interface; "" = global'),
  }),
  default_route: flag.describe(
    'the egress VRF has a default route: a static one, or one its routing table shows where that was read',
  ),
  vrfs_with_default_route: z.array(z.string()).describe('VRFs with a static default route; "" = global'),
  deadlines: z.object({
    authorization: renewedDeadline.describe('end of the authorization (90 days without contact)'),
    registration: renewedDeadline.describe('end of the registration (ID certificate)'),
    evaluation: deadline.describe('end of the evaluation period, in days of use'),
    ack: renewedDeadline.describe('when the next acknowledgement of a usage report is due'),
    push: deadline.describe('next usage report'),
    trust_code: deadline.describe('end of the trust code that ends first'),
    sia_grace: deadline.describe('IOS XR: end of the SIA grace period'),
    renewal: dated.describe('next renewal of the ID certificate'),
  }),
  clock_offset: z.object({
    reported: flag.describe('a server refused the device date'),
    seconds: count.describe('measured skew: device minus collector'),
    error_seconds: count.describe('the skew is right to within this'),
    certain_seconds: count.describe('size of the skew beyond its error: the device is off by at least this'),
    device_date: time.describe('the refused date decoded; "" when the text holds none'),
  }),
  smart_profiles: z.array(z.string()).describe('names of active profiles that report licensing'),
  silent_profiles: z.array(z.string()).describe('names of active profiles that do not report licensing'),
  ooc_tags: z.array(z.string()).describe('names of the licences that are out of compliance'),
  crl_failed_trustpoints: z.array(z.string()).describe('trustpoints named in CRL fetch failures'),
  network_licenses: counted('licences').describe('network licences in use, all lines together'),
  dna_licenses: counted('licences').describe('DNA licences in use, all lines together'),
  unit_count: counted('units').describe('units in the HA/stack UDI list, at least 1'),
  trusted_units: counted('units').describe('units of the trust list with a trust code'),
  registered_minutes: count.describe('minutes since the registration succeeded, by the device clock'),
  probe: z
    .object({
      answered: flag.describe('something answered this computer: it has a way out'),
      stopped_at: text.describe(
        'dns | proxy | tcp | tls | url: hop at which this computer is stopped on the path of the device; "" when the endpoint answered it',
      ),
      what: text.describe('what was seen there, e.g. 198.51.100.7 port 443: timed-out'),
    })
    .describe('how far this computer came; known only where a probe was asked for'),
  ack_age_days: count.describe('days since the last ACK, by the device clock'),
})

export type CompleteDerived = z.infer<typeof derivedSchema>

/** The tree rules see: facts plus `derived`. */
export const ruleContextSchema = factSchema.extend({ derived: derivedSchema })
