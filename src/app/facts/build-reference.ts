// Build time: the reference of the facts from the schema, the parsers, the derivations and the lab devices.
import { baseFactsOf } from '../../diagnose/device.ts'
import { expand } from '../../diagnose/paths.ts'
import type { FactEntry, FactReference } from '../../model/facts/reference.ts'
import { factAt } from '../../model/facts/store.ts'
import { PLATFORMS } from '../../model/platform.ts'
import { commandsProviding } from '../../parse/registry.ts'

const MAX_EXAMPLE = 90

/** @param examples path -> value, see {@link exampleValues} */
export function buildReference(
  described: readonly Pick<FactEntry, 'path' | 'type' | 'unit' | 'meaning'>[],
  examples: ReadonlyMap<string, string>,
): FactReference {
  const facts = described.map((fact): FactEntry => {
    const example = examples.get(fact.path) ?? exampleIn(fact)
    const from = baseFactsOf(fact.path)
    return {
      ...fact,
      ...(example === undefined ? {} : { example }),
      commands: commandsOf(fact.path),
      ...(from.length === 0 ? {} : { from }),
    }
  })
  return { schema: 'smartlic.fact-list/v1', facts }
}

function commandsOf(path: string): FactEntry['commands'] {
  if (path.startsWith('derived.')) return {}
  // A skew is what the clock is measured by.
  const asked = path.startsWith('clock.skew_') ? 'clock.device_time' : path
  const entries = PLATFORMS.map(platform => [platform, commandsProviding(platform, asked)] as const)
  return Object.fromEntries(entries.filter(([, commands]) => commands.length > 0))
}

/** The example a description gives: what follows `e.g.`, the first of `a | b | c`, or what its type allows. */
function exampleIn({ meaning, type }: Pick<FactEntry, 'meaning' | 'type'>): string | undefined {
  if (type === 'list') return undefined
  if (type === 'bool') return 'true'
  if (type === 'time') return '"2026-01-20T10:15:30Z"'
  const given = /e\.g\. ([^;,]+)/.exec(meaning)?.[1] ?? /(?:^|: )([a-z-]+) \| /.exec(meaning)?.[1]
  if (given !== undefined && type === 'list<string>') return JSON.stringify([given.trim()])
  if (given !== undefined) return type === 'int' ? given : JSON.stringify(given.trim())
  return meaning.includes('"" = global') ? '""' : undefined
}

/** For each fact the first value a device has that says something; else one that says "none". */
export function exampleValues(
  described: readonly Pick<FactEntry, 'path' | 'type'>[],
  devices: readonly unknown[],
): Map<string, string> {
  const found = new Map<string, string>()
  for (const { path, type } of described) {
    if (type === 'list') continue
    const values = devices.flatMap(facts =>
      expand(facts, path)
        .present.map(one => factAt(facts, one))
        .filter(fits),
    )
    const value = values.find(saysSomething) ?? values[0]
    if (value !== undefined) found.set(path, JSON.stringify(value))
  }
  return found
}

function fits(value: unknown): boolean {
  return value !== undefined && (JSON.stringify(value)?.length ?? 0) <= MAX_EXAMPLE
}

function saysSomething(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== '' && value !== 0 && value !== false
}
