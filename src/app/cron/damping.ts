// Flap damping: what keeps coming and going is told once, then not until it has settled. Pure.

/** Runs of a job that are looked back on. */
export const LOOK_BACK = 8
/** So many changes within them are flapping. */
export const FLAPPING_CHANGES = 3
/** Runs without a change after which it has settled. */
export const SETTLED_RUNS = 3

/** What was seen in the last runs, oldest first, at most LOOK_BACK of them. */
export interface Track<T extends string> {
  readonly seen: readonly T[]
  readonly flapping?: true
}

/**
 * same     as in the run before
 * changed  tell it
 * flapping it began to flap: tell that, once
 * silent   it flaps still, and that was told
 * settled  it flapped and stays as it is now: tell it
 */
export type TrackEvent = 'same' | 'changed' | 'flapping' | 'silent' | 'settled'

/** The first run sees no change. */
export function begin<T extends string>(value: T): Track<T> {
  return { seen: [value] }
}

/** One more run. */
export function step<T extends string>(
  track: Track<T>,
  value: T,
): { readonly track: Track<T>; readonly event: TrackEvent } {
  const seen = [...track.seen, value].slice(-LOOK_BACK)
  if (track.flapping === true) {
    const last = seen.slice(-SETTLED_RUNS)
    if (last.length < SETTLED_RUNS || changesIn(last) > 0)
      return { track: { seen, flapping: true }, event: 'silent' }
    // The old changes are told and forgotten: they must not make the next one flapping.
    return { track: { seen: last }, event: 'settled' }
  }
  if (track.seen.at(-1) === value) return { track: { seen }, event: 'same' }
  if (changesIn(seen) < FLAPPING_CHANGES) return { track: { seen }, event: 'changed' }
  return { track: { seen, flapping: true }, event: 'flapping' }
}

function changesIn(seen: readonly string[]): number {
  return seen.filter((value, at) => at > 0 && value !== seen[at - 1]).length
}
