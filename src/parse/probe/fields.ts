// Typed reading of a result's fields. A saved capture may have been edited: what has another type is not there.
import { readTimeFact } from '../../model/facts/time.ts'
import { stripControls } from '../text.ts'
import type { ProbeLine } from './line.ts'

/** Texts come from the network: bounded, and without what a terminal would obey. */
const MAX_TEXT = 300
const MAX_LIST = 100

type Tree = Readonly<Record<string, unknown>>

export function at(line: ProbeLine | Tree, path: string): unknown {
  let node: unknown = 'fields' in line ? line.fields : line
  for (const key of path.split('.')) {
    if (node === null || typeof node !== 'object' || !Object.hasOwn(node, key)) return undefined
    node = (node as Tree)[key]
  }
  return node
}

export function text(line: ProbeLine | Tree, path: string): string | undefined {
  const value = at(line, path)
  return typeof value === 'string' ? clean(value) : undefined
}

export function whole(line: ProbeLine | Tree, path: string): number | undefined {
  const value = at(line, path)
  return typeof value === 'number' && Number.isSafeInteger(Math.round(value)) ? Math.round(value) : undefined
}

export function flag(line: ProbeLine | Tree, path: string): boolean | undefined {
  const value = at(line, path)
  return typeof value === 'boolean' ? value : undefined
}

/** The texts of a list; undefined when it is none. */
export function texts(line: ProbeLine | Tree, path: string): string[] | undefined {
  const value = at(line, path)
  if (!Array.isArray(value)) return undefined
  return value
    .filter(one => typeof one === 'string')
    .slice(0, MAX_LIST)
    .map(clean)
}

/** ISO 8601 as facts hold it. */
export function time(line: ProbeLine | Tree, path: string): string | undefined {
  const value = text(line, path)?.replace(/\.\d+Z$/, 'Z')
  return value !== undefined && readTimeFact(value) !== undefined ? value : undefined
}

function clean(value: string): string {
  return stripControls(value).replace(/\s+/g, ' ').trim().slice(0, MAX_TEXT)
}
