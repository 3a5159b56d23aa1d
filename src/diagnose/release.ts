// Cisco release order: IOS XE 16.12.3a, NX-OS 9.3(5) and 7.0(3)I7(8), IOS XR 7.5.1.

/** Thrown when a release text cannot be compared; the engine turns it into `unknown`, never into true or false. */
export class IncomparableRelease extends Error {
  readonly release: string
  constructor(release: string) {
    super(`the release "${release}" cannot be compared`)
    this.name = 'IncomparableRelease'
    this.release = release
  }
}

type Part = number | string

/**
 * Parts of a release in order of weight: numbers and lower-case letters, e.g. `9.3(4a)` -> [9, 3, 4, 'a'],
 * `7.0(3)I7(8)` -> [7, 0, 3, 'i', 7, 8]. Leading zeros do not count (16.06.05 is 16.6.5).
 * Undefined when the text is no release.
 */
export function parseRelease(text: string): readonly Part[] | undefined {
  const trimmed = text.trim().toLowerCase()
  if (trimmed.length > 40 || !/^\d+(?:[.(]\d+)/.test(trimmed)) return undefined
  if (!/^[0-9a-z.()]+$/.test(trimmed)) return undefined
  if ((trimmed.match(/\(/g)?.length ?? 0) !== (trimmed.match(/\)/g)?.length ?? 0)) return undefined
  // NX-OS 10.x marks maintenance and feature releases with M or F behind the bracket: 10.3(4a)M is 10.3(4a).
  const base = trimmed.replace(/\)[mf]$/, ')')
  return (base.match(/\d+|[a-z]+/g) ?? []).map(part => (/^\d/.test(part) ? Number(part) : part))
}

/**
 * Below zero when `a` is older. A missing number is 0 (17.3 = 17.3.0); a missing letter comes before `a`
 * (a rebuild is newer than its base: 16.12.3 < 16.12.3a < 16.12.4). On NX-OS 7.0(3) a train letter (I, F)
 * marks a later release of the same base, so it orders the same way.
 * @throws IncomparableRelease
 */
export function compareReleases(a: string, b: string): number {
  const left = parseRelease(a)
  if (left === undefined) throw new IncomparableRelease(a)
  const right = parseRelease(b)
  if (right === undefined) throw new IncomparableRelease(b)
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const order = comparePart(left[i], right[i])
    if (order !== 0) return order
  }
  return 0
}

/** At one place: nothing = 0 < a letter (rebuild of the shorter release) < a further number. */
function comparePart(a: Part | undefined, b: Part | undefined): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0
  const rank = (part: Part | undefined): number => (typeof part === 'string' ? 0.5 : (part ?? 0))
  return rank(a) - rank(b)
}
