// smartlic analyze: judge saved output.
import { Args, Flags } from '@oclif/core'
import { analyze } from '../app/analyze.ts'
import { BaseCommand } from '../cli/base.ts'
import { destinationsOf } from '../cli/destinations.ts'
import { coverFlags, coverOf, deadlineFlags, inputFlags, reportFlags, rulesFlag } from '../cli/flags.ts'
import { thresholdsOf } from '../cli/thresholds.ts'
import { VERSION } from '../cli/version.ts'

export default class Analyze extends BaseCommand {
  static override summary = 'judge saved output: pasted text, a log of a session, a show tech, a whole folder'
  static override description =
    'Nothing is sent anywhere: the files are read and judged as a live device would be. What they do not hold is reported as unknown, with the command that would settle it.'
  static override strict = false
  static override args = {
    file: Args.string({
      name: 'FILE',
      description: 'files or directories; - reads standard input',
      required: true,
    }),
  }
  static override flags = {
    ...inputFlags,
    with: Flags.string({
      summary:
        'judge each device also with the configuration lines of this file applied; the exit code is then that of the device as it would be, without the findings only its next try can settle',
      helpValue: 'FILE',
    }),
    ...reportFlags,
    ...deadlineFlags,
    ...rulesFlag,
    ...coverFlags,
  }
  static override examples = [
    { description: 'a show tech-support license', command: '<%= config.bin %> analyze edge-sw1.txt' },
    {
      description: 'a folder of saved output, as a table and in full',
      command: '<%= config.bin %> analyze saved/',
    },
    { description: 'straight from the clipboard', command: 'xclip -o | <%= config.bin %> analyze -' },
    {
      description: 'one bare output that does not say what it is',
      command: '<%= config.bin %> analyze out.txt --platform nx-os --command "show license usage"',
    },
    {
      description: 'what a change would mend, before anyone types it',
      command: '<%= config.bin %> analyze edge-sw1.txt --with change.cfg',
    },
    { description: 'for a ticket', command: '<%= config.bin %> analyze tech.txt --output tech.md' },
    {
      description: 'for people and for a program at once',
      command: '<%= config.bin %> analyze saved/ -o html=report.html -o json=report.json',
    },
  ]

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Analyze)
    const destinations = destinationsOf(flags.format, flags.output)
    const report = await analyze({
      paths: argv.map(String),
      stdin: process.stdin,
      version: VERSION,
      thresholds: thresholdsOf(flags),
      cover: coverOf(flags),
      ...(flags.platform === undefined ? {} : { platform: flags.platform }),
      ...(flags.command === undefined ? {} : { command: flags.command }),
      ...(flags.with === undefined ? {} : { with: flags.with }),
      ...(flags.rules === undefined ? {} : { packs: flags.rules }),
    })
    for (const text of report.run.notes) this.note(text)
    await this.present(report, flags, destinations)
  }
}
