// Runs the test cases of a rule, and proves on each that a missing fact never turns the outcome into another.
import type { Finding } from '../model/finding.ts'
import { derive } from './derive/index.ts'
import { judgeRule } from './index.ts'
import { outcomeOf, wrongRemovals } from './removal.ts'
import { missingCases } from './review/complete.ts'
import type { LoadedRule, RuleSet } from './ruleset.ts'
import { type OutputReader, type RuleCase, storeOf } from './testcases.ts'

export interface CaseResult {
  readonly name: string
  /** Empty: the case holds. */
  readonly problems: readonly string[]
}

/** All cases of a rule, then one result for the set of cases as a whole. */
export function checkCases(
  rule: LoadedRule,
  cases: readonly RuleCase[],
  rules: RuleSet,
  reader: OutputReader,
): CaseResult[] {
  const results = cases.map(one => ({
    name: one.name,
    problems: [...caseProblems(rule, one, rules, reader), ...removalProblems(rule, one, rules, reader)],
  }))
  const problems = missingCases(cases).map(problem => problem.message)
  const names = cases.map(one => one.name)
  if (new Set(names).size < names.length) problems.push('two cases have the same name')
  return problems.length === 0 ? results : [...results, { name: 'cases', problems }]
}

/** What a case expects and does not get. */
export function caseProblems(
  rule: LoadedRule,
  one: RuleCase,
  rules: RuleSet,
  reader: OutputReader,
): string[] {
  const findings = judgeRule(rule, derive(storeOf(one, rules.types, reader)), rules)
  const outcome = outcomeOf(findings)
  if (outcome !== one.outcome) return [`expected ${one.outcome}, got ${outcome}${because(findings)}`]
  const problems: string[] = []
  const expect = one.expect ?? {}
  const need = (holds: boolean, message: string): void => {
    if (!holds) problems.push(message)
  }
  for (const path of expect.missing ?? []) {
    const named = findings.flatMap(finding => finding.missing.map(missing => missing.path))
    need(named.includes(path), `${path} is not named as missing (named: ${named.join(', ') || 'nothing'})`)
  }
  if (outcome !== 'fail') return problems
  const messages = findings.map(finding => finding.message)
  const evidence = findings.flatMap(finding => finding.evidence.map(source => source.text))
  const lines = findings.flatMap(finding => finding.remediation.flatMap(fix => fix.lines))
  need(
    findings.every(finding => finding.evidence.length > 0),
    'fails without evidence: name facts in `evidence`',
  )
  if (expect.findings !== undefined) {
    need(
      findings.length === expect.findings,
      `expected ${expect.findings} finding(s), got ${findings.length}`,
    )
  }
  const { severity, message } = expect
  if (severity !== undefined) {
    const got = findings.map(finding => finding.severity)
    need(got.includes(severity), `expected severity ${severity}, got ${got.join(', ')}`)
  }
  if (message !== undefined) {
    need(
      messages.some(one => one.includes(message)),
      `the message has no "${message}": ${messages.join(' / ')}`,
    )
  }
  for (const part of expect.evidence ?? []) {
    need(
      evidence.some(line => line.includes(part)),
      `no evidence line has "${part}": ${evidence.join(' / ')}`,
    )
  }
  for (const line of expect.fix ?? []) {
    need(
      lines.some(printed => printed.trim() === line.trim()),
      `no fix prints "${line}": ${lines.join(' / ') || '(nothing printed)'}`,
    )
  }
  return problems
}

/**
 * Takes away each fact the rule reads, one at a time: the rule may then be unknown, or say the same, never anything
 * else. So a missing fact never makes a fail silent and never a healthy device loud.
 */
export function removalProblems(
  rule: LoadedRule,
  one: RuleCase,
  rules: RuleSet,
  reader: OutputReader,
): string[] {
  return wrongRemovals(storeOf(one, rules.types, reader), [rule], rules).map(
    ({ path, computed, after }) =>
      `without ${path}${computed ? ' (derived facts computed anew)' : ''} the rule gives ${after}`,
  )
}

function because(findings: readonly Finding[]): string {
  const reasons = findings.flatMap(finding => {
    if (finding.outcome === 'error') return [finding.error ?? '']
    if (finding.outcome === 'unknown') return [`missing ${finding.missing.map(one => one.path).join(', ')}`]
    return finding.trace.filter(line => line.value === 'false').map(line => `\`${line.expression}\` is false`)
  })
  return reasons.length === 0 ? '' : ` (${[...new Set(reasons)].join('; ')})`
}
