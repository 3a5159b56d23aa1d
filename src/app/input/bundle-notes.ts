// What a bundle knows of its devices beside their captures, and what later rules say that those of its time did not.
import type { BundleDevice } from '../../bundle/manifest.ts'
import type { CaptureSet } from '../../model/capture.ts'
import { findingKey } from '../../model/finding.ts'
import type { DeviceReport } from '../../model/report.ts'
import { printable } from '../archive/entry.ts'
import { rulesNote } from '../collect/rules-note.ts'
import type { RuleSet } from '../rules.ts'
import type { ReadBundle } from './bundle.ts'

type Place = Pick<DeviceReport, 'groups' | 'tags'>

/** Words of the inventory, by capture set. */
export function bundledPlaces(bundles: readonly ReadBundle[]): ReadonlyMap<CaptureSet, Place> {
  return new Map(
    bundles.flatMap(({ manifest, sets }) =>
      manifest.devices.flatMap(({ groups, tags }, at): [CaptureSet, Place][] => {
        const set = sets[at]
        const place = { ...(groups === undefined ? {} : { groups }), ...(tags === undefined ? {} : { tags }) }
        return set === undefined ? [] : [[set, place]]
      }),
    ),
  )
}

/** Findings named in a note about one device; more are counted. */
const MOST_NAMED = 8

/**
 * Sentences on what changed where a bundle was judged with other rules when it was collected.
 * @param devices reports, those of bundles first and in their order
 */
export function differences(
  bundles: readonly ReadBundle[],
  devices: readonly DeviceReport[],
  rules: RuleSet,
  options: { readonly packs?: readonly string[]; readonly version: string },
): string[] {
  if (bundles.length === 0) return []
  const { hash } = rulesNote(rules, options.packs)
  const notes: string[] = []
  let at = 0
  for (const { origin, manifest } of bundles) {
    const now = devices.slice(at, at + manifest.devices.length)
    at += manifest.devices.length
    const { tool } = manifest
    if (manifest.rules.hash === hash && tool.version === options.version) continue
    const own = manifest.devices.flatMap((then, index) => changed(then, now[index]))
    const which =
      manifest.rules.hash === hash
        ? `smartlic ${printable(tool.version)}`
        : `other rules (smartlic ${printable(tool.version)}, rules ${printable(manifest.rules.hash).slice(0, 12)}; now ${hash.slice(0, 12)})`
    notes.push(
      `${origin} was collected with ${which}: ${own.length === 0 ? 'the findings are the same' : 'the findings differ'}`,
      ...own,
    )
  }
  return notes
}

function changed(then: BundleDevice, now: DeviceReport | undefined): string[] {
  if (now === undefined) return []
  const before = new Map(then.findings.map(one => [one.key, one.title]))
  const after = new Map(now.findings.map(one => [findingKey(one), one.title]))
  const parts = [
    named(
      'found only now',
      [...after].filter(([key]) => !before.has(key)),
    ),
    named(
      'no longer found',
      [...before].filter(([key]) => !after.has(key)),
    ),
  ].filter(part => part !== '')
  return parts.length === 0 ? [] : [`${printable(now.name)}: ${parts.join('; ')}`]
}

function named(what: string, found: readonly (readonly [string, string])[]): string {
  if (found.length === 0) return ''
  const shown = found.slice(0, MOST_NAMED).map(([key, title]) => `${printable(title)} (${printable(key)})`)
  const more = found.length - shown.length
  return `${what}: ${shown.join(', ')}${more === 0 ? '' : ` and ${more} more`}`
}
