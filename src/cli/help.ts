// Help: `smartlic` alone shows the first commands to try; each command's own help is oclif's.
import { Help } from '@oclif/core'
import { BIN_TAGLINE, EXIT_CODE_LINES, FIRST_STEPS } from './help-text.ts'

export default class SmartlicHelp extends Help {
  override async showRootHelp(): Promise<void> {
    const names = this.sortedCommands
      .filter(command => !command.hidden)
      .map(command => ({
        name: command.id.replaceAll(':', ' '),
        summary: (command.summary ?? command.description ?? '').split('\n')[0] ?? '',
      }))
    const shipped = new Set(names.map(({ name }) => name))
    const first = FIRST_STEPS.filter(step => shipped.has(step.command))
    this.log(
      [
        `smartlic ${this.config.version}: ${BIN_TAGLINE}`,
        '',
        'Start with',
        ...columns(first.map(step => [step.line, step.says])),
        '',
        'Commands',
        ...columns(names.map(({ name, summary }) => [name, summary])),
        '',
        ...EXIT_CODE_LINES,
        'Options and examples: smartlic COMMAND --help',
      ].join('\n'),
    )
  }
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(0, ...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd())
}
