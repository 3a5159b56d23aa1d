// smartlic compare: two runs beside each other, before and after a change.
import { Args, Flags } from '@oclif/core'
import { compareRuns } from '../app/compare/index.ts'
import { BaseCommand } from '../cli/base.ts'
import {
  COMPARISON_FORMATS,
  comparisonFormatOf,
  EXIT_OF_VERDICT,
  renderComparison,
} from '../cli/comparison.ts'
import { deadlineFlags, inputFlags, rulesFlag } from '../cli/flags.ts'
import { writeText } from '../cli/output.ts'
import { thresholdsOf } from '../cli/thresholds.ts'
import { VERSION } from '../cli/version.ts'

export default class Compare extends BaseCommand {
  static override summary = 'say what is different between two runs, before and after a change'
  static override description = [
    'Each run is a saved report (JSON or NDJSON), or saved output (a file, a folder, an archive, a bundle), which is judged now. Where both are output the facts are compared too, lists by the names of their elements; what changes by itself (times, counters, the log) is left out.',
    'Exit code 0: better, or the same. 1: something appeared or became worse, a warning at most. 2: something critical appeared. 3: it cannot be told: a device could not be read the second time, what failed cannot be decided any more, or there is no device in common.',
  ].join('\n')
  static override args = {
    before: Args.string({
      name: 'BEFORE',
      description: 'the first run; - reads standard input',
      required: true,
    }),
    after: Args.string({ name: 'AFTER', description: 'the second run', required: true }),
  }
  static override flags = {
    format: Flags.option({
      char: 'f',
      summary:
        'text for a person, json for a program, markdown for a ticket (default: by the name of --output, else text)',
      options: COMPARISON_FORMATS,
    })(),
    output: Flags.string({
      char: 'o',
      summary: 'write to this file instead of stdout; it appears complete or not at all',
      helpValue: 'FILE',
    }),
    verbose: Flags.boolean({ char: 'v', summary: 'show devices without a difference too' }),
    platform: inputFlags.platform,
    ...deadlineFlags,
    ...rulesFlag,
  }
  static override examples = [
    {
      description: 'before a change, after it, and what it did',
      command:
        '<%= config.bin %> check @site.yaml -o before.json; <%= config.bin %> check @site.yaml -o after.json; <%= config.bin %> compare before.json after.json',
    },
    {
      description: 'two folders of saved output, with the facts',
      command: '<%= config.bin %> compare monday/ tuesday/',
    },
    {
      description: 'for the change ticket',
      command: '<%= config.bin %> compare before.json after.json -o change.md',
    },
  ]

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Compare)
    const comparison = await compareRuns({
      before: args.before,
      after: args.after,
      stdin: process.stdin,
      version: VERSION,
      thresholds: thresholdsOf(flags),
      ...(flags.platform === undefined ? {} : { platform: flags.platform }),
      ...(flags.rules === undefined ? {} : { packs: flags.rules }),
    })
    const format = flags.format ?? comparisonFormatOf(flags.output)
    const theme = this.theme(flags, flags.output !== undefined && flags.output !== '-')
    await writeText(await renderComparison(comparison, format, theme, flags.verbose), flags.output)
    this.finish(EXIT_OF_VERDICT[comparison.verdict])
  }
}
