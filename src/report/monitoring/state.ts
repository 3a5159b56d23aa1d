// What monitoring systems agree on: states, performance data, and text that is harmless wherever it is put.
import type { Finding } from '../../model/finding.ts'
import { DEADLINE_KINDS, type DeviceReport, type Report } from '../../model/report.ts'
import { countedStatus } from '../brief.ts'
import { displayText } from '../clean.ts'
import { plural } from '../words.ts'

/** Index: the exit code. */
export const STATES = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'] as const

/** The exit code of some devices: so the text never says another state than the code. */
export type CodeOf = (devices: readonly DeviceReport[]) => number

export function stateOf(code: number): string {
  return STATES[code] ?? 'UNKNOWN'
}

/**
 * `|` begins performance data, and notification commands put the text into a shell line: what Nagios calls illegal in
 * macros is gone (`illegal_macro_output_chars`), and the backslash, which `printf %b` in such commands reads.
 */
export function harmless(text: string): string {
  return displayText(text)
    .replaceAll('|', '/')
    .replace(/[`~$&'"<>\\]/g, '')
    .replace(/ {2,}/g, ' ')
    .trim()
}

export interface Perf {
  /** Letters, digits and `_`: needs no quotes anywhere. */
  readonly label: string
  readonly value: number
  /** Ranges outside of which the value is bad: `0` is "more than none", `30:` "less than 30". */
  readonly warn: string
  readonly crit: string
  readonly min: string
  readonly max: string
}

/** How many devices are in which state. */
export function countPerf(devices: readonly DeviceReport[]): Perf[] {
  const total = String(devices.length)
  const count = (status: DeviceReport['status']): number =>
    devices.filter(device => countedStatus(device) === status).length
  const perf = (label: string, value: number, warn = '', crit = ''): Perf => ({
    label,
    value,
    warn,
    crit,
    min: '0',
    max: total,
  })
  return [
    perf('devices_healthy', count('healthy')),
    perf('devices_warning', count('warning'), '0'),
    perf('devices_critical', count('critical'), '', '0'),
    perf('devices_unknown', count('unknown')),
  ]
}

/** Days until the nearest deadline of each kind, with the thresholds of the run. */
export function deadlinePerf(
  devices: readonly DeviceReport[],
  thresholds: Report['run']['thresholds'],
): Perf[] {
  const all = devices.flatMap(device => device.state.deadlines)
  return DEADLINE_KINDS.flatMap((kind): Perf[] => {
    const days = all.flatMap(one => (one.kind === kind && one.days_left !== undefined ? [one.days_left] : []))
    if (days.length === 0) return []
    // The day of the next report is no deadline: the device is expected to reach it.
    const judged = kind !== 'push' && thresholds !== undefined
    return [
      {
        label: `${kind}_days`,
        value: days.reduce((least, one) => Math.min(least, one)),
        warn: judged ? `${thresholds.warn_days}:` : '',
        crit: judged ? `${thresholds.critical_days}:` : '',
        min: '',
        max: '',
      },
    ]
  })
}

/** `label=value;warn;crit;min;max`, empty ends left away. */
export function perfText({ label, value, warn, crit, min, max }: Perf): string {
  return `${label}=${[value, warn, crit, min, max].join(';').replace(/;+$/, '')}`
}

const SHOWN_WAIVED = 5

/** `2 findings waived: a until 2027-01-31 (noc), b in the baseline`; '' for none. It alarms nobody. */
export function waivedBrief(waived: readonly Finding[]): string {
  if (waived.length === 0) return ''
  const named = waived
    .slice(0, SHOWN_WAIVED)
    .map(({ rule, waived: by }) =>
      by?.expires ? `${rule} until ${by.expires} (${by.owner})` : `${rule} in the baseline`,
    )
  const more = waived.length > SHOWN_WAIVED ? ['...'] : []
  return `${plural(waived.length, 'finding')} waived: ${[...named, ...more].join(', ')}`
}
