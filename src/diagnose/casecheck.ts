// Runs the test cases of a rule, and proves on each failing case that a missing fact never makes the rule silent.
import type { FactStore, RuleContext } from '../model/facts/store.ts'
import type { Finding, Outcome } from '../model/finding.ts'
import { derive } from './derive/index.ts'
import { baseFactsOf } from './device.ts'
import { judgeRule } from './index.ts'
import { expand, without } from './paths.ts'
import type { LoadedRule, RuleSet } from './ruleset.ts'
import { type OutputReader, type RuleCase, storeOf } from './testcases.ts'

export interface CaseResult {
  readonly name: string
  /** Empty: the case holds. */
  readonly problems: readonly string[]
}

/** Outcomes every rule must show in its cases. */
const NEEDED: readonly Outcome[] = ['fail', 'pass', 'unknown']

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
  const absent = NEEDED.filter(outcome => !cases.some(one => one.outcome === outcome))
  const problems = absent.map(outcome => `no case with outcome ${outcome}`)
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
 * For a case that fails: takes away each fact the rule reads, one at a time; base facts with everything derived
 * computed anew, derived facts also directly. The rule may then be unknown, or still fail, but never be silent.
 */
export function removalProblems(
  rule: LoadedRule,
  one: RuleCase,
  rules: RuleSet,
  reader: OutputReader,
): string[] {
  if (one.outcome !== 'fail') return []
  const base = storeOf(one, rules.types, reader)
  const full = derive(base)
  const problems: string[] = []
  const tryWithout = (path: string, store: FactStore, computed: boolean): void => {
    const outcome = outcomeOf(judgeRule(rule, store, rules))
    if (outcome === 'fail' || outcome === 'unknown') return
    problems.push(
      `without ${path}${computed ? ' (derived facts computed anew)' : ''} the rule gives ${outcome}`,
    )
  }
  const inputs = rule.reads.flatMap(path =>
    path.startsWith('derived.') ? [path, ...baseFactsOf(path)] : [path],
  )
  for (const path of new Set(inputs.flatMap(input => expand(base.facts, input).present))) {
    tryWithout(path, derive(cut(base, path)), true)
  }
  for (const path of new Set(rule.reads.flatMap(read => expand(full.facts, read).present))) {
    if (path.startsWith('derived.')) tryWithout(path, cut(full, path), false)
  }
  return problems
}

/** The store without the fact at a path. */
function cut(store: FactStore, path: string): FactStore {
  return { ...store, facts: without(store.facts, path) as RuleContext }
}

/** The outcome of a rule as a whole: all its findings share it. */
function outcomeOf(findings: readonly Finding[]): Outcome | 'nothing' {
  return findings[0]?.outcome ?? 'nothing'
}

function because(findings: readonly Finding[]): string {
  const reasons = findings.flatMap(finding => {
    if (finding.outcome === 'error') return [finding.error ?? '']
    if (finding.outcome === 'unknown') return [`missing ${finding.missing.map(one => one.path).join(', ')}`]
    return finding.trace.filter(line => line.value === 'false').map(line => `\`${line.expression}\` is false`)
  })
  return reasons.length === 0 ? '' : ` (${[...new Set(reasons)].join('; ')})`
}
