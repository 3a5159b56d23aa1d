// Licensing commands a person typed in a saved session. They are never sent; that they were typed is what counts.
import type { CommandParser, FactWriter, ParserInput } from '../contract.ts'

/** The answer holds no fact: `collection.answered` and `collection.refused` tell how it went. */
function parse({ lines }: ParserInput, write: FactWriter): void {
  write.claim(lines)
}

/** A release with Smart Licensing Using Policy does not know it any more. */
export const registerTyped = (platforms: CommandParser['platforms']): CommandParser => ({
  command: 'license smart register idtoken',
  platforms,
  aliases: [/^lic\w* sm\w* reg\w* id\w* \S+( force)?$/],
  secret: true,
  provides: [],
  rank: 95,
  parse,
})

/** Removes all licensing data; until the reload that it asks for the agent is in between. */
export const factoryResetTyped: CommandParser = {
  command: 'license smart factory reset',
  platforms: ['ios-xe'],
  provides: [],
  rank: 95,
  parse,
}
