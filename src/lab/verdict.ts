// Did the tool find what is wrong with a lab device, and nothing else?
import type { Finding } from '../model/finding.ts'
import type { DeviceReport, DeviceStatus } from '../model/report.ts'
import type { Expectation } from './types.ts'

export interface Verdict {
  readonly ok: boolean
  readonly expected: Expectation
  readonly status: DeviceStatus
  /** What stands at warning or above: findings no other finding explains, whatever their role. */
  readonly causes: readonly string[]
  /** Expected causes that were not found. */
  readonly missing: readonly string[]
  /** Standing findings that should not be there, notes included. */
  readonly unexpected: readonly string[]
  /** Expected symptoms that were not found. */
  readonly missingSymptoms: readonly string[]
  /** Rules that ended in an error. */
  readonly errors: readonly string[]
}

const ids = (findings: readonly Finding[]): string[] => [...new Set(findings.map(finding => finding.rule))]

/** A symptom counts whether a cause explains it or not; an info finding counts only when it is not allowed. */
export function verdictOf(expected: Expectation, report: DeviceReport): Verdict {
  const fails = report.findings.filter(finding => finding.outcome === 'fail')
  const open = fails.filter(finding => finding.explained_by.length === 0)
  const causes = ids(open.filter(finding => finding.severity !== 'info'))
  const missing = expected.causes.filter(id => !causes.includes(id))
  const wanted = [...expected.causes, ...expected.symptoms]
  const unexpected = ids(
    open.filter(finding =>
      finding.severity === 'info'
        ? ![...wanted, ...expected.allow].includes(finding.rule)
        : !wanted.includes(finding.rule),
    ),
  )
  const missingSymptoms = expected.symptoms.filter(id => !fails.some(finding => finding.rule === id))
  const errors = ids(report.findings.filter(finding => finding.outcome === 'error'))
  const wrong = [missing, unexpected, missingSymptoms, errors].some(list => list.length > 0)
  return {
    ok: !wrong && report.status === expected.status && report.problem === undefined,
    expected,
    status: report.status,
    causes,
    missing,
    unexpected,
    missingSymptoms,
    errors,
  }
}

/** One line: what is wrong with the verdict; '' when nothing is. */
export function describeVerdict(verdict: Verdict): string {
  if (verdict.ok) return ''
  const parts = [
    verdict.missing.length > 0 ? `not found: ${verdict.missing.join(', ')}` : '',
    verdict.unexpected.length > 0 ? `should not be there: ${verdict.unexpected.join(', ')}` : '',
    verdict.missingSymptoms.length > 0 ? `symptom not found: ${verdict.missingSymptoms.join(', ')}` : '',
    verdict.errors.length > 0 ? `rule in error: ${verdict.errors.join(', ')}` : '',
    verdict.status === verdict.expected.status
      ? ''
      : `${verdict.status} instead of ${verdict.expected.status}`,
  ]
  return parts.filter(part => part !== '').join('; ') || 'could not be read'
}
