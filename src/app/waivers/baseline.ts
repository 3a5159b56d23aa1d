// A baseline: a saved run whose findings are accepted as they are; only what is new counts.
import { type Finding, findingKey, type Waived } from '../../model/finding.ts'
import type { DeviceReport, Report } from '../../model/report.ts'
import { SEVERITIES } from '../../model/rule.ts'
import { EXPIRED_RULE } from './expired.ts'

export const BASELINE_OWNER = 'baseline'

export class Baseline {
  private readonly file: string
  private readonly waived: Waived
  private readonly devices = new Map<string, Map<string, Finding>>()
  private readonly unread = new Set<string>()

  /** @param file as the person named it */
  constructor(file: string, report: Report) {
    this.file = file
    // Lines of NDJSON do not say when the run was.
    const day = report.run.started_at.slice(0, 10)
    this.waived = {
      reason: `in the baseline ${file}${day === '' ? '' : ` of ${day}`}`,
      owner: BASELINE_OWNER,
      expires: '',
    }
    for (const device of report.devices) this.add(device)
  }

  /** Undefined: it is new, or worse than it was. */
  covers(device: string, finding: Finding): Waived | undefined {
    const was = this.devices.get(device)?.get(findingKey(finding))
    if (was === undefined || finding.outcome !== 'fail') return undefined
    if (SEVERITIES.indexOf(finding.severity) < SEVERITIES.indexOf(was.severity)) return undefined
    // A symptom whose cause is gone and that stays has another cause: that is new.
    return was.explained_by.length > 0 && finding.explained_by.length === 0 ? undefined : this.waived
  }

  /** Why nothing of a device is covered; undefined when it is in the baseline. */
  lacks(device: string): string | undefined {
    if (this.unread.has(device))
      return `${device} could not be read in the baseline ${this.file}: all its findings count`
    if (this.devices.has(device)) return undefined
    return `${device} is not in the baseline ${this.file}: all its findings count`
  }

  private add({ name, findings, problem }: DeviceReport): void {
    const known = this.devices.get(name) ?? new Map<string, Finding>()
    for (const finding of findings) if (isAccepted(finding)) known.set(findingKey(finding), finding)
    if (problem !== undefined && known.size === 0) this.unread.add(name)
    else this.devices.set(name, known)
  }
}

/** What a dated waiver covered is accepted until its day, not for ever; and an expired one is no accepted state. */
function isAccepted({ outcome, rule, waived }: Finding): boolean {
  return outcome === 'fail' && rule !== EXPIRED_RULE && (waived === undefined || waived.expires === '')
}
