// Causes that were looked for and are not there, each with the line that shows it.
import { baseFactsOf } from '../../diagnose/device.ts'
import { diagnose } from '../../diagnose/index.ts'
import type { LoadedRule } from '../../diagnose/load.ts'
import { type FactStore, factAt, type Source, sourcesOf } from '../../model/facts/store.ts'
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
    const proof = used >= MOST_A_HOP ? undefined : proofOf(rule, store, seen)
    if (proof === undefined) return []
    perHop.set(rule.hop, used + 1)
    seen.add(keyOf(proof))
    return [{ hop: rule.hop, rule: rule.id, title: rule.title, proof }]
  })
}

const weight = (rule: LoadedRule): number => (rule.severity === 'critical' ? 0 : 1)

/** The first line behind what the rule reads that proves nothing else yet. */
function proofOf(rule: LoadedRule, store: FactStore, seen: ReadonlySet<string>): Source | undefined {
  const paths = [...rule.evidence, ...rule.reads].flatMap(path =>
    path.startsWith('derived.') ? baseFactsOf(path) : [path],
  )
  for (const path of paths) {
    const plain = path.split('.*', 1)[0] ?? path
    if (/^(?:device|collection|platform|license\.generation|license\.method)\b/.test(plain)) continue
    if (factAt(store.facts, plain) === undefined) continue
    const line = sourcesOf(store, plain).find(one => one.text.trim() !== '' && !seen.has(keyOf(one)))
    if (line !== undefined) return line
  }
  return undefined
}

function keyOf({ origin, command, line }: Source): string {
  return `${origin}\u0000${command}\u0000${line}`
}
