// Fixes with the device's own values filled in, complete for pasting.
import type { FixParts, Remediation } from '../model/finding.ts'
import { isPlatform, type Platform } from '../model/platform.ts'
import type { Fix } from '../model/rule.ts'
import { wrapConfig } from '../platforms/index.ts'
import { blockLines } from '../platforms/types.ts'
import { concrete, type DeviceView, type Element, valueAt } from './device.ts'
import { evaluateCondition } from './evaluate.ts'
import type { LoadedRule } from './ruleset.ts'
import { type Lookup, placeholdersIn, renderLines, renderText } from './template.ts'

export const NO_PARTS: FixParts = { config: [], admin_config: [], exec: [] }

/** The fixes for this device's platform whose own condition holds. */
export function remediationsOf(
  rule: LoadedRule,
  device: DeviceView,
  element: Element | undefined,
): Remediation[] {
  const platform = platformOf(device)
  if (platform === undefined) return []
  const lookup = lookupFor(device, element)
  return (rule.fix ?? [])
    .filter(fix => fix.platforms.includes(platform) && holds(fix, rule, device, element))
    .map(fix => fill(fix, rule, platform, lookup))
}

/** Verify lines for this platform. */
export function verifyOf(
  rule: LoadedRule,
  device: DeviceView,
  element: Element | undefined,
): { run: string; expect: string }[] {
  const platform = platformOf(device)
  const lookup = lookupFor(device, element)
  return (rule.verify ?? [])
    .filter(
      one => one.platforms === undefined || (platform !== undefined && one.platforms.includes(platform)),
    )
    .map(one => ({ run: renderLines(one.run, lookup).join(' ; '), expect: renderText(one.expect, lookup) }))
}

export function lookupFor(device: DeviceView, element: Element | undefined): Lookup {
  return path => valueAt(device.store, concrete(path, element))
}

function platformOf(device: DeviceView): Platform | undefined {
  const platform = device.store.facts.device?.platform
  return platform !== undefined && isPlatform(platform) ? platform : undefined
}

function holds(fix: Fix, rule: LoadedRule, device: DeviceView, element: Element | undefined): boolean {
  if (fix.when === undefined) return true
  return evaluateCondition(fix.when, rule, device, element).verdict.value === 'true'
}

function fill(fix: Fix, rule: LoadedRule, platform: Platform, lookup: Lookup): Remediation {
  const parts = {
    config: linesOf(fix.config, lookup),
    admin_config: linesOf(fix.admin_config, lookup),
    exec: linesOf(fix.exec, lookup),
  }
  const undoParts = undoPartsOf(fix, lookup)
  const lines = wrapParts(platform, parts)
  const undo = isSentence(fix.undo) ? [renderText(fix.undo, lookup)] : wrapParts(platform, undoParts)
  return {
    title: renderText(fix.title ?? rule.title, lookup),
    risk: fix.risk,
    impact: renderText(fix.impact, lookup),
    lines,
    steps: (fix.steps ?? []).map(step => renderText(step, lookup)),
    undo,
    parts,
    undo_parts: undoParts,
    placeholders: placeholdersIn([...lines, ...undo]),
  }
}

/** Undo is lines of the plane the fix itself is typed in, or a sentence, which has no parts. */
function undoPartsOf(fix: Fix, lookup: Lookup): FixParts {
  if (isSentence(fix.undo)) return NO_PARTS
  const lines = linesOf(fix.undo, lookup)
  if (fix.config !== undefined) return { ...NO_PARTS, config: lines }
  return fix.admin_config === undefined ? { ...NO_PARTS, exec: lines } : { ...NO_PARTS, admin_config: lines }
}

function linesOf(template: string | undefined, lookup: Lookup): string[] {
  return blockLines(renderLines(template ?? '', lookup).join('\n'))
}

/** Complete for pasting. */
export function wrapParts(platform: Platform, { config, admin_config, exec }: FixParts): string[] {
  return wrapConfig(platform, {
    config: config.join('\n'),
    adminConfig: admin_config.join('\n'),
    exec: exec.join('\n'),
  })
}

/** Lines to type, or a sentence (capital letter first, full stop last). */
export function isSentence(text: string): boolean {
  const trimmed = text.trim()
  return /^[A-Z]/.test(trimmed) || /[.!]$/.test(trimmed) || trimmed === 'none'
}
