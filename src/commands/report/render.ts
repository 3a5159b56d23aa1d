// smartlic report render: a saved run in another format.
import { Args, Flags } from '@oclif/core'
import { assertFresh, readSavedReport } from '../../app/saved-report.ts'
import { BaseCommand } from '../../cli/base.ts'
import { destinationsOf } from '../../cli/destinations.ts'
import { coverFlags, coverOf, reportFlags, unreachableFlag } from '../../cli/flags.ts'
import type { Report } from '../../model/report.ts'

export default class ReportRender extends BaseCommand {
  static override summary = 'show a saved run again, in any format'
  static override description =
    'Reads what `--format json` or `--format ndjson` wrote. Nothing is judged anew: the exit code is that of the run. Lines of NDJSON hold no time of the run, so formats that tell it leave it out.'
  static override args = {
    run: Args.string({
      name: 'RUN',
      description: 'a saved JSON or NDJSON report; - reads standard input',
      required: true,
    }),
  }
  static override flags = {
    ...reportFlags,
    ...unreachableFlag,
    ...coverFlags,
    'only-changes': Flags.boolean({
      summary:
        'text and markdown on stdout tell only what changed against the run before, where the run was compared with it (check --only-changes, check --job)',
    }),
    rules: Flags.string({
      summary: 'the rules of a pack, where a waiver names one of them; nothing is judged anew',
      helpValue: 'DIR',
      multiple: true,
      multipleNonGreedy: true,
    }),
    quiet: Flags.boolean({
      char: 'q',
      summary:
        'no notes; text and markdown on stdout only when the exit code is not 0, or with --only-changes when something changed',
    }),
    'max-age': Flags.integer({
      summary: 'exit 3 without a report when the run is older than this many seconds',
      helpValue: 'SECONDS',
      min: 1,
    }),
  }
  static override examples = [
    {
      description: 'what is new since a run that was accepted',
      command: '<%= config.bin %> report render tonight.json --baseline accepted.json',
    },
    {
      description: 'last night, for a browser and for a spreadsheet',
      command: '<%= config.bin %> report render run.json -o run.html -o run.csv',
    },
    {
      description: 'as a Nagios check that reads what cron collected',
      command: '<%= config.bin %> report render /var/lib/smartlic/run.json --format nagios --max-age 90000',
    },
  ]

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ReportRender)
    const destinations = destinationsOf(flags.format, flags.output)
    const report = await readSavedReport(args.run, process.stdin)
    if (flags['max-age'] !== undefined) assertFresh(report, flags['max-age'], new Date())
    const covered = await this.covered(report, flags)
    const fresh = flags.quiet ? [] : covered.run.notes.slice(report.run.notes.length)
    for (const text of fresh) this.note(text)
    if (flags['only-changes']) await assertCompared(covered)
    await this.present(covered, flags, destinations)
  }

  /** The rules are loaded only where they are needed. */
  private async covered(report: Report, flags: CoverFlags): Promise<Report> {
    if (flags.waivers === undefined && flags.baseline === undefined) return report
    const { coverSaved } = await import('../../app/waivers/saved.ts')
    const packs = flags.rules === undefined ? {} : { packs: flags.rules }
    return coverSaved(report, { ...coverOf(flags), ...packs, stdin: process.stdin })
  }
}

async function assertCompared(report: Report): Promise<void> {
  const { wasCompared } = await import('../../report/changes.ts')
  if (!wasCompared(report))
    throw new Error(
      'the saved run was compared with no earlier one, so nothing is known to have changed: make it with check --only-changes or check --job NAME',
    )
}

type CoverFlags = Parameters<typeof coverOf>[0] & { readonly rules?: readonly string[] | undefined }
