// Parse coverage as figures: lines understood of all lines, a command of a platform.
import { coveredShare } from '../../../src/app/facts.ts'
import { assembleWithCoverage, type Coverage } from '../../../src/parse/assemble.ts'
import { canonicalCommand } from '../../../src/parse/registry.ts'
import type { Sample } from './sources.ts'

/** Percent by `platform command`, rounded down to two places. */
export type Figures = Readonly<Record<string, number>>

export interface Measured {
  readonly key: string
  readonly name: string
  readonly coverage: Coverage
}

/** Samples no parser reads are left out. */
export function measure(samples: readonly Sample[]): Measured[] {
  return samples.flatMap(sample => {
    const { platform, command, name, text } = sample
    const capture = { command, text, status: 'ok' as const, origin: name, firstLine: 1 }
    const [coverage] = assembleWithCoverage({ name, platform, captures: [capture] }).coverage
    const canonical = canonicalCommand(platform, command)
    if (coverage === undefined || canonical === undefined) return []
    return [{ key: `${platform} ${canonical}`, name, coverage }]
  })
}

export function figuresOf(measured: readonly Measured[]): Figures {
  const byKey = new Map<string, Coverage[]>()
  for (const { key, coverage } of measured) byKey.set(key, [...(byKey.get(key) ?? []), coverage])
  return Object.fromEntries(
    [...byKey]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, coverage]) => [key, Math.floor(coveredShare(coverage) * 100) / 100]),
  )
}

/** Licensing and call-home commands: the ones whose every line matters here. */
export function isLicensing(key: string): boolean {
  return /\blicen[cs]e\b|call-?home/.test(key)
}
