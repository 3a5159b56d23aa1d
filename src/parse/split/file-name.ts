// A command out of a file name: `show_license_all.txt`, `sw1-show-version.log`, `sh_run.txt`.
import { PLATFORMS } from '../../model/platform.ts'
import { PARSERS, parserFor } from '../registry.ts'

export interface NamedCommand {
  readonly command: string
  /** What stands before the command; '' when nothing does. */
  readonly host: string
}

const ENDING = /\.(txt|log|out|output|cfg|conf|cli|text)$/i
const START = /(?:^|[_ .-])((?:admin[_ .-]+)?sho?w?[_ .-].*)$/i

/** The command a file name stands for, when a parser knows it; undefined otherwise. `name` has no folder part. */
export function commandOfFileName(name: string): NamedCommand | undefined {
  const stem = name.slice(0, 200).replace(ENDING, '')
  const tail = START.exec(stem)?.[1]
  if (tail === undefined) return undefined
  const host = stem.slice(0, stem.length - tail.length).replace(/[_ .-]+$/, '')
  const command = byKey(tail) ?? bySpelling(tail)
  return command === undefined ? undefined : { command, host }
}

/** Separators do not count: `show-running-config` and `show_running_config` are one name. */
function byKey(tail: string): string | undefined {
  const key = keyOf(tail)
  return PARSERS.find(parser => keyOf(parser.command) === key)?.command
}

function keyOf(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, '')
}

/** Where `_` or a blank separates, a dash belongs to its word; a filter's bar cannot stand in a file name. */
function bySpelling(tail: string): string | undefined {
  const words = tail.split(/[_ ]/.test(tail) ? /[_ ]+/ : /[-.]+/).filter(word => word !== '' && word !== '|')
  const bar = words.findIndex((word, at) => at > 1 && /^(?:i|inc|include|s|sec|section)$/i.test(word))
  const typed = (bar < 0 ? words : [...words.slice(0, bar), '|', ...words.slice(bar)]).join(' ')
  return PLATFORMS.some(platform => parserFor(platform, typed) !== undefined) ? typed : undefined
}
