// Facts in words for `rules explain` and the trace: `path = value`, `path is unknown`.
import { factAt, type Source, sourcesOf } from '../model/facts/store.ts'
import type { ReadFact } from '../model/finding.ts'
import type { Program } from './cel.ts'
import { baseFactsOf, type DeviceView, type Element, missingFacts, scopeOf } from './device.ts'
import { expand } from './paths.ts'
import { readsOf } from './reads.ts'
import { plainText } from './template.ts'

const MAX_FACTS = 12

/** The facts a condition reads on this device. */
export function showFacts(program: Program, device: DeviceView, element: Element | undefined): string[] {
  const lines = pathsRead(program, device, element).map(({ path, known }) =>
    known ? `${path} = ${showValue(factAt(device.store.facts, path))}` : `${path} is unknown`,
  )
  if (lines.length <= MAX_FACTS) return lines
  return [...lines.slice(0, MAX_FACTS), `and ${lines.length - MAX_FACTS} more`]
}

/** The same with the lines of output they come from. */
export function readFacts(program: Program, device: DeviceView, element: Element | undefined): ReadFact[] {
  const { store } = device
  return pathsRead(program, device, element).map(({ path, known }) => {
    if (!known) {
      const [missing] = missingFacts(store, [path])
      return { path, sources: [], from: [], ...(missing === undefined ? {} : { missing }) }
    }
    const from = path.startsWith('derived.')
      ? baseFactsOf(path).flatMap(base => expand(store.facts, base).present)
      : []
    const own = sourcesOf(store, path)
    const sources = own.length > 0 ? own : from.flatMap(one => sourcesOf(store, one))
    return { path, value: showValue(factAt(store.facts, path)), sources: onceEach(sources), from }
  })
}

function pathsRead(
  program: Program,
  device: DeviceView,
  element: Element | undefined,
): { path: string; known: boolean }[] {
  return readsOf(program.ast, device.environment.table, scopeOf(element)).flatMap(pattern => {
    const { present, absent } = expand(device.store.facts, pattern)
    return [...present.map(path => ({ path, known: true })), ...absent.map(path => ({ path, known: false }))]
  })
}

function onceEach(sources: readonly Source[]): Source[] {
  return [...new Map(sources.map(one => [`${one.origin} ${one.command} ${one.line}`, one])).values()]
}

export function showValue(value: unknown): string {
  if (Array.isArray(value)) {
    if (value.some(item => typeof item === 'object')) return `${value.length} of them`
    return `[${value.map(showValue).join(', ')}]`
  }
  return typeof value === 'string' ? `"${plainText(value)}"` : String(value)
}
