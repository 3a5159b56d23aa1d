// smartlic collect: log in to devices, read, and keep what they said in one masked bundle.
import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../cli/base.ts'
import { bundleFlags, bundleRequest, maskedSummary } from '../cli/bundle/flags.ts'
import { liveDevices } from '../cli/bundle/live.ts'
import { deviceFlags } from '../cli/device-flags.ts'
import { rulesFlag } from '../cli/flags.ts'
import { loginFlags, runFlags, sshFlags } from '../cli/login-flags.ts'
import { assertWritable, writeText } from '../cli/output.ts'
import { VERSION } from '../cli/version.ts'
import { PLATFORMS } from '../model/platform.ts'

export default class Collect extends BaseCommand {
  static override summary = 'log in to devices, read what bears on licensing, and keep it in one bundle'
  static override description = [
    'The bundle is a tar.gz with the answer of every command, what the session said byte by byte, and a manifest with status, times and SHA-256 of each file. `smartlic analyze BUNDLE` judges it anywhere, with the findings a check would have made.',
    'Passwords, keys and tokens are masked before the first byte is written; that cannot be switched off. Read what you hand out: no tool knows every secret.',
    'Exit code 0 when every device was read, 3 when one was not, or not to the end: the bundle then holds what there is.',
  ].join('\n')
  static override strict = false
  static override args = {
    host: Args.string({
      name: 'HOST',
      description: 'user@host:port, a name of the inventory, or @FILE with an inventory',
    }),
  }
  static override flags = {
    output: Flags.string({
      char: 'o',
      summary: 'write the bundle to this file (default: smartlic-NAME-TIME.tar.gz here)',
      helpValue: 'FILE.tar.gz',
    }),
    platform: Flags.option({ summary: 'platform of the devices (default: found out)', options: PLATFORMS })(),
    ...bundleFlags,
    ...deviceFlags,
    ...loginFlags,
    ...sshFlags,
    ...runFlags,
    ...rulesFlag,
  }
  static override examples = [
    { description: 'one device', command: '<%= config.bin %> collect noc@10.0.0.1' },
    {
      description: 'a site, for someone outside',
      command: '<%= config.bin %> collect @devices.csv --limit tag:berne --redact identity -o berne.tar.gz',
    },
    { description: 'read it', command: '<%= config.bin %> analyze berne.tar.gz' },
  ]

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Collect)
    const { voice, names, ready } = await liveDevices(argv.map(String), flags)
    const bundle = bundleRequest('smartlic', names, flags)
    await assertWritable(bundle.file)
    const { collect } = await import('../app/collect.ts')
    const { devices, masked, partial, notes } = await collect({
      ...(await ready()),
      bundle,
      version: VERSION,
    })
    voice.close()
    for (const text of notes) voice.say(text)
    const unread = devices.filter(({ problem }) => problem !== undefined)
    for (const [at, { problem }] of devices.entries())
      if (problem !== undefined) voice.say(`${names[at]}: ${problem.message}`)
    if (partial !== undefined) voice.say(partial)
    voice.say(maskedSummary(masked))
    if (bundle.mapFile !== undefined)
      voice.say(`${bundle.mapFile} reads the pseudonyms back: keep it to yourself`)
    await writeText(`${bundle.file}\n`)
    this.finish(unread.length > 0 ? 3 : 0)
  }
}
