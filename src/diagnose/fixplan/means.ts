// The transport a fix is about: the one it selects, or the one whose settings it changes.
import type { Statement } from './statement.ts'

export interface UsedTransport {
  readonly means: string
  /** For a person. */
  readonly name: string
  /** The line that selects it, when the fix has one. */
  readonly sets?: string
}

const NAMES: Readonly<Record<string, string>> = {
  callhome: 'Call Home',
  smart: 'the Smart Transport address',
  cslu: 'the CSLU address',
  off: 'licensing without a connection',
}

const ABOUT: readonly (readonly [RegExp, string])[] = [
  [/^(?:call-home|callhome|service call-home)$/, 'callhome'],
  [/^license smart url cslu\b/, 'cslu'],
  [/^license smart url\b/, 'smart'],
]

/** Undefined when the fix has nothing to do with a transport of its own. */
export function usedTransport(statements: readonly Statement[]): UsedTransport | undefined {
  let found: UsedTransport | undefined
  for (const { path, line, negated } of statements) {
    if (negated && path.length === 0) continue
    const [, type] = /^license smart transport (callhome|smart|cslu|off)$/.exec(line) ?? []
    if (type !== undefined) return { means: type, name: NAMES[type] ?? type, sets: line }
    const means = ABOUT.find(([shape]) => shape.test(path[0] ?? line))?.[1]
    if (means !== undefined) found ??= { means, name: NAMES[means] ?? means }
  }
  return found
}
