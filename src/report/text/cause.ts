// One cause (or a symptom without one): what, proof, why, and its fix where it is not part of a plan for several.
import type { Finding } from '../../model/finding.ts'
import { displayText } from '../clean.ts'
import { changeMark, meaningOf, plural, proofLine } from '../words.ts'
import { writeFix } from './fix.ts'
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
  /** Findings shown above this one. */
  readonly before: readonly Finding[]
  readonly verbose: boolean
  /** Every fix by itself; only the ways the plan does not take; or no fix, the plan for all comes below. */
  readonly fixes: 'each' | 'plan' | 'none'
  /** Its fix contradicts the plan and is not part of it. */
  readonly apart: boolean
}

/** `writeOwnPlan` stands in for the first fix when the plan mends nothing but this. */
export function writeCause(
  page: Page,
  finding: Finding,
  context: CauseContext,
  writeOwnPlan?: () => void,
): void {
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
    `${finding.severity} ${symbols.dot} ${finding.hop} ${symbols.dot} ${finding.rule}${changeMark(finding, ` ${symbols.dot} `)}`,
    'dim',
  )
  page.paragraph('what', finding.message)
  writeEvidence(page, finding, context.verbose)
  if (!context.repeated) page.paragraph('why', finding.why)
  writeOwnPlan?.()
  writeFixes(page, finding, context)
  writeExplained(page, finding, context)
  finding.references.forEach(({ title, url }, at) => {
    writeReference(page, at === 0 ? 'see' : '', displayText(title), displayText(url ?? ''))
  })
  page.line()
}

function writeFixes(page: Page, finding: Finding, { fixes, device, apart }: CauseContext): void {
  if (fixes === 'none') return
  if (apart) page.paragraph('', 'This fix is not part of the plan below, which says why.', 'warning')
  finding.remediation.forEach((fix, at) => {
    if (at === 0 && fixes === 'plan') return
    writeFix(page, fix, { label: at === 0 ? 'fix' : 'or', device, cause: finding.title })
  })
  if (fixes === 'plan') return
  finding.verify.forEach(({ run, expect }, at) => {
    page.paragraph(at === 0 ? 'check' : '', `${run} ${page.style.symbols.arrow} ${expect}`)
  })
}

function writeEvidence(page: Page, finding: Finding, verbose: boolean): void {
  const shown = verbose ? finding.evidence : finding.evidence.slice(0, SHOWN_EVIDENCE)
  shown.forEach((source, at) => {
    page.paragraph(at === 0 ? 'proof' : '', proofLine(source))
  })
  const left = finding.evidence.length - shown.length
  if (left > 0) page.paragraph('', `and ${plural(left, 'more line')} (--verbose)`, 'dim')
}

function writeExplained(page: Page, finding: Finding, context: CauseContext): void {
  const explained = context.explained.filter(other => finding.explains.includes(other.rule))
  const same = context.before.findIndex(other => sameExplained(other, finding, context))
  if (same >= 0 && explained.length > 0 && !context.verbose) {
    page.paragraph('explains', `the same as ${same + 1}`)
    return
  }
  const shown = context.verbose ? explained : explained.slice(0, SHOWN_EXPLAINED)
  shown.forEach((other, at) => {
    page.paragraph(at === 0 ? 'explains' : '', `${page.style.symbols.dot} ${other.message || other.title}`)
  })
  const left = explained.length - shown.length
  if (left > 0) page.paragraph('', `and ${left} more (--verbose)`, 'dim')
}

function sameExplained(a: Finding, b: Finding, { explained }: CauseContext): boolean {
  return explained.every(({ rule }) => a.explains.includes(rule) === b.explains.includes(rule))
}

function writeReference(page: Page, label: string, title: string, url: string): void {
  const link = url === '' ? title : page.style.link(title, url)
  // A hyperlink is drawn by the terminal and must not be folded; its plain form may be, between words.
  if (link.includes('\u001b')) page.line(` ${page.style.paint('dim', label.padEnd(10))}${link}`)
  else page.paragraph(label, link)
}
