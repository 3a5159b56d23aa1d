// Waivers and a baseline over a saved run: nothing is judged anew, what they cover no longer counts.
import { planFixes } from '../../diagnose/fixplan/index.ts'
import { findingKey } from '../../model/finding.ts'
import type { FixPlan } from '../../model/fix-plan.ts'
import { isPlatform } from '../../model/platform.ts'
import type { DeviceReport, DeviceStatus, DeviceWhatIf, Report } from '../../model/report.ts'
import { SEVERITIES } from '../../model/rule.ts'
import { countedStatus } from '../judge.ts'
import { type RuleSet, soundRules } from '../rules.ts'
import type { Cover } from './cover.ts'
import { type CoverOptions, openCover, waivableRules } from './index.ts'

/** The run as it is shown; its notes say what ends soon and what covers nothing. */
export async function coverSaved(
  report: Report,
  options: CoverOptions & { readonly packs?: readonly string[] },
): Promise<Report> {
  if ((options.waivers ?? []).length === 0 && options.baseline === undefined) return report
  const rules = await soundRules(options.packs)
  const found = report.devices.flatMap(({ findings }) => findings.map(({ rule }) => rule))
  const cover = await openCover(options, new Set([...waivableRules(rules), ...found]))
  if (cover === undefined) return report
  const devices = report.devices.map(device => coverDevice(device, cover, rules))
  return { ...report, run: { ...report.run, notes: [...report.run.notes, ...cover.notes()] }, devices }
}

export function coverDevice(device: DeviceReport, cover: Cover, rules: RuleSet): DeviceReport {
  const findings = cover.findings(
    {
      ...device,
      read: device.problem === undefined,
      undecided: new Set(device.unknown.flatMap(group => group.rules)),
    },
    device.findings,
  )
  const marks = (all: DeviceReport['findings']): string =>
    all.map(finding => `${findingKey(finding)} ${finding.waived === undefined}`).join('\n')
  if (marks(findings) === marks(device.findings)) return device
  const settled =
    device.state.unsettled === undefined && device.problem === undefined && device.generation !== ''
  const { plan: _plan, ...rest } = device
  const plan = planAfter(device, findings)
  const fail = findings.filter(({ outcome }) => outcome === 'fail').length
  return {
    ...rest,
    findings,
    status: countedStatus(findings, settled, rules),
    counts: { ...device.counts, fail },
    ...(plan === undefined ? {} : { plan }),
    ...(device.what_if === undefined ? {} : { what_if: forecastAfter(device.what_if, findings, rules) }),
  }
}

/** A forecast counts what it leaves as the findings of today count, and all it brings; it gets better by that, never worse. */
function forecastAfter(
  whatIf: DeviceWhatIf,
  findings: DeviceReport['findings'],
  rules: RuleSet,
): DeviceWhatIf {
  if (whatIf.status !== 'warning' && whatIf.status !== 'critical') return whatIf
  const today = new Map<string, DeviceStatus>()
  for (const { rule } of findings)
    if (!today.has(rule))
      today.set(
        rule,
        countedStatus(
          findings.filter(one => one.rule === rule),
          true,
          rules,
        ),
      )
  const counted = whatIf.findings.filter(({ rule }) => today.get(rule) !== 'healthy')
  const worst = SEVERITIES.find(severity => counted.some(one => one.severity === severity))
  return { ...whatIf, status: worst === undefined || worst === 'info' ? 'healthy' : worst }
}

/** Without the fixes of what is waived. What it would do cannot be told from a saved run when it has changed. */
function planAfter(device: DeviceReport, findings: DeviceReport['findings']): FixPlan | undefined {
  const { plan, platform } = device
  if (plan === undefined || !isPlatform(platform)) return plan
  const waived = findings.filter(one => one.waived !== undefined)
  const named = new Set([...plan.rules, ...plan.left_out.map(({ rule }) => rule)])
  if (!waived.some(({ rule }) => named.has(rule))) return plan
  const own = new Set(
    findings.flatMap(one => one.remediation.flatMap(fix => fix.parts.exec)).map(line => line.trim()),
  )
  const retry = plan.exec.find(line => !own.has(line.trim()))
  return planFixes(
    findings.filter(one => one.waived === undefined),
    { platform, ...(retry === undefined ? {} : { retry }) },
  )
}
