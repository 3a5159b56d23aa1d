// smartlic redact: saved output with secrets, and by level names and addresses, masked.
import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../cli/base.ts'
import { writeText } from '../cli/output.ts'
import { present } from '../inventory/settings.ts'
import { REDACTION_LEVELS } from '../model/redaction.ts'

export default class Redact extends BaseCommand {
  static override summary =
    'mask passwords, keys and tokens in saved output, and by level names and addresses'
  static override description =
    'Lines, commands and their order stay, so that the masked text is judged as the original is. Pseudonyms are the same in all files of a run, addresses keep what they share, and the private map reads them back. Secrets are gone for good. Read what you hand out: no tool knows every secret.'
  static override args = {
    file: Args.string({
      name: 'FILE',
      description: 'a file or a directory; - reads standard input',
      required: true,
    }),
  }
  static override flags = {
    level: Flags.option({
      char: 'l',
      summary:
        'secrets: passwords, keys, tokens. identity: also serial numbers, accounts, users, hosts, addresses. strict: also descriptions, banners, names of VRFs, access lists and policies',
      options: REDACTION_LEVELS,
      default: 'secrets' as const,
    })(),
    output: Flags.string({
      char: 'o',
      summary: 'write to this file, or for a directory to this directory, instead of stdout',
      helpValue: 'FILE',
    }),
    map: Flags.string({
      summary: 'keep the pseudonyms in this private file (mode 0600); one that is there is used and extended',
      helpValue: 'FILE',
    }),
    report: Flags.string({
      summary: 'write what was masked, by kind and line, to this file as JSON',
      helpValue: 'FILE',
    }),
    back: Flags.boolean({
      summary: 'the other way: put the names and addresses of --map back into FILE',
      dependsOn: ['map'],
      exclusive: ['level', 'report'],
    }),
  }
  static override examples = [
    { description: 'for a ticket', command: '<%= config.bin %> redact tech.txt --output tech.masked.txt' },
    {
      description: 'for someone outside, with a map to read the answer',
      command: '<%= config.bin %> redact saved/ --level identity --output masked/ --map ~/saved.map',
    },
    { description: 'the answer', command: '<%= config.bin %> redact --back answer.txt --map ~/saved.map' },
  ]

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Redact)
    const { redactSaved, readBack } = await import('../app/redact.ts')
    if (flags.back) {
      await writeText(await readBack(args.file, flags.map ?? '', process.stdin), flags.output)
      return
    }
    const { texts, problems } = await redactSaved({
      path: args.file,
      stdin: process.stdin,
      level: flags.level,
      print: text => writeText(text),
      ...present('output', flags.output === '-' ? undefined : flags.output),
      ...present('map', flags.map),
    })
    if (flags.report !== undefined) await writeText(`${JSON.stringify({ texts }, null, 1)}\n`, flags.report)
    for (const problem of problems) this.note(problem)
    this.note(summary(texts.map(text => text.counts)))
    this.finish(problems.length > 0 ? 3 : 0)
  }
}

/** `masked: 3 password, 1 token`. */
function summary(counts: readonly Readonly<Record<string, number>>[]): string {
  const sums = new Map<string, number>()
  for (const one of counts)
    for (const [kind, count] of Object.entries(one)) sums.set(kind, (sums.get(kind) ?? 0) + count)
  const parts = [...sums].map(([kind, count]) => `${count} ${kind}`)
  return parts.length === 0 ? 'nothing was masked' : `masked: ${parts.join(', ')}`
}
