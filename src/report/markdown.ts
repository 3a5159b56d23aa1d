// The report for a ticket or a TAC case, as Markdown. Device text is escaped and cannot break out of its place.
import { showTime } from '../model/facts/time.ts'
import type { DeviceReport, PathHop, Report } from '../model/report.ts'
import { causeBlocks } from './markdown/causes.ts'
import { escapeMarkdown } from './markdown/escape.ts'
import { whatIfBlocks } from './markdown/whatif.ts'
import { effortText } from './text/deadline.ts'
import {
  byUrgency,
  deviceName,
  firstDeadline,
  generationOf,
  goneWords,
  methodOf,
  partsOf,
  plural,
  proofLine,
  releaseOf,
  waivedLine,
} from './words.ts'

export { escapeMarkdown, fence } from './markdown/escape.ts'

/** CommonMark with pipe tables, line end included. */
export function formatMarkdown(report: Report): string {
  const devices = byUrgency(report.devices)
  const blocks = [
    '# Smart Licensing report',
    [`${report.run.tool} ${report.run.version}`.trim(), report.run.started_at]
      .filter(text => text !== '')
      .map(escapeMarkdown)
      .join(', '),
  ]
  if (devices.length === 0) blocks.push('No device found in the input.')
  if (devices.length > 1) blocks.push(overview(devices))
  for (const device of devices) blocks.push(...deviceBlocks(device))
  return `${blocks.filter(block => block !== '').join('\n\n')}\n`
}

function overview(devices: readonly DeviceReport[]): string {
  const rows = devices.map(device => {
    const { causes, symptoms, waived } = partsOf(device)
    const none = waived.length === 0 ? '' : `${waived.length} waived`
    const first = device.problem?.kind ?? [...causes, ...symptoms][0]?.title ?? none
    const days = firstDeadline(device)?.days_left
    return [
      deviceName(device),
      releaseOf(device),
      device.status,
      first,
      days === undefined ? '' : `${days} days`,
    ]
  })
  return table(['Device', 'Platform', 'Status', 'First cause', 'Deadline'], rows)
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [row(head), row(head.map(() => '---')), ...rows.map(cells => row(cells.map(escapeMarkdown)))].join(
    '\n',
  )
}

function deviceBlocks(device: DeviceReport): string[] {
  const parts = partsOf(device)
  const about = [device.model, device.serial, releaseOf(device), generationOf(device), methodOf(device)]
  const rows = [
    ['Device', about.filter(part => part !== '').join(', ')],
    ['State', device.state.summary],
    // A healthy device's hops are one line; of another each hop has its row below.
    ['Path', device.status === 'healthy' ? pathWords(device.path) : ''],
    ...device.state.facts.map(fact => [fact.label, fact.value]),
  ]
  const blocks = [`## ${escapeMarkdown(deviceName(device))}: ${device.status}`]
  if (device.problem !== undefined)
    blocks.push(`**Could not be read:** ${escapeMarkdown(device.problem.message)}`)
  blocks.push(
    table(
      ['', ''],
      rows.filter(([, value]) => value !== ''),
    ),
    ...deadlineBlocks(device),
  )
  if (device.status !== 'healthy') blocks.push(...pathBlocks(device.path))
  blocks.push(...whatIfBlocks(device), ...causeBlocks(device, parts))
  if (device.gone !== undefined && device.gone.length > 0)
    blocks.push(
      '### Gone since the run before',
      device.gone.map(one => `- ${escapeMarkdown(goneWords(one))}`).join('\n'),
    )
  if (parts.notes.length > 0) {
    const notes = parts.notes.map(
      note => `- ${escapeMarkdown(note.message || note.title)} (${escapeMarkdown(note.rule)})`,
    )
    blocks.push('### Notes', notes.join('\n'))
  }
  if (parts.waived.length > 0)
    blocks.push('### Waived', parts.waived.map(one => `- ${escapeMarkdown(waivedLine(one))}`).join('\n'))
  for (const { rule, error } of parts.errors)
    blocks.push(`Rule ${escapeMarkdown(rule)} failed: ${escapeMarkdown(error ?? '')}`)
  return [...blocks, ...unknownBlocks(device)]
}

/** One row a hop that is on the way, with the first line that proves it. */
function pathBlocks(path: readonly PathHop[]): string[] {
  const needed = path.filter(({ status }) => status !== 'not-needed')
  if (needed.length === 0) return []
  const probed = path.some(({ probe }) => probe !== undefined)
  const rows = needed.map(({ hop, status, note, evidence, probe }) => [
    hop,
    statusWord(status),
    note,
    ...(probed ? [probe === undefined ? '' : `${statusWord(probe.status)}: ${probe.note}`] : []),
    evidence.slice(0, 1).map(proofLine).join(''),
  ])
  const others = path.filter(one => !needed.includes(one)).map(({ hop }) => hop)
  return [
    '### Path of a licensing message',
    table(
      probed
        ? ['Hop', 'Says the device', 'Seen', 'From this computer', 'Proof']
        : ['Hop', 'Status', 'Seen', 'Proof'],
      rows,
    ),
    others.length === 0 ? '' : `Not needed: ${others.join(', ')}`,
  ]
}

function statusWord(status: PathHop['status']): string {
  return status === 'broken' ? 'BROKEN' : status
}

function deadlineBlocks({ state }: DeviceReport): string[] {
  if (state.deadlines.length === 0) return []
  const rows = state.deadlines.map(deadline => [
    deadline.text,
    deadline.at === '' ? '' : showTime(deadline.at),
    deadline.level,
    deadline.consequence,
    effortText(deadline),
  ])
  return [table(['Deadline', 'Date', 'Level', 'Consequence', 'Attempts'], rows)]
}

function pathWords(path: readonly PathHop[]): string {
  return path
    .map(({ hop, status }) => (status === 'ok' ? hop : `${hop} (${status.replace('-', ' ')})`))
    .join(', ')
}

function unknownBlocks(device: DeviceReport): string[] {
  const unread = device.captures.filter(capture => capture.status !== 'ok')
  const lines = [
    ...unread.map(({ command, status, reason }) =>
      `- ${escapeMarkdown(command)}: ${status} ${escapeMarkdown(reason ?? '')}`.trimEnd(),
    ),
    ...device.unknown.map(
      ({ command, reason, rules }) =>
        `- ${escapeMarkdown(command)} would settle ${plural(rules.length, 'check')} (${escapeMarkdown(reason)})`,
    ),
  ]
  return lines.length === 0 ? [] : ['### Not known', lines.join('\n')]
}
