// The rules in use as a bundle names them: by a hash of what they say.
import { createHash } from 'node:crypto'
import { basename, resolve } from 'node:path'
import type { RulesNote } from '../../bundle/manifest.ts'
import type { RuleSet } from '../rules.ts'

/** The same rules give the same hash, whatever files they were read from. */
export function rulesNote(rules: RuleSet, packs: readonly string[] = []): RulesNote {
  const hash = createHash('sha256')
  const byId = [...rules.rules].sort((a, b) => (a.id < b.id ? -1 : 1))
  for (const { file: _file, label: _label, reads: _reads, loop: _loop, ...rule } of byId)
    hash.update(`${JSON.stringify(sorted(rule))}\n`)
  return {
    hash: hash.digest('hex'),
    count: rules.rules.length,
    // The folder above says who works here.
    packs: packs.map(pack => basename(resolve(pack))),
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  )
}
