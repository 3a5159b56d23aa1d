// IOS XR: the registration as the admin plane prints it, and what call-home counts and traces.
import type { Machine } from '../machine.ts'
import { stamp } from './when.ts'

/** 32-bit images keep licensing in the admin plane. */
export function isAdminPlane(machine: Machine): boolean {
  return machine.view.device.vars['register_status'] !== undefined
}

export function adminRegistered(machine: Machine): Record<string, string> {
  if (!isAdminPlane(machine)) return {}
  return {
    register_status: [
      'Registration Status: Completed',
      `Registration Start Time: ${stamp(machine, '', 'xr')}`,
      `Next ID Cert Renew Time: ${stamp(machine, '+180d', 'xr')}`,
      `Next ID Cert Expiration Time: ${stamp(machine, '+365d', 'xr')}`,
      `Last Response Time: ${stamp(machine, '', 'xr')}`,
      'Last Response Message: OK: OK',
    ].join('\n'),
  }
}

export function adminUnregistered(): Record<string, string> {
  return {
    register_status: 'Registration Status: Not Registered',
    compliance: '',
    in_use: 'Not In Use',
    pool: '',
    cert: '',
  }
}

/** Adds one to a row of `show call-home smart-licensing statistics`; a failure is traced too. */
export function countMessage(
  machine: Machine,
  kind: string,
  outcome: 'success' | 'failed' | 'dropped',
  trace = '',
): void {
  const name = `stat_${kind.toLowerCase()}`
  const row = machine.view.value(name)
  if (row === '') return
  const counts = row.split(/\s+/).slice(1, 5).map(Number)
  const at = { success: 0, failed: 1, dropped: 3 }[outcome]
  const next = counts.map((count, index) => (index === at ? count + 1 : count))
  const cells = next.map(count => String(count).padEnd(8)).join('')
  machine.setVars({ [name]: `${kind.padEnd(16)}${cells}${stamp(machine, '', 'iso')}` })
  if (outcome !== 'failed') return
  const node = `0/${machine.view.value('location') || 'RSP0'}/CPU0`
  const old =
    machine.view.value('trace') || '1 wrapping entries (576 possible, 320 allocated, 0 filtered, 1 total)'
  machine.setVars({
    trace: [
      old,
      `${stamp(machine, '', 'log')} call_home/error ${node} t10 call_home_http_resp_data(), httpc response error, ${trace}`,
      `${stamp(machine, '', 'log')} call_home/error ${node} t19 call_home_events_handler() failure status 67`,
    ].join('\n'),
  })
}
