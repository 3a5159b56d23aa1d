// A comparison for a change ticket, as Markdown. Device text is escaped.
import type { ComparedDevice, Comparison } from '../../model/comparison.ts'
import { escapeMarkdown } from '../markdown/escape.ts'
import { plural } from '../words.ts'
import {
  countWords,
  deadlineWords,
  factWords,
  findingWords,
  gravestFirst,
  hasNews,
  runWords,
  verdictWords,
} from './words.ts'

/** CommonMark with pipe tables, line end included. */
export function formatComparisonMarkdown(comparison: Comparison): string {
  const { tool, version, before, after, verdict, devices, notes, only_before, only_after } = comparison
  const shown = gravestFirst(devices).filter(hasNews)
  const alike = devices.length - shown.length
  const blocks = [
    '# Smart Licensing, before and after',
    `**${escapeMarkdown(verdictWords(verdict))}**: ${escapeMarkdown(countWords(devices) || 'nothing differs')}`,
    list([`before: ${runWords(before)}`, `after: ${runWords(after)}`, `compared by ${tool} ${version}`]),
    list(notes),
    ...shown.flatMap(deviceBlocks),
    alike === 0 ? '' : `${plural(alike, 'device')} without a difference.`,
    lone('Only before', only_before),
    lone('Only after', only_after),
  ]
  return `${blocks.filter(block => block !== '').join('\n\n')}\n`
}

function deviceBlocks(device: ComparedDevice): string[] {
  const { name, hostname, status, verdict, reason, appeared, cleared, changed, undecided, still } = device
  const own = hostname === '' || hostname === name ? name : `${name} (${hostname})`
  const rows = [
    ...appeared.map(one => ['appeared', one.severity, findingWords(one)]),
    ...changed.map(one => ['severity', `${one.before} to ${one.after}`, findingWords(one)]),
    ...cleared.map(one => ['cleared', one.severity, findingWords(one)]),
    ...undecided.map(one => ['undecided', one.severity, findingWords(one)]),
    ...device.path.map(({ hop, before, after, note }) => [
      'path',
      `${before} to ${after}`,
      `${hop}: ${note}`,
    ]),
    ...device.deadlines.map(one => ['deadline', '', deadlineWords(one)]),
  ]
  const facts = (device.facts ?? []).map(change => [change.path, ...factWords(change), change.command])
  return [
    `## ${escapeMarkdown(own)}: ${escapeMarkdown(verdictWords(verdict))}, ${status.before} to ${status.after}`,
    escapeMarkdown(reason),
    table(['What', 'How', 'Which'], rows),
    still === 0 ? '' : `${plural(still, 'finding')} still there.`,
    table(['Fact', 'Before', 'After', 'Told by'], facts),
  ]
}

function list(texts: readonly string[]): string {
  return texts.map(text => `- ${escapeMarkdown(text)}`).join('\n')
}

function lone(label: string, devices: Comparison['only_before']): string {
  if (devices.length === 0) return ''
  return `${label}: ${devices.map(({ name, status }) => `${escapeMarkdown(name)} (${status})`).join(', ')}`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [row(head), row(head.map(() => '---')), ...rows.map(cells => row(cells.map(escapeMarkdown)))].join(
    '\n',
  )
}
