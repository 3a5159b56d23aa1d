// The device's merged plan, and what it would do.
import { planFixes, retryLine } from '../../diagnose/fixplan/index.ts'
import type { RuleSet } from '../../diagnose/load.ts'
import { type WhatIf, whatIf } from '../../diagnose/whatif/index.ts'
import type { CaptureSet } from '../../model/capture.ts'
import type { FactStore } from '../../model/facts/store.ts'
import type { Finding } from '../../model/finding.ts'
import type { FixPlan, PlanEffect } from '../../model/fix-plan.ts'
import { isPlatform } from '../../model/platform.ts'
import type { Thresholds } from '../../model/thresholds.ts'

/** A device that was judged. */
export interface Judged {
  readonly set: CaptureSet
  readonly store: FactStore
  readonly findings: readonly Finding[]
  /** The failing ones as they are shown: what is waived is not to be mended. */
  readonly shown: readonly Finding[]
  readonly rules: RuleSet
  readonly thresholds?: Thresholds
}

/** Undefined when nothing is to be mended. Its effect is told when the captures hold configuration to apply it to. */
export function planOf({ set, store, findings, shown, rules, thresholds }: Judged): FixPlan | undefined {
  const platform = store.facts.device?.platform
  if (platform === undefined || !isPlatform(platform)) return undefined
  const retry = retryLine(store.facts)
  const plan = planFixes(unwaived(shown), { platform, ...(retry === undefined ? {} : { retry }) })
  if (plan === undefined || plan.config.length === 0) return plan
  const after = whatIf(set, rules, plan.config, {
    store,
    findings,
    ...(thresholds === undefined ? {} : { thresholds }),
  })
  return after === undefined ? plan : { ...plan, effect: withoutWaived(withExec(after, plan), shown) }
}

function unwaived(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ waived }) => waived === undefined)
}

/** The plan leaves alone what is waived; that goes without saying. */
function withoutWaived(effect: PlanEffect, shown: readonly Finding[]): PlanEffect {
  const counted = new Set(unwaived(shown).map(({ rule }) => rule))
  const waived = new Set(shown.map(({ rule }) => rule).filter(rule => !counted.has(rule)))
  if (waived.size === 0) return effect
  const told = (rules: readonly string[]): string[] => rules.filter(rule => !waived.has(rule))
  return { ...effect, leaves: told(effect.leaves), undecided: told(effect.undecided) }
}

/** What only comes up to be settled by an exec line of the plan is open until that line was typed. */
function withExec({ effect, findings }: WhatIf, { exec }: FixPlan): PlanEffect {
  const settled = effect.appears.filter(rule =>
    findings.some(finding => {
      const typed = finding.rule === rule ? finding.remediation[0]?.parts : undefined
      return (
        typed !== undefined &&
        typed.exec.length > 0 &&
        typed.config.length + typed.admin_config.length === 0 &&
        typed.exec.every(line => exec.includes(line.trim()))
      )
    }),
  )
  return {
    ...effect,
    appears: effect.appears.filter(rule => !settled.includes(rule)),
    undecided: [...effect.undecided, ...settled],
  }
}
