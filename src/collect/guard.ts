// The read-only guard: the one place that decides what may be sent to a device.
import { SETUP_COMMANDS } from '../platforms/index.ts'
import { fitsTestForm } from './test-form.ts'

export interface GuardOptions {
  /** A person asked for tests from the device: a bounded `ping` and a `telnet` to a server's port pass too. */
  readonly probes?: boolean
  /** The connection of a telnet test is being ended: the keys and the two words for it pass, and nothing else. */
  readonly ending?: boolean
}

/** A command that could change a device, or that the guard cannot read. Never sent. */
export class RefusedCommandError extends Error {
  constructor(command: string, reason: string) {
    super(`refused to send ${JSON.stringify(command.slice(0, 80))}: ${reason}`)
    this.name = 'RefusedCommandError'
  }
}

const SESSION_WORDS: ReadonlySet<string> = new Set(['enable', 'exit', 'q'])
/** IOS XE ends a suspended connection with the one, the `telnet>` prompt of the others wants the other. */
const ENDING_WORDS: ReadonlySet<string> = new Set(['disconnect', 'quit'])
const FILTERS: ReadonlySet<string> = new Set(['include', 'exclude', 'section', 'begin', 'count', 'no-more'])
/** Pipe words that write or run something; an expression must not start like one of them, since words may be abbreviated. */
const WRITERS =
  'redirect tee append file save email vsh sed awk source utility cut tr xml json diff grep egrep head last less sort uniq wc human python start'.split(
    ' ',
  )
/** `?` asks for help at once, `;` and newline start another command, `>` writes a file on NX-OS, `!` and `$` expand. */
const ALLOWED_CHARACTERS = /^[A-Za-z0-9 ._:/^|"(),*+\-[\]=@#]+$/
/** Before the first pipe: no colon, so that no file can be named (`flash:x`), and no word that begins like an option. */
const SHOW_WORD = /^[A-Za-z0-9][A-Za-z0-9._/-]*$/
/** Words of a show command that make it write (`show license rum id all save ...`), from this many letters on. */
const WRITING_WORDS: readonly (readonly [string, number])[] = [
  ['save', 1],
  ['file', 3],
  ['redirect', 3],
  ['append', 3],
  ['tee', 3],
  ['export', 3],
  ['output', 3],
  ['write', 3],
  ['copy', 3],
  ['clear', 2],
]
const MAX_LENGTH = 400

/** Why the command may not be sent; undefined when it may. */
export function refusal(command: string, options: GuardOptions = {}): string | undefined {
  if (command.length === 0 || command.length > MAX_LENGTH) return 'it is empty or too long'
  if (options.ending === true)
    return ENDING_WORDS.has(command) ? undefined : 'only the end of a test may be typed now'
  if (SETUP_COMMANDS.has(command) || SESSION_WORDS.has(command)) return undefined
  if (!ALLOWED_CHARACTERS.test(command)) return 'it holds a character that may do more than read'
  if (command !== command.trim()) return 'it starts or ends with a blank'
  const words = command.split('|')[0]?.trim().split(/ +/) ?? []
  if (words[0] === 'ping' || words[0] === 'telnet') {
    if (options.probes !== true) return 'active tests were not asked for'
    return fitsTestForm(command) ? undefined : 'it is none of the forms in which a test is typed'
  }
  const show = words[0] === 'admin' ? words.slice(1) : words
  if (show[0] !== 'show' || show.length < 2) return 'only show commands are sent'
  return showRefusal(show) ?? pipeRefusal(command)
}

export function isAllowed(command: string, options: GuardOptions = {}): boolean {
  return refusal(command, options) === undefined
}

/** @throws RefusedCommandError when the command is not known to be read-only */
export function assertReadOnly(command: string, options: GuardOptions = {}): void {
  const reason = refusal(command, options)
  if (reason !== undefined) throw new RefusedCommandError(command, reason)
}

const KEYS = { return: '\r', space: ' ', quit: 'q', interrupt: '\u0003' } as const
/**
 * Ctrl-^ ends what runs on IOS XE and IOS XR (Ctrl-C does not end a name lookup there); with `x` it leaves a
 * connection, with `q` it closes one. Ctrl-] is the way out of the telnet client of NX-OS.
 */
const ENDING_KEYS = { stop: '\u001e', leave: '\u001ex', close: '\u001eq', telnet: '\u001d' } as const

export type Key = keyof typeof KEYS | keyof typeof ENDING_KEYS

/**
 * The bytes of a key.
 * @throws RefusedCommandError for a key that only ends a test when none is being ended
 */
export function keyBytes(key: Key, options: GuardOptions = {}): string {
  if (key in KEYS) return KEYS[key as keyof typeof KEYS]
  if (options.ending !== true) throw new RefusedCommandError(key, 'no test is being ended')
  return ENDING_KEYS[key as keyof typeof ENDING_KEYS]
}

/** Why a secret may not be typed: a line end in it would make its rest a command. Never holds the secret. */
export function secretRefusal(secret: string): string | undefined {
  return /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(secret) ? 'it holds a control character' : undefined
}

/** @throws RefusedCommandError; its message does not hold the secret */
export function assertTypable(secret: string): void {
  const reason = secretRefusal(secret)
  if (reason !== undefined) throw new RefusedCommandError('<secret>', reason)
}

/**
 * `show tech-support` writes an archive to disk on IOS XR, and everywhere with `file`: only the licensing one,
 * which prints to the terminal, passes. Abbreviations are not guessed at.
 */
function showRefusal(show: readonly string[]): string | undefined {
  const topic = show[1] ?? ''
  if (/^te/i.test(topic) && show.slice(1).join(' ') !== 'tech-support license')
    return 'show tech-support may write to the disk'
  for (const word of show) {
    if (!SHOW_WORD.test(word)) return `${JSON.stringify(word)} is no plain word of a show command`
    const lower = word.toLowerCase()
    if (WRITING_WORDS.some(([writer, from]) => word.length >= from && writer.startsWith(lower)))
      return `"${word}" may make it write`
  }
  return undefined
}

function pipeRefusal(command: string): string | undefined {
  const parts = command.split('|')
  const first = parts[1]
  if (first === undefined) return undefined
  if ((command.split('"').length - 1) % 2 === 1) return 'it leaves a quotation open'
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
  const bare = word
    .toLowerCase()
    .replace(/^[^a-z]+/, '')
    .replace(/[^a-z-].*$/, '')
  return (
    word === '' || WRITERS.some(writer => bare !== '' && (writer.startsWith(bare) || bare.startsWith(writer)))
  )
}
