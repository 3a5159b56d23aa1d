// Use case: which facts there are, what they mean and where they come from.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FactEntry, FactReference } from '../../model/facts/reference.ts'
import { packageRoot } from '../rules/files.ts'

/**
 * The reference of this installation: read from dist/, where the build left it. In the source tree it is made anew,
 * without examples.
 */
export async function factReference(): Promise<FactReference> {
  if (import.meta.url.endsWith('.ts')) {
    const { describeFacts } = await import('../../diagnose/compile.ts')
    const { buildReference } = await import('./build-reference.ts')
    return buildReference(describeFacts(), new Map())
  }
  const file = join(await packageRoot(), 'dist', 'facts.json')
  try {
    return JSON.parse(await readFile(file, 'utf8')) as FactReference
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`cannot read the list of facts (${file}: ${reason}); install smartlic anew`)
  }
}

/**
 * Facts whose path holds the pattern, letters of either case. `*` stands for anything; the `*` of list elements may be
 * left out, as in `license.usage.name`. No pattern: all of them.
 */
export function findFacts(facts: readonly FactEntry[], patterns: readonly string[]): FactEntry[] {
  if (patterns.length === 0) return [...facts]
  const wanted = patterns.map(pattern => plain(pattern).split('*'))
  return facts.filter(({ path }) => wanted.some(parts => holds(plain(path), parts)))
}

/** The nearest path, or word of a path, to a pattern that finds nothing: ` (did you mean x?)`, or nothing. */
export async function nearestFact(facts: readonly FactEntry[], pattern: string): Promise<string> {
  const { didYouMean } = await import('../../diagnose/suggest.ts')
  const names = facts.flatMap(({ path }) => {
    const keys = plain(path).split('.')
    // Branches, the fact itself, and its last word alone.
    return [...keys.map((_, at) => keys.slice(0, at + 1).join('.')), ...keys.slice(-1)]
  })
  return didYouMean(plain(pattern), new Set(names))
}

function plain(path: string): string {
  return path.toLowerCase().trim().replaceAll('.*', '')
}

/** The parts stand in the text one after the other. */
function holds(text: string, parts: readonly string[]): boolean {
  let from = 0
  for (const part of parts) {
    const at = text.indexOf(part, from)
    if (at < 0) return false
    from = at + part.length
  }
  return true
}
