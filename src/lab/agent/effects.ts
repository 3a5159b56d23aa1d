// What follows at once from a changed configuration: time, transport, Smart Licensing on or off.
import type { Machine } from '../machine.ts'
import type { LabDevice } from '../types.ts'
import { logLine } from './journal.ts'
import { reaches } from './route.ts'
import { licenseTransport } from './settings/shared.ts'
import type { Settings } from './settings/types.ts'
import { settingsOf } from './settings.ts'
import { lookUpName } from './walk.ts'
import { adminUnregistered, isAdminPlane } from './xr-plane.ts'

/** Call after every change of the running or the admin configuration. */
export function afterConfig(machine: Machine): void {
  const settings = settingsOf(machine.view)
  keepTime(machine, settings)
  forgetAuthorities(machine)
  if (settings.generation === 'policy') machine.setVars(transportVars(machine))
  if (settings.generation === 'classic' && machine.view.device.persona === 'nx-os') {
    switchNxOs(machine, settings.enabled)
  }
  if (isAdminPlane(machine)) switchAdminPlane(machine, settings.enabled)
}

/** The certificate of an authority goes with its trustpoint. */
function forgetAuthorities(machine: Machine): void {
  const { device, blocks } = machine.view
  const gone = Object.keys(device.vars).filter(key => {
    const name = /^authority_(.+)$/.exec(key)?.[1]
    return (
      name !== undefined &&
      !blocks.some(
        block => /^crypto (?:pki|ca) trustpoint /.test(block.line) && block.line.endsWith(` ${name}`),
      )
    )
  })
  machine.setVars(Object.fromEntries(gone.map(key => [key, ''])))
}

/** A time server that answers sets the clock; without one the device goes on by itself. */
function keepTime(machine: Machine, settings: Settings): void {
  const { view, world } = machine
  const heard = settings.ntp.some(({ address, vrf }) => {
    const found = lookUpName(address, { view, settings, world }) ?? ''
    return world.ntp.includes(found) && reaches(found, vrf, settings, world)
  })
  if (heard) {
    if (Math.abs(machine.clockError) > 60) clockChanged(machine)
    machine.clockError = 0
    machine.setVars({ ntp: '', clock_mark: '', time_source: '', clock_by_hand: '' })
    return
  }
  const vouched = view.blocks.some(block => block.line === 'clock calendar-valid')
  const byHand = view.value('clock_by_hand') !== ''
  machine.setVars({
    ntp: 'unsynchronised',
    // `.` = the time was good once and nobody confirms it now; `*` = set by hand, not authoritative.
    clock_mark: vouched ? 'none' : byHand ? '*' : '.',
    time_source: vouched ? 'hardware calendar' : byHand ? 'user configuration' : '',
  })
}

function clockChanged(machine: Machine): void {
  logLine(
    machine,
    'SMART_LIC-5-SYSTEM_CLOCK_CHANGED',
    'Smart Agent for Licensing System clock has been changed',
  )
}

/** `clock set`: the time is whatever was typed, and nobody vouches for it. */
export function clockSet(machine: Machine, at: Date): void {
  if (Math.abs(at.getTime() - machine.clock.getTime()) > 60_000) clockChanged(machine)
  machine.setClock(at)
  machine.setVars({ clock_by_hand: 'yes' })
  afterConfig(machine)
}

function transportVars(machine: Machine): Record<string, string> {
  const { view } = machine
  const { kind, urls, vrf, proxy, identityCheck } = licenseTransport(view)
  const url = urls[0] ?? ''
  const words = { callhome: 'Callhome', smart: 'Smart', cslu: 'cslu', off: 'Transport Off' }[kind]
  const target =
    kind === 'smart' ? [`URL: ${url}`] : kind === 'cslu' ? [`Cslu address: ${url || '<empty>'}`] : []
  const rest =
    kind === 'smart' || kind === 'cslu'
      ? [
          'Proxy:',
          `  Address: ${proxy?.host ?? '<empty>'}`,
          `  Port: ${proxy?.port ?? '<empty>'}`,
          '  Username: <empty>',
          '  Password: <empty>',
          `Server Identity Check: ${identityCheck ? 'True' : 'False'}`,
          `VRF: ${vrf || '<empty>'}`,
        ]
      : []
  return {
    transport_kind: words,
    transport: ['Transport:', ...[`Type: ${words}`, ...target, ...rest].map(line => `  ${line}`)].join('\n'),
    ...(kind === 'off' ? { overall_state: 'Device configured for Offline transport' } : {}),
    ...(kind !== 'off' && /Offline/.test(view.value('overall_state')) ? { overall_state: '<empty>' } : {}),
  }
}

const NX_OFF: LabDevice['answers'] = {
  'show license usage': `Feature                      Ins  Lic   Status Expiry Date Comments
                                 Count
--------------------------------------------------------------------------------
LAN_ENTERPRISE_SERVICES_PKG   No    -   In use             Grace 120D 0H
--------------------------------------------------------------------------------
`,
  'show license status': 'Smart Licensing is DISABLED\n',
  'show license all': '\nSmart Licensing Status\n======================\n\nSmart Licensing is DISABLED\n',
}
const NX_ON: LabDevice['answers'] = {
  'show license usage': '{{authorization|summary}}\n\n{{usage}}\n',
  'show license status': '{{license_status}}\n',
  'show license all': '\n{{license_all}}\n',
}
const NX_USAGE = `LAN license for Nexus 9300-XF (LAN_ENTERPRISE_SERVICES_PKG):
  Description: LAN license for Nexus 9300-XF
  Count: 1
  Version: 1.0
  Status: {{usage_status}}`

/** Switched off, the switch forgets its registration; switched on, it starts unregistered. */
function switchNxOs(machine: Machine, on: boolean): void {
  const { device } = machine.view
  const off = device.vars['smart_line'] === 'Smart Licensing is DISABLED'
  if (on !== off) return
  machine.setAnswers({ ...device.answers, ...(on ? NX_ON : NX_OFF) }, device.unsupported)
  const conversion = 'Smart License Conversion:\n  Automatic Conversion Enabled: False\n  Status: Not started'
  machine.setVars({
    smart_line: `Smart Licensing is ${on ? 'ENABLED' : 'DISABLED'}`,
    ...(on ? NX_UNREGISTERED : { registration: '', authorization: '' }),
    conversion: on ? conversion : '',
    usage: on ? NX_USAGE : '',
  })
}

const NX_UNREGISTERED = {
  usage_status: 'EVAL MODE',
  registration: 'Registration:\n  Status: UNREGISTERED\n  Export-Controlled Functionality: Not Allowed',
  authorization:
    'License Authorization:\n  Status: EVAL MODE\n  Evaluation Period Remaining: 90 days, 0 hours, 0 minutes, 0 seconds',
}

const XR_SMART = ['register-status', 'status', 'entitlement', 'cert', 'version'].map(
  word => `admin show license ${word}`,
)

/** Without `license smart enable` the admin plane knows the traditional commands only. */
function switchAdminPlane(machine: Machine, on: boolean): void {
  const { device } = machine.view
  const off = device.unsupported.includes('admin show license register-status')
  if (on !== off) return
  const rest = device.unsupported.filter(command => !XR_SMART.includes(command))
  if (on) {
    machine.setAnswers(
      { ...device.answers, 'admin show license pool': 'Assigned Pool Info: {{pool}}\n' },
      rest,
    )
    machine.setVars(adminUnregistered())
    return
  }
  machine.setAnswers(
    { ...device.answers, 'admin show license pool': 'Pool: Owner\n  Feature: A9K-24X10-OPT-LIC\n' },
    [...rest, ...XR_SMART],
  )
}
