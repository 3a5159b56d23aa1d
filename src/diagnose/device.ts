// One device as the engine sees it: its facts, the same facts for CEL, and what is missing.
import type { FactStore, Missing } from '../model/facts/store.ts'
import { factAt, missingAt } from '../model/facts/store.ts'
import type { CelEnvironment, CelValues } from './cel.ts'
import { DERIVED_READS } from './derive/index.ts'
import { expand } from './paths.ts'
import type { Scope } from './reads.ts'

export interface DeviceView {
  readonly store: FactStore
  readonly environment: CelEnvironment
  readonly values: CelValues
}

/** The element a `for` rule looks at. */
export interface Element {
  readonly name: string
  /** Concrete path: `derived.active_destinations.0`. */
  readonly path: string
  readonly index: number
}

export type MissingFact = Missing & { readonly path: string }

const NO_REASON: Missing = { reason: 'no collected command tells it', command: '' }

/** Converts the facts for CEL once; every rule shares the result. */
export function viewOf(store: FactStore, environment: CelEnvironment): DeviceView {
  return { store, environment, values: environment.values(store.facts) }
}

export function scopeOf(element: Element | undefined): Scope {
  return new Map(element === undefined ? [] : [[element.name, element.path]])
}

/** CEL values with the loop variable set to this element. */
export function valuesFor(device: DeviceView, element: Element | undefined): CelValues {
  if (element === undefined) return device.values
  return { ...device.values, [element.name]: celAt(device.values, element.path) }
}

function celAt(values: CelValues, path: string): unknown {
  return factAt(values, path)
}

/** `dest.url` -> `derived.active_destinations.0.url`; other paths stay. */
export function concrete(path: string, element: Element | undefined): string {
  if (element === undefined) return path
  if (path === element.name) return element.path
  return path.startsWith(`${element.name}.`) ? element.path + path.slice(element.name.length) : path
}

/** Value at a path; a field written right after a list gives the known values of all elements. */
export function valueAt(store: FactStore, path: string): unknown {
  const direct = factAt(store.facts, path)
  if (direct !== undefined) return direct
  const { present, absent } = expand(store.facts, path)
  if (present.length === 0 && (absent.length > 0 || !throughList(store, path))) return undefined
  return present.map(one => factAt(store.facts, one))
}

/** True when a list lies on the way to the path (an empty one has no values, which is known). */
function throughList(store: FactStore, path: string): boolean {
  const keys = path.split('.')
  return keys.some((_, i) => Array.isArray(factAt(store.facts, keys.slice(0, i + 1).join('.'))))
}

/** Derived path that covers this one, for looking up what it is computed from. */
export function baseFactsOf(path: string): readonly string[] {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
    const reads = DERIVED_READS[at]
    if (reads !== undefined) return reads
  }
  const below = Object.keys(DERIVED_READS).filter(key => key.startsWith(`${path}.`))
  return [...new Set(below.flatMap(key => DERIVED_READS[key] ?? []))]
}

/** Why these facts are unknown. A derived fact is answered by the first input it lacks. */
export function missingFacts(store: FactStore, paths: Iterable<string>): MissingFact[] {
  const found = new Map<string, MissingFact>()
  const add = (path: string): void => {
    for (const gap of expand(store.facts, path).absent) {
      if (!found.has(gap)) found.set(gap, { path: gap, ...(missingAt(store, gap) ?? NO_REASON) })
    }
  }
  for (const path of paths) {
    const before = found.size
    if (path.startsWith('derived.')) {
      const first = missingAt(store, path)
      // Derivation recorded the one input it lacked; all the others it could have used would be noise.
      if (first !== undefined) {
        const gap = first.path ?? path
        found.set(gap, { ...first, path: gap })
        continue
      }
      for (const base of baseFactsOf(path)) add(base)
    }
    if (found.size === before) add(path)
  }
  return [...found.values()]
}
