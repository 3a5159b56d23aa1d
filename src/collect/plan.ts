// From rules to commands: what is sent to a platform, in which order, and which rules each command serves.
import type { PlannedCommand } from '../model/plan.ts'
import type { Platform } from '../model/platform.ts'
import { canonicalCommand, commandsProviding } from '../parse/registry.ts'
import { CATALOGUE, type CatalogueEntry } from './catalogue.ts'
import { isAllowed } from './guard.ts'

/** What planning needs of a rule. `reads` are prefixes of base facts, e.g. `license.registration`. */
export interface RuleReads {
  readonly id: string
  readonly reads: readonly string[]
  /** Where the rule applies; everywhere when absent. */
  readonly platforms?: readonly Platform[]
}

export type { PlannedCommand } from '../model/plan.ts'

/** The questions planning asks of the parsers. */
export interface Providers {
  commandsProviding(platform: Platform, path: string): string[]
  canonicalCommand(platform: Platform, command: string): string | undefined
}

const REGISTRY: Providers = { commandsProviding, canonicalCommand }

/**
 * Mission and core commands always; a `needed` one only when a rule reads a fact nothing else in the plan can settle.
 * A fact no catalogue command settles brings in the best command that does, if the read-only guard lets it pass.
 */
export function planCommands(
  rules: readonly RuleReads[],
  platform: Platform,
  providers: Providers = REGISTRY,
): PlannedCommand[] {
  const canonical = (command: string): string => providers.canonicalCommand(platform, command) ?? command
  const wanted = new Map<string, Set<string>>()
  for (const rule of rules) {
    if (rule.platforms?.includes(platform) === false) continue
    for (const path of rule.reads) wanted.set(path, (wanted.get(path) ?? new Set()).add(rule.id))
  }
  const entries = CATALOGUE[platform].map(entry => ({
    entry,
    gives: new Set(substitutes(entry).map(canonical)),
  }))
  const planned = new Set<CatalogueEntry>(
    entries.filter(one => one.entry.when !== 'needed').map(one => one.entry),
  )
  const serves = new Map<string, Set<string>>()
  const extra = new Map<string, Set<string>>()
  for (const [path, ids] of wanted) {
    const commands = providers.commandsProviding(platform, path)
    const able = entries.filter(one => commands.some(command => one.gives.has(command)))
    const inPlan = able.filter(one => planned.has(one.entry))
    const first = able[0]
    if (inPlan.length === 0 && first !== undefined) {
      planned.add(first.entry)
      inPlan.push(first)
    }
    for (const one of inPlan) add(serves, one.entry.command, ids)
    const outside = able.length === 0 ? commands.find(command => isAllowed(command)) : undefined
    if (outside !== undefined) add(extra, outside, ids)
  }
  const catalogue = CATALOGUE[platform]
    .filter(entry => planned.has(entry))
    .map(entry => toPlanned(entry, serves.get(entry.command)))
  const others = [...extra].map(([command, ids]) =>
    toPlanned({ command, when: 'needed', limits: 'show' }, ids),
  )
  // Long commands stay last: what is small and decisive is safe before they start.
  const long = catalogue.filter(one => one.limits === 'tech')
  return [...catalogue.filter(one => one.limits !== 'tech'), ...others, ...long]
}

function substitutes(entry: CatalogueEntry): string[] {
  return [entry.command, ...(entry.alternatives ?? []), ...(entry.fallback ?? [])]
}

function toPlanned(entry: CatalogueEntry, ids: ReadonlySet<string> | undefined): PlannedCommand {
  return {
    command: entry.command,
    serves: [...(ids ?? [])].sort(),
    mission: entry.when === 'mission',
    alternatives: entry.alternatives ?? [],
    fallback: entry.fallback ?? [],
    limits: entry.limits,
  }
}

function add(map: Map<string, Set<string>>, key: string, ids: ReadonlySet<string>): void {
  const own = map.get(key) ?? new Set<string>()
  for (const id of ids) own.add(id)
  map.set(key, own)
}
