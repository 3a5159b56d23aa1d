// Facts that differ between any two readings of a device: they say nothing of a change, so they are left out.

/** `*` stands for one element of a list or one name, `**` at the end for all below. */
export const NOISE: readonly { readonly path: string; readonly reason: string }[] = [
  { path: 'derived.**', reason: 'computed from the other facts' },
  { path: 'collection.**', reason: 'what was asked for, not what the device is' },
  { path: 'log.**', reason: 'the log goes on; what it says of licensing is in the findings' },
  { path: 'license.eventlog.**', reason: 'the log of the agent goes on' },
  { path: 'callhome.trace.**', reason: 'the trace goes on' },
  { path: 'device.uptime_minutes', reason: 'grows by itself' },
  { path: 'clock.device_time', reason: 'the time of the reading' },
  { path: 'clock.skew_seconds', reason: 'measured anew in each reading; findings judge it' },
  { path: 'clock.skew_error_seconds', reason: 'how well it was measured' },
  { path: 'license.registration.next_attempt', reason: 'moves with every try' },
  { path: 'license.registration.last_renewal.at', reason: 'moves with every renewal' },
  { path: 'license.registration.next_renewal', reason: 'moves with every renewal' },
  { path: 'license.registration.expires', reason: 'told as a deadline' },
  { path: 'license.authorization.since', reason: 'moves with every authorization' },
  { path: 'license.authorization.last_attempt.at', reason: 'moves with every try' },
  { path: 'license.authorization.next_attempt', reason: 'moves with every try' },
  { path: 'license.authorization.deadline', reason: 'told as a deadline' },
  { path: 'license.evaluation.remaining_days', reason: 'counts down; told as a deadline' },
  { path: 'license.usage.*.grace_days', reason: 'counts down' },
  { path: 'license.sia_grace_days', reason: 'counts down; told as a deadline' },
  { path: 'license.id_cert_expires', reason: 'told as a deadline' },
  { path: 'license.reporting.last_ack', reason: 'moves with every report' },
  { path: 'license.reporting.next_ack_deadline', reason: 'told as a deadline' },
  { path: 'license.reporting.next_ack_check', reason: 'moves by itself' },
  { path: 'license.reporting.next_push', reason: 'moves with every report; told as a deadline' },
  { path: 'license.reporting.last_push', reason: 'moves with every report' },
  { path: 'license.reporting.last_file_write', reason: 'moves with every file' },
  { path: 'license.communication.*.total', reason: 'only grows' },
  { path: 'license.communication.*.success', reason: 'only grows' },
  { path: 'license.communication.*.fail', reason: 'only grows' },
  { path: 'license.communication.*.ongoing_overall', reason: 'grows while it fails; findings judge it' },
  {
    path: 'license.communication.*.ongoing_communication',
    reason: 'grows while it fails; findings judge it',
  },
  { path: 'license.communication.*.last_success', reason: 'moves with every try' },
  { path: 'license.communication.*.last_failure', reason: 'moves with every failure' },
  { path: 'license.rum.**', reason: 'reports come and go by themselves' },
  { path: 'callhome.statistics.**', reason: 'counters since the start' },
  { path: 'saved_config.changed_at', reason: 'moves with every change; `unsaved` tells what matters' },
  { path: 'saved_config.saved_at', reason: 'moves with every save' },
  { path: 'mts.callhome_messages', reason: 'a queue of the moment; a finding judges it' },
  { path: 'probe.started_at', reason: 'the time of the probe' },
  { path: 'probe.time.device_off_seconds', reason: 'measured anew in each probe; `verdict` judges it' },
  { path: 'probe.time.computer_off_seconds', reason: 'measured anew in each probe; `verdict` judges it' },
  { path: 'probe.**.ms', reason: 'measured anew in each probe' },
  { path: 'probe.picked.delay_ms', reason: 'measured anew in each probe' },
]

const WORDS = NOISE.map(({ path }) => path.split('.'))

/** @param path as in the schema, elements of lists as `*` */
export function isNoise(path: readonly string[]): boolean {
  return WORDS.some(words => fits(words, path))
}

function fits(words: readonly string[], path: readonly string[]): boolean {
  const deep = words.indexOf('**')
  if (deep < 0) return words.length === path.length && words.every((word, at) => same(word, path[at]))
  const head = words.slice(0, deep)
  const tail = words.slice(deep + 1)
  return (
    path.length > head.length + tail.length - 1 &&
    head.every((word, at) => same(word, path[at])) &&
    tail.every((word, at) => {
      const own = path.at(at - tail.length) ?? ''
      return same(word, own) || own.endsWith(`_${word}`)
    })
  )
}

function same(word: string, key: string | undefined): boolean {
  return word === '*' || word === key
}

/** Fields that name an element of a list; a list of an element's own order is compared by them, never by position. */
export const LIST_NAMES: Readonly<Record<string, readonly string[]>> = {
  'device.models': ['pid', 'sn'],
  'ntp.servers': ['address', 'vrf'],
  'ntp.associations': ['address', 'vrf'],
  'license.usage': ['name', 'tag'],
  'license.trust_code.members': ['pid', 'sn'],
  'license.communication': ['activity'],
  'license.reservation.licenses': ['name'],
  'license.ha_udis': ['pid', 'sn'],
  'callhome.profiles': ['name'],
  'callhome.profiles.*.destinations': ['url'],
  'dns.servers': ['address', 'vrf'],
  'dns.hosts': ['name', 'vrf', 'address'],
  'dns.resolvers': ['vrf'],
  'dns.lookups': ['name', 'vrf', 'server'],
  interfaces: ['name'],
  access_lists: ['name'],
  vrfs: ['name'],
  routes: ['vrf', 'prefix', 'next_hop'],
  'pki.trustpoints': ['name'],
  'pki.certificates': ['trustpoint', 'serial'],
  'pki.keys': ['name'],
  routing_tables: ['vrf'],
  connectivity: ['tool', 'host', 'port', 'vrf', 'source'],
  'probe.dns': ['server', 'vrf', 'name'],
  'probe.resolution.static_hosts': ['address'],
  'probe.tcp': ['peer', 'host', 'address', 'port'],
  'probe.crl': ['protocol', 'url', 'certificate'],
  'probe.clocks': ['source', 'server', 'vrf'],
  'probe.refused': ['use', 'what'],
}

/** Where the table says nothing: whatever of these an element has. */
export const COMMON_NAMES = ['name', 'server', 'vrf', 'peer', 'host', 'address', 'port', 'url', 'subject']

/** Plain lists whose order says nothing: name servers turn theirs from answer to answer. */
const SETS: ReadonlySet<string> = new Set([
  'callhome.profiles.*.methods',
  'probe.dns.*.addresses',
  'probe.tcp.*.origin',
  'probe.tls.names',
])

export function isSet(path: readonly string[]): boolean {
  return SETS.has(path.join('.'))
}
