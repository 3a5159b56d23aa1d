// From the report to what is told: by syslog, webhook and mail alike.
import type { DeviceReport, DeviceStatus, Report } from '../../model/report.ts'
import { DEVICE_STATUSES } from '../../model/report.ts'
import {
  NOTICE_SCHEMA,
  type Notice,
  type NoticeDevice,
  type NoticeItem,
  shortened,
} from '../../notify/notice.ts'
import { countedStatus } from '../../report/brief.ts'
import { changedDevices, statusWords, toldChanges } from '../../report/changes.ts'
import { displayText } from '../../report/clean.ts'
import { byUrgency, deviceName, partsOf } from '../../report/words.ts'

export interface NoticeOptions {
  /** Only what is otherwise than in the last run of the job. */
  readonly onlyChanges: boolean
  readonly exitCode: number
  /** The exit code of one device. */
  readonly codeOf: (device: DeviceReport) => number
  readonly host: string
}

const WORST_FIRST: readonly DeviceStatus[] = ['critical', 'unknown', 'warning', 'healthy']
const MOST_TEXT = 500
const MOST_NAME = 260

/** Devices there is something to tell of, worst first; none: nothing is sent. */
export function toldDevices(report: Report, options: NoticeOptions): DeviceReport[] {
  return options.onlyChanges
    ? changedDevices(report)
    : byUrgency(report.devices.filter(device => options.codeOf(device) !== 0))
}

export function noticeOf(report: Report, told: readonly DeviceReport[], options: NoticeOptions): Notice {
  const { run, devices } = report
  const listed = told.map(device => noticeDevice(device, options.onlyChanges))
  const counts = Object.fromEntries(
    DEVICE_STATUSES.map(status => [status, devices.filter(one => countedStatus(one) === status).length]),
  ) as Record<DeviceStatus, number>
  return {
    schema: NOTICE_SCHEMA,
    tool: { name: 'smartlic', version: line(run.version) },
    host: line(options.host, MOST_NAME),
    started_at: line(run.started_at),
    ...(run.job === undefined ? {} : { job: line(run.job.name) }),
    status: WORST_FIRST.find(status => counts[status] > 0) ?? 'unknown',
    exit_code: options.exitCode,
    headline: headline(counts, listed),
    counts,
    devices: listed,
    others: devices.length - told.length,
  }
}

function noticeDevice(device: DeviceReport, onlyChanges: boolean): NoticeDevice {
  return {
    name: line(deviceName(device), MOST_NAME) || 'unnamed',
    status: countedStatus(device),
    items: onlyChanges ? changeItems(device) : findingItems(device),
  }
}

function changeItems(device: DeviceReport): NoticeItem[] {
  const items = [...toldChanges(device)].map(change => ({
    ...change,
    text: line(change.text),
    ...(change.element === undefined ? {} : { element: line(change.element) }),
    ...(change.rule === undefined ? {} : { rule: line(change.rule) }),
  }))
  const status = device.changes?.some(({ kind }) => kind === 'status') === true
  return status ? [{ kind: 'status', text: line(statusWords(device)) }, ...items] : items
}

function findingItems(device: DeviceReport): NoticeItem[] {
  const { causes, symptoms } = partsOf(device)
  const problem: NoticeItem[] =
    device.problem === undefined ? [] : [{ kind: 'unreadable', text: line(device.problem.message) }]
  const found = [...causes, ...symptoms].map(
    ({ title, element, rule, severity }): NoticeItem => ({
      kind: 'finding',
      text: line(title),
      rule: line(rule),
      ...(element === undefined ? {} : { element: line(element) }),
      severity,
    }),
  )
  const items = [...problem, ...found]
  return items.length > 0 ? items : [{ kind: 'finding', text: line(device.state.summary) }]
}

/** `2 critical, 1 new (leaf-221: Call Home sends to Cisco over plain HTTP)`: what a NOC reads first. */
function headline(counts: Notice['counts'], devices: readonly NoticeDevice[]): string {
  const statuses = (['critical', 'unknown', 'warning'] as const)
    .filter(status => counts[status] > 0)
    .map(status => `${counts[status]} ${status}`)
  const items = devices.flatMap(device => device.items)
  const kinds = (['new', 'worse', 'gone', 'flapping'] as const)
    .map(kind => ({ kind, count: items.filter(item => item.kind === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${count} ${kind}`)
  const words = [...(statuses.length === 0 ? ['all healthy'] : statuses), ...kinds].join(', ')
  const [first] = devices
  const item = first?.items.find(({ kind }) => kind !== 'status') ?? first?.items[0]
  if (first === undefined || item === undefined) return words
  const gone = item.kind === 'gone' ? 'gone: ' : ''
  return `${words} (${shortened(first.name, 80)}: ${gone}${shortened(item.text, 120)})`
}

function line(text: string, most = MOST_TEXT): string {
  return shortened(displayText(text).trim(), most)
}
