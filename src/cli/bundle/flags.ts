// Flags of commands that write a bundle, and the file it goes to.
import { Flags } from '@oclif/core'
import { safeName } from '../../app/collect/file-name.ts'
import type { BundleRequest } from '../../app/collect.ts'
import { REDACTION_LEVELS, type RedactionLevel } from '../../model/redaction.ts'

const BUNDLE = 'BUNDLE'

export const bundleFlags = {
  redact: Flags.option({
    summary:
      'what is masked before anything is written. secrets: passwords, keys, tokens. identity: also serial numbers, accounts, users, hosts, addresses. strict: also what people wrote and named',
    options: REDACTION_LEVELS,
    default: 'secrets' as const,
    helpGroup: BUNDLE,
  })(),
  map: Flags.string({
    summary:
      'private file (mode 0600) that reads the pseudonyms of identity and strict back (default: the bundle with .map.json behind it)',
    helpValue: 'FILE',
    helpGroup: BUNDLE,
  }),
}

/** For commands that keep a bundle beside what they do. */
export const besideFlags = {
  bundle: Flags.string({
    summary: 'also keep what was read in this bundle, a tar.gz (see collect --help)',
    helpValue: 'FILE',
    helpGroup: BUNDLE,
  }),
  redact: Flags.option({
    summary: 'what is masked in the bundle: secrets, identity or strict (default: secrets)',
    options: REDACTION_LEVELS,
    helpGroup: BUNDLE,
    dependsOn: ['bundle'],
  })(),
  map: { ...bundleFlags.map, dependsOn: ['redact'] },
}

/** @throws Error when the flags contradict each other */
export function besideRequest(flags: {
  readonly bundle?: string | undefined
  readonly redact?: RedactionLevel | undefined
  readonly map?: string | undefined
}): BundleRequest | undefined {
  const { bundle, redact = 'secrets', map } = flags
  return bundle === undefined ? undefined : bundleRequest('', [], { redact, map, output: bundle })
}

export interface BundleFlags {
  readonly redact: RedactionLevel
  readonly map?: string | undefined
  readonly output?: string | undefined
}

/**
 * @param kind first word of a file name that is made here
 * @param names of the devices
 * @throws Error when the flags contradict each other
 */
export function bundleRequest(kind: string, names: readonly string[], flags: BundleFlags): BundleRequest {
  const { redact: level, map, output } = flags
  if (output === '-') throw new Error('a bundle cannot be written to standard output; name a file')
  if (level === 'secrets' && map !== undefined)
    throw new Error('--map is for --redact identity or strict: at level secrets nothing can be read back')
  const file = output ?? defaultName(kind, names, level)
  if (map === file) throw new Error('--map names the bundle itself; the map must be kept apart')
  return { file, level, ...(level === 'secrets' ? {} : { mapFile: map ?? `${file}.map.json` }) }
}

/** A name says who it is: above level `secrets` it is left out. */
function defaultName(kind: string, names: readonly string[], level: RedactionLevel): string {
  const stamp = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
  const [only = ''] = names
  const what =
    names.length === 1 ? (level === 'secrets' ? safeName(only) : '1-device') : `${names.length}-devices`
  return `${kind}-${what}-${stamp}.tar.gz`
}

/** `masked: 3 password, 1 token`. */
export function maskedSummary(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).map(([kind, count]) => `${count} ${kind}`)
  return parts.length === 0 ? 'nothing was masked' : `masked: ${parts.join(', ')}`
}
