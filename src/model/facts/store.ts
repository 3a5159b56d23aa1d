// Facts of one device with, beside the tree, where each leaf came from and why each missing one is missing.
import type { CompleteDerived } from './derived.ts'
import type { Facts } from './schema.ts'

type Part<T> = T extends (infer E)[] ? Part<E>[] : T extends object ? { [K in keyof T]?: Part<T[K]> } : T

export type RuleContext = Facts & { derived?: Part<CompleteDerived> }

/** One line of device output: proof. */
export interface Source {
  readonly command: string
  /** 1-based line within the origin. */
  readonly line: number
  readonly text: string
  readonly origin: string
  /** Seen from this computer, by a probe; left out: said by the device. */
  readonly vantage?: 'computer'
}

/** Why a fact is not known, and the command that would settle it. */
export interface Missing {
  /** For a derived fact: the input it lacks. */
  readonly path?: string
  readonly reason: string
  readonly command: string
}

/**
 * Paths are dotted, list positions in the same dotted form: `callhome.profiles.0.destinations.1.url`.
 * A source set on a branch covers every leaf below it that has none of its own.
 */
export interface FactStore {
  readonly facts: RuleContext
  readonly sources: ReadonlyMap<string, readonly Source[]>
  /** Prefix paths: an entry for `dns` means every leaf of `dns` that is absent from the tree. */
  readonly missing: ReadonlyMap<string, Missing>
}

/** The value at a dotted path, or undefined when unknown. */
export function factAt(facts: unknown, path: string): unknown {
  let node: unknown = facts
  for (const key of path.split('.')) {
    if (node === null || typeof node !== 'object') return undefined
    node = (node as Record<string, unknown>)[key]
  }
  return node
}

/** Sources of a path: its own, else those of everything below it, else those of the nearest branch above. */
export function sourcesOf(store: FactStore, path: string): readonly Source[] {
  const own = store.sources.get(path)
  if (own !== undefined && own.length > 0) return own
  const below: Source[] = []
  for (const [key, sources] of store.sources) if (key.startsWith(`${path}.`)) below.push(...sources)
  if (below.length > 0) return below
  for (let at = parent(path); at !== ''; at = parent(at)) {
    const above = store.sources.get(at)
    if (above !== undefined && above.length > 0) return above
  }
  return []
}

function parent(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('.')))
}

/** The nearest reason on record for a missing path. */
export function missingAt(store: FactStore, path: string): Missing | undefined {
  for (let at = path; at !== ''; at = parent(at)) {
    const entry = store.missing.get(at)
    if (entry !== undefined) return entry
  }
  return undefined
}
