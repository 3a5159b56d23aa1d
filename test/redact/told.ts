// A device's report as what must not change when its captures are redacted.
import type { DeviceReport } from '../../src/model/report.ts'

/** What must stay the same: everything a person is told, but for the sizes of captures. */
export function told({ captures, plan, ...rest }: DeviceReport): string {
  const effect = plan?.effect
  // What only the next try settles comes in no order: the forecast's own example host may be the device's.
  const ordered = effect && { ...effect, undecided: [...effect.undecided].sort() }
  const notes = captures.map(({ command, status, lines }) => ({ command, status, lines }))
  return JSON.stringify({ ...rest, plan: plan && { ...plan, effect: ordered }, captures: notes }, null, 1)
}
