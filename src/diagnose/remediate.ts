// Fixes with the device's own values filled in, complete for pasting.
import type { FixParts, Remediation } from '../model/finding.ts'
import { isPlatform, type Platform } from '../model/platform.ts'
import type { Fix, Reference } from '../model/rule.ts'
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
    .map(fix => fill(fix, rule, { platform, lookup, admin: inAdminPlane(device) }))
}

interface Filling {
  readonly platform: Platform
  readonly lookup: Lookup
  /** Licence commands are typed in the admin plane. */
  readonly admin: boolean
}

function inAdminPlane(device: DeviceView): boolean {
  return device.store.facts.license?.admin_plane === true
}

/** 32-bit IOS XR knows the licence commands in its admin plane only; from exec mode they take `admin` in front. */
function inPlane(line: string, admin: boolean): string {
  return admin && /^(?:license smart|show license)\b/.test(line) ? `admin ${line}` : line
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
    .map(one => (inAdminPlane(device) ? adminVerify(one, rule) : one))
}

/** What the admin plane shows in place of `show license status`: its command of that name tells of compliance only. */
function adminVerify(
  { run, expect }: { readonly run: string; readonly expect: string },
  rule: LoadedRule,
): { run: string; expect: string } {
  if (run !== 'show license status' || rule.hop === 'entitlement') return { run: inPlane(run, true), expect }
  return {
    run: 'admin show license register-status',
    expect: 'Registration Status: Completed, and a new response that says OK: OK',
  }
}

/** What to read on this platform; everything where nothing is for it. */
export function referencesOf(rule: LoadedRule, device: DeviceView): Reference[] {
  const platform = platformOf(device)
  const all = rule.references ?? []
  const own = all.filter(
    one => one.platforms === undefined || platform === undefined || one.platforms.includes(platform),
  )
  return (own.length === 0 ? all : own).map(({ title, url }) =>
    url === undefined ? { title } : { title, url },
  )
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

function fill(fix: Fix, rule: LoadedRule, filling: Filling): Remediation {
  const { platform, lookup } = filling
  const parts = partsOf(fix, filling)
  const undoParts = undoPartsOf(fix, filling)
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

function partsOf(fix: Fix, { lookup, admin }: Filling): FixParts {
  return {
    config: linesOf(fix.config, lookup),
    admin_config: linesOf(fix.admin_config, lookup),
    exec: linesOf(fix.exec, lookup).map(line => inPlane(line, admin)),
  }
}

/** Undo is lines of the plane the fix itself is typed in, or a sentence, which has no parts. */
function undoPartsOf(fix: Fix, { lookup, admin }: Filling): FixParts {
  if (isSentence(fix.undo)) return NO_PARTS
  const lines = linesOf(fix.undo, lookup)
  if (fix.config !== undefined) return { ...NO_PARTS, config: lines }
  if (fix.admin_config !== undefined) return { ...NO_PARTS, admin_config: lines }
  return { ...NO_PARTS, exec: lines.map(line => inPlane(line, admin)) }
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

/** A sentence in place of lines to type: capital letter first, full stop last, or that there is nothing to do. */
export function isSentence(text: string): boolean {
  const trimmed = text.trim()
  return /^[A-Z]/.test(trimmed) || /[.!]$/.test(trimmed) || /^(?:none$|nothing\b)/i.test(trimmed)
}
