// Runs one command line: oclif finds and loads the command, this file decides how failures end.
import { run as runCommand, settings } from '@oclif/core'
import { reportError } from './errors.ts'
import { EXIT_TOOL_FAILED } from './exit.ts'

/** Runs `argv` (without node and script). Sets `process.exitCode`; never throws. `root` is the package's directory. */
export async function run(argv: readonly string[], root: string): Promise<void> {
  tolerateClosedPipes()
  catchStrays(argv)
  // Under NODE_ENV=test or development oclif would look for TypeScript sources; dist/ is all there is.
  settings.enableAutoTranspile = false
  try {
    await runCommand(spellOut(argv), { root })
  } catch (error) {
    process.exitCode = await reportError(error, argv)
  }
}

/** `smartlic help rules list` is what people type; oclif knows `smartlic rules list --help`. */
function spellOut(argv: readonly string[]): string[] {
  if (argv[0] !== 'help') return [...argv]
  const topic = argv.slice(1).filter(arg => arg !== '--help')
  return [...topic, '--help']
}

/** `smartlic ... | head -1` closes the pipe early. That is no error, and the exit code stays the report's. */
function tolerateClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    // oclif's own listener throws on everything but a closed pipe; whoever writes handles the failed write here.
    stream.removeAllListeners('error')
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') process.exitCode = EXIT_TOOL_FAILED
    })
  }
}

/** What escaped every promise is told as any other failure: no page of source text, exit code 3. */
function catchStrays(argv: readonly string[]): void {
  process.on('uncaughtException', error => {
    void reportError(error, argv).then(code => process.exit(code))
  })
}
