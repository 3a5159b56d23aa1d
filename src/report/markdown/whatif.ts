// The forecast for a person's configuration lines, in Markdown.
import type { DeviceReport } from '../../model/report.ts'
import { whatIfRows, whatIfSummary } from '../whatif.ts'
import { escapeMarkdown } from './escape.ts'

/** No blocks where no lines were given. */
export function whatIfBlocks(device: DeviceReport): string[] {
  const { what_if: whatIf } = device
  if (whatIf === undefined) return []
  const rows = whatIfRows(device, whatIf).map(
    ({ kind, title, rule }) => `| ${kind} | ${escapeMarkdown(title)} | ${escapeMarkdown(rule)} |`,
  )
  const notes = (whatIf.effect?.notes ?? []).map(note => `- ${escapeMarkdown(note)}`)
  return [
    `### With ${escapeMarkdown(whatIf.source)}`,
    escapeMarkdown(whatIfSummary(device, whatIf)),
    rows.length === 0 ? '' : ['| | Finding | Rule |', '| --- | --- | --- |', ...rows].join('\n'),
    notes.join('\n'),
  ]
}
