// Causes before symptoms: which failing finding accounts for which, and the order a person reads them in.
import type { Finding } from '../model/finding.ts'
import { hopOrder } from '../model/hop.ts'
import type { Severity } from '../model/rule.ts'
import type { RuleSet } from './ruleset.ts'

const SEVERITY_ORDER: Readonly<Record<Severity, number>> = { critical: 0, warning: 1, info: 2 }
const OUTCOME_ORDER: Readonly<Record<Finding['outcome'], number>> = {
  fail: 0,
  error: 1,
  unknown: 2,
  pass: 3,
  'not-applicable': 4,
}

/**
 * Fills `explained_by` and `explains` of failing findings, also over several steps, and sorts: causes in the order
 * of the path, unexplained symptoms, explained symptoms, advice; then what did not fail. A finding accounts for
 * others only from severity warning on: hygiene causes nothing.
 */
export function correlate(findings: readonly Finding[], rules: RuleSet): Finding[] {
  const failing = findings.filter(finding => finding.outcome === 'fail')
  const failingIds = new Set(failing.map(finding => finding.rule))
  const direct = new Map<string, readonly string[]>()
  for (const finding of failing) {
    if (finding.severity === 'info' || finding.role === 'advice') continue
    const targets = (rules.byId.get(finding.rule)?.explains ?? []).filter(id => failingIds.has(id))
    direct.set(finding.rule, targets)
  }
  const explains = new Map([...direct.keys()].map(id => [id, reach(id, direct)]))
  const explainedBy = new Map<string, string[]>()
  for (const [cause, targets] of explains) {
    for (const target of targets) explainedBy.set(target, [...(explainedBy.get(target) ?? []), cause])
  }
  const place = (id: string): number => hopOrder(rules.byId.get(id)?.hop ?? 'reporting')
  const inOrder = (ids: readonly string[]): string[] =>
    [...ids].sort((a, b) => place(a) - place(b) || compare(a, b))
  return findings
    .map(finding =>
      finding.outcome !== 'fail'
        ? finding
        : {
            ...finding,
            explained_by: inOrder(explainedBy.get(finding.rule) ?? []),
            explains: inOrder(explains.get(finding.rule) ?? []),
          },
    )
    .sort(byReading)
}

/** Everything reached from an id; the id itself never (user packs are merged after cycles were refused). */
function reach(id: string, direct: ReadonlyMap<string, readonly string[]>): string[] {
  const seen = new Set<string>()
  const queue = [...(direct.get(id) ?? [])]
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (seen.has(next) || next === id) continue
    seen.add(next)
    queue.push(...(direct.get(next) ?? []))
  }
  return [...seen]
}

function byReading(a: Finding, b: Finding): number {
  return (
    OUTCOME_ORDER[a.outcome] - OUTCOME_ORDER[b.outcome] ||
    group(a) - group(b) ||
    hopOrder(a.hop) - hopOrder(b.hop) ||
    SEVERITY_ORDER[a.severity] - SEVERITY_ORDER[b.severity] ||
    compare(a.rule, b.rule)
  )
}

function group(finding: Finding): number {
  if (finding.role === 'cause') return 0
  if (finding.role === 'advice') return 3
  return finding.explained_by.length === 0 ? 1 : 2
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
