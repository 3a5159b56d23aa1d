// smartlic replay: serves the devices of a bundle over SSH until Ctrl-C.
import { once } from 'node:events'
import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../cli/base.ts'
import { interruption } from '../cli/interrupt.ts'
import { writeText } from '../cli/output.ts'
import { renderServed } from '../cli/served.ts'
import { present } from '../inventory/settings.ts'
import { writeKnownHosts } from '../lab/known-hosts.ts'

export default class Replay extends BaseCommand {
  static override summary = 'serve the devices of a bundle over SSH on this computer, as they answered then'
  static override description =
    'Each device is an SSH server on a loopback port that answers every collected command with what the real one said: refused commands are refused in its words, one that did not end does not end, a connection that broke breaks. Anything else is an unknown command. They run until Ctrl-C.'
  static override args = {
    bundle: Args.string({
      name: 'BUNDLE',
      description: 'a bundle or case, packed or unpacked',
      required: true,
    }),
  }
  static override flags = {
    device: Flags.string({
      summary: 'serve only this device; may be given several times',
      multiple: true,
      // Otherwise the bundle after it would be taken for a device, too.
      multipleNonGreedy: true,
      helpValue: 'NAME',
    }),
    port: Flags.integer({
      summary: 'first port; the next devices follow (default: free ports)',
      min: 1,
      max: 65_000,
    }),
  }
  static override examples = [
    { description: 'what a colleague collected', command: '<%= config.bin %> replay berne.tar.gz' },
    {
      description: 'one device of it',
      command: '<%= config.bin %> replay case.tar.gz --device sw1 --port 2022',
    },
  ]

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Replay)
    const { replay } = await import('../app/replay.ts')
    const { lab, notes } = await replay({
      path: args.bundle,
      stdin: process.stdin,
      ...present('devices', flags.device),
      ...present('port', flags.port),
    })
    const knownHosts = await writeKnownHosts(lab.knownHosts)
    try {
      for (const text of notes) this.note(text)
      await writeText(renderServed(lab.devices, knownHosts.path, this.theme({})))
      this.note('Serving until Ctrl-C.')
      const signal = interruption()
      if (!signal.aborted) await once(signal, 'abort')
    } finally {
      await Promise.all([lab.close(), knownHosts.remove()])
    }
  }
}
