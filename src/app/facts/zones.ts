// Which times of a device cannot be placed, because nobody says what their zone means.
import { type FactStore, factAt } from '../../model/facts/store.ts'
import { readTimeFact, unknownZone } from '../../model/facts/time.ts'
import { TIME_PATHS } from '../../model/facts/time-paths.ts'

/** One sentence a zone; none when every time has its offset. */
export function zoneNotes(store: FactStore): string[] {
  const counts = new Map<string, number>()
  for (const path of TIME_PATHS) {
    for (const text of textsAt(store.facts, path.split('.*'))) {
      const time = readTimeFact(text)
      if (time !== undefined && time.offset === undefined)
        counts.set(time.zone, (counts.get(time.zone) ?? 0) + 1)
    }
  }
  return [...counts].map(
    ([zone, count]) =>
      `${count} ${count === 1 ? 'time has' : 'times have'} no offset: ${unknownZone(zone)}; such a time is compared with times of the same zone only`,
  )
}

/** Texts at a path in parts: what stands before, between and behind the lists on the way. */
function textsAt(tree: unknown, [part = '', ...rest]: readonly string[]): string[] {
  const path = part.replace(/^\./, '')
  const node = path === '' ? tree : factAt(tree, path)
  if (rest.length === 0) return typeof node === 'string' ? [node] : []
  return Array.isArray(node) ? node.flatMap(element => textsAt(element, rest)) : []
}
