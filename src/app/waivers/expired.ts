// A waiver past its day as a finding: it counts until somebody decides anew.
import type { Finding } from '../../model/finding.ts'
import { placeOf, type Waiver } from './waiver.ts'

/** No rule file has this id: the finding comes from the waiver, not from the device. */
export const EXPIRED_RULE = 'waiver-expired'

/** @param covered what the waiver would cover if it still held; never empty */
export function expiredFinding(waiver: Waiver, covered: readonly Finding[]): Finding {
  const { rule, owner, expires, reason, file, line, text } = waiver
  // Severity and hop of notes alone: an old waiver of a hygiene matter wakes nobody.
  const loud = covered.filter(one => one.severity !== 'info' && one.role !== 'advice')
  return {
    rule: EXPIRED_RULE,
    title: 'A waiver has expired',
    element: placeOf(waiver),
    outcome: 'fail',
    severity: loud.length > 0 ? 'warning' : 'info',
    role: 'cause',
    hop: (loud[0] ?? covered[0])?.hop ?? 'mode',
    message: `The waiver of ${rule} expired on ${expires} and covers nothing any more (owner ${owner}: ${reason})`,
    why: `What it was for is still there and counts again. Mend it, or have ${owner} decide anew and write a later day in ${placeOf(waiver)}.`,
    evidence: [{ command: file, line, text, origin: file }],
    explained_by: [],
    explains: [],
    remediation: [],
    verify: [],
    references: [],
    missing: [],
    trace: [],
  }
}
