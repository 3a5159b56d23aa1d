// Smart Licensing Using Policy: trust code, usage reports and the communication counters.
import type { Machine } from '../machine.ts'
import { communicationFailed, communicationRestored, logLine, udi } from './journal.ts'
import { refusal } from './server.ts'
import type { Sending } from './settings/types.ts'
import { settingsOf } from './settings.ts'
import { type Arrival, type Stop, send } from './walk.ts'
import { stamp } from './when.ts'
import { callHomeWording, policyReason } from './wording.ts'

/** Names of an activity's variable and of its block. */
const ACTIVITIES = {
  comm_trust_est: 'Trust Establishment',
  comm_trust_ack: 'Trust Acknowledgement',
  comm_usage_rep: 'Usage Reporting',
  comm_result_poll: 'Result Polling',
  comm_trust_sync: 'Trust Sync',
  comm_hello: 'Hello Message',
} as const
type Activity = keyof typeof ACTIVITIES

const PEERS: Readonly<Record<Sending['transport'], string>> = {
  callhome: 'the Cisco Smart Software Manager (CSSM)',
  smart: 'the Cisco Smart Software Manager (CSSM)',
  cslu: 'the Cisco Smart License Utility (CSLU)',
  off: '',
}

function attempt(machine: Machine): { arrival: Arrival; sending: Sending } {
  const { view, world } = machine
  const settings = settingsOf(view)
  return { arrival: send({ view, settings, world }), sending: settings.sending }
}

/** `license smart trust idtoken T all|local [force]`. */
export function establishTrust(machine: Machine, token: string, force: boolean): void {
  const { arrival, sending } = attempt(machine)
  if ('stop' in arrival) {
    if (arrival.stop.at === 'mode') return
    failed(machine, ['comm_trust_est'], arrival.stop, sending)
    trustFailed(machine, reasonOf(machine, arrival.stop, sending))
    return
  }
  const reason = refusal(machine, 'trust', token, force)
  if (reason !== undefined) {
    count(machine, 'comm_trust_est', { response: 'INVALID STATUS CODE', reason, reached: true })
    trustFailed(machine, reason)
    return
  }
  machine.instance = 'known'
  machine.tokenUses.set(token, (machine.tokenUses.get(token) ?? 0) + 1)
  for (const activity of ['comm_trust_est', 'comm_trust_ack', 'comm_trust_sync'] as const) {
    count(machine, activity, 'OK')
  }
  const at = stamp(machine)
  machine.setVars({
    trust: `Trust Code Installed: ${at}`,
    overall_trust: 'INSTALLED (2)',
    unit_trust: `P:${machine.view.value('pid')},S:${machine.view.value('sn')}: Installed on ${at}`,
    level: 'DIRECT',
    overall_state: '<empty>',
    account: `Account Information:\n  Smart Account: ACME Industries As of ${at}\n  Virtual Account: Campus`,
  })
  logLine(
    machine,
    'SMART_LIC-6-TRUST_CODE_INSTALL_SUCCESS',
    `A new licensing trust code was successfully installed on ${udi(machine)}.`,
  )
  communicationRestored(machine, PEERS[sending.transport].replace(/^the /, ''))
}

function trustFailed(machine: Machine, reason: string): void {
  logLine(
    machine,
    'SMART_LIC-3-TRUST_CODE_INSTALL_FAILED',
    `The install of a new licensing trust code has failed on ${udi(machine)}: ${reason}.`,
  )
}

/** `license smart sync all|local`: sends a usage report and takes its acknowledgement. */
export function report(machine: Machine): void {
  const { arrival, sending } = attempt(machine)
  if (sending.transport === 'off') return
  const direct = sending.transport !== 'cslu'
  if (direct && /Trust Code Installed: <none>/.test(machine.view.value('trust'))) {
    machine.setVars({ overall_state: 'Insufficient trust for direct communication', level: 'INDIRECT' })
    return
  }
  if ('stop' in arrival) {
    const tried: Activity[] = direct ? ['comm_usage_rep'] : ['comm_usage_rep', 'comm_hello']
    failed(machine, tried, arrival.stop, sending)
    return
  }
  const reason = refusal(machine, 'report')
  if (reason !== undefined) {
    count(machine, 'comm_usage_rep', { response: 'INVALID STATUS CODE', reason, reached: true })
    communicationFailed(machine, reason, PEERS[sending.transport])
    return
  }
  count(machine, 'comm_usage_rep', 'OK_POLL')
  count(machine, 'comm_result_poll', 'OK')
  if (!direct) count(machine, 'comm_hello', 'OK')
  acknowledged(machine)
  communicationRestored(machine, PEERS[sending.transport].replace(/^the /, ''))
}

function acknowledged(machine: Machine): void {
  const lines: Readonly<Record<string, string>> = {
    'Last ACK received': stamp(machine),
    'Next ACK deadline': stamp(machine, '+90d'),
    'Next report push': stamp(machine, '+30d'),
    'Last report push': stamp(machine),
  }
  const block = machine.view
    .value('reporting')
    .split('\n')
    .map(line => {
      const label = line.trim().split(':')[0] ?? ''
      return lines[label] === undefined ? line : `  ${label}: ${lines[label]}`
    })
  machine.setVars({ reporting: block.join('\n'), mia: '0' })
}

function failed(machine: Machine, tried: readonly Activity[], stop: Stop, sending: Sending): void {
  const reached = stop.at === 'clock'
  for (const activity of tried) {
    count(machine, activity, {
      response: reached ? 'INVALID STATUS CODE' : 'NO REPLY',
      reason: reached ? reasonOf(machine, stop, sending) : '<none>',
      reached,
    })
  }
  if (sending.transport === 'callhome') {
    const { before } = callHomeWording(stop, machine.view.device.persona, machine.clock.getTime())
    for (const [mnemonic, text] of before) logLine(machine, mnemonic, text)
  } else if (stop.at === 'tls' && stop.why === 'issuer' && machine.view.device.persona === 'ios-xe') {
    logLine(machine, 'PKI-3-CERTIFICATE_INVALID', 'Certificate chain validation has failed.')
  } else if (stop.at === 'crl') {
    logLine(machine, 'PKI-3-CRL_FETCH_FAIL', `CRL fetch for trustpoint ${stop.trustpoint} failed`)
  }
  communicationFailed(machine, reasonOf(machine, stop, sending), PEERS[sending.transport])
}

function reasonOf(machine: Machine, stop: Stop, sending: Sending): string {
  return sending.transport === 'callhome'
    ? callHomeWording(stop, machine.view.device.persona, machine.clock.getTime()).logReason
    : policyReason(stop)
}

type Failure = { readonly response: string; readonly reason: string; readonly reached: boolean }

/** One more try of an activity: a response code, or how it failed. A success ends the ongoing failure. */
function count(machine: Machine, activity: Activity, outcome: string | Failure): void {
  const old = machine.view.value(activity)
  const figure = (name: string): number => Number(new RegExp(`${name}=(\\d{1,9})`).exec(old)?.[1] ?? '0')
  const last = (label: string): string =>
    new RegExp(`Last ${label} Time: (.{1,40})`).exec(old)?.[1] ?? '<none>'
  const ok = typeof outcome === 'string'
  const overall = ok ? 0 : figure('Overall') + 1
  const communication = ok || outcome.reached ? 0 : figure('Communication') + 1
  machine.setVars({
    [activity]: [
      `${ACTIVITIES[activity]}:`,
      `  Attempts: Total=${figure('Total') + 1}, Success=${figure('Success') + (ok ? 1 : 0)}, Fail=${figure('Fail') + (ok ? 0 : 1)}  Ongoing Failure: Overall=${overall} Communication=${communication}`,
      `  Last Response: ${ok ? outcome : outcome.response} on ${stamp(machine)}`,
      `    Failure Reason: ${ok ? '<none>' : outcome.reason}`,
      `  Last Success Time: ${ok ? stamp(machine) : last('Success')}`,
      `  Last Failure Time: ${ok ? last('Failure') : stamp(machine)}`,
    ].join('\n'),
  })
}
