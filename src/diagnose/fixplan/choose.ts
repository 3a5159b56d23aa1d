// Which candidates go together: the fix at the earlier hop stays, what contradicts it is left out and explained.
import type { LeftOut } from '../../model/fix-plan.ts'
import type { Platform } from '../../model/platform.ts'
import type { Candidate } from './candidates.ts'
import { contradiction } from './contradictions.ts'
import { madeNeedlessBy } from './exec.ts'

export interface Choice {
  readonly kept: readonly Candidate[]
  readonly leftOut: readonly LeftOut[]
}

/**
 * Candidates in the order of the path. Of two that contradict each other at one hop neither is kept: nothing says
 * which comes first.
 */
export function choose(candidates: readonly Candidate[], platform: Platform): Choice {
  const kept: Candidate[] = []
  const leftOut: LeftOut[] = []
  for (const candidate of candidates) {
    const clash = firstClash(kept, candidate, platform)
    if (clash === undefined) {
      kept.push(candidate)
      continue
    }
    leftOut.push(leave(candidate, 'contradiction', clash.reason))
    const { other } = clash
    if (other.finding.hop !== candidate.finding.hop) continue
    kept.splice(kept.indexOf(other), 1)
    const reason = contradiction(candidate, other, platform) ?? `contradicts ${candidate.finding.rule}`
    leftOut.push(leave(other, 'contradiction', reason))
  }
  return dropNeedless(kept, leftOut)
}

function firstClash(
  kept: readonly Candidate[],
  candidate: Candidate,
  platform: Platform,
): { other: Candidate; reason: string } | undefined {
  for (const other of kept) {
    const reason = contradiction(other, candidate, platform)
    if (reason !== undefined) return { other, reason }
  }
  return undefined
}

/** A fix that is nothing but exec lines another fix makes needless. */
function dropNeedless(kept: readonly Candidate[], leftOut: readonly LeftOut[]): Choice {
  const exec = kept.flatMap(candidate => candidate.fix.parts.exec)
  const configured = kept.some(({ fix }) => fix.parts.config.length > 0)
  const needless: LeftOut[] = []
  const rest = kept.filter(candidate => {
    const { parts } = candidate.fix
    if (parts.exec.length === 0 || parts.config.length + parts.admin_config.length > 0) return true
    const by = parts.exec.map(line => madeNeedlessBy(line, exec, configured))
    const [first] = by
    if (first === undefined || by.includes(undefined)) return true
    const what = parts.exec.map(line => `\`${line.trim()}\``).join(' and ')
    needless.push(leave(candidate, 'unneeded', `${what} is not needed: ${first} does it`))
    return false
  })
  return { kept: rest, leftOut: [...alternatives(rest), ...leftOut, ...needless] }
}

function alternatives(kept: readonly Candidate[]): LeftOut[] {
  return kept.flatMap(({ finding, fix, others }) =>
    others.map(other => ({
      rule: finding.rule,
      title: other.title,
      kind: 'alternative' as const,
      reason: `a second way; the plan takes the first (${fix.title})`,
    })),
  )
}

function leave({ finding, fix }: Candidate, kind: LeftOut['kind'], reason: string): LeftOut {
  return { rule: finding.rule, title: fix.title, kind, reason }
}
