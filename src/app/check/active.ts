// When `--active` asks a device for tests: where a check that is still open, or a failing device, is settled by them.
import { testsOf, wayOf } from '../../collect/active.ts'
import { diagnose } from '../../diagnose/index.ts'
import type { RuleSet } from '../../diagnose/load.ts'
import type { Finding } from '../../model/finding.ts'
import type { Thresholds } from '../../model/thresholds.ts'
import type { TestPlan } from '../../session/run-tests.ts'
import { factsOf } from '../judge.ts'

/** The tests a device is asked for, by what was read of it; none where communication works. */
export function testPlan(rules: RuleSet, thresholds?: Thresholds): TestPlan {
  return function* (set) {
    const store = factsOf(set, thresholds)
    const failing = store.facts.derived?.failing_now
    if (failing === false) return
    if (failing === undefined && !diagnose(store, rules).some(isOpen)) return
    const way = wayOf(store.facts)
    if (way !== undefined) yield* testsOf(way)
  }
}

/** Undecided for want of a test. */
function isOpen(finding: Finding): boolean {
  return (
    finding.outcome === 'unknown' &&
    finding.missing.some(({ path }) => path === 'connectivity' || path.startsWith('connectivity.'))
  )
}
