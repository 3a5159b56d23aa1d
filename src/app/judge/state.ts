// The licensing state of a device in plain words, with its deadlines.

import { deadlinesOf } from '../../diagnose/deadlines/describe.ts'
import { firstBroken } from '../../diagnose/path/index.ts'
import type { FactStore, RuleContext, Source } from '../../model/facts/store.ts'
import { sourcesOf } from '../../model/facts/store.ts'
import { showTime } from '../../model/facts/time.ts'
import type { DeviceState, PathHop } from '../../model/report.ts'

const REGISTRATION: Readonly<Record<string, string>> = {
  registered: 'registered',
  registering: 'registration in progress',
  unregistered: 'not registered',
}

const AUTHORIZATION: Readonly<Record<string, string>> = {
  authorized: 'licences authorized',
  'out-of-compliance': 'out of compliance',
  expired: 'authorization expired',
  eval: 'in evaluation',
  'eval-expired': 'evaluation expired',
  'none-in-use': 'no licences in use',
  'not-authorized': 'not authorized',
  reserved: 'licences reserved',
}

/** The first broken hop leads the sentence. */
export function describeState(store: FactStore, path: readonly PathHop[]): DeviceState {
  const facts = store.facts
  const first = firstBroken(path)
  const lead = first === undefined ? '' : `Breaks at ${first.hop}: ${first.note.replace(/\.$/, '')}. `
  return { summary: `${lead}${summary(facts)}`, facts: stateFacts(store), deadlines: deadlinesOf(store) }
}

function summary(facts: RuleContext): string {
  const license = facts.license
  switch (license?.generation) {
    case 'classic':
      return sentence([
        registrationText(facts),
        AUTHORIZATION[license.authorization?.status ?? ''] ?? '',
        attemptText('last contact', license.authorization?.last_attempt),
      ])
    case 'policy':
      return sentence([policyTransport(facts), trustText(facts), ackText(facts)])
    case 'reservation':
      return 'Licences are reserved on the device: it never contacts Cisco.'
    case 'traditional':
      return 'Traditional licences are in use: Smart Licensing is not active.'
    default:
      return 'The licensing state is not known.'
  }
}

function sentence(parts: readonly string[]): string {
  const text = parts.filter(part => part !== '').join(', ')
  return text === ''
    ? 'The licensing state is not known.'
    : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

function registrationText(facts: RuleContext): string {
  const registration = facts.license?.registration
  const base = REGISTRATION[registration?.status ?? ''] ?? ''
  const account =
    registration?.status === 'registered' && registration.smart_account
      ? ` to "${registration.smart_account}"`
      : ''
  const failed = /fail/i.test(registration?.detail ?? '') ? ' (registration failed)' : ''
  return `${base}${account}${failed}`
}

function attemptText(what: string, attempt: { outcome?: string; at?: string } | undefined): string {
  if (attempt?.outcome === undefined || attempt.outcome === 'none') return ''
  return attempt.at ? `${what} ${attempt.outcome} on ${showTime(attempt.at)}` : `${what} ${attempt.outcome}`
}

function policyTransport(facts: RuleContext): string {
  const type = facts.license?.transport?.type
  if (type === undefined) return ''
  return type === 'off' ? 'transport off (offline reporting)' : `transport ${type}`
}

function trustText(facts: RuleContext): string {
  const installed = facts.license?.trust_code?.installed
  const direct = facts.license?.transport?.type === 'smart' || facts.license?.transport?.type === 'callhome'
  // A trust code is needed on direct transports only; elsewhere its absence is not worth a word.
  if (installed === undefined || (!installed && !direct)) return ''
  return installed ? 'trust code installed' : 'no trust code'
}

function ackText(facts: RuleContext): string {
  const reporting = facts.license?.reporting
  if (reporting?.acked === undefined) return ''
  return reporting.acked
    ? `last report acknowledged on ${showTime(reporting.last_ack ?? '')}`
    : 'no report acknowledged yet'
}

const LABELS: readonly { label: string; path: string }[] = [
  { label: 'Smart Account', path: 'license.registration.smart_account' },
  { label: 'Virtual Account', path: 'license.registration.virtual_account' },
  { label: 'Transport', path: 'license.transport.type' },
  { label: 'Sends to', path: 'derived.target.url' },
  { label: 'Agent', path: 'license.agent_version' },
  { label: 'Device time', path: 'clock.device_time' },
]

function stateFacts(store: FactStore): DeviceState['facts'] {
  return LABELS.flatMap(({ label, path }) => {
    const value = valueAt(store.facts, path)
    if (typeof value !== 'string' || value === '') return []
    const source: Source | undefined = sourcesOf(store, path)[0]
    return [
      {
        label,
        value: path === 'clock.device_time' ? showTime(value) : value,
        ...(source === undefined ? {} : { source }),
      },
    ]
  })
}

function valueAt(tree: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (node, key) =>
        node !== null && typeof node === 'object' ? (node as Record<string, unknown>)[key] : undefined,
      tree,
    )
}
