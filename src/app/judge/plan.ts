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
  readonly rules: RuleSet
  readonly thresholds?: Thresholds
}

/** Undefined when nothing is to be mended. Its effect is told when the captures hold configuration to apply it to. */
export function planOf({ set, store, findings, rules, thresholds }: Judged): FixPlan | undefined {
  const platform = store.facts.device?.platform
  if (platform === undefined || !isPlatform(platform)) return undefined
  const retry = retryLine(store.facts)
  const plan = planFixes(findings, { platform, ...(retry === undefined ? {} : { retry }) })
  if (plan === undefined || plan.config.length === 0) return plan
  const after = whatIf(set, rules, plan.config, {
    store,
    findings,
    ...(thresholds === undefined ? {} : { thresholds }),
  })
  return after === undefined ? plan : { ...plan, effect: withExec(after, plan) }
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
