// Lines that name a command: headings of `show tech-support`, echoes without a prompt, starts of a new session log.
import type { Platform } from '../../model/platform.ts'

const VERB = '(?:admin )?(?:[Ss]how|sh|dir|more|test|request|verify|execute|run|debug|attach|cat)'
// IOS XE and XR draw dashes around the command, NX-OS puts it between backticks. Any such line ends the section before it.
const DASHED = new RegExp(String.raw`^\s{0,3}-{5,}\s*(${VERB}\b[^-]?.{0,150}?)\s*-{5,}\s*$`)
const TICKED = /^\s{0,3}`([a-z][^`]{0,200})`\s*$/i
/** IOS XR showtech files; the time of the run stands behind the command. */
const PLUSSED = /^\s{0,3}\+{4,}\s*((?:admin )?show\b[^[+]{0,150}?)\s*(?:\[[^\]]{0,60}\])?\s*\+{4,}\s*$/i
/** IOS XR as well: `Show version: ...` on a line of its own. */
const COLON = /^(Show [a-z][\w -]{1,60}):(?:\s*\.{3})?\s*$/
/** The command typed on a line of its own, as scripts that collect without prompts write it. */
const BARE = /^(?:admin )?show [a-z][\w -]{1,60}(?:\| ?[a-z]+ .{1,80})?$/
/** NX-OS repeats the command at the top of a configuration. */
const ECHOED = /^!Command: (show [\w -]{1,80})$/

export interface Heading {
  readonly command: string
  readonly platform?: Platform
}

export function readHeading(text: string): Heading | undefined {
  const line = text.slice(0, 300)
  const dashed = DASHED.exec(line)?.[1]
  if (dashed !== undefined) return { command: dashed.trim() }
  const ticked = TICKED.exec(line)?.[1]
  if (ticked !== undefined) return { command: ticked.trim(), platform: 'nx-os' }
  const plussed = PLUSSED.exec(line)?.[1]
  return plussed === undefined ? undefined : { command: plussed.trim(), platform: 'ios-xr' }
}

/** A command that stands alone. Any line may read like one: the caller asks whether it is a command at all. */
export function readBare(text: string): Heading | undefined {
  const line = text.slice(0, 300).trimEnd()
  if (BARE.test(line)) return { command: line }
  const colon = COLON.exec(line)?.[1]
  return colon === undefined ? undefined : { command: colon.toLowerCase() }
}

export function readEcho(text: string): Heading | undefined {
  const command = ECHOED.exec(text.slice(0, 300).trimEnd())?.[1]
  return command === undefined ? undefined : { command, platform: 'nx-os' }
}

const PUTTY = /^=~=[=~]{5,40} PuTTY log .{0,60}=~=/
const SCRIPT = /^Script (?:started|done)(?: on|,| at|:|$)/
/** Prompts of the computer the person came from; none of the three systems ends a prompt with `$`. */
const SHELL =
  /^(?:\[[\w.-]{1,40}@[\w.-]{1,60}[ :][^\]\n]{0,80}\]|[\w.-]{1,40}@[\w.-]{1,60}:[^\s$#]{0,80})[$#](?: |$)/

/** A line that ends whatever came before and is no output itself: a new log, or a shell. */
export function readBreak(text: string): boolean {
  const line = text.slice(0, 300)
  return PUTTY.test(line) || SCRIPT.test(line) || SHELL.test(line)
}

/** A prompt's answer in which headings name the commands; so may a text that no prompt names. */
export function isTechSupport(command: string): boolean {
  return /^(?:admin )?sh\S* tech|^sh\S* lic\S* tech|^$/i.test(command)
}
