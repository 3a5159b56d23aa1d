// The read-only guard: the one place that decides what may be sent to a device.
import { SETUP_COMMANDS } from '../platforms/index.ts'

export interface GuardOptions {
  /** A person asked for active tests from the device: `ping` and `traceroute` pass too. */
  readonly probes?: boolean
}

/** A command that could change a device, or that the guard cannot read. Never sent. */
export class RefusedCommandError extends Error {
  constructor(command: string, reason: string) {
    super(`refused to send ${JSON.stringify(command.slice(0, 80))}: ${reason}`)
    this.name = 'RefusedCommandError'
  }
}

const SESSION_WORDS: ReadonlySet<string> = new Set(['enable', 'exit', 'q'])
const FILTERS: ReadonlySet<string> = new Set(['include', 'exclude', 'section', 'begin', 'count', 'no-more'])
/** Pipe words that write or run something; an expression must not start like one of them, since words may be abbreviated. */
const WRITERS = 'redirect tee append file save email vsh sed awk source utility cut tr xml json'.split(' ')
/** `?` asks for help at once, `;` and newline start another command, `>` writes a file on NX-OS, `!` and `$` expand. */
const ALLOWED_CHARACTERS = /^[A-Za-z0-9 ._:/^|"(),*+\-[\]=@#]+$/
const MAX_LENGTH = 400
const MAX_PROBES = 20

/** Why the command may not be sent; undefined when it may. */
export function refusal(command: string, options: GuardOptions = {}): string | undefined {
  if (command.length === 0 || command.length > MAX_LENGTH) return 'it is empty or too long'
  if (SETUP_COMMANDS.has(command) || SESSION_WORDS.has(command)) return undefined
  if (!ALLOWED_CHARACTERS.test(command)) return 'it holds a character that may do more than read'
  if (command !== command.trim()) return 'it starts or ends with a blank'
  const words = command.split('|')[0]?.trim().split(/ +/) ?? []
  if (words[0] === 'ping' || words[0] === 'traceroute') {
    return options.probes === true ? probeRefusal(command, words) : 'active tests were not asked for'
  }
  const show = words[0] === 'admin' ? words.slice(1) : words
  if (show[0] !== 'show' || show.length < 2) return 'only show commands are sent'
  return techRefusal(show) ?? pipeRefusal(command)
}

export function isAllowed(command: string, options: GuardOptions = {}): boolean {
  return refusal(command, options) === undefined
}

/** @throws RefusedCommandError when the command is not known to be read-only */
export function assertReadOnly(command: string, options: GuardOptions = {}): void {
  const reason = refusal(command, options)
  if (reason !== undefined) throw new RefusedCommandError(command, reason)
}

/**
 * `show tech-support` writes an archive to disk on IOS XR, and everywhere with `file`: only the licensing one,
 * which prints to the terminal, passes. Abbreviations are not guessed at.
 */
function techRefusal(show: readonly string[]): string | undefined {
  const topic = show[1] ?? ''
  if (!/^te/i.test(topic)) return undefined
  const rest = show.slice(2).join(' ')
  return topic === 'tech-support' && rest === 'license'
    ? undefined
    : 'show tech-support may write to the disk'
}

function pipeRefusal(command: string): string | undefined {
  const parts = command.split('|')
  const first = parts[1]
  if (first === undefined) return undefined
  const filter = first.trim().split(' ')[0] ?? ''
  if (!FILTERS.has(filter)) return `the pipe word "${filter}" is not a plain filter`
  for (let i = 2; i < parts.length; i++) {
    const part = parts[i] ?? ''
    const spaced = part.startsWith(' ') || (parts[i - 1] ?? '').endsWith(' ')
    const word = part.trim().split(' ')[0] ?? ''
    if (spaced && !FILTERS.has(word)) return `the pipe word "${word}" is not a plain filter`
    if (!spaced && startsLikeWriter(word)) return `"|${word}" could be read as a pipe that writes`
  }
  return undefined
}

function startsLikeWriter(word: string): boolean {
  const bare = word.toLowerCase().replace(/[^a-z-].*$/, '')
  return (
    word === '' || WRITERS.some(writer => bare !== '' && (writer.startsWith(bare) || bare.startsWith(writer)))
  )
}

function probeRefusal(command: string, words: readonly string[]): string | undefined {
  if (words.length < 2) return 'without a target it opens a dialogue'
  if (!/^[A-Za-z0-9 ._:/-]+$/.test(command)) return 'it holds a character a probe does not need'
  for (const [i, word] of words.entries()) {
    if (!/^(?:re|co|fl|pa|si|da|ti|so|de|un)/i.test(word) || i < 2) continue
    if (/^(?:fl|un)/i.test(word)) return 'a flood is not a probe'
    if (/^(?:re|co)/i.test(word) && Number(words[i + 1]) > MAX_PROBES) return `more than ${MAX_PROBES} probes`
  }
  return undefined
}
