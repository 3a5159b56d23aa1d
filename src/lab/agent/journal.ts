// The licensing agent's log lines, in each platform's form.
import type { Machine } from '../machine.ts'
import { formatTime } from '../template.ts'

/** Words for the server's side, by platform. */
function cloud(machine: Machine): string {
  return machine.view.device.persona === 'ios-xe'
    ? 'the Cisco Smart Software Manager (CSSM)'
    : 'Cisco licensing cloud'
}

export function udi(machine: Machine): string {
  return `PID:${machine.view.value('pid')},SN:${machine.view.value('sn')}`
}

/** One line with the device's time. `mnemonic` is IOS XE's, e.g. `SMART_LIC-3-COMM_FAILED`. */
export function logLine(machine: Machine, mnemonic: string, text: string): void {
  const at = machine.clock
  const { view } = machine
  switch (view.device.persona) {
    case 'ios-xe':
      machine.log(`${formatTime(at, 'log')}: %${mnemonic}: ${text}`)
      return
    case 'nx-os': {
      const own = mnemonic.replace(/^SMART_LIC-(\d)-/, 'LICMGR-$1-LOG_SMART_LIC_')
      machine.log(`${formatTime(at, 'nxlog')} ${view.device.hostname} %${own}: ${text}`)
      return
    }
    case 'ios-xr': {
      const own = mnemonic.startsWith('SMART_LIC-') ? `LICENSE-${mnemonic}` : `SECURITY-${mnemonic}`
      const task = view.device.vars['register_status'] === undefined ? 'smartlicserver[189]' : 'licmgr[335]'
      const node = `RP/0/${view.value('location') || 'RSP0'}/CPU0`
      machine.log(`${node}:${formatTime(at, 'log')} : ${task}: %${own} : ${text}`)
    }
  }
}

export function communicationFailed(machine: Machine, reason: string, peer = cloud(machine)): void {
  const gap = machine.view.device.persona === 'ios-xe' ? ' : ' : ': '
  logLine(machine, 'SMART_LIC-3-COMM_FAILED', `Communications failure with ${peer}${gap}${reason}`)
}

export function communicationRestored(machine: Machine, peer = cloud(machine).replace(/^the /, '')): void {
  logLine(machine, 'SMART_LIC-5-COMM_RESTORED', `Communications with ${peer} restored`)
}

export function renewFailed(machine: Machine, reason: string): void {
  const xe = machine.view.device.persona === 'ios-xe'
  logLine(
    machine,
    'SMART_LIC-3-AUTH_RENEW_FAILED',
    xe
      ? `Authorization renewal with ${cloud(machine)} : ${reason} for udi ${udi(machine)}`
      : `Authorization renewal with Cisco licensing cloud failed: ${reason}`,
  )
}

export function renewed(machine: Machine): void {
  const xe = machine.view.device.persona === 'ios-xe'
  logLine(
    machine,
    'SMART_LIC-6-AUTH_RENEW_SUCCESS',
    xe
      ? `Authorization renewal with ${cloud(machine)} for udi ${udi(machine)}`
      : 'Authorization renewal with Cisco licensing cloud successful',
  )
}

export function registered(machine: Machine): void {
  const xe = machine.view.device.persona === 'ios-xe'
  logLine(
    machine,
    'SMART_LIC-6-AGENT_REG_SUCCESS',
    xe
      ? `Smart Agent for Licensing Registration with ${cloud(machine)} for udi ${udi(machine)} was successful`
      : 'Smart Agent for Licensing Registration with Cisco licensing cloud successful',
  )
}

export function registrationFailed(machine: Machine, reason: string): void {
  logLine(
    machine,
    'SMART_LIC-3-AGENT_REG_FAILED',
    `Smart Agent for Licensing Registration with ${cloud(machine)} failed: ${reason}`,
  )
}

export function deregistered(machine: Machine): void {
  logLine(
    machine,
    'SMART_LIC-6-AGENT_DEREG_SUCCESS',
    `Smart Agent for Licensing De-registration with ${cloud(machine)} was successful`,
  )
}
