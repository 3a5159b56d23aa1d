// Reads a redacted text back with the private map. Secrets stay hidden: no map holds them.
import { type MapEntry, NAME_PSEUDONYM } from './pseudonyms.ts'

const IPV4 = /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\w|\.\d)/
const MAC =
  /(?<![\w:.-])(?:(?:[0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}|(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2})(?![\w:-])/
const IPV6 = /(?<![\w:.])[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]{1,43}(?<=[0-9A-Fa-f:])(?![\w:])/
/** In one pass: what was read back is not looked at again. */
const ANY = new RegExp([NAME_PSEUDONYM, MAC, IPV6, IPV4].map(one => one.source).join('|'), 'g')

/** Every pseudonym of the map that stands in the text as a word of its own becomes what it stands for. */
export function unredact(text: string, map: Iterable<MapEntry>): string {
  const originals = new Map<string, string>()
  for (const { pseudonym, original } of map) originals.set(pseudonym, original)
  return text.replace(ANY, found => originals.get(found) ?? found)
}
