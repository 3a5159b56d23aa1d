// Fixes with the device's own values filled in, complete for pasting.
import type { Remediation } from '../model/finding.ts'
import { isPlatform, type Platform } from '../model/platform.ts'
import type { Fix } from '../model/rule.ts'
import { wrapConfig } from '../platforms/index.ts'
import { concrete, type DeviceView, type Element, valueAt } from './device.ts'
import { evaluateCondition } from './evaluate.ts'
import type { LoadedRule } from './ruleset.ts'
import { type Lookup, placeholdersIn, renderLines, renderText } from './template.ts'

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
  const block = (template: string | undefined): string => renderLines(template ?? '', lookup).join('\n')
  const lines = wrapConfig(platform, {
    config: block(fix.config),
    adminConfig: block(fix.admin_config),
    exec: block(fix.exec),
  })
  const undo = undoLines(fix, platform, lookup)
  return {
    title: renderText(fix.title ?? rule.title, lookup),
    risk: fix.risk,
    impact: renderText(fix.impact, lookup),
    lines,
    steps: (fix.steps ?? []).map(step => renderText(step, lookup)),
    undo,
    placeholders: placeholdersIn([...lines, ...undo]),
  }
}

/** Undo is configuration lines, wrapped like the fix, or a sentence (capital letter first or full stop last). */
function undoLines(fix: Fix, platform: Platform, lookup: Lookup): string[] {
  if (isSentence(fix.undo)) return [renderText(fix.undo, lookup)]
  const undo = renderLines(fix.undo, lookup).join('\n')
  if (fix.config !== undefined) return wrapConfig(platform, { config: undo })
  return wrapConfig(platform, fix.admin_config === undefined ? { exec: undo } : { adminConfig: undo })
}

export function isSentence(text: string): boolean {
  const trimmed = text.trim()
  return /^[A-Z]/.test(trimmed) || /[.!]$/.test(trimmed) || trimmed === 'none'
}
