// All parsers, and the questions asked of them: which one reads this command, which command settles this fact.
import { PLATFORMS, type Platform } from '../model/platform.ts'
import type { CommandParser } from './contract.ts'
import { iosXeParsers } from './ios-xe/index.ts'
import { iosXrParsers } from './ios-xr/index.ts'
import { nxOsParsers } from './nx-os/index.ts'
import { probeParser } from './probe/index.ts'

const DEFAULT_RANK = 50

export const PARSERS: readonly CommandParser[] = [
  ...iosXeParsers,
  ...nxOsParsers,
  ...iosXrParsers,
  probeParser,
]

export function rankOf(parser: CommandParser): number {
  return parser.rank ?? DEFAULT_RANK
}

/**
 * The parser of a command as typed: the canonical spelling, a known alias, or an abbreviation
 * (each word a prefix of the canonical word, as the device's own command line accepts).
 */
export function parserFor(platform: Platform, typed: string): CommandParser | undefined {
  const command = normalise(typed)
  const own = SPELLINGS[platform]
  const exact = own.find(one => one.command === command)
  if (exact !== undefined) return exact.parser
  const alias = own.find(({ parser }) => parser.aliases?.some(shape => shape.test(command)))
  if (alias !== undefined) return alias.parser
  const words = command.split(' ')
  const abbreviated = own.filter(one => abbreviates(words, one.words))
  return abbreviated.length === 1 ? abbreviated[0]?.parser : undefined
}

export function canonicalCommand(platform: Platform, typed: string): string | undefined {
  return parserFor(platform, typed)?.command
}

/** Commands that can settle a fact path, best first. A branch path matches parsers that provide any part of it. */
export function commandsProviding(platform: Platform, path: string): string[] {
  const covers = (provided: string): boolean =>
    provided === path || path.startsWith(`${provided}.`) || provided.startsWith(`${path}.`)
  return PARSERS.filter(parser => parser.platforms.includes(platform) && parser.provides.some(covers))
    .sort((a, b) => rankOf(a) - rankOf(b))
    .map(parser => parser.command)
}

/** Parsers that recognise the text as theirs. Several platforms may answer: the caller decides with other signs. */
export function recogniseCommand(text: string): { platform: Platform; command: string }[] {
  // Runs of blank lines are squeezed: `^\s*` of a recogniser would start over on each of them.
  const head = text.slice(0, 8_192).replace(/\n(?:[ \t]*\n){2,}/g, '\n\n')
  const found: { platform: Platform; command: string }[] = []
  for (const platform of PLATFORMS) {
    const parser = PARSERS.filter(one => one.platforms.includes(platform) && one.recognise?.(head) === true)
    for (const one of parser) found.push({ platform, command: one.command })
  }
  return found
}

function normalise(command: string): string {
  return command
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/\s*\|\s*/g, ' | ')
}

function abbreviates(typed: readonly string[], canonical: readonly string[]): boolean {
  return (
    typed.length === canonical.length &&
    typed.every((word, index) => word !== '' && (canonical[index]?.startsWith(word) ?? false))
  )
}

interface Spelling {
  readonly parser: CommandParser
  readonly command: string
  readonly words: readonly string[]
}

/** A `show tech-support` asks for thousands of commands. */
const SPELLINGS: Readonly<Record<Platform, readonly Spelling[]>> = {
  'ios-xe': spellings('ios-xe'),
  'nx-os': spellings('nx-os'),
  'ios-xr': spellings('ios-xr'),
}

function spellings(platform: Platform): Spelling[] {
  return PARSERS.filter(parser => parser.platforms.includes(platform)).map(parser => {
    const command = normalise(parser.command)
    return { parser, command, words: command.split(' ') }
  })
}
