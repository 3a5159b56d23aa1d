// Causes that were looked for and are not there, each with the line that shows it.
import { diagnose, judgeRule } from '../../diagnose/index.ts'
import type { LoadedRule } from '../../diagnose/load.ts'
import type { FactStore, Source } from '../../model/facts/store.ts'
import { hopOrder } from '../../model/hop.ts'
import type { DeviceReport } from '../../model/report.ts'
import type { RuleSet } from '../rules.ts'

export interface RuledOut {
  readonly hop: string
  /** Of the rule that did not fire. */
  readonly rule: string
  readonly title: string
  readonly proof: Source
}

const MOST_A_HOP = 2

/** Rules for causes that passed, in the order of the path; two a hop, each with a proof of its own. */
export function ruledOut(store: FactStore, rules: RuleSet, { path }: DeviceReport): RuledOut[] {
  const unneeded = new Set(path.filter(({ status }) => status === 'not-needed').map(({ hop }) => hop))
  const passed = new Set(
    diagnose(store, rules)
      .filter(one => one.outcome === 'pass')
      .map(one => one.rule),
  )
  const candidates = rules.rules
    .filter(
      one => one.role === 'cause' && one.severity !== 'info' && !unneeded.has(one.hop) && passed.has(one.id),
    )
    .sort((a, b) => hopOrder(a.hop) - hopOrder(b.hop) || weight(a) - weight(b) || (a.id < b.id ? -1 : 1))
  const seen = new Set<string>()
  const perHop = new Map<string, number>()
  return candidates.flatMap(rule => {
    const used = perHop.get(rule.hop) ?? 0
    const proof = used >= MOST_A_HOP ? undefined : proofOf(rule, store, rules, seen)
    if (proof === undefined) return []
    perHop.set(rule.hop, used + 1)
    seen.add(keyOf(proof))
    return [{ hop: rule.hop, rule: rule.id, title: rule.title, proof }]
  })
}

const weight = (rule: LoadedRule): number => (rule.severity === 'critical' ? 0 : 1)

/** Facts that say that all is well, or what kind of device it is: they rule out no cause by themselves. */
const BESIDE =
  /^(?:derived\.(?:failing_now|failure_reasons|log_failures|first_broken_hop|newest_comm_event|server_answered|wants_contact|uses_callhome)|device|collection|log|license\.(?:generation|method|enabled))\b/

/** Some line of a log shows nothing of what is not in the log, and a heading nothing of what stands below it. */
function isProof({ command, text }: Source): boolean {
  return !/^show logg/i.test(command) && /\S\s+\S/.test(text.trim())
}

/** The first line behind the condition that does not hold, where no other cause was ruled out by it. */
function proofOf(
  rule: LoadedRule,
  store: FactStore,
  rules: RuleSet,
  seen: ReadonlySet<string>,
): Source | undefined {
  for (const { trace } of judgeRule(rule, store, rules, { full: true })) {
    const failed = trace.filter(({ kind, value }) => kind === 'when' && value === 'false')
    for (const { read = [] } of failed) {
      // Were it working, most conditions would not hold: that alone rules out nothing.
      if (read.some(({ path }) => BESIDE.test(path))) continue
      const lines = read
        .filter(({ value }) => value !== undefined && value !== '')
        .flatMap(one => one.sources)
      const line = lines.find(one => isProof(one) && !seen.has(keyOf(one)))
      if (line !== undefined) return line
    }
  }
  return undefined
}

function keyOf({ origin, command, line }: Source): string {
  return `${origin}\u0000${command}\u0000${line}`
}
