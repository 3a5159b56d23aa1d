// Causes and unexplained symptoms in Markdown, with the fix of the only one, or one plan for all of them.
import type { Finding, Remediation } from '../../model/finding.ts'
import type { DeviceReport } from '../../model/report.ts'
import { displayText } from '../clean.ts'
import { changeMark, ownTitle, type Parts, planNumbers, proofLine, refusedRules } from '../words.ts'
import { escapeMarkdown, fence } from './escape.ts'
import { checkBlocks, numbered } from './lists.ts'
import { planBlocks } from './plan.ts'

export function causeBlocks(device: DeviceReport, parts: Parts): string[] {
  const { plan } = device
  const own = [...parts.causes, ...parts.symptoms]
  const alone = own.filter(finding => finding.remediation.length > 0).length === 1
  const numbers = planNumbers(parts)
  const refused = alone ? new Set<string>() : refusedRules(plan)
  const blocks = own.flatMap((finding, at) => {
    const label = at < parts.causes.length ? `Cause ${at + 1}` : 'Unexplained symptom'
    const inPlan = plan !== undefined && finding.remediation.length > 0 && !refused.has(finding.rule)
    const fixes = !inPlan
      ? [
          ...(refused.has(finding.rule) ? ['This fix is not part of the plan below, which says why.'] : []),
          ...finding.remediation.flatMap(fix => fixBlocks(fix, finding.title)),
          ...checkBlocks(finding.verify),
        ]
      : alone
        ? [
            ...planBlocks(plan, numbers, ownTitle(finding)),
            ...finding.remediation.slice(1).flatMap(fix => fixBlocks(fix, finding.title)),
          ]
        : []
    return findingBlocks(finding, label, parts.explained, fixes)
  })
  return plan === undefined || alone
    ? blocks
    : [...blocks, '### Plan', ...planBlocks(plan, numbers, undefined)]
}

function findingBlocks(
  finding: Finding,
  label: string,
  explained: readonly Finding[],
  fixes: readonly string[],
): string[] {
  const blocks = [
    `### ${label}: ${escapeMarkdown(finding.title)}`,
    `${escapeMarkdown(finding.message)} (${finding.severity}, hop ${finding.hop}, rule ${escapeMarkdown(finding.rule)}${changeMark(finding, ', ')})`,
  ]
  if (finding.evidence.length > 0) {
    blocks.push('Evidence', fence(finding.evidence.map(proofLine)))
  }
  if (finding.why !== '') blocks.push(`Why: ${escapeMarkdown(finding.why)}`)
  blocks.push(...fixes)
  const symptoms = explained.filter(other => finding.explains.includes(other.rule))
  if (symptoms.length > 0) {
    blocks.push(
      'Explains',
      symptoms.map(other => `- ${escapeMarkdown(other.message || other.title)}`).join('\n'),
    )
  }
  const links = finding.references.map(({ title, url }) =>
    url === undefined || !/^https?:\/\//i.test(url)
      ? `- ${escapeMarkdown(title)}`
      : `- [${escapeMarkdown(title)}](<${encodeURI(safeDecode(displayText(url)))}>)`,
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
  if (fix.steps.length > 0) blocks.push(numbered(fix.steps))
  if (fix.undo.length > 0) blocks.push('Undo', fence(fix.undo))
  return blocks
}

function safeDecode(url: string): string {
  try {
    return decodeURI(url)
  } catch {
    return url
  }
}
