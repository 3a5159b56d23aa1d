// Settings of groups reach their members: the nearer one wins, tags add up.
import type { InventoryProblem } from './types.ts'

/** Groups of a host with their own groups behind them, nearest first, each once. `parents` of a group. */
export function groupChain(
  direct: readonly string[],
  parents: (group: string) => readonly string[],
): readonly string[] {
  const seen: string[] = []
  let level = [...direct]
  // Level by level, so that a nearer group always stands before a farther one; a circle ends by `seen`.
  while (level.length > 0) {
    const fresh = level.filter((group, i) => !seen.includes(group) && level.indexOf(group) === i)
    seen.push(...fresh)
    level = fresh.flatMap(parents)
  }
  return seen
}

/** The first value that is there. */
export function first<T>(...values: readonly (T | undefined)[]): T | undefined {
  return values.find(value => value !== undefined)
}

export function unique(values: readonly string[]): string[] {
  return [...new Set(values)]
}

/** A key only when it has a value: `exactOptionalPropertyTypes`. */
export function present<K extends string, T>(key: K, value: T | undefined): { [P in K]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: T }
}

/** A port as files write it: a number or digits. */
export function portOf(value: unknown): number | undefined {
  const port = typeof value === 'string' && /^\d{1,5}$/.test(value.trim()) ? Number(value) : value
  return typeof port === 'number' && Number.isInteger(port) && port >= 1 && port <= 65_535 ? port : undefined
}

export function errorsOf(problems: readonly InventoryProblem[]): InventoryProblem[] {
  return problems.filter(problem => problem.level === 'error')
}
