// What a monitoring system is told when there is no report: a check that says nothing is seen by nobody.
import { checkmkLine } from './checkmk.ts'
import { harmless, stateOf } from './state.ts'

/** One line, its end included: unknown, and why. */
export function failureLine(format: 'nagios' | 'icinga' | 'checkmk', why: string): string {
  return format === 'checkmk'
    ? checkmkLine(3, 'Smart Licensing', [], [why])
    : `SMARTLIC ${stateOf(3)} - ${harmless(why)}\n`
}
