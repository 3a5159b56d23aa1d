// One cause (or a symptom without one): what, proof, why, what to paste, how to take it back and how to check.
import type { Finding, Remediation } from '../../model/finding.ts'
import { displayText } from '../clean.ts'
import { meaningOf, plural, proofLine } from '../words.ts'
import type { Page } from './page.ts'

const SHOWN_EVIDENCE = 3
const SHOWN_EXPLAINED = 4

export interface CauseContext {
  readonly number: number
  readonly device: string
  /** Failing findings by rule, to name what a cause explains. */
  readonly explained: readonly Finding[]
  /** The same rule was shown just above: its reason need not be repeated. */
  readonly repeated: boolean
  readonly verbose: boolean
}

export function writeCause(page: Page, finding: Finding, context: CauseContext): void {
  const { symbols } = page.style
  const symbol = finding.severity === 'critical' ? symbols.critical : symbols.warning
  page.heading(
    `${symbol} ${context.number}.`,
    meaningOf(finding.severity),
    displayText(finding.title),
    'strong',
    5,
  )
  page.paragraph(
    '',
    `${finding.severity} ${symbols.dot} ${finding.hop} ${symbols.dot} ${finding.rule}`,
    'dim',
  )
  page.paragraph('what', finding.message)
  writeEvidence(page, finding, context.verbose)
  if (!context.repeated) page.paragraph('why', finding.why)
  for (const [at, fix] of finding.remediation.entries()) writeFix(page, finding.title, fix, at, context)
  finding.verify.forEach(({ run, expect }, at) => {
    page.paragraph(at === 0 ? 'check' : '', `${run} ${symbols.arrow} ${expect}`)
  })
  writeExplained(page, finding, context)
  finding.references.forEach(({ title, url }, at) => {
    writeReference(page, at === 0 ? 'see' : '', displayText(title), displayText(url ?? ''))
  })
  page.line()
}

function writeEvidence(page: Page, finding: Finding, verbose: boolean): void {
  const shown = verbose ? finding.evidence : finding.evidence.slice(0, SHOWN_EVIDENCE)
  shown.forEach((source, at) => {
    page.paragraph(at === 0 ? 'proof' : '', proofLine(source))
  })
  const left = finding.evidence.length - shown.length
  if (left > 0) page.paragraph('', `and ${plural(left, 'more line')} (--verbose)`, 'dim')
}

function writeFix(page: Page, cause: string, fix: Remediation, at: number, context: CauseContext): void {
  const label = at === 0 ? 'fix' : 'or'
  // A fix without a title of its own carries the rule's, which is in the heading already.
  const title = fix.title === '' || fix.title === cause ? '' : `${fix.title}. `
  page.paragraph(label, `${title}${costOf(fix)}`)
  if (fix.placeholders.length > 0) {
    page.paragraph('', `Fill in ${fix.placeholders.join(', ')} before pasting.`, 'warning')
  }
  if (fix.lines.length > 0) {
    page.paragraph('', `Paste on ${context.device}:`)
    page.paste(fix.lines)
  }
  fix.steps.forEach((step, index) => {
    page.paragraph(index === 0 ? 'steps' : '', fix.steps.length === 1 ? step : `${index + 1}. ${step}`)
  })
  fix.undo.forEach((line, index) => {
    const text = displayText(line).trimEnd()
    // A sentence may be folded; a line to type must not.
    if (text.endsWith('.')) page.paragraph(index === 0 ? 'undo' : '', text)
    else if (index === 0) page.line(` ${page.style.paint('dim', 'undo'.padEnd(10))}${text}`)
    else page.line(`${' '.repeat(11)}${text}`)
  })
}

function costOf(fix: Remediation): string {
  const impact = fix.impact === '' || fix.impact === 'none' ? 'no impact' : `impact: ${fix.impact}`
  return `Risk ${fix.risk}, ${impact.replace(/\.$/, '')}.`
}

function writeExplained(page: Page, finding: Finding, context: CauseContext): void {
  const explained = context.explained.filter(other => finding.explains.includes(other.rule))
  const shown = context.verbose ? explained : explained.slice(0, SHOWN_EXPLAINED)
  shown.forEach((other, at) => {
    page.paragraph(at === 0 ? 'explains' : '', `${page.style.symbols.dot} ${other.message || other.title}`)
  })
  const left = explained.length - shown.length
  if (left > 0) page.paragraph('', `and ${left} more (--verbose)`, 'dim')
}

function writeReference(page: Page, label: string, title: string, url: string): void {
  const link = url === '' ? title : page.style.link(title, url)
  // A hyperlink is drawn by the terminal and must not be folded; its plain form may be, between words.
  if (link.includes('\u001b')) page.line(` ${page.style.paint('dim', label.padEnd(10))}${link}`)
  else page.paragraph(label, link)
}
