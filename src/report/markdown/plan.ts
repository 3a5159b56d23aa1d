// The merged plan in Markdown, for a change ticket: what is pasted, typed, checked and taken back.
import type { FixPlan } from '../../model/fix-plan.ts'
import { costWords, effectWords, listWords, numbersOf } from '../words.ts'
import { escapeMarkdown, fence } from './escape.ts'
import { checkBlocks, numbered } from './lists.ts'

/** `own`: name of the fix, when the plan is the fix of the one cause above it; undefined for a plan of several. */
export function planBlocks(
  plan: FixPlan,
  numbers: ReadonlyMap<string, number>,
  own: string | undefined,
): string[] {
  const blocks: string[] = []
  const alone = own !== undefined
  const of = (rule: string): string => (alone || !numbers.has(rule) ? '' : `(for ${numbers.get(rule)}) `)
  if (plan.rules.length > 0) {
    const lead = alone
      ? `**${escapeMarkdown(own || 'Fix')}.**`
      : `For ${escapeMarkdown(listWords(numbersOf(plan.rules, numbers)))}.`
    blocks.push(`${lead} ${escapeMarkdown(costWords(plan.risk, plan.impact))}`)
  }
  if (plan.placeholders.length > 0) {
    const hints = plan.placeholders.map(({ name, hint }) => `- ${escapeMarkdown(`${name}: ${hint}`)}`)
    blocks.push('Fill in first', hints.join('\n'))
  }
  if (plan.config.length > 0) blocks.push('Paste', fence(plan.config))
  const steps =
    plan.steps.length === 0
      ? []
      : ['Steps', numbered(plan.steps.map(({ rule, text }) => `${of(rule)}${text}`))]
  const exec = plan.exec.length === 0 ? [] : [plan.config.length > 0 ? 'Then type' : 'Type', fence(plan.exec)]
  blocks.push(...(plan.steps_first ? [...steps, ...exec] : [...exec, ...steps]))
  if (plan.effect !== undefined) blocks.push(escapeMarkdown(effectWords(plan.effect, numbers)))
  blocks.push(...checkBlocks(plan.verify))
  if (plan.undo.length > 0) blocks.push('Undo', fence(plan.undo))
  if (plan.undo_notes.length > 0)
    blocks.push(plan.undo_notes.map(note => `- ${escapeMarkdown(note)}`).join('\n'))
  const left = plan.left_out
    .filter(({ kind }) => !alone || kind !== 'alternative')
    .map(({ rule, title, kind, reason }) =>
      kind === 'alternative'
        ? `- ${of(rule)}${escapeMarkdown(`${title}: ${reason}`)}`
        : `- ${of(rule)}${escapeMarkdown(`${rule} ${reason}`)}`,
    )
  if (left.length > 0) blocks.push('Left out', left.join('\n'))
  return blocks
}
