// Use case: the facts of saved output, each with the line it came from. Prints nothing.

import { derive } from '../diagnose/derive/index.ts'
import type { CaptureSet } from '../model/capture.ts'
import { type FactStore, type Missing, type Source, sourcesOf } from '../model/facts/store.ts'
import { assembleWithCoverage, type Coverage } from '../parse/assemble.ts'

export interface FactRow {
  readonly path: string
  /** A plain value; an empty list is `[]`. */
  readonly value: string | number | boolean | readonly never[]
  /** The first line that proves it; absent for derived facts. */
  readonly source?: Source
}

export interface DeviceFacts {
  readonly name: string
  readonly store: FactStore
  readonly coverage: readonly Coverage[]
}

export function readFacts(set: CaptureSet): DeviceFacts {
  const { store, coverage } = assembleWithCoverage(set)
  return { name: set.name, store: derive(store), coverage }
}

/** Every leaf of the tree in the order of the tree. */
export function factRows(store: FactStore): FactRow[] {
  const rows: FactRow[] = []
  collect(store.facts, '', store, rows)
  return rows
}

function collect(node: unknown, path: string, store: FactStore, rows: FactRow[]): void {
  if (typeof node === 'object' && node !== null) {
    if (Array.isArray(node) && node.length === 0) {
      rows.push(rowOf(path, [], store))
      return
    }
    for (const [key, value] of Object.entries(node)) {
      collect(value, path === '' ? key : `${path}.${key}`, store, rows)
    }
    return
  }
  if (typeof node === 'string' || typeof node === 'number' || typeof node === 'boolean') {
    rows.push(rowOf(path, node, store))
  }
}

function rowOf(path: string, value: FactRow['value'], store: FactStore): FactRow {
  const source = path.startsWith('derived.') ? undefined : sourcesOf(store, path)[0]
  return source === undefined ? { path, value } : { path, value, source }
}

/** What is not known: path, why, and the command that would settle it. */
export function missingRows(store: FactStore): (Missing & { readonly path: string })[] {
  return [...store.missing].map(([path, missing]) => ({ path, ...missing }))
}
