// Classic Smart Licensing: registration and authorization as the agent's tries leave them.
import type { Machine } from '../machine.ts'
import { entitle } from './entitlement.ts'
import * as journal from './journal.ts'
import { refusal } from './server.ts'
import { settingsOf } from './settings.ts'
import { type Arrival, send } from './walk.ts'
import { stamp } from './when.ts'
import { callHomeWording, type Wording } from './wording.ts'
import { adminRegistered, adminUnregistered, countMessage, isAdminPlane } from './xr-plane.ts'

/** Does the device hold an ID certificate? */
export function isRegistered(machine: Machine): boolean {
  const { view } = machine
  return isAdminPlane(machine)
    ? /^Registration Status: Completed/m.test(view.value('register_status'))
    : /^\s*Status: REGISTERED/m.test(view.value('registration'))
}

function attempt(machine: Machine): Arrival {
  const { view, world } = machine
  return send({ view, settings: settingsOf(view), world })
}

/** `license smart renew auth`: asks whether the licences in use are covered. */
export function renewAuthorization(machine: Machine): void {
  const failed = stopped(machine, attempt(machine), 'ENTITLEMENT')
  const reason = failed?.reason ?? refusal(machine, 'renewal')
  if (reason === undefined) {
    authorized(machine)
    return
  }
  const outcome = failed?.pending === true ? 'PENDING' : 'FAILED'
  if (failed?.pending === true && machine.view.device.vars['mts_callhome'] !== undefined) {
    machine.setVars({ mts_callhome: '64         1          0          0' })
  }
  if (outcome === 'FAILED') {
    journal.renewFailed(machine, failed === undefined ? reason : 'Communication message send error')
    journal.communicationFailed(machine, failed?.logReason ?? reason)
  }
  machine.setVars({
    authorization: withAttempt(machine, outcome, reason),
    events: `${machine.view.value('events')}\n${stamp(machine, '', 'eventlog')} SAEVT_COMM_FAIL error="${reason}"`,
  })
}

function authorized(machine: Machine): void {
  const { enough, vars } = entitle(machine)
  const state = enough ? 'AUTHORIZED' : 'OUT OF COMPLIANCE'
  countMessage(machine, 'ENTITLEMENT', 'success')
  journal.communicationRestored(machine)
  journal.renewed(machine)
  if (!enough) {
    journal.logLine(
      machine,
      'SMART_LIC-3-OUT_OF_COMPLIANCE',
      'One or more entitlements are out of compliance',
    )
  }
  machine.setVars({
    ...vars,
    evaluation: '',
    version_status: `REGISTERED/${state}`,
    agent_state: enough ? 'authorized' : 'OOC',
    compliance: `Compliance Status: ${enough ? 'In compliance' : 'Out of compliance'}`,
    in_use: `Enforce Mode: ${enough ? 'In compliance' : 'Out of compliance'}`,
    mts_callhome: '0          1          0          0',
    authorization: [
      'License Authorization:',
      `  Status: ${state} on ${stamp(machine)}`,
      `  Last Communication Attempt: SUCCEEDED on ${stamp(machine)}`,
      `  Next Communication Attempt: ${stamp(machine, enough ? '+30d' : '+12h')}`,
      `  Communication Deadline: ${stamp(machine, '+90d')}`,
    ].join('\n'),
    events: `${machine.view.value('events')}\n${stamp(machine, '', 'eventlog')} SAEVT_AUTHORIZATION_RENEW msgStatus="LS_SUCCESS"`,
  })
}

/** The authorization block with another last attempt; state and deadline stay what they were. */
function withAttempt(machine: Machine, outcome: string, reason: string): string {
  const old = machine.view.value('authorization').split('\n')
  const status = old.find(line => /^\s*Status:/.test(line)) ?? '  Status: AUTHORIZED'
  const deadline = old.find(line => /^\s*Communication Deadline:/.test(line))
  return [
    'License Authorization:',
    status,
    `  Last Communication Attempt: ${outcome} on ${stamp(machine)}`,
    `    Failure reason: ${reason}`,
    `  Next Communication Attempt: ${stamp(machine, outcome === 'PENDING' ? '+1h' : '+23h')}`,
    ...(deadline === undefined ? [] : [deadline]),
  ].join('\n')
}

/** `license smart register idtoken`; the authorization follows at once when it works. */
export function register(machine: Machine, token: string, force: boolean): void {
  const failed = stopped(machine, attempt(machine), 'REGISTRATION')
  const reason = failed?.reason ?? refusal(machine, 'registration', token, force)
  if (reason !== undefined) {
    registrationFailed(machine, reason, failed)
    return
  }
  machine.instance = 'known'
  machine.tokenUses.set(token, (machine.tokenUses.get(token) ?? 0) + 1)
  countMessage(machine, 'REGISTRATION', 'success')
  countMessage(machine, 'ACKNOWLEDGEMENT', 'success')
  journal.registered(machine)
  const allowed = machine.view.device.persona === 'nx-os' ? 'Allowed' : 'ALLOWED'
  machine.setVars({
    ...adminRegistered(machine),
    registration: [
      'Registration:',
      '  Status: REGISTERED',
      `  Smart Account: ${machine.view.value('smart_account') || 'ACME Industries'}`,
      `  Virtual Account: ${machine.view.value('virtual_account') || 'Core'}`,
      `  Export-Controlled Functionality: ${allowed}`,
      `  Initial Registration: SUCCEEDED on ${stamp(machine)}`,
      '  Last Renewal Attempt: None',
      `  Next Renewal Attempt: ${stamp(machine, '+180d')}`,
      `  Registration Expires: ${stamp(machine, '+365d')}`,
    ].join('\n'),
    events: `${machine.view.value('events')}\n${stamp(machine, '', 'eventlog')} SAEVT_REGISTER_SUCCESS`,
  })
  authorized(machine)
}

function registrationFailed(machine: Machine, reason: string, failed: Wording | undefined): void {
  const denied = machine.view.device.persona === 'nx-os' ? 'Not Allowed' : 'NOT ALLOWED'
  journal.registrationFailed(machine, failed?.logReason ?? reason)
  if (failed !== undefined) journal.communicationFailed(machine, failed.logReason)
  if (isRegistered(machine)) return
  machine.setVars({
    registration: [
      'Registration:',
      '  Status: UNREGISTERED - REGISTRATION FAILED',
      `  Export-Controlled Functionality: ${denied}`,
      `  Initial Registration: FAILED on ${stamp(machine)}`,
      `    Failure reason: ${reason}`,
      `  Next Registration Attempt: ${stamp(machine, '+15m')}`,
    ].join('\n'),
    events: `${machine.view.value('events')}\n${stamp(machine, '', 'eventlog')} SAEVT_REGISTER_FAIL error="${reason}"`,
  })
}

/** `license smart deregister`: the licences go back, whether the server can be told or not. */
export function deregister(machine: Machine): void {
  if ('server' in attempt(machine)) countMessage(machine, 'DEREGISTRATION', 'success')
  journal.deregistered(machine)
  const denied = machine.view.device.persona === 'nx-os' ? 'Not Allowed' : 'NOT ALLOWED'
  machine.setVars({
    ...adminUnregistered(),
    usage_status: 'EVAL MODE',
    version_status: 'UNREGISTERED/EVAL MODE',
    agent_state: 'eval',
    registration: `Registration:\n  Status: UNREGISTERED\n  Export-Controlled Functionality: ${denied}`,
    authorization:
      'License Authorization:\n  Status: EVAL MODE\n  Evaluation Period Remaining: 89 days, 0 hours, 0 minutes, 0 seconds',
  })
}

/** `license smart renew ID`: a new ID certificate. */
export function renewCertificate(machine: Machine): void {
  const failed = stopped(machine, attempt(machine), 'RENEW')
  const reason = failed?.reason ?? refusal(machine, 'renewal')
  const lines = machine.view.value('registration').split('\n')
  const kept = lines.filter(
    line => !/^\s*(?:Last Renewal Attempt|Failure reason|Next Renewal Attempt):/.test(line),
  )
  const expires = kept.findIndex(line => /^\s*Registration Expires:/.test(line))
  const at = expires < 0 ? kept.length : expires
  if (reason === undefined) {
    countMessage(machine, 'RENEW', 'success')
    journal.logLine(machine, 'SMART_LIC-6-ID_CERT_RENEW_SUCCESS', 'Identity certificate renewal successful')
    kept.splice(
      at,
      kept.length,
      ...renewal(machine, 'SUCCEEDED', '+180d'),
      `  Registration Expires: ${stamp(machine, '+365d')}`,
    )
  } else {
    journal.logLine(
      machine,
      'SMART_LIC-3-ID_CERT_RENEW_FAILED',
      `Identity certificate renewal failed: ${reason}`,
    )
    const [last = '', next = ''] = renewal(machine, 'FAILED', '+1h')
    kept.splice(at, 0, last, `    Failure reason: ${reason}`, next)
  }
  machine.setVars({ registration: kept.join('\n') })
}

function renewal(machine: Machine, outcome: string, span: string): string[] {
  return [
    `  Last Renewal Attempt: ${outcome} on ${stamp(machine)}`,
    `  Next Renewal Attempt: ${stamp(machine, span)}`,
  ]
}

/** Writes what the way did to the message; undefined when it arrived. */
function stopped(machine: Machine, arrival: Arrival, kind: string): Wording | undefined {
  if ('server' in arrival) return undefined
  const wording = callHomeWording(arrival.stop, machine.view.device.persona, machine.clock.getTime())
  for (const [mnemonic, text] of wording.before) journal.logLine(machine, mnemonic, text)
  if (arrival.stop.at === 'clock' && machine.clockError < 0 && machine.view.device.persona === 'ios-xe') {
    journal.logLine(
      machine,
      'PKI-3-CERTIFICATE_INVALID_NOT_YET_VALID',
      `Certificate chain validation has failed. The certificate (SN: 3F2A91) is not yet valid. Validity period starts on ${stamp(machine, '+30d', 'zulu')}`,
    )
  }
  countMessage(machine, kind, wording.trace === '' ? 'dropped' : 'failed', wording.trace)
  return wording
}
