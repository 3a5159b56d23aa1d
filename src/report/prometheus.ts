// The report as metrics for the textfile collector of Prometheus' node exporter.
//
// Labels are names of devices, platforms, rules and a few fixed words: no text of a device, no times, no serials.
import { DEVICE_STATUSES, type DeviceReport, type Report } from '../model/report.ts'
import { countedStatus, uniqueNames } from './brief.ts'
import { displayText } from './clean.ts'

interface Metric {
  readonly name: string
  readonly help: string
  readonly samples: readonly Sample[]
}

interface Sample {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** Text format 0.0.4. A metric without samples is left out. */
export function formatPrometheus(report: Report): string {
  const names = uniqueNames(report.devices)
  const named = report.devices.map((device, at) => ({ device, name: names[at] ?? '' }))
  const started = Date.parse(report.run.started_at)
  const metrics: Metric[] = [
    {
      name: 'smartlic_run_timestamp_seconds',
      help: 'When the run started, seconds since 1970.',
      samples: Number.isNaN(started) ? [] : [{ labels: {}, value: started / 1000 }],
    },
    {
      name: 'smartlic_run_duration_seconds',
      help: 'How long the run took.',
      samples: [{ labels: {}, value: report.run.duration_ms / 1000 }],
    },
    {
      name: 'smartlic_devices',
      help: 'Devices by status.',
      samples: DEVICE_STATUSES.map(status => ({
        labels: { status },
        value: report.devices.filter(device => countedStatus(device) === status).length,
      })),
    },
    {
      name: 'smartlic_device_success',
      help: '1 when the device was read, 0 when it could not be.',
      samples: named.map(({ device, name }) => ({
        labels: { device: name, platform: device.platform },
        value: wasRead(device) ? 1 : 0,
      })),
    },
    {
      name: 'smartlic_device_status',
      help: '1 for the status a device has, 0 for the others.',
      samples: named.flatMap(({ device, name }) =>
        DEVICE_STATUSES.map(status => ({
          labels: { device: name, platform: device.platform, status },
          value: countedStatus(device) === status ? 1 : 0,
        })),
      ),
    },
    {
      name: 'smartlic_finding',
      help: 'Failing findings of a rule on a device.',
      samples: named.flatMap(({ device, name }) => findingSamples(device, name)),
    },
    {
      name: 'smartlic_finding_waived',
      help: 'Failing findings of a rule that a waiver or the baseline covers; smartlic_finding leaves them out.',
      samples: named.flatMap(({ device, name }) => findingSamples(device, name, true)),
    },
    {
      name: 'smartlic_undecided_checks',
      help: 'Rules that could not be decided for want of output.',
      samples: named.map(({ device, name }) => ({ labels: { device: name }, value: device.counts.unknown })),
    },
    {
      name: 'smartlic_deadline_days_left',
      help: "Whole days until a deadline by the device's clock, negative once it has passed.",
      samples: named.flatMap(({ device, name }) => deadlineSamples(device, name)),
    },
  ]
  return metrics
    .filter(({ samples }) => samples.length > 0)
    .map(metricText)
    .join('')
}

function wasRead(device: DeviceReport): boolean {
  return device.problem === undefined && device.captures.some(({ status }) => status === 'ok')
}

/** A rule that fails for several elements is one sample: the same labels twice void the whole file. */
function findingSamples(device: DeviceReport, name: string, covered = false): Sample[] {
  const counts = new Map<string, Sample>()
  for (const { outcome, rule, severity, waived } of device.findings) {
    if (outcome !== 'fail' || (waived !== undefined) !== covered) continue
    const key = `${severity} ${rule}`
    counts.set(key, {
      labels: { device: name, rule, severity },
      value: (counts.get(key)?.value ?? 0) + 1,
    })
  }
  return [...counts.values()]
}

/** Of several deadlines of a kind the nearest. */
function deadlineSamples(device: DeviceReport, name: string): Sample[] {
  const nearest = new Map<string, number>()
  for (const { kind, days_left } of device.state.deadlines) {
    if (days_left !== undefined) nearest.set(kind, Math.min(days_left, nearest.get(kind) ?? days_left))
  }
  return [...nearest].map(([kind, value]) => ({ labels: { device: name, kind }, value }))
}

function metricText({ name, help, samples }: Metric): string {
  const lines = samples.map(({ labels, value }) => `${name}${labelText(labels)} ${value}`)
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('\n')}\n`
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${labelValue(value)}"`)
  return parts.length === 0 ? '' : `{${parts.join(',')}}`
}

function labelValue(text: string): string {
  return displayText(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"')
}
