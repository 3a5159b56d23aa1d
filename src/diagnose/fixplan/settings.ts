// What a configuration line sets, by the tables of the platforms: of which commands a device keeps one value.
import type { Platform } from '../../model/platform.ts'
import { compileForm, wordsOf } from '../../platforms/config/form.ts'
import { globalModeOf, type Plane } from '../../platforms/config/grammar.ts'
import { type Destination, lookUp } from '../../platforms/config/lookup.ts'
import type { Level } from '../../platforms/config/places.ts'
import { commandNode } from '../../platforms/config/tree.ts'
import type { Statement } from './statement.ts'

export interface Setting {
  /** Equal for two lines of which a device keeps the later one only. */
  readonly key: string
  /** Lines that begin so go when this one is typed. */
  readonly drops: readonly string[]
}

interface Place {
  readonly levels: readonly Level[]
  readonly found: Destination
}

/** What the line sets when a device keeps one value of it; undefined for lines that stand beside each other. */
export function settingOf(platform: Platform, statement: Statement, plane: Plane): Setting | undefined {
  const place = placeOf(platform, [...statement.path, statement.line], plane)
  if (place === undefined) return undefined
  const { levels, found } = place
  if (found.row === undefined || found.match === undefined) return undefined
  const { marker } = compileForm(found.row.form)
  if (marker !== '=' && marker !== '=+') return undefined
  const words = [...levels, ...found.inner].flatMap(level => level.key).concat(found.match.key)
  return { key: words.join(' ').toLowerCase(), drops: found.row.drops ?? [] }
}

/** The line, typed in global configuration mode, leads into a sub-mode. */
export function opensMode(platform: Platform, line: string): boolean {
  const found = placeOf(platform, [line], 'exec')?.found
  return found !== undefined && found.match === undefined && found.inner.length > 0
}

/** Typed in the sub-mode that `path` leads into, the line leaves it for the mode at `depth`: no sub-mode between takes it. */
export function leads(platform: Platform, path: readonly string[], line: string, depth: number): boolean {
  const place = placeOf(platform, [...path, line], 'exec')
  return place !== undefined && place.found.depth === depth && place.found.match === undefined
}

/** Where the last line ends up when the lines before it lead there. */
function placeOf(platform: Platform, lines: readonly string[], plane: Plane): Place | undefined {
  const root = commandNode('', -1)
  let levels: readonly Level[] = [{ mode: globalModeOf(platform, plane), key: [], printed: '' }]
  let found: Destination | undefined
  for (const [at, line] of lines.entries()) {
    found = lookUp({ platform, root, levels: [...levels] }, wordsOf(line), 'set', at)
    if (found === undefined) return undefined
    levels = levels.slice(0, found.depth + 1)
    if (at < lines.length - 1) levels = [...levels, ...found.inner]
  }
  return found === undefined ? undefined : { levels, found }
}

const TOPICS: readonly (readonly [RegExp, string])[] = [
  [/\bvrf\b/, 'which VRF reaches Cisco'],
  [/\bsource-interface\b/, 'which interface licensing sends from'],
  [/\bproxy\b/, 'which proxy licensing uses'],
  [/\bhttps?:\/\/|\burl\b|\bdestination\b/, 'which server receives the messages'],
  [/^license smart transport\b/, 'how licensing messages travel'],
  [/\bactive\b|\breporting\b|^profile\b/, 'which profile carries licensing data'],
]

/** What a person has to decide, for the end of a sentence. */
export function topicOf({ line }: Statement): string {
  return TOPICS.find(([shape]) => shape.test(line))?.[1] ?? 'which of the two is right'
}
