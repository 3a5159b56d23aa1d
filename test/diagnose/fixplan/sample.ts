// Findings with fixes, written by hand for the plan's tests.
import { planFixes } from '../../../src/diagnose/fixplan/index.ts'
import type { Finding, FixParts, Remediation } from '../../../src/model/finding.ts'
import type { FixPlan } from '../../../src/model/fix-plan.ts'
import type { Hop } from '../../../src/model/hop.ts'
import type { Platform } from '../../../src/model/platform.ts'
import { finding } from '../../report/sample.ts'

const NO_PARTS: FixParts = { config: [], admin_config: [], exec: [] }

interface Given extends Partial<Omit<Remediation, 'parts' | 'undo_parts'>> {
  readonly config?: string
  readonly exec?: string
  readonly undoConfig?: string
  readonly undoExec?: string
}

function linesOf(block: string | undefined): string[] {
  return (block ?? '').split('\n').filter(line => line.trim() !== '')
}

export function fix({ config, exec, undoConfig, undoExec, ...rest }: Given): Remediation {
  return {
    title: 'Mend it',
    risk: 'low',
    impact: 'none',
    lines: [],
    steps: [],
    undo: [],
    placeholders: [],
    parts: { ...NO_PARTS, config: linesOf(config), exec: linesOf(exec) },
    undo_parts: { ...NO_PARTS, config: linesOf(undoConfig), exec: linesOf(undoExec) },
    ...rest,
  }
}

/** A failing cause at a hop. */
export function cause(
  rule: string,
  hop: Hop,
  first: Given,
  overrides: Partial<Finding> = {},
  ...others: Given[]
): Finding {
  return finding({ rule, hop, remediation: [fix(first), ...others.map(fix)], ...overrides })
}

export function plan(platform: Platform, findings: readonly Finding[], retry?: string): FixPlan {
  const made = planFixes(findings, { platform, ...(retry === undefined ? {} : { retry }) })
  if (made === undefined) throw new Error('no plan')
  return made
}
