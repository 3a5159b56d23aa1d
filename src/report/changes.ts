// Only what is otherwise than in the last run of the job, in few lines: for a mail of cron, a ticket, a chat.
import type { DeviceChange, DeviceReport, Report } from '../model/report.ts'
import { displayText } from './clean.ts'
import { escapeMarkdown } from './markdown/escape.ts'
import { plainStyle, type Style } from './style.ts'
import { Page } from './text/page.ts'
import { byUrgency, deviceName, meaningOf, plural, releaseOf } from './words.ts'

/** Short enough for the margin. */
export const LABELS: Readonly<Record<DeviceChange['kind'], string>> = {
  new: 'new',
  worse: 'worse',
  gone: 'gone',
  flapping: 'flapping',
  unreadable: 'not read',
  readable: 'readable',
  status: 'status',
}

/** Devices with something to tell, worst first. Those of a run that was compared with none have nothing. */
export function changedDevices(report: Report): DeviceReport[] {
  return byUrgency(report.devices.filter(({ changes }) => changes !== undefined && changes.length > 0))
}

/** The run was compared with the last one of its job. */
export function wasCompared(report: Report): boolean {
  return report.run.job !== undefined || report.devices.some(({ changes }) => changes !== undefined)
}

/** `Call Home sends to Cisco over plain HTTP: http://... (critical, callhome-http-url)`. */
export function changeWords({ text, rule, element, severity }: DeviceChange): string {
  const about = [severity, rule].filter(part => part !== undefined).join(', ')
  const what = element === undefined ? text : `${text}: ${element}`
  return displayText(about === '' ? what : `${what} (${about})`).trim()
}

/** What was before, where that is what changed: `healthy before`. */
export function statusWords(device: DeviceReport): string {
  const change = device.changes?.find(({ kind }) => kind === 'status')
  return change === undefined ? device.status : `${device.status} (${displayText(change.text)})`
}

/** What is told below the device's name; its status is told with the name. */
export function toldChanges(device: DeviceReport): DeviceChange[] {
  return (device.changes ?? []).filter(({ kind }) => kind !== 'status')
}

/** Text with a line end; always one line at least, how many devices are as before. */
export function formatChanges(report: Report, style: Style = plainStyle()): string {
  const page = new Page(style)
  for (const device of changedDevices(report)) {
    const { status } = device
    const symbol = status === 'healthy' ? style.symbols.ok : style.symbols[status]
    const about = [deviceName(device), releaseOf(device)].filter(part => part !== '')
    const [word = '', ...was] = statusWords(device).split(' ')
    const lead = [`${symbol} ${word.toUpperCase()}`, ...was].join(' ')
    page.heading(`${lead} `, meaningOf(status), about.join(` ${style.symbols.dot} `), 'strong')
    let kind = ''
    for (const change of toldChanges(device)) {
      page.paragraph(
        change.kind === kind ? '' : LABELS[change.kind],
        changeWords(change),
        meaningOfChange(change),
      )
      kind = change.kind
    }
  }
  page.line(lastLine(report))
  return `${page.toString()}\n`
}

/** The same in Markdown. */
export function formatChangesMarkdown(report: Report): string {
  const blocks = changedDevices(report).map(device => {
    const items = toldChanges(device).map(
      change => `- **${LABELS[change.kind]}** ${escapeMarkdown(changeWords(change))}`,
    )
    const head = `## ${escapeMarkdown(deviceName(device))}: ${escapeMarkdown(statusWords(device))}`
    return items.length === 0 ? head : `${head}\n\n${items.join('\n')}`
  })
  return `${[...blocks, lastLine(report)].join('\n\n')}\n`
}

/** `12 devices unchanged`. */
export function lastLine(report: Report): string {
  const unchanged = report.devices.length - changedDevices(report).length
  const { job } = report.run
  const first = job !== undefined && job.last_run === undefined ? '; first run of this job' : ''
  return `${plural(unchanged, 'device')} unchanged${first}`
}

function meaningOfChange({ kind, severity }: DeviceChange): Parameters<Page['paragraph']>[2] {
  if (kind === 'gone' || kind === 'readable') return 'ok'
  if (kind === 'unreadable' || kind === 'flapping') return 'unknown'
  return severity === undefined ? 'plain' : meaningOf(severity)
}
