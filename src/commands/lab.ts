// smartlic lab: serves simulated devices over SSH until Ctrl-C.
import { once } from 'node:events'
import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../cli/base.ts'
import { interruption } from '../cli/interrupt.ts'
import { writeText } from '../cli/output.ts'
import { renderServed } from '../cli/served.ts'
import { renderTable } from '../cli/tables.ts'
import { FAULT_STAGES, FAULT_WORDS, parseFaults } from '../lab/fault-text.ts'
import { writeKnownHosts } from '../lab/known-hosts.ts'
import { loadDevices } from '../lab/load.ts'
import { type Lab, startLab } from '../lab/server.ts'
import { PLATFORM_NAMES } from '../model/platform.ts'
import { displayText } from '../report/clean.ts'

export default class LabCommand extends BaseCommand {
  static override summary = 'serve simulated devices over SSH on this computer, for practice and tests'
  static override description =
    'Each device is a real SSH server on a loopback port with a configuration, a log and licence output of its own: healthy ones for every platform and way of deployment, and one for every known failure. They run until Ctrl-C.'
  static override strict = false
  static override args = {
    device: Args.string({ name: 'ID', description: 'a device to serve (default: all); also as --device' }),
  }
  static override flags = {
    list: Flags.boolean({ summary: 'list the devices and stop' }),
    device: Flags.string({ summary: 'serve only this device', multiple: true, helpValue: 'ID' }),
    port: Flags.integer({
      summary: 'first port; the next devices follow (default: free ports)',
      min: 1,
      max: 65_000,
    }),
    dir: Flags.string({ summary: 'add the device files in this directory', helpValue: 'DIR' }),
    fault: Flags.string({
      summary: 'make a command or a stage of the session misbehave',
      description: `COMMAND is a command, * or one of ${FAULT_STAGES.join(' ')}; WHAT is one or more of ${FAULT_WORDS.join(' ')}, with commas between them.`,
      multiple: true,
      helpValue: 'DEVICE:COMMAND=WHAT',
    }),
  }
  static override examples = [
    { description: 'which devices there are', command: '<%= config.bin %> lab --list' },
    {
      description: 'two of them',
      command: '<%= config.bin %> lab xe-clock-offset nx-known-issue-1',
    },
    {
      description: 'a line that breaks in the middle of an answer',
      command: '<%= config.bin %> lab xe-classic-direct --fault "*:show running-config=cut=200"',
    },
    {
      description: 'a login that never ends, and an answer that stops for a minute in its middle',
      command:
        '<%= config.bin %> lab --fault "xe-classic-direct:@login=hang=0" --fault "*:show license all=stall=60000"',
    },
  ]

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(LabCommand)
    const named = [...argv.map(String), ...(flags.device ?? [])]
    const device = named.length === 0 ? undefined : named
    if (flags.list) return await this.list({ device, dir: flags.dir })
    const lab = await startLab({
      ...(device === undefined ? {} : { devices: device }),
      ...(flags.dir === undefined ? {} : { dir: flags.dir }),
      ...(flags.port === undefined ? {} : { basePort: flags.port }),
      faults: parseFaults(flags.fault ?? []),
    })
    const knownHosts = await writeKnownHosts(lab.knownHosts)
    try {
      await this.describe(lab, knownHosts.path)
      const signal = interruption()
      if (!signal.aborted) await once(signal, 'abort')
    } finally {
      await Promise.all([lab.close(), knownHosts.remove()])
    }
  }

  private async list(flags: {
    readonly device?: string[] | undefined
    readonly dir?: string | undefined
  }): Promise<void> {
    const devices = loadDevices(flags.dir, flags.device)
    const rows = devices.map(device => [
      device.id,
      PLATFORM_NAMES[device.persona],
      device.expect.status,
      device.title,
    ])
    const columns = [
      { title: 'Device' },
      { title: 'Platform' },
      { title: 'Status' },
      { title: 'What it is', flexible: true },
    ]
    const shown = rows.map(cells => cells.map(text => displayText(text)))
    await writeText(`${renderTable(columns, shown, this.theme({}))}\n`)
  }

  private async describe(lab: Lab, knownHosts: string): Promise<void> {
    await writeText(renderServed(lab.devices, knownHosts, this.theme({})))
    this.note('Serving until Ctrl-C.')
  }
}
