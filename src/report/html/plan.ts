// The merged plan, and a fix by itself: what it costs, what to paste, type, check and take back.
import type { Remediation } from '../../model/finding.ts'
import type { FixPlan } from '../../model/fix-plan.ts'
import { costWords, effectWords, listWords, numbersOf, withoutOr } from '../words.ts'
import { html, type Markup, NOTHING, type Part } from './markup.ts'
import { copyBlock, list, paragraph } from './shared.ts'

export interface PlanPlace {
  readonly device: string
  readonly numbers: ReadonlyMap<string, number>
  /** The plan is the fix of the one cause above it; its name, '' for none. Undefined: a plan for several. */
  readonly own: string | undefined
}

export function planPart(plan: FixPlan, { device, numbers, own }: PlanPlace): Markup {
  const alone = own !== undefined
  const of = (rule: string): string => (alone || !numbers.has(rule) ? '' : `(for ${numbers.get(rule)}) `)
  const lead = alone ? own : `For ${listWords(numbersOf(plan.rules, numbers))}`
  const fill = plan.placeholders.map(({ name }) => name).join(', ')
  const steps = labelled(
    'Steps',
    list(
      plan.steps.map(({ rule, text }) => `${of(rule)}${text}`),
      true,
    ),
  )
  const exec = copyBlock(
    plan.config.length > 0 ? `Then type on ${device}` : `Type on ${device}`,
    plan.exec,
    fill,
  )
  const left = plan.left_out.filter(({ kind }) => kind !== 'alternative' || !alone)
  return html`${plan.rules.length === 0 ? NOTHING : html`<p>${lead === '' ? NOTHING : html`<strong>${lead}.</strong> `}${costWords(plan.risk, plan.impact)}</p>`}
${labelled('Fill in first', list(plan.placeholders.map(({ name, hint }) => html`<code>${name}</code>: ${hint}`)))}
${copyBlock(`Paste on ${device}`, plan.config, fill)}
${plan.steps_first ? [steps, exec] : [exec, steps]}
${plan.effect === undefined ? NOTHING : paragraph(effectWords(plan.effect, numbers))}
${checkPart(plan.verify)}
${undoPart(device, plan.undo, plan.undo_notes, fill)}
${labelled('Left out', list(left.map(({ rule, title, reason }) => `${of(rule)}${withoutOr(title)}: ${reason}`)))}`
}

/** One fix by itself. */
export function fixPart(fix: Remediation, device: string, cause: string): Markup {
  const title = fix.title === '' || fix.title === cause ? 'Fix' : fix.title
  const fill = fix.placeholders.join(', ')
  return html`<h5>${title}</h5>${paragraph(costWords(fix.risk, [fix.impact]))}
${labelled('Fill in first', list(fix.placeholders.map(name => html`<code>${name}</code>`)))}
${copyBlock(`${title}: paste on ${device}`, fix.lines, fill)}
${list(fix.steps, true)}
${undoPart(
  device,
  fix.undo.filter(isLine),
  fix.undo.filter(text => !isLine(text)),
  fill,
)}`
}

export function checkPart(verify: readonly { readonly run: string; readonly expect: string }[]): Markup {
  return labelled('Check', list(verify.map(({ run, expect }): Part => html`<code>${run}</code>: ${expect}`)))
}

function undoPart(device: string, undo: readonly string[], notes: readonly string[], fill: string): Markup {
  if (undo.length + notes.length === 0) return NOTHING
  return html`<details><summary>Take it back</summary>${copyBlock(`Take it back on ${device}`, undo, fill)}${list(notes)}</details>`
}

/** Lines to type, and sentences. */
function isLine(text: string): boolean {
  return !text.trimEnd().endsWith('.')
}

export function labelled(label: string, what: Markup): Markup {
  return what === NOTHING ? NOTHING : html`<div class="labelled"><p class="label">${label}</p>${what}</div>`
}
