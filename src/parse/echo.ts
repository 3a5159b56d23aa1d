// Lines around an answer that are the terminal's, not the command's: the echoed command, prompts, timing headers.
import type { CommandParser, Line } from './contract.ts'

const PROMPT = String.raw`(?:RP\/\d{1,3}\/\w{1,5}\/CPU\d:)?[\w.:\/-]{1,80}(?:\([\w.:\/-]{1,40}\))?[#>]`
/** `sw1#show clock`, `sw1# sh lic all`, and the bare command where only the answer was copied. */
const ECHO = new RegExp(`^(?:${PROMPT} ?)?(?:admin )?sho?w? [\\x20-\\x7e]{2,200}$`)
const BARE = new RegExp(`^${PROMPT}$`)
/** Test suites of the vendor log each command so. */
const EXECUTING = /^\+{3} [\w.-]{1,64}: executing command '[^']{1,200}' \+{3}$/
/** The echo stands on the first lines that hold anything. */
const HEAD = 3

/** Lines of a capture that echo a command or are a prompt; the prompt only at its very end. Linear. */
export function echoLines(lines: readonly Line[]): Line[] {
  const filled = lines.filter(line => line.text.trim() !== '')
  const found = filled.slice(0, HEAD).filter(line => {
    const text = line.text.trim()
    return ECHO.test(text) || EXECUTING.test(text)
  })
  const last = filled.at(-1)
  if (last !== undefined && BARE.test(last.text.trim())) found.push(last)
  return found
}

/** The same parser; lines of the terminal around its answer count as understood. */
export function withEcho(parser: CommandParser): CommandParser {
  return {
    ...parser,
    parse: (input, write) => {
      write.claim(echoLines(input.lines))
      parser.parse(input, write)
    },
  }
}
