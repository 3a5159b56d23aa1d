// Which fixes a plan is made of: the first of every failing finding that nothing else accounts for.
import type { Finding, Remediation } from '../../model/finding.ts'
import { hopOrder } from '../../model/hop.ts'
import type { Role } from '../../model/rule.ts'

export interface Candidate {
  readonly finding: Finding
  readonly fix: Remediation
  /** Second and further ways to mend the same. */
  readonly others: readonly Remediation[]
}

const ROLE_ORDER: Readonly<Record<Role, number>> = { cause: 0, symptom: 1, advice: 2 }

/** First broken hop first; at one hop causes before symptoms, else in the order given. */
export function candidatesOf(findings: readonly Finding[]): Candidate[] {
  return findings
    .filter(isOwnFailure)
    .flatMap(finding => {
      const [fix, ...others] = finding.remediation
      return fix === undefined ? [] : [{ finding, fix, others }]
    })
    .sort(
      (a, b) =>
        hopOrder(a.finding.hop) - hopOrder(b.finding.hop) ||
        ROLE_ORDER[a.finding.role] - ROLE_ORDER[b.finding.role],
    )
}

/** Fails loud, and no other finding accounts for it: mending that one would mend this too. */
function isOwnFailure(finding: Finding): boolean {
  return (
    finding.outcome === 'fail' &&
    finding.severity !== 'info' &&
    finding.role !== 'advice' &&
    finding.explained_by.length === 0
  )
}
