// Turns whatever was thrown into one sentence on stderr and an exit code.
import type { SaidOptions } from '../app/redact/said.ts'
import { displayText } from '../report/clean.ts'
import { EXIT_TOOL_FAILED } from './exit.ts'
import { tellMonitoring } from './monitoring.ts'

interface Thrown {
  readonly name?: string
  readonly message?: string
  readonly stack?: string
  readonly code?: string
  readonly path?: string
  readonly syscall?: string
  readonly oclif?: { readonly exit?: number }
  readonly flags?: readonly string[]
}

const FILE_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file; check the path',
  EACCES: 'permission denied; check its owner and mode',
  EPERM: 'not permitted; check its owner and mode',
  EISDIR: 'it is a directory; name a file in it',
  ENOTDIR: 'a part of the path is a file; check the path',
  ENOSPC: 'no space left on the device; free some or write elsewhere',
  EROFS: 'the file system is read-only; write elsewhere',
  EMFILE: 'too many open files; raise `ulimit -n` or read fewer at once',
}

// A defect in the tool shows itself as one of these; a refusal meant for a person is a plain Error.
const DEFECTS = new Set(['TypeError', 'ReferenceError', 'RangeError', 'SyntaxError', 'AssertionError'])

/** Prints the error to stderr (the stack too when DEBUG is set) and returns the exit code. */
export async function reportError(thrown: unknown, argv: readonly string[] = []): Promise<number> {
  const error: Thrown = typeof thrown === 'object' && thrown !== null ? thrown : { message: String(thrown) }
  if (error.code === 'EEXIT') return error.oclif?.exit ?? 0
  const own = thrown instanceof Error && !DEFECTS.has(thrown.name)
  const why = await withoutSecrets(await sentence(error, argv), { args: argv, own })
  process.stderr.write(`smartlic: ${why}\n`)
  await tellMonitoring(argv, why)
  if (process.env['DEBUG'] && error.stack)
    process.stderr.write(`${await withoutSecrets(displayText(error.stack, true), { args: argv })}\n`)
  return EXIT_TOOL_FAILED
}

/** An error may quote a device, or what somebody typed. Where that cannot be hidden nothing is quoted at all. */
async function withoutSecrets(text: string, options: SaidOptions): Promise<string> {
  try {
    return (await import('../app/redact/said.ts')).saidWithoutSecrets(text, options)
  } catch {
    return 'failed, and what it would say cannot be shown safely'
  }
}

async function sentence(error: Thrown, argv: readonly string[]): Promise<string> {
  const message = displayText(
    (error.message ?? '').replace(/\s*See more help with --help\s*$/, ''),
    true,
  ).trim()
  const reason = error.code === undefined ? undefined : FILE_ERRORS[error.code]
  if (reason !== undefined && error.path !== undefined)
    return `cannot use ${displayText(error.path)}: ${reason}`
  if (error.name === 'NonExistentFlagsError' || /^Nonexistent flags?:/.test(message))
    return unknownFlag(message, argv)
  if (error.oclif !== undefined) return withHelp(plainWords(message), argv)
  if (error.name !== undefined && DEFECTS.has(error.name)) {
    return `failed unexpectedly (${error.name}: ${message}); this is a defect: run again with DEBUG=1 and report what it prints`
  }
  return message === '' ? 'failed without saying why; run again with DEBUG=1' : message
}

async function unknownFlag(message: string, argv: readonly string[]): Promise<string> {
  // Without their values: one may be a password.
  const flags = message
    .replace(/^Nonexistent flags?:\s*/, '')
    .split(/,\s*/)
    .map(flag => flag.replace(/=.*$/s, ''))
  if (flags.some(flag => /^--?(?:enable-)?pass(?:w(?:or)?d)?$/.test(flag)))
    return 'passwords are not taken from the command line, where others can read them; use --password-file, --password-command or SMARTLIC_PASSWORD'
  return withHelp(`there is no option ${flags.join(', ')}`, argv)
}

/** What oclif says over several lines, in one. */
function plainWords(message: string): string {
  return (
    message
      // A hint at greedy options: none of ours is.
      .replace(/\s*Note: --[\s\S]* allows? multiple values\.[\s\S]*$/, '')
      .replace(/^Missing \d+ required args?:\s*(\S+)\s+/, '$1 is missing: ')
      .replace(/^Parsing (--\S+)\s+Expected/, '$1: expected')
      .replace(/^The following errors? occurred:\s*/, '')
      .replace(/^All of the following must be provided when using (--\S+): /, '$1 also needs ')
      .replace(/^Expected (--[\w-]+=\S*) to be one of: /, '$1 is not offered; choose one of ')
  )
}

/** Their commands have two words. */
const TOPICS = ['rules', 'report', 'inventory']

/** The command's name is in front of the first option. */
function withHelp(message: string, argv: readonly string[]): string {
  if (message.includes('--help')) return message
  const words: string[] = []
  for (const arg of argv) {
    if (!/^[a-z][a-z-]*$/.test(arg) || words.length === 2) break
    words.push(arg)
  }
  const command = TOPICS.includes(words[0] ?? '') ? words.join(' ') : (words[0] ?? '')
  return `${message.replace(/\n\s*/g, ' ')}; see \`smartlic ${command === '' ? '' : `${command} `}--help\``
}
