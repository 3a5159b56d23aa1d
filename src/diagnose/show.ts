// Facts in words for `rules explain` and the trace: `path = value`, `path is unknown`.
import { factAt } from '../model/facts/store.ts'
import type { Program } from './cel.ts'
import { type DeviceView, type Element, scopeOf } from './device.ts'
import { expand } from './paths.ts'
import { readsOf } from './reads.ts'
import { plainText } from './template.ts'

const MAX_FACTS = 12

/** The facts a condition reads on this device. */
export function showFacts(program: Program, device: DeviceView, element: Element | undefined): string[] {
  const lines: string[] = []
  for (const pattern of readsOf(program.ast, device.environment.table, scopeOf(element))) {
    const { present, absent } = expand(device.store.facts, pattern)
    for (const path of present) lines.push(`${path} = ${showValue(factAt(device.store.facts, path))}`)
    for (const path of absent) lines.push(`${path} is unknown`)
  }
  if (lines.length <= MAX_FACTS) return lines
  return [...lines.slice(0, MAX_FACTS), `and ${lines.length - MAX_FACTS} more`]
}

export function showValue(value: unknown): string {
  if (Array.isArray(value)) {
    if (value.some(item => typeof item === 'object')) return `${value.length} of them`
    return `[${value.map(showValue).join(', ')}]`
  }
  return typeof value === 'string' ? `"${plainText(value)}"` : String(value)
}
