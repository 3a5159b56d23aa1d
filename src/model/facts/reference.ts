// The reference of the facts: what a rule author reads. Made from the schema when the package is built.
import type { Platform } from '../platform.ts'

/** How rules may use a fact: `time` by `before()`, `list` of objects by `.exists()` and the like. */
export type FactType = 'string' | 'time' | 'int' | 'bool' | 'list<string>' | 'list'

export interface FactEntry {
  /** Elements of a list are `*`. */
  readonly path: string
  readonly type: FactType
  readonly unit?: string
  readonly meaning: string
  /** A value some device has, as a rule would write it. */
  readonly example?: string
  /** Commands whose output can tell it, best first. */
  readonly commands: Readonly<Partial<Record<Platform, readonly string[]>>>
  /** Facts it is computed from. */
  readonly from?: readonly string[]
}

export interface FactReference {
  readonly schema: 'smartlic.fact-list/v1'
  readonly facts: readonly FactEntry[]
}
