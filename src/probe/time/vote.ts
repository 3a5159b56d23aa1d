// The true time out of clocks that may lie: the largest group that agrees (after Marzullo). Pure.
import { CLOCK_TOLERANCE_MS, type ClockKind, type ClockReading } from '../../model/probe/time.ts'

/** A clock against this computer's, in milliseconds. */
export interface Clock {
  readonly kind: ClockKind
  readonly name: string
  readonly least: number
  readonly most: number
  /** false: does not count towards a group (it is no independent witness, or says too little). */
  readonly votes: boolean
}

/** A reading this vague agrees with everything. */
const TOO_VAGUE_MS = 600_000

/**
 * Each clock judged by the time most of them agree on. `known` is false when no two agree or two groups are
 * equally large: then every clock is `unknown`.
 */
export function findTime(clocks: readonly Clock[]): {
  readonly readings: readonly ClockReading[]
  readonly known: boolean
} {
  const voters = clocks.filter(({ votes, least, most }) => votes && most - least <= TOO_VAGUE_MS)
  const [first, second] = groups(voters)
  // One clock alone proves nothing about itself.
  const known = first !== undefined && first.length > Math.max(1, second?.length ?? 0)
  const truth = known ? overlap(first) : undefined
  const readings = clocks.map(({ kind, name, least, most, votes }): ClockReading => {
    const counted = votes && most - least <= TOO_VAGUE_MS
    const reading = { kind, name, leastMs: Math.round(least), mostMs: Math.round(most), counted }
    if (truth === undefined) return { ...reading, state: 'unknown' }
    const off = { least: least - truth.most, most: most - truth.least }
    const state =
      off.least > CLOCK_TOLERANCE_MS || off.most < -CLOCK_TOLERANCE_MS
        ? 'wrong'
        : most - least > TOO_VAGUE_MS
          ? 'unknown'
          : 'right'
    return { ...reading, state, offLeastMs: Math.round(off.least), offMostMs: Math.round(off.most) }
  })
  return { readings, known }
}

interface Range {
  readonly least: number
  readonly most: number
}

/** Largest groups of clocks in step with one another, the largest first; each clock is in one group. */
function groups(clocks: readonly Clock[]): Clock[][] {
  const found: Clock[][] = []
  let left = [...clocks]
  while (left.length > 0) {
    const group = largest(left)
    found.push(group)
    left = left.filter(clock => !group.includes(clock))
  }
  return found
}

/** The most clocks that share a moment, each widened by half the tolerance. Such a moment begins where one range does. */
function largest(clocks: readonly Clock[]): Clock[] {
  const half = CLOCK_TOLERANCE_MS / 2
  let best: Clock[] = []
  for (const { least } of clocks) {
    const group = clocks.filter(one => one.least - half <= least - half && least - half <= one.most + half)
    if (group.length > best.length) best = group
  }
  return best
}

/** Where the ranges of a group meet; the gap between them when they are in step only within the tolerance. */
function overlap(group: readonly Range[]): Range {
  const from = Math.max(...group.map(({ least }) => least))
  const to = Math.min(...group.map(({ most }) => most))
  return { least: Math.min(from, to), most: Math.max(from, to) }
}
