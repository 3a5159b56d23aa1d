// What a lab device's file expects of its report, and how a report differs from it.
import type { LabDevice } from '../../src/lab/types.ts'
import type { DeviceReport } from '../../src/model/report.ts'

export interface Comparison {
  readonly status: string
  readonly causes: readonly string[]
  readonly folded: readonly string[]
  readonly info: readonly string[]
  readonly errors: readonly string[]
}

/** The findings of a report by kind: what stands, what is folded, what is a note. */
export function found(report: DeviceReport): Comparison {
  const failed = report.findings.filter(finding => finding.outcome === 'fail')
  const ids = (wanted: (finding: (typeof failed)[number]) => boolean): string[] =>
    [...new Set(failed.filter(wanted).map(finding => finding.rule))].sort()
  return {
    status: report.status,
    causes: ids(finding => finding.explained_by.length === 0 && finding.severity !== 'info'),
    folded: ids(finding => finding.explained_by.length > 0),
    info: ids(finding => finding.explained_by.length === 0 && finding.severity === 'info'),
    errors: report.findings
      .filter(finding => finding.outcome === 'error')
      .map(finding => `${finding.rule}: ${finding.error}`),
  }
}

/** The same shape from the device file. Notes are compared only against those the file allows. */
export function expected(device: LabDevice, seen: Comparison): Comparison {
  return {
    status: device.expect.status,
    causes: [...device.expect.causes].sort(),
    folded: [...new Set([...device.expect.symptoms, ...seen.folded])].sort(),
    info: seen.info.filter(id => device.expect.allow.includes(id)),
    errors: [],
  }
}
