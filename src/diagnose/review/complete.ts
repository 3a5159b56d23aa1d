// What a rule needs besides being sound: a way to mend it, to check it, to read on, and cases that prove it.
import type { Outcome } from '../../model/finding.ts'
import type { FieldProblem } from '../lint.ts'
import type { LoadedRule } from '../ruleset.ts'
import type { RuleCase } from '../testcases.ts'

/** Outcomes every rule must show in its cases. */
export const NEEDED: readonly Outcome[] = ['fail', 'pass', 'unknown']

/** Only causes are mended; a symptom is mended by mending its cause. */
export function missingParts(rule: LoadedRule): FieldProblem[] {
  if (rule.role !== 'cause') return []
  const problems: FieldProblem[] = []
  const bare = rule.platforms.filter(
    platform => !(rule.fix ?? []).some(fix => fix.platforms.includes(platform)),
  )
  if (bare.length > 0)
    problems.push({ field: 'fix', message: `there is no fix for ${bare.join(', ')}; say what to do there` })
  for (const [i, { undo }] of (rule.fix ?? []).entries()) {
    if (undo.trim() === '')
      problems.push({ field: `fix.${i}.undo`, message: 'says nothing; give lines, or a sentence' })
  }
  if ((rule.verify ?? []).length === 0)
    problems.push({ field: 'verify', message: 'is missing; say how a person checks that the fix worked' })
  if ((rule.references ?? []).length === 0)
    problems.push({ field: 'references', message: 'is missing; cite the document the rule rests on' })
  return problems
}

/** What the cases of a rule lack. */
export function missingCases(cases: readonly RuleCase[]): FieldProblem[] {
  return NEEDED.filter(outcome => !cases.some(one => one.outcome === outcome)).map(outcome => ({
    field: 'cases',
    message: `no case with outcome ${outcome}; add one`,
  }))
}

/** What `rules new` left for the author. */
const TODO = /\bTODO\b/

/** Fields that still hold a TODO. */
export function openFields(value: unknown, field = ''): FieldProblem[] {
  if (typeof value === 'string') {
    if (!TODO.test(value)) return []
    return [{ field, message: 'still says TODO; fill it in' }]
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]) =>
    TODO.test(key)
      ? [{ field: field === '' ? key : `${field}.${key}`, message: 'still says TODO; fill it in' }]
      : openFields(child, field === '' ? key : `${field}.${key}`),
  )
}
