// One device of two runs: findings, hops and deadlines beside each other, and whether it got better. Pure.
import type {
  ChangedFinding,
  ComparedDevice,
  ComparedFinding,
  DeadlineSide,
  FactChange,
  Verdict,
} from '../../model/comparison.ts'
import { type Finding, findingKey } from '../../model/finding.ts'
import type { Deadline, DeviceReport, DeviceStatus } from '../../model/report.ts'
import { SEVERITIES } from '../../model/rule.ts'

/** @param facts only where both runs are output */
export function compareDevice(
  before: DeviceReport,
  after: DeviceReport,
  facts?: readonly FactChange[],
): ComparedDevice {
  const [was, is] = [failing(before), failing(after)]
  const [open, wasOpen] = [undecidedOf(after), undecidedOf(before)]
  const gone = [...was].filter(([key]) => !is.has(key)).map(([, finding]) => finding)
  const appeared = [...is]
    .filter(([key]) => !was.has(key))
    .map(([, finding]): ComparedFinding => {
      const told = wasOpen.has(finding.rule) || before.problem !== undefined
      return { ...shown(finding), ...(told ? { undecided_before: true } : {}) }
    })
  const isOpen = (finding: Finding): boolean => open.has(finding.rule) || after.problem !== undefined
  const both = [...is].flatMap(([key, now]) => {
    const then = was.get(key)
    return then === undefined ? [] : [{ then, now }]
  })
  const changed = both
    .filter(({ then, now }) => then.severity !== now.severity)
    .map(({ then, now }): ChangedFinding => ({ ...shown(now), before: then.severity, after: now.severity }))
  const parts = {
    appeared,
    cleared: gone.filter(finding => !isOpen(finding)).map(shown),
    changed,
    undecided: gone.filter(isOpen).map(shown),
  }
  const status = { before: before.status, after: after.status }
  const reason = whyUntold(before, after, parts.undecided)
  return {
    name: after.name,
    hostname: after.hostname,
    status,
    verdict: verdictOf(status, parts, reason),
    reason,
    ...parts,
    still: both.length - changed.length,
    path: hopsOf(before, after),
    deadlines: deadlinesOf(before, after),
    ...(facts === undefined ? {} : { facts }),
  }
}

function failing({ findings }: DeviceReport): Map<string, Finding> {
  return new Map(findings.filter(({ outcome }) => outcome === 'fail').map(one => [findingKey(one), one]))
}

function undecidedOf({ unknown, findings }: DeviceReport): Set<string> {
  const errors = findings.filter(({ outcome }) => outcome === 'error').map(({ rule }) => rule)
  return new Set([...unknown.flatMap(({ rules }) => rules), ...errors])
}

function shown(finding: Finding): ComparedFinding {
  const { rule, element, title, severity, role, explained_by, waived } = finding
  const counts = severity !== 'info' && role !== 'advice' && explained_by.length === 0 && waived === undefined
  return { rule, ...(element === undefined ? {} : { element }), title, severity, counts }
}

function whyUntold(before: DeviceReport, after: DeviceReport, lost: readonly ComparedFinding[]): string {
  if (after.problem !== undefined && before.problem === undefined)
    return `could not be read afterwards: ${after.problem.message}`
  const counted = lost.filter(({ counts }) => counts)
  if (counted.length > 0)
    return `${counted.map(({ rule }) => rule).join(', ')} failed before and cannot be decided afterwards; collect what the report of the second run asks for`
  if (after.status === 'unknown' && before.status !== 'unknown')
    return 'its state could not be told afterwards'
  return ''
}

/** From well to ill; a device nobody could judge is neither. */
const RANK: Readonly<Record<DeviceStatus, number>> = { healthy: 0, warning: 1, critical: 2, unknown: -1 }

type Parts = Pick<ComparedDevice, 'appeared' | 'cleared' | 'changed'>

/** A critical finding that came outranks what cannot be told; that outranks a warning. */
function verdictOf(
  { before, after }: ComparedDevice['status'],
  { appeared, cleared, changed }: Parts,
  reason: string,
): Verdict {
  const rise = changed.filter(one => one.counts && graver(one.after, one.before))
  const came = appeared.filter(({ counts }) => counts)
  const worse =
    (after === 'critical' && before !== 'critical') || (RANK[before] >= 0 && RANK[after] > RANK[before])
  if ([...came, ...rise].some(({ severity }) => severity === 'critical') || (worse && after === 'critical'))
    return 'critical'
  if (reason !== '') return 'unknown'
  if (came.length + rise.length > 0 || worse) return 'worse'
  const fell = changed.some(one => one.counts && graver(one.before, one.after))
  const better =
    cleared.some(({ counts }) => counts) || fell || (after !== 'unknown' && RANK[before] > RANK[after])
  return better ? 'better' : 'same'
}

function graver(a: Finding['severity'], b: Finding['severity']): boolean {
  return SEVERITIES.indexOf(a) < SEVERITIES.indexOf(b)
}

function hopsOf(before: DeviceReport, after: DeviceReport): ComparedDevice['path'] {
  const was = new Map(before.path.map(one => [one.hop, one.status]))
  return after.path.flatMap(({ hop, status, note }) => {
    const then = was.get(hop)
    return then === undefined || then === status ? [] : [{ hop, before: then, after: status, note }]
  })
}

/** Deadlines that came, went or moved, or whose level changed. That a day has passed is no change. */
function deadlinesOf(before: DeviceReport, after: DeviceReport): ComparedDevice['deadlines'] {
  const [was, is] = [nearest(before), nearest(after)]
  return [...new Set([...was.keys(), ...is.keys()])].flatMap(kind => {
    const [then, now] = [was.get(kind), is.get(kind)]
    if (then !== undefined && now !== undefined && !moved(then, now)) return []
    return [
      {
        kind,
        ...(then === undefined ? {} : { before: sideOf(then) }),
        ...(now === undefined ? {} : { after: sideOf(now) }),
      },
    ]
  })
}

function moved(then: Deadline, now: Deadline): boolean {
  if (then.level !== now.level || then.at !== now.at) return true
  return then.days_left !== undefined && now.days_left !== undefined && now.days_left > then.days_left
}

/** Of several of a kind the nearest; they come sorted. */
function nearest({ state }: DeviceReport): Map<Deadline['kind'], Deadline> {
  const found = new Map<Deadline['kind'], Deadline>()
  for (const one of state.deadlines) if (!found.has(one.kind)) found.set(one.kind, one)
  return found
}

function sideOf({ at, days_left, level }: Deadline): DeadlineSide {
  return { at, level, ...(days_left === undefined ? {} : { days_left }) }
}
