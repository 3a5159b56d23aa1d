// What is left of a deadline, by the device's own clock.
import type { RuleContext } from '../../model/facts/store.ts'
import { isBefore, secondsBetween } from '../../model/facts/time.ts'
import type { DayRange } from './level.ts'

const DAY = 86_400

export interface Left {
  readonly days_left?: number
  readonly passed?: boolean
}

/** Whole units; undefined where an unknown offset leaves a choice. */
export function whole(
  seconds: { least: number; most: number } | undefined,
  unit: number,
): number | undefined {
  if (seconds === undefined) return undefined
  const least = Math.floor(seconds.least / unit)
  return least === Math.floor(seconds.most / unit) ? least : undefined
}

/** A date the device prints ('' = none), against the device's clock. Parts that cannot be told are left out. */
export function left(at: string | undefined, now: string | undefined): Left | undefined {
  if (at === undefined) return undefined
  if (at === '') return { passed: false }
  const days_left = now === undefined ? undefined : whole(secondsBetween(now, at), DAY)
  const passed = now === undefined ? undefined : isBefore(at, now)
  return {
    ...(days_left === undefined ? {} : { days_left }),
    ...(passed === undefined ? {} : { passed }),
  }
}

export function range(at: string | undefined, now: string | undefined): DayRange | undefined {
  const between = secondsBetween(now ?? '', at ?? '')
  if (between === undefined) return undefined
  return { least: Math.floor(between.least / DAY), most: Math.floor(between.most / DAY) }
}

export function evaluationLeft(facts: RuleContext): Left | undefined {
  const state = facts.license?.evaluation
  if (state?.in_use === undefined) return undefined
  // A period that is not in use is frozen: its figure means nothing.
  if (!state.in_use) return { passed: false }
  if (state.expired === true) return { days_left: 0, passed: true }
  if (state.remaining_days === undefined || state.expired === undefined) return undefined
  return { days_left: state.remaining_days, passed: false }
}

export function graceLeft(facts: RuleContext): Left | undefined {
  const { sia, sia_grace_days } = facts.license ?? {}
  if (sia === undefined) return undefined
  if (sia === 'grace-expired') return { days_left: 0, passed: true }
  if (sia !== 'out-of-compliance') return { passed: false }
  return sia_grace_days === undefined ? { passed: false } : { days_left: sia_grace_days, passed: false }
}
