// Captures to a device's part of the report: parse, derive, diagnose, describe. Pure but for nothing it is given.
import { derive } from '../diagnose/derive/index.ts'
import { diagnose } from '../diagnose/index.ts'
import type { RuleSet } from '../diagnose/load.ts'
import { describePath } from '../diagnose/path/index.ts'
import type { Capture, CaptureSet } from '../model/capture.ts'
import type { FactStore, RuleContext } from '../model/facts/store.ts'
import type { Finding } from '../model/finding.ts'
import { OUTCOMES } from '../model/finding.ts'
import { hopOrder } from '../model/hop.ts'
import type { CaptureNote, DeviceReport, DeviceStatus, PathHop } from '../model/report.ts'
import type { Role } from '../model/rule.ts'
import type { Thresholds } from '../model/thresholds.ts'
import { assemble } from '../parse/assemble.ts'
import { planOf } from './judge/plan.ts'
import { withoutSecrets } from './judge/secrets.ts'
import { describeState } from './judge/state.ts'
import { groupUnknown } from './judge/unknown.ts'
import type { JudgedDevice } from './waivers/cover.ts'

/** The facts of a device, derived ones included. */
export function factsOf(set: CaptureSet, thresholds?: Thresholds): FactStore {
  return derive(assemble(set), thresholds)
}

/** What waivers and a baseline make of a device's failing findings. */
export type CoverFindings = (device: JudgedDevice, findings: readonly Finding[]) => readonly Finding[]

/** `thresholds` say when a deadline is a warning and when critical; 30 and 7 days when left out. */
export function judge(
  set: CaptureSet,
  rules: RuleSet,
  thresholds?: Thresholds,
  cover?: CoverFindings,
): DeviceReport {
  return judgeFacts(set, factsOf(set, thresholds), rules, thresholds, cover)
}

/** {@link judge} where the facts are known already: reading them takes longest. */
export function judgeFacts(
  set: CaptureSet,
  store: FactStore,
  rules: RuleSet,
  thresholds?: Thresholds,
  cover?: CoverFindings,
): DeviceReport {
  const judged = diagnose(store, rules)
  const facts = store.facts
  const path = describePath(store, judged)
  const failing = judged.filter(({ outcome }) => outcome === 'fail' || outcome === 'error')
  const sorted = failing.sort(byUrgency(path))
  // A baseline and a person's waivers name elements as reports show them.
  const shown = cover?.(judgedDevice(set, facts, judged), withoutSecrets(sorted)) ?? sorted
  const extra = shown.filter(({ rule }) => !rules.byId.has(rule))
  const findings = [...judged, ...extra]
  const plan = planOf({
    set,
    store,
    findings: judged,
    shown,
    rules,
    ...(thresholds === undefined ? {} : { thresholds }),
  })
  const counts = Object.fromEntries(
    OUTCOMES.map(outcome => [outcome, findings.filter(finding => finding.outcome === outcome).length]),
  )
  return withoutSecrets({
    name: set.name,
    hostname: facts.device?.hostname ?? '',
    platform: set.platform ?? '',
    os_version: facts.device?.os_version ?? '',
    model: modelOf(facts),
    serial: facts.license?.udi?.sn ?? facts.device?.models?.[0]?.sn ?? '',
    generation: facts.license?.generation ?? '',
    method: facts.license?.method ?? '',
    status: statusOf(set, facts, shown, rules),
    state: { ...describeState(store, path), ...(isSettled(set, facts) ? {} : { unsettled: true }) },
    path,
    findings: shown,
    ...(plan === undefined ? {} : { plan }),
    unknown: groupUnknown(findings),
    captures: set.captures.map(captureNote),
    counts: counts as DeviceReport['counts'],
    ...(set.problem === undefined ? {} : { problem: set.problem }),
  })
}

function modelOf(facts: RuleContext): string {
  return facts.license?.udi?.pid ?? facts.device?.models?.[0]?.pid ?? facts.device?.chassis ?? ''
}

/**
 * The worst finding that nothing explains wins: a symptom is as bad as its cause. But a deadline that presses counts
 * whatever causes it: the cause may be a warning, or waived, and the day is near. What is waived does not count. Without
 * a finding a device is healthy only when its state was read: an unknown state is `unknown`, never healthy.
 */
export function statusOf(
  set: CaptureSet,
  facts: RuleContext,
  findings: readonly Finding[],
  rules: RuleSet,
): DeviceStatus {
  return countedStatus(findings, isSettled(set, facts), rules)
}

/** The same from the parts of a report. `settled`: whether licensing works could be told. */
export function countedStatus(findings: readonly Finding[], settled: boolean, rules: RuleSet): DeviceStatus {
  const failed = findings.filter(
    finding =>
      finding.outcome === 'fail' &&
      finding.waived === undefined &&
      (finding.explained_by.length === 0 || isDeadline(rules, finding.rule)),
  )
  if (failed.some(finding => finding.severity === 'critical')) return 'critical'
  if (failed.some(finding => finding.severity === 'warning')) return 'warning'
  return settled && !findings.some(finding => finding.outcome === 'error') ? 'healthy' : 'unknown'
}

function isSettled(set: CaptureSet, facts: RuleContext): boolean {
  return (
    set.problem === undefined &&
    facts.license?.generation !== undefined &&
    facts.derived?.failing_now !== undefined
  )
}

/** As waivers know it. */
export function judgedDevice(
  set: CaptureSet,
  facts: RuleContext,
  findings: readonly Finding[],
): JudgedDevice {
  const unknown = findings.filter(({ outcome }) => outcome === 'unknown' || outcome === 'error')
  return {
    name: set.name,
    hostname: facts.device?.hostname ?? '',
    read: set.problem === undefined,
    undecided: new Set(unknown.map(({ rule }) => rule)),
  }
}

function isDeadline(rules: RuleSet, id: string): boolean {
  const rule = rules.byId.get(id)
  return (
    rule?.role === 'symptom' &&
    rule.reads.some(path => /^derived\.deadlines\.[a-z_]+\.(level|passed)$/.test(path))
  )
}

const ROLE_ORDER: Readonly<Record<Role, number>> = { cause: 0, symptom: 1, advice: 3 }

/** Causes of broken hops in path order, other causes, symptoms nothing explains, explained ones, then advice. */
function byUrgency(path: readonly PathHop[]): (a: Finding, b: Finding) => number {
  const broken = new Set(path.filter(one => one.status === 'broken').map(one => one.hop))
  const standing = (finding: Finding): number => (group(finding) === 0 && !broken.has(finding.hop) ? 1 : 0)
  return (a, b) =>
    group(a) - group(b) ||
    standing(a) - standing(b) ||
    hopOrder(a.hop) - hopOrder(b.hop) ||
    (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0)
}

function group(finding: Finding): number {
  if (finding.outcome === 'error') return 5
  if (finding.explained_by.length > 0) return 2
  return finding.severity === 'info' ? 3 : ROLE_ORDER[finding.role]
}

export function captureNote(capture: Capture): CaptureNote {
  return {
    command: capture.command,
    status: capture.status,
    origin: capture.origin,
    lines: lineCount(capture.text),
    bytes: Buffer.byteLength(capture.text),
    ...(capture.reason === undefined ? {} : { reason: capture.reason }),
    ...(capture.durationMs === undefined ? {} : { duration_ms: capture.durationMs }),
  }
}

/** Without making the lines: an answer may be 20 MB. */
function lineCount(text: string): number {
  if (text === '') return 0
  let count = 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1
  return count
}
