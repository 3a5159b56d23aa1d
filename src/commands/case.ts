// smartlic case: what Cisco TAC asks first, with the masked files behind it, in one archive.
import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../cli/base.ts'
import { areFiles, caseFlags, caseWords } from '../cli/bundle/case-flags.ts'
import { bundleFlags, bundleRequest, maskedSummary } from '../cli/bundle/flags.ts'
import { liveDevices } from '../cli/bundle/live.ts'
import { deviceFlags } from '../cli/device-flags.ts'
import { inputFlags, rulesFlag } from '../cli/flags.ts'
import { loginFlags, runFlags, sshFlags } from '../cli/login-flags.ts'
import { assertWritable, writeText } from '../cli/output.ts'
import { VERSION } from '../cli/version.ts'
import { present } from '../inventory/settings.ts'

export default class Case extends BaseCommand {
  static override summary = 'put together what Cisco TAC asks first: summary, timeline and masked files'
  static override description = [
    'summary.md is one page: problem, model, serial number, release, accounts, generation and method, failure and since when, the path of a message, what was ruled out and by which line, what was not collected, what was tried. timeline.md has the log lines and changes of state in the order of the device clock. Several devices have a page each, and index.md.',
    'From a bundle, from saved output, or from devices that are read now. The archive is a bundle itself: `smartlic analyze` reads it.',
    'TAC needs serial numbers and accounts, so only secrets are masked unless --redact says more. Read what you hand out: no tool knows every secret.',
  ].join('\n')
  static override strict = false
  static override args = {
    source: Args.string({
      name: 'SOURCE',
      description: 'a bundle, a file or folder with saved output, or HOST as in check',
    }),
  }
  static override flags = {
    output: Flags.string({
      char: 'o',
      summary: 'write the case to this file (default: case-NAME-TIME.tar.gz here)',
      helpValue: 'FILE.tar.gz',
    }),
    ...caseFlags,
    ...bundleFlags,
    ...inputFlags,
    ...deviceFlags,
    ...loginFlags,
    ...sshFlags,
    ...runFlags,
    ...rulesFlag,
  }
  static override examples = [
    {
      description: 'of a device as it is now',
      command:
        '<%= config.bin %> case noc@10.0.0.1 --problem "not registered since Monday" --tried "new token" --tried reload',
    },
    {
      description: 'of what was collected before',
      command: '<%= config.bin %> case berne.tar.gz --sr 699999999 -o case.tar.gz',
    },
    { description: 'of a saved show tech', command: '<%= config.bin %> case tech.txt --redact identity' },
  ]

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Case)
    const words = caseWords(flags)
    const named = argv.map(String)
    const saved = areFiles(named)
    const live = saved ? undefined : await liveDevices(named, flags)
    const bundle = bundleRequest('case', live?.names ?? named.map(nameOfFile), flags)
    await assertWritable(bundle.file)
    const { caseLive, caseOfSaved } = await import('../app/case.ts')
    const shared = { bundle, words, version: VERSION, ...present('packs', flags.rules) }
    const made =
      live === undefined
        ? await caseOfSaved({
            ...shared,
            paths: named,
            stdin: process.stdin,
            ...present('platform', flags.platform),
            ...present('command', flags.command),
          })
        : await caseLive({ ...(await live.ready()), ...shared })
    live?.voice.close()
    const say = (text: string): void => (flags.quiet ? undefined : this.note(text))
    const unread = made.devices.filter(({ problem }) => problem !== undefined)
    for (const text of made.notes) say(text)
    for (const { name, problem } of unread) say(`${name}: ${problem?.message ?? ''}`)
    if (made.partial !== undefined) say(made.partial)
    say(`${maskedSummary(made.masked)} (level ${made.level})`)
    if (made.mapFile !== undefined) say(`${made.mapFile} reads the pseudonyms back: keep it to yourself`)
    await writeText(`${bundle.file}\n`)
    this.finish(unread.length > 0 ? 3 : 0)
  }
}

/** `saved/tech.txt` -> `tech`. */
function nameOfFile(path: string): string {
  return (path.split(/[/\\]/).at(-1) ?? '').replace(/(?:\.(?:tar|gz|tgz|zip|txt|log))+$/i, '')
}
