// Adds `derived.*` to a device's facts. Order matters: later derivations read earlier ones.
import {
  type FactStore,
  factAt,
  type Missing,
  missingAt,
  type RuleContext,
  type Source,
  sourcesOf,
} from '../../model/facts/store.ts'
import { readTimeFact, unknownZone } from '../../model/facts/time.ts'
import { DEFAULT_THRESHOLDS, type Thresholds } from '../../model/thresholds.ts'
import { answerDerivations } from './answer.ts'
import { communicationDerivations } from './communication.ts'
import { deadlineDerivations } from './deadlines.ts'
import type { Derivation } from './derivation.ts'
import { identityDerivations } from './identity.ts'
import { currentLogDerivations, logDerivations } from './log.ts'
import { probeDerivations } from './probe.ts'
import { stopDerivations } from './stop.ts'
import { targetDerivations } from './target.ts'
import { wayDerivations } from './way.ts'

export const DERIVATIONS: readonly Derivation[] = [
  ...logDerivations,
  ...communicationDerivations,
  ...currentLogDerivations,
  ...answerDerivations,
  ...stopDerivations,
  ...targetDerivations,
  ...wayDerivations,
  ...deadlineDerivations,
  ...identityDerivations,
  ...probeDerivations,
]

/** Base facts behind each derived fact, derived ones followed to their own inputs. */
export const DERIVED_READS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  DERIVATIONS.map(derivation => [derivation.path, baseReads(derivation)]),
)

function baseReads(derivation: Derivation, seen: ReadonlySet<string> = new Set()): string[] {
  const reads = derivation.reads.flatMap(path => {
    const inner = path.startsWith('derived.')
      ? (DERIVATIONS.find(other => path === other.path) ??
        DERIVATIONS.find(other => path.startsWith(`${other.path}.`)))
      : undefined
    return inner === undefined || seen.has(inner.path)
      ? path.startsWith('derived.')
        ? []
        : [path]
      : baseReads(inner, new Set([...seen, inner.path]))
  })
  return [...new Set(reads)]
}

type Tree = { [key: string]: unknown }

/**
 * A store with the derived facts added. Each has the sources of what it was computed from; one that cannot be
 * computed is missing, with the reason and command of its first missing input. Given facts are never replaced.
 */
export function derive(store: FactStore, thresholds: Thresholds = DEFAULT_THRESHOLDS): FactStore {
  const facts = structuredClone(store.facts) as RuleContext & Tree
  const sources = new Map<string, readonly Source[]>(store.sources)
  const missing = new Map<string, Missing>(store.missing)
  const next: FactStore = { facts, sources, missing }
  for (const derivation of DERIVATIONS) {
    const value = derivation.compute(facts, thresholds)
    const added = merge(facts, derivation.path.split('.'), value)
    if (added && !sources.has(derivation.path)) {
      sources.set(derivation.path, linesOf(next, derivation.proof?.(facts) ?? derivation.reads))
    }
    if (!missing.has(derivation.path)) missing.set(derivation.path, firstMissing(next, derivation))
  }
  copyDestinationSources(next)
  return next
}

/** Sets the value where nothing is yet; objects merge key by key. False when there was nothing to set. */
function merge(tree: Tree, keys: readonly string[], value: unknown): boolean {
  const [key, ...rest] = keys
  if (value === undefined || key === undefined) return false
  if (rest.length > 0) {
    tree[key] ??= {}
    return merge(tree[key] as Tree, rest, value)
  }
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    tree[key] ??= {}
    let added = false
    for (const [name, part] of Object.entries(value)) added = merge(tree[key] as Tree, [name], part) || added
    return added
  }
  if (tree[key] !== undefined) return false
  tree[key] = value
  return true
}

function linesOf(store: FactStore, paths: readonly string[]): readonly Source[] {
  const lines = paths.flatMap(path => sourcesOf(store, path))
  return [
    ...new Map(lines.map(line => [`${line.origin}\u0000${line.command}\u0000${line.line}`, line])).values(),
  ]
}

function firstMissing(store: FactStore, derivation: Derivation): Missing {
  const named = (paths: readonly string[]): Missing | undefined => {
    for (const path of paths) {
      const entry = missingAt(store, path)
      if (entry !== undefined) return { path: path.startsWith('derived.') ? derivation.path : path, ...entry }
    }
    return undefined
  }
  const absent = named(derivation.reads.filter(path => !known(store.facts, path)))
  const found = absent ?? unplaced(store, derivation) ?? named(derivation.reads)
  if (found !== undefined) return found
  const path = (DERIVED_READS[derivation.path] ?? []).find(base => !known(store.facts, base))
  return {
    reason: 'no collected command tells it',
    command: 'show license all',
    ...(path === undefined ? {} : { path }),
  }
}

/** All is known, and still there is no answer: then a time it needs stands in a zone nobody explained. */
function unplaced(store: FactStore, derivation: Derivation): Missing | undefined {
  for (const path of derivation.reads) {
    const value = factAt(store.facts, path)
    const time = readTimeFact(typeof value === 'string' ? value : String(factAt(value, 'at')))
    if (time === undefined || time.offset !== undefined) continue
    const command = missingAt(store, 'clock.timezone.name')?.command ?? 'show clock'
    return { reason: unknownZone(time.zone), command }
  }
  return undefined
}

function known(facts: unknown, path: string): boolean {
  let node: unknown = facts
  for (const key of path.split('.'))
    node = node === null || typeof node !== 'object' ? undefined : (node as Tree)[key]
  return node !== undefined
}

/** Each active destination is proven by its own configuration line, not by the whole profile list. */
function copyDestinationSources(store: FactStore): void {
  const sources = store.sources as Map<string, readonly Source[]>
  const found = store.facts.derived?.active_destinations ?? []
  found.forEach((destination, index) => {
    store.facts.callhome?.profiles?.forEach((profile, p) => {
      if (profile.name !== destination.profile) return
      profile.destinations?.forEach((other, d) => {
        if (other.url === destination.url && other.index === destination.index) {
          sources.set(
            `derived.active_destinations.${index}`,
            sourcesOf(store, `callhome.profiles.${p}.destinations.${d}.url`),
          )
        }
      })
    })
  })
}
