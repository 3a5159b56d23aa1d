// The merged plan of a device: one block to paste, what to type after it, and what it leaves.
import type { FixPlan, LeftOut } from '../../model/fix-plan.ts'
import { displayText } from '../clean.ts'
import { costWords, effectWords, listWords, numbersOf, withoutOr } from '../words.ts'
import { writeSteps, writeUndo } from './fix.ts'
import type { Page } from './page.ts'

export interface PlanContext {
  readonly device: string
  /** Numbers under which the report lists the causes, by rule. */
  readonly numbers: ReadonlyMap<string, number>
  /** The plan is the fix of the one cause above it. */
  readonly alone: boolean
  /** Name of that fix; empty when it has the cause's own. */
  readonly title: string
  /** Where the lines of other ways are found. */
  readonly verbose: boolean
}

export function writePlan(page: Page, plan: FixPlan, context: PlanContext): void {
  const { device, alone } = context
  const typed = plan.config.length + plan.exec.length > 0
  const cost = costWords(plan.risk, plan.impact)
  if (plan.rules.length > 0) page.paragraph(alone ? 'fix' : 'plan', `${lead(plan, context)}${cost}`)
  plan.placeholders.forEach(({ name, hint }, at) => {
    page.paragraph('', `${at === 0 ? 'Fill in ' : 'and '}${name}: ${hint}`, 'warning')
  })
  if (plan.config.length > 0) {
    page.paragraph('', `Paste on ${device}:`)
    page.paste(plan.config)
  }
  const steps = plan.steps.map(({ rule, text }) => (alone ? text : `${numberOf(rule, context)}${text}`))
  if (plan.steps_first) writeSteps(page, steps)
  if (plan.exec.length > 0) {
    const before = plan.config.length > 0 || (plan.steps_first && steps.length > 0)
    page.paragraph('', before ? 'Then type:' : `Type on ${device}:`)
    page.paste(plan.exec)
  }
  if (!plan.steps_first) writeSteps(page, steps)
  if (plan.effect !== undefined) page.paragraph('effect', effectWords(plan.effect, context.numbers))
  plan.verify.forEach(({ run, expect }, at) => {
    page.paragraph(at === 0 ? 'check' : '', `${run} ${page.style.symbols.arrow} ${expect}`)
  })
  if (typed || plan.undo_notes.length > 0) writeUndo(page, [...plan.undo, ...plan.undo_notes])
  writeLeftOut(page, plan.left_out, context)
}

function lead(plan: FixPlan, { alone, title, numbers }: PlanContext): string {
  if (alone) return title === '' ? '' : `${title}. `
  return `For ${listWords(numbersOf(plan.rules, numbers))}. `
}

function numberOf(rule: string, { numbers }: PlanContext): string {
  const number = numbers.get(rule)
  return number === undefined ? '' : `(for ${number}) `
}

function writeLeftOut(page: Page, leftOut: readonly LeftOut[], context: PlanContext): void {
  const refused = leftOut.filter(({ kind }) => kind !== 'alternative')
  refused.forEach(({ rule, reason, kind }, at) => {
    const words = `${numberOf(rule, context)}${rule} ${reason}`
    page.paragraph(at === 0 ? 'left out' : '', words, kind === 'contradiction' ? 'warning' : 'plain')
  })
  // With one cause the other ways follow in full.
  if (context.alone) return
  leftOut
    .filter(({ kind }) => kind === 'alternative')
    .forEach(({ rule, title }, at) => {
      const where = context.verbose ? 'above' : '--verbose'
      page.paragraph(
        at === 0 ? 'or' : '',
        `${numberOf(rule, context)}${withoutOr(displayText(title))} (${where})`,
      )
    })
}
