// Use case: the facts of saved output, each with the line it came from. Prints nothing.

import { derive } from '../diagnose/derive/index.ts'
import type { CaptureSet } from '../model/capture.ts'
import { type FactStore, type Missing, type Source, sourcesOf } from '../model/facts/store.ts'
import { assembleWithCoverage, type Coverage } from '../parse/assemble.ts'
import { parserFor } from '../parse/registry.ts'
import { redactCaptures } from '../redact/captures.ts'
import { hideSecrets } from '../redact/line.ts'

export interface FactRow {
  readonly path: string
  /** A plain value; an empty list is `[]`. */
  readonly value: string | number | boolean | readonly never[]
  /** The first line that proves it; absent for derived facts. */
  readonly source?: Source
}

/** A capture that gave no fact because nothing read it. */
export interface Unread {
  readonly command: string
  readonly origin: string
  /** Lines that hold something. */
  readonly lines: number
  /** One clause: why. */
  readonly reason: string
}

export interface DeviceFacts {
  readonly name: string
  readonly store: FactStore
  /** One entry a capture that was read, in the order of reading. */
  readonly coverage: readonly Coverage[]
  readonly unread: readonly Unread[]
}

export function readFacts(raw: CaptureSet): DeviceFacts {
  // Facts are shown as they are, a password in a URL with them: they are read from masked answers.
  const set = redactCaptures(raw)
  const { store, coverage } = assembleWithCoverage(set)
  // Lines nobody understood may hold anything: what looks like a secret is not shown.
  const shown = coverage.map(one => ({
    ...one,
    unclaimed: one.unclaimed.map(({ line, text }) => ({ line, text: hideSecrets(text) })),
  }))
  return { name: set.name, store: derive(store), coverage: shown, unread: unreadOf(set, coverage) }
}

/** Captures that hold text and are not among those read. */
function unreadOf(set: CaptureSet, coverage: readonly Coverage[]): Unread[] {
  const key = (one: { command: string; origin: string }): string => `${one.command}\n${one.origin}`
  const left = new Map<string, number>()
  for (const one of coverage) left.set(key(one), (left.get(key(one)) ?? 0) + 1)
  const unread: Unread[] = []
  // Of a command taken twice the newer answer was read.
  for (const capture of [...set.captures].reverse()) {
    const lines = capture.text.split('\n').filter(line => line.trim() !== '').length
    const times = left.get(key(capture)) ?? 0
    if (times > 0) left.set(key(capture), times - 1)
    else if (lines > 0) {
      const { command, origin } = capture
      unread.push({ command, origin, lines, reason: reasonOf(set, capture) })
    }
  }
  return unread.reverse()
}

function reasonOf(set: CaptureSet, capture: CaptureSet['captures'][number]): string {
  if (set.platform === undefined) return 'the platform is not known'
  if (capture.status === 'unsupported') return 'the device does not know the command'
  if (capture.status === 'denied') return 'the account may not run the command'
  return parserFor(set.platform, capture.command) === undefined
    ? 'no parser knows the command'
    : 'a newer answer to the same command was read'
}

/** Lines understood among all lines that were read, in percent; 100 when there were none. */
export function coveredShare(coverage: readonly Pick<Coverage, 'lines' | 'unclaimed'>[]): number {
  const lines = coverage.reduce((sum, one) => sum + one.lines, 0)
  const unclaimed = coverage.reduce((sum, one) => sum + one.unclaimed.length, 0)
  return lines === 0 ? 100 : (100 * (lines - unclaimed)) / lines
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
