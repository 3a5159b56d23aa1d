// Use case for rule authors: are rule files sound, complete and to the point? Runs no cases.
import type { FieldProblem } from '../../diagnose/lint.ts'
import { type LoadedRule, problemIn, type RuleDocument, type RuleProblem } from '../../diagnose/load.ts'
import { missingCases, missingParts, openFields } from '../../diagnose/review/complete.ts'
import { conditionsOf, reviewConditions } from '../../diagnose/review/conditions.ts'
import { domainsOf } from '../../diagnose/review/domains.ts'
import { overlaps, repeated } from '../../diagnose/review/overlap.ts'
import { untold } from '../../diagnose/review/untold.ts'
import { factReference } from '../facts/reference.ts'
import { isRuleFile } from './files.ts'
import { casesIn, type OnDisk, onDisk, strayTests, testFiles } from './testing.ts'

export interface Linting {
  readonly count: number
  /** What keeps a rule from being loaded. */
  readonly problems: readonly RuleProblem[]
  /** What a loaded rule lacks, or says in vain. */
  readonly findings: readonly RuleProblem[]
}

/** Checks the rules of the directories, or the shipped ones. */
export async function lintRules(packs?: readonly string[]): Promise<Linting> {
  const disk = await onDisk(packs)
  const { facts } = await factReference()
  const { environment, rules } = disk.set
  const domain = domainsOf(facts)
  const mine = new Set(disk.rules)
  const reviewed = rules.map(rule => ({ rule, conditions: conditionsOf(rule, environment) }))
  const overlapping = overlaps(reviewed).filter(({ rule }) => mine.has(rule))
  const findings = reviewed
    .filter(({ rule }) => mine.has(rule))
    .flatMap(one => {
      const { rule } = one
      const document = disk.documents.get(rule.id)
      return inDocument(document, rule, [
        ...repeated(one),
        ...reviewConditions(rule, environment, domain),
        ...untold(rule, one.conditions, facts, disk.set.types),
        ...overlapping.filter(two => two.rule === rule).map(two => two.problem),
        ...missingParts(rule),
        ...openFields(document?.data),
      ]).concat(caseFindings(rule, disk))
    })
  return {
    count: disk.files.filter(isRuleFile).length,
    problems: disk.problems,
    findings: [...findings, ...strayTests(disk)],
  }
}

function caseFindings(rule: LoadedRule, disk: OnDisk): RuleProblem[] {
  const file = testFiles(disk).get(rule.id)
  if (file === undefined) {
    const message = `there is no ${rule.id}.test.yaml beside it; write one case each that fails, passes and stays unknown`
    return inDocument(disk.documents.get(rule.id), rule, [{ field: '', message }])
  }
  const { document, cases, problems } = casesIn(file, rule.id, disk.set)
  if (problems.length > 0) return [...problems]
  return inDocument(document, rule, [...missingCases(cases), ...openFields(document?.data)])
}

function inDocument(
  document: RuleDocument | undefined,
  rule: LoadedRule,
  problems: readonly FieldProblem[],
): RuleProblem[] {
  return problems.map(one => problemIn(document ?? { file: rule.file, data: {} }, rule.id, one))
}
