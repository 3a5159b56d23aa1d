// The base of every command: the flags all share, and what they need from the terminal.
import { Command, Flags } from '@oclif/core'
import type { Report } from '../model/report.ts'
import { displayText } from '../report/clean.ts'
import { type Destination, destinationsOf } from './destinations.ts'
import { countUnreachable, exitCode, type FailOn, type Unreachable } from './exit.ts'
import type { Format } from './formats.ts'
import { writeReport } from './output.ts'
import { createTheme, type Theme } from './theme.ts'

export abstract class BaseCommand extends Command {
  static override baseFlags = {
    'no-color': Flags.boolean({
      summary: 'plain text (NO_COLOR and output that is no terminal do the same)',
      helpGroup: 'GLOBAL',
    }),
  }

  /** How stdout may be dressed. `file` is true when the report goes to a file. */
  protected theme(flags: { readonly 'no-color'?: boolean }, file = false): Theme {
    return createTheme({ stream: process.stdout, plain: file || flags['no-color'] === true })
  }

  /** A line for the person, on stderr: stdout is the report only. */
  protected note(text: string): void {
    process.stderr.write(`${displayText(text, true)}\n`)
  }

  /**
   * Writes the report and sets the exit code: the same code whatever the formats.
   * @param destinations by default what --format and --output say
   */
  protected async present(
    report: Report,
    flags: PresentFlags,
    destinations: readonly Destination[] = destinationsOf(flags.format, flags.output),
  ): Promise<void> {
    const counted = countUnreachable(report, flags.unreachable ?? 'unknown')
    await writeReport(counted, destinations, {
      theme: file => this.theme(flags, file),
      verbose: flags.verbose === true,
      ...(flags['fail-on'] === undefined ? {} : { failOn: flags['fail-on'] }),
      quiet: flags.quiet === true,
      onlyChanges: flags['only-changes'] === true,
    })
    process.exitCode = exitCode(counted, flags['fail-on'])
  }

  /** The exit code is set, not forced: output still on its way to a pipe must arrive. */
  protected finish(code: number): void {
    process.exitCode = code
  }

  /** Errors travel on to src/cli/run.ts, which words them and ends with exit code 3. */
  protected override async catch(error: Error): Promise<never> {
    throw error
  }
}

export interface PresentFlags {
  readonly 'no-color'?: boolean
  readonly format?: Format | undefined
  readonly output?: readonly string[] | undefined
  readonly verbose?: boolean | undefined
  readonly 'fail-on'?: FailOn | undefined
  readonly unreachable?: Unreachable | undefined
  readonly quiet?: boolean | undefined
  readonly 'only-changes'?: boolean | undefined
}
