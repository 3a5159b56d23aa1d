// What a device would be judged like with other configuration lines, before anyone types them.
import type { CaptureSet } from '../../model/capture.ts'
import type { FactStore } from '../../model/facts/store.ts'
import type { Finding } from '../../model/finding.ts'
import type { PlanEffect } from '../../model/fix-plan.ts'
import type { Thresholds } from '../../model/thresholds.ts'
import { assemble } from '../../parse/assemble.ts'
import { applyPaste } from '../../platforms/config/index.ts'
import { derive } from '../derive/index.ts'
import { diagnose } from '../index.ts'
import type { RuleSet } from '../ruleset.ts'
import { newlyBroken } from './breaks.ts'
import { configOf, type DeviceConfig } from './captures.ts'
import { compareFindings } from './effect.ts'
import { follow } from './follow.ts'
import { notesOf } from './notes.ts'
import { patched, UNTOLD } from './patch.ts'
import { fillPlaceholders } from './placeholders.ts'

export { hasLostIndentation } from './captures.ts'

export interface WhatIfOptions {
  /** The device as it is, when it was judged already: spares doing it again. */
  readonly store?: FactStore
  readonly findings?: readonly Finding[]
  readonly thresholds?: Thresholds
  /** A line as it may be shown: secrets hidden. Notes quote lines through it; `known`: it is a command of the platform. */
  readonly show?: (line: string, known: boolean) => string
  /** Lines that change nothing are named too: of interest where a person wrote them. */
  readonly everyLine?: boolean
}

export interface WhatIf {
  readonly effect: PlanEffect
  /** The judgement with the lines applied. */
  readonly findings: readonly Finding[]
  readonly store: FactStore
  /** Rules that passed and that only the device can tell after the change. */
  readonly untold: readonly string[]
}

/**
 * What the lines would do: a pasted block with its `configure terminal` ... `end`, or bare configuration lines. Undefined
 * when no capture of the device holds configuration.
 */
export function forecast(
  set: CaptureSet,
  rules: RuleSet,
  lines: readonly string[],
  options: WhatIfOptions = {},
): PlanEffect | undefined {
  return whatIf(set, rules, lines, options)?.effect
}

/** The forecast with the whole judgement behind it. */
export function whatIf(
  set: CaptureSet,
  rules: RuleSet,
  lines: readonly string[],
  options: WhatIfOptions = {},
): WhatIf | undefined {
  const config = configOf(set)
  if (config === undefined) return undefined
  const present = options.store ?? derive(assemble(set), options.thresholds)
  const before = options.findings ?? diagnose(present, rules)
  const filled = fillPlaceholders(lines, present.facts)
  const pasted = applyPaste(config.platform, config.text, filled.lines, config.adminText)
  const reread = (captures: CaptureSet['captures']): FactStore => assemble({ ...set, captures })
  const was = reread(config.captures)
  const is = reread(config.after(pasted.text, pasted.adminText))
  const changed = patched(withoutDerived(present), was, is)
  const assumed = follow({
    store: changed,
    before: was,
    after: is,
    actions: pasted.notes.filter(note => note.kind === 'action').map(note => note.text),
    saved: pasted.saved,
  })
  keepHistory(changed, present)
  const store = derive(changed, options.thresholds)
  const broken = newlyBroken(present, store, rules)
  const after = withBroken(diagnose(store, rules), broken.causes)
  const inPlace = (rule: string): boolean =>
    before.some(one => one.rule === rule && hasItsFix(one, config, pasted, present))
  const compared = compareFindings(before, after, rules, { inPlace, rest: rule => broken.rules.has(rule) })
  const untold = noLongerTold(before, after)
  const notes = notesOf({ config, pasted, filled, assumed, compared, untold, broken: broken.causes, options })
  return { effect: { ...compared, notes }, findings: after, store, untold }
}

/** A cause as grave as it would be once the next try fails. */
function withBroken(findings: readonly Finding[], broken: readonly Finding[]): Finding[] {
  const rules = new Set(broken.map(one => one.rule))
  return [...broken, ...findings.filter(one => !rules.has(one.rule))]
}

/** Checks that passed and that the changed configuration leaves open. */
function noLongerTold(before: readonly Finding[], after: readonly Finding[]): string[] {
  const passed = new Set(before.filter(one => one.outcome === 'pass').map(one => one.rule))
  const open = after.filter(
    one =>
      one.outcome === 'unknown' &&
      passed.has(one.rule) &&
      one.missing.some(({ reason }) => reason === UNTOLD.reason),
  )
  return [...new Set(open.map(one => one.rule))]
}

function withoutDerived(store: FactStore): FactStore {
  const { derived: _, ...facts } = store.facts
  return { ...store, facts: facts as FactStore['facts'] }
}

/** What happened does not depend on the configuration of today, only its reading does. */
const HISTORY = [
  'newest_comm_event',
  'failing_now',
  'failure_reasons',
  'log_failures',
  'server_answered',
] as const

function keepHistory(changed: FactStore, present: FactStore): void {
  const told = Object.entries(present.facts.derived ?? {}).filter(([key]) =>
    (HISTORY as readonly string[]).includes(key),
  )
  changed.facts.derived = structuredClone(Object.fromEntries(told))
}

/** One of the finding's fixes was not in the configuration and now is. */
function hasItsFix(
  finding: Finding,
  config: DeviceConfig,
  now: { readonly text: string; readonly adminText: string },
  store: FactStore,
): boolean {
  return finding.remediation.some(({ parts }) => {
    const lines = [...fillPlaceholders(parts.config, store.facts).lines]
    const admin = fillPlaceholders(parts.admin_config, store.facts).lines
    if (lines.length + admin.length === 0) return false
    const block = [
      ...(admin.length === 0 ? [] : ['admin', 'configure', ...admin, 'commit', 'end', 'exit']),
      ...(lines.length === 0
        ? []
        : ['configure', ...lines, ...(config.platform === 'ios-xr' ? ['commit'] : []), 'end']),
    ]
    const missing = (text: string, adminText: string): boolean => {
      const typed = applyPaste(config.platform, text, block, adminText)
      return typed.text !== text || typed.adminText !== adminText
    }
    return missing(config.text, config.adminText) && !missing(now.text, now.adminText)
  })
}
