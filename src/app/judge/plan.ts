// The device's merged plan.
import { planFixes, retryLine } from '../../diagnose/fixplan/index.ts'
import type { FactStore } from '../../model/facts/store.ts'
import type { Finding } from '../../model/finding.ts'
import type { FixPlan } from '../../model/fix-plan.ts'
import { isPlatform } from '../../model/platform.ts'

/** Undefined when nothing is to be mended. */
export function planOf(store: FactStore, findings: readonly Finding[]): FixPlan | undefined {
  const platform = store.facts.device?.platform
  if (platform === undefined || !isPlatform(platform)) return undefined
  const retry = retryLine(store.facts)
  return planFixes(findings, { platform, ...(retry === undefined ? {} : { retry }) })
}
