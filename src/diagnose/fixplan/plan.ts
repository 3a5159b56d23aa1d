// The fixes of several findings as one plan.
import type { Finding, FixParts } from '../../model/finding.ts'
import type { FixPlan, PlanStep } from '../../model/fix-plan.ts'
import { type Hop, hopOrder } from '../../model/hop.ts'
import type { Platform } from '../../model/platform.ts'
import { RISKS, type Risk } from '../../model/rule.ts'
import { NO_PARTS, wrapParts } from '../remediate.ts'
import { type Candidate, candidatesOf } from './candidates.ts'
import { choose } from './choose.ts'
import { isAttempt, madeNeedlessBy, mergeExec } from './exec.ts'
import { mergeLines } from './merge.ts'
import { placeholdersOf } from './placeholders.ts'

export interface PlanContext {
  readonly platform: Platform
  /** Exec line that makes the licensing agent try at once; its own next attempt may be a day away. */
  readonly retry?: string
}

/** The plan for a device, or undefined when no finding asks for a fix. `findings` are correlated. */
export function planFixes(findings: readonly Finding[], context: PlanContext): FixPlan | undefined {
  const { platform } = context
  const { kept, leftOut } = choose(candidatesOf(findings), platform)
  if (kept.length === 0 && leftOut.length === 0) return undefined
  const parts = mergeParts(kept, context)
  const undoParts = mergeUndo(kept, platform)
  const config = wrapParts(platform, { ...parts, exec: [] })
  const undo = [...undoParts.exec, ...wrapParts(platform, { ...undoParts, exec: [] })]
  const steps = stepsOf(kept, parts.exec)
  const { placeholders, used } = placeholdersOf(
    [...config, ...parts.exec, ...undo],
    steps.map(step => step.text),
  )
  return {
    rules: distinct(kept.map(({ finding }) => finding.rule)),
    config,
    exec: parts.exec,
    steps: steps.filter(step => !used.has(step.text)),
    steps_first: parts.exec.every(isAttempt),
    undo,
    undo_notes: undoNotes(kept),
    parts,
    undo_parts: undoParts,
    risk: highest(kept.map(({ fix }) => fix.risk)),
    impact: distinct(kept.map(({ fix }) => fix.impact)).filter(text => text !== '' && text !== 'none'),
    placeholders,
    verify: verifyOf(kept),
    left_out: leftOut,
  }
}

function mergeParts(kept: readonly Candidate[], { platform, retry }: PlanContext): FixParts {
  const config = mergeLines(
    platform,
    kept.map(({ fix }) => fix.parts.config),
  )
  const asked = kept.flatMap(({ fix }) => fix.parts.exec)
  const all = retry !== undefined && wantsRetry(kept) ? [...asked, retry] : asked
  return {
    config,
    admin_config: mergeLines(
      platform,
      kept.map(({ fix }) => fix.parts.admin_config),
    ),
    exec: mergeExec(all.filter(line => madeNeedlessBy(line, all, config.length > 0) === undefined)),
  }
}

/** The way of the messages was mended, so the agent may try again. */
function wantsRetry(kept: readonly Candidate[]): boolean {
  return kept.some(({ finding }) => finding.role === 'cause' && hopOrder(finding.hop) <= hopOrder('clock'))
}

function mergeUndo(kept: readonly Candidate[], platform: Platform): FixParts {
  const back = [...kept].reverse().map(({ fix }) => fix.undo_parts)
  if (back.length === 0) return NO_PARTS
  return {
    config: mergeLines(
      platform,
      back.map(parts => parts.config),
    ),
    admin_config: mergeLines(
      platform,
      back.map(parts => parts.admin_config),
    ),
    exec: distinct(back.flatMap(parts => parts.exec.map(line => line.trim()))),
  }
}

/** Sentences; that nothing needs taking back goes without saying beside lines that do. */
function undoNotes(kept: readonly Candidate[]): string[] {
  const sentences = kept.flatMap(({ fix }) => (isEmpty(fix.undo_parts) ? fix.undo : []))
  return distinct(sentences).filter(text => !/^(?:nothing\b|none$)/i.test(text.trim()))
}

function isEmpty({ config, admin_config, exec }: FixParts): boolean {
  return config.length + admin_config.length + exec.length === 0
}

/** Steps once each, but for those that tell what the plan itself does. */
function stepsOf(kept: readonly Candidate[], exec: readonly string[]): PlanStep[] {
  const [first] = kept
  const mended = (hop: Hop): boolean => first !== undefined && hopOrder(first.finding.hop) < hopOrder(hop)
  const isDone = (text: string, hop: Hop): boolean => {
    const [, command] = /^Then type `([^`]+)`/.exec(text) ?? []
    if (command !== undefined) return exec.includes(command)
    return /^First mend [^,]+$/.test(text) && mended(hop)
  }
  const steps = kept.flatMap(({ finding, fix }) =>
    fix.steps.filter(text => !isDone(text, finding.hop)).map(text => ({ rule: finding.rule, text })),
  )
  return steps.filter((step, at) => steps.findIndex(other => other.text === step.text) === at)
}

/** One entry a command; what only shows after the messages got through comes last. */
function verifyOf(kept: readonly Candidate[]): FixPlan['verify'] {
  const expects = new Map<string, string[]>()
  for (const { run, expect } of kept.flatMap(({ finding }) => finding.verify))
    expects.set(run, distinct([...(expects.get(run) ?? []), expect]))
  const entries = [...expects].map(([run, texts]) => ({ run, expect: texts.join('; ') }))
  const late = (run: string): number => (/\bshow license (?:status|all)$/.test(run) ? 1 : 0)
  return entries.sort((a, b) => late(a.run) - late(b.run))
}

function highest(risks: readonly Risk[]): Risk {
  return risks.reduce<Risk>(
    (worst, risk) => (RISKS.indexOf(risk) > RISKS.indexOf(worst) ? risk : worst),
    'none',
  )
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)]
}
