// What configuration lines would do to a device, in words: shared by the formats for a person.
import type { DeviceReport, DeviceWhatIf } from '../model/report.ts'
import { displayText } from './clean.ts'
import { plural } from './words.ts'

export type WhatIfKind = 'clears' | 'leaves' | 'appears' | 'undecided'

export interface WhatIfRow {
  readonly kind: WhatIfKind
  readonly title: string
  readonly rule: string
}

/** One sentence on top: the status now and then, and what the lines do. */
export function whatIfSummary(device: DeviceReport, whatIf: DeviceWhatIf): string {
  const { effect } = whatIf
  if (effect === undefined) return whatIf.problem ?? 'nothing can be forecast'
  const status =
    whatIf.status === device.status ? `${device.status}, as now` : `${whatIf.status} (now ${device.status})`
  const did = [
    effect.clears.length === 0 ? 'clears nothing' : `clears ${and(effect.clears)}`,
    effect.leaves.length === 0 ? '' : `leaves ${and(effect.leaves)}`,
    effect.appears.length === 0 ? '' : `brings ${and(effect.appears)}`,
  ].filter(part => part !== '')
  const rest =
    effect.undecided.length === 0
      ? ''
      : `; ${plural(effect.undecided.length, 'finding')} only the device can settle`
  return `after this: ${did.join(', ')}${rest}. The device would be ${status}.`
}

/** Each finding with its title, in the order a person reads them; symptoms that wait for the next try are one row. */
export function whatIfRows(device: DeviceReport, whatIf: DeviceWhatIf): WhatIfRow[] {
  const { effect } = whatIf
  if (effect === undefined) return []
  const titles = new Map(
    [...device.findings, ...whatIf.findings].map(finding => [finding.rule, displayText(finding.title)]),
  )
  const symptoms = new Set(device.findings.filter(one => one.role === 'symptom').map(one => one.rule))
  const rows = (kind: WhatIfKind, rules: readonly string[]): WhatIfRow[] =>
    rules.map(rule => ({ kind, rule, title: titles.get(rule) ?? rule }))
  const waiting = effect.undecided.filter(rule => symptoms.has(rule))
  return [
    ...rows('clears', effect.clears),
    ...rows('appears', effect.appears),
    ...rows('leaves', effect.leaves),
    ...rows(
      'undecided',
      effect.undecided.filter(rule => !symptoms.has(rule)),
    ),
    ...(waiting.length === 0
      ? []
      : [{ kind: 'undecided' as const, rule: waiting.join(', '), title: plural(waiting.length, 'symptom') }]),
  ]
}

/** Nothing is cleared, nothing comes up, and it could be forecast. */
export function changesNothing({ effect }: DeviceWhatIf): boolean {
  return effect !== undefined && effect.clears.length === 0 && effect.appears.length === 0
}

function and(names: readonly string[]): string {
  const last = names.at(-1) ?? ''
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`
}
