// The report for a ticket or a TAC case, as Markdown. Device text is escaped and cannot break out of its place.
import { showTime } from '../model/facts/time.ts'
import type { Finding, Remediation } from '../model/finding.ts'
import type { DeviceReport, PathHop, Report } from '../model/report.ts'
import { displayText } from './clean.ts'
import { effortText } from './text/deadline.ts'
import {
  byUrgency,
  deviceName,
  firstDeadline,
  generationOf,
  methodOf,
  partsOf,
  plural,
  proofLine,
  releaseOf,
} from './words.ts'

/** CommonMark with pipe tables, line end included. */
export function formatMarkdown(report: Report): string {
  const devices = byUrgency(report.devices)
  const blocks = [
    '# Smart Licensing report',
    `${report.run.tool} ${report.run.version}, ${report.run.started_at}`,
  ]
  if (devices.length === 0) blocks.push('No device found in the input.')
  if (devices.length > 1) blocks.push(overview(devices))
  for (const device of devices) blocks.push(...deviceBlocks(device))
  return `${blocks.filter(block => block !== '').join('\n\n')}\n`
}

/** Text that Markdown and HTML take as plain text, on one line. */
export function escapeMarkdown(text: string): string {
  return (
    displayText(text)
      .trim()
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/[\\`*_[\]|#~!]/g, '\\$&')
      .replace(/^([-+]|\d+[.)])(?= )/, '\\$1')
      // Bare addresses turn into links on most platforms; a device must not place links in a ticket.
      .replace(/:\/\//g, ':&#47;&#47;')
  )
}

/** A code block whose fence is longer than any run of backticks inside. */
export function fence(lines: readonly string[]): string {
  const body = lines.map(line => displayText(line).trimEnd()).join('\n')
  const longest = Math.max(2, ...(body.match(/`+/g) ?? []).map(run => run.length))
  const marks = '`'.repeat(longest + 1)
  return `${marks}text\n${body}\n${marks}`
}

function overview(devices: readonly DeviceReport[]): string {
  const rows = devices.map(device => {
    const { causes, symptoms } = partsOf(device)
    const first = device.problem?.kind ?? [...causes, ...symptoms][0]?.title ?? ''
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
  parts.causes.forEach((cause, at) => {
    blocks.push(...findingBlocks(cause, `Cause ${at + 1}`, parts.explained))
  })
  for (const symptom of parts.symptoms)
    blocks.push(...findingBlocks(symptom, 'Unexplained symptom', parts.explained))
  if (parts.notes.length > 0) {
    const notes = parts.notes.map(note => `- ${escapeMarkdown(note.message || note.title)} (${note.rule})`)
    blocks.push('### Notes', notes.join('\n'))
  }
  for (const { rule, error } of parts.errors)
    blocks.push(`Rule ${rule} failed: ${escapeMarkdown(error ?? '')}`)
  return [...blocks, ...unknownBlocks(device)]
}

/** One row a hop that is on the way, with the first line that proves it. */
function pathBlocks(path: readonly PathHop[]): string[] {
  const needed = path.filter(({ status }) => status !== 'not-needed')
  if (needed.length === 0) return []
  const rows = needed.map(({ hop, status, note, evidence }) => [
    hop,
    status === 'broken' ? 'BROKEN' : status,
    note,
    evidence.slice(0, 1).map(proofLine).join(''),
  ])
  const others = path.filter(one => !needed.includes(one)).map(({ hop }) => hop)
  return [
    '### Path of a licensing message',
    table(['Hop', 'Status', 'Seen', 'Proof'], rows),
    others.length === 0 ? '' : `Not needed: ${others.join(', ')}`,
  ]
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

function findingBlocks(finding: Finding, label: string, explained: readonly Finding[]): string[] {
  const blocks = [
    `### ${label}: ${escapeMarkdown(finding.title)}`,
    `${escapeMarkdown(finding.message)} (${finding.severity}, hop ${finding.hop}, rule ${finding.rule})`,
  ]
  if (finding.evidence.length > 0) {
    blocks.push('Evidence', fence(finding.evidence.map(proofLine)))
  }
  if (finding.why !== '') blocks.push(`Why: ${escapeMarkdown(finding.why)}`)
  for (const fix of finding.remediation) blocks.push(...fixBlocks(fix, finding.title))
  if (finding.verify.length > 0) {
    const checks = finding.verify.map(
      ({ run, expect }) => `- ${escapeMarkdown(run)}: ${escapeMarkdown(expect)}`,
    )
    blocks.push('Check', checks.join('\n'))
  }
  const symptoms = explained.filter(other => finding.explains.includes(other.rule))
  if (symptoms.length > 0) {
    blocks.push(
      'Explains',
      symptoms.map(other => `- ${escapeMarkdown(other.message || other.title)}`).join('\n'),
    )
  }
  const links = finding.references.map(({ title, url }) =>
    url === undefined
      ? `- ${escapeMarkdown(title)}`
      : `- [${escapeMarkdown(title)}](<${encodeURI(safeDecode(url))}>)`,
  )
  if (links.length > 0) blocks.push('References', links.join('\n'))
  return blocks
}

function fixBlocks(fix: Remediation, cause: string): string[] {
  const title = fix.title === '' || fix.title === cause ? 'Fix' : escapeMarkdown(fix.title)
  const blocks = [`**${title}** (risk ${fix.risk}, impact: ${escapeMarkdown(fix.impact || 'none')})`]
  if (fix.placeholders.length > 0)
    blocks.push(`Fill in first: ${fix.placeholders.map(escapeMarkdown).join(', ')}`)
  if (fix.lines.length > 0) blocks.push(fence(fix.lines))
  if (fix.steps.length > 0)
    blocks.push(fix.steps.map((step, at) => `${at + 1}. ${escapeMarkdown(step)}`).join('\n'))
  if (fix.undo.length > 0) blocks.push('Undo', fence(fix.undo))
  return blocks
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

function safeDecode(url: string): string {
  try {
    return decodeURI(url)
  } catch {
    return url
  }
}
