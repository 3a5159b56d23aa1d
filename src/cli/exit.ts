// Exit codes: the same in every format.
import type { DeviceReport, DeviceStatus, Report } from '../model/report.ts'

/** 0 healthy, 1 warning, 2 critical, 3 unknown; 3 also when the tool itself failed or was called wrongly. */
export const EXIT_CODES: Readonly<Record<DeviceStatus, number>> = {
  healthy: 0,
  warning: 1,
  critical: 2,
  unknown: 3,
}

export const EXIT_TOOL_FAILED = 3

export const FAIL_ON = ['warning', 'critical', 'unknown', 'never'] as const
export type FailOn = (typeof FAIL_ON)[number]

export const UNREACHABLE = ['unknown', 'critical'] as const
export type Unreachable = (typeof UNREACHABLE)[number]

// Of several devices the one most in need of a person decides. A device nobody could judge may be critical,
// so unknown outranks warning; a proven critical outranks both.
const WORST_FIRST: readonly DeviceStatus[] = ['critical', 'unknown', 'warning', 'healthy']

/** The worst status of several devices; no device at all is `unknown`. */
export function worstStatus(statuses: readonly DeviceStatus[]): DeviceStatus {
  return WORST_FIRST.find(status => statuses.includes(status)) ?? 'unknown'
}

/**
 * The exit code of a report. `failOn` draws the line on the scale 1 warning, 2 critical, 3 unknown: codes below it
 * become 0, codes at or above it stay. So `critical` forgives warnings but never a device that could not be judged,
 * `unknown` forgives everything that was judged, and `never` forgives all (a tool failure is still 3).
 */
export function exitCode(report: Report, failOn: FailOn = 'warning'): number {
  if (report.devices.length === 0) return EXIT_TOOL_FAILED
  if (failOn === 'never') return 0
  const line = EXIT_CODES[failOn]
  const counted = report.devices.map(countedStatus).filter(status => EXIT_CODES[status] >= line)
  return counted.length === 0 ? 0 : EXIT_CODES[worstStatus(counted)]
}

/** With configuration lines given, the device as it would be decides. */
function countedStatus(device: DeviceReport): DeviceStatus {
  return device.what_if?.status ?? device.status
}

/** With `--unreachable=critical` a device that could not be read at all is critical, in the report as in the exit code. */
export function countUnreachable(report: Report, mode: Unreachable): Report {
  return mode === 'unknown'
    ? report
    : { ...report, devices: report.devices.map(device => countedDevice(device, mode)) }
}

/** The same for one device. */
export function countedDevice(device: DeviceReport, mode: Unreachable): DeviceReport {
  return mode === 'critical' && device.problem !== undefined && device.status === 'unknown'
    ? { ...device, status: 'critical' }
    : device
}
