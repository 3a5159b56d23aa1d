// Waivers and a baseline as a run uses them: read before any device is called.
import type { RuleSet } from '../../diagnose/load.ts'
import type { Baseline } from './baseline.ts'
import type { Cover } from './cover.ts'
import type { Waiver } from './waiver.ts'

export type { Cover } from './cover.ts'

export interface CoverOptions {
  /** Waiver files. */
  readonly waivers?: readonly string[]
  /** A saved run. */
  readonly baseline?: string
  /** For a baseline on standard input. */
  readonly stdin?: NodeJS.ReadableStream
  /** The collector's day in UTC, `YYYY-MM-DD`; left out: today. */
  readonly today?: string
}

/** Ids a waiver may name: a rule that a pack switches off is known, too. */
export function waivableRules({ byId, changes }: RuleSet): Set<string> {
  return new Set([...byId.keys(), ...changes.map(({ rule }) => rule)])
}

/**
 * @param rules ids a waiver may name
 * @returns undefined when neither is asked for
 * @throws Error when a file cannot be read or holds a mistake
 */
export async function openCover(
  { waivers = [], baseline, stdin = process.stdin, today }: CoverOptions,
  rules: ReadonlySet<string>,
): Promise<Cover | undefined> {
  if (waivers.length === 0 && baseline === undefined) return undefined
  // Most runs have neither: YAML and globs are not loaded for them.
  const [{ Cover }, { utcDay }] = await Promise.all([import('./cover.ts'), import('./waiver.ts')])
  const read = await waiversOf(waivers, rules)
  const accepted = baseline === undefined ? undefined : await baselineOf(baseline, stdin)
  return new Cover(read, accepted, today ?? utcDay(new Date()))
}

async function waiversOf(paths: readonly string[], rules: ReadonlySet<string>): Promise<Waiver[]> {
  if (paths.length === 0) return []
  const { readWaivers } = await import('./read.ts')
  return readWaivers(paths, rules)
}

async function baselineOf(path: string, stdin: NodeJS.ReadableStream): Promise<Baseline> {
  const [{ Baseline }, { readSavedReport }] = await Promise.all([
    import('./baseline.ts'),
    import('../saved-report.ts'),
  ])
  const report = await readSavedReport(path, stdin)
  return new Baseline(path === '-' ? 'from standard input' : path, report)
}
