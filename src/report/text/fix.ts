// One fix by itself: what it costs, what to fill in, what to paste, how to take it back.
import type { Remediation } from '../../model/finding.ts'
import { displayText } from '../clean.ts'
import { costWords, withoutOr } from '../words.ts'
import type { Page } from './page.ts'

export interface FixContext {
  readonly label: string
  readonly device: string
  /** Title of the finding: a fix of the same title needs none of its own. */
  readonly cause: string
}

export function writeFix(page: Page, fix: Remediation, { label, device, cause }: FixContext): void {
  // The label says "or" already.
  const own = label === 'or' ? withoutOr(fix.title) : fix.title
  const title = own === '' || fix.title === cause ? '' : `${own}. `
  page.paragraph(label, `${title}${costWords(fix.risk, [fix.impact])}`)
  if (fix.placeholders.length > 0) {
    page.paragraph('', `Fill in ${fix.placeholders.join(', ')} before pasting.`, 'warning')
  }
  if (fix.lines.length > 0) {
    page.paragraph('', `Paste on ${device}:`)
    page.paste(fix.lines)
  }
  writeSteps(page, fix.steps)
  writeUndo(page, fix.undo)
}

export function writeSteps(page: Page, steps: readonly string[]): void {
  steps.forEach((step, at) => {
    page.paragraph(at === 0 ? 'steps' : '', steps.length === 1 ? step : `${at + 1}. ${step}`)
  })
}

/** Lines, and sentences: a sentence may be folded, a line to type must not. */
export function writeUndo(page: Page, undo: readonly string[]): void {
  undo.forEach((line, at) => {
    const text = displayText(line).trimEnd()
    if (text.endsWith('.')) page.paragraph(at === 0 ? 'undo' : '', text)
    else if (at === 0) page.line(` ${page.style.paint('dim', 'undo'.padEnd(10))}${text}`)
    else page.line(`${' '.repeat(11)}${text}`)
  })
}
