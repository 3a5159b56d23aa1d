// The deadlines of a device for its report: all that count, the most pressing first.
import { type FactStore, type Missing, missingAt } from '../../model/facts/store.ts'
import { isBefore } from '../../model/facts/time.ts'
import type { Deadline, DeadlineLevel } from '../../model/report.ts'
import { cadenceText } from './cadence.ts'
import { effortOf, nextAttempt } from './effort.ts'
import { KINDS, type Kind } from './kinds.ts'
import { consequenceOf, deadlineText } from './words.ts'

/** `store` must hold the derived facts. A deadline that does not count on this device is left out. */
export function deadlinesOf(store: FactStore): Deadline[] {
  return KINDS.flatMap(kind => describe(kind, store)).sort(byUrgency)
}

function describe(kind: Kind, store: FactStore): Deadline[] {
  const { facts } = store
  const entry: { set?: boolean; days_left?: number; passed?: boolean; level?: string } =
    facts.derived?.deadlines?.[kind.kind] ?? {}
  const at = dateOf(kind, store)
  // A date that may not count is shown with level `unknown` rather than hidden.
  if (entry.set !== true && (entry.set === false || at === '')) return []
  const { days_left, passed } = entry
  const next = nextAttempt(kind.kind, facts)
  const level = levelName(entry.level)
  const lacking = days_left === undefined && passed !== true ? '' : level === 'unknown' ? '.level' : undefined
  const missing = lacking === undefined ? undefined : why(store, `derived.deadlines.${kind.kind}${lacking}`)
  return [
    {
      kind: kind.kind,
      at,
      ...(days_left === undefined ? {} : { days_left }),
      level,
      text: deadlineText(kind.kind, days_left, passed, at),
      consequence: consequenceOf(kind.kind, passed),
      next_attempt: next,
      ...(isBefore(next, facts.clock?.device_time ?? '') === true ? { next_attempt_passed: true } : {}),
      retry: cadenceText(
        kind.kind,
        effortOf(kind.kind, facts),
        facts.device?.platform,
        facts.license?.reporting?.push_interval_days,
      ),
      ...(missing === undefined ? {} : { missing: { reason: missing.reason, command: missing.command } }),
    },
  ]
}

/** The printed date; the evaluation period prints one only when it is used up. */
function dateOf(kind: Kind, store: FactStore): string {
  if (kind.kind === 'evaluation') return store.facts.license?.evaluation?.expired_at ?? ''
  return kind.date?.(store.facts) ?? ''
}

function why(store: FactStore, path: string): Missing {
  return missingAt(store, path) ?? { reason: 'the output does not tell it', command: 'show license all' }
}

function levelName(level: string | undefined): DeadlineLevel {
  return level === 'ok' || level === 'warning' || level === 'critical' ? level : 'unknown'
}

const LEVELS: readonly DeadlineLevel[] = ['critical', 'warning', 'unknown', 'ok']

/** By level, then by days; a report that is due is an appointment and comes after real deadlines. */
function byUrgency(a: Deadline, b: Deadline): number {
  return (
    LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) ||
    Number(a.kind === 'push') - Number(b.kind === 'push') ||
    (a.days_left ?? 0) - (b.days_left ?? 0)
  )
}
