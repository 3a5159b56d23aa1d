// smartlic probe: test the licensing path from this computer and compare it with what the device says.
import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../cli/base.ts'
import { coverOf } from '../cli/flags.ts'
import { interruption } from '../cli/interrupt.ts'
import { writeText } from '../cli/output.ts'
import { argumentsOf, assertNoHostFlags, namedPath } from '../cli/probe/arguments.ts'
import { renderProbeDryRun } from '../cli/probe/dry-run.ts'
import { probeSettings } from '../cli/probe/flags.ts'
import { thresholdsOf } from '../cli/thresholds.ts'
import { VERSION } from '../cli/version.ts'
import { present } from '../inventory/settings.ts'
import Check from './check.ts'

const { probe: _probe, ...checkFlags } = Check.flags

export default class Probe extends BaseCommand {
  static override summary =
    'test the licensing path from this computer and compare it with what the device says'
  static override description = [
    'INPUT is saved output, a bundle or a folder of such: what a file of that name holds tells the path. Anything that is no file is a HOST, and the command is `smartlic check --probe` with all its flags. --url probes a path named by hand, without a device.',
    'Asked are the name servers of the device and of this computer, the server or the proxy, revocation lists of the certificates shown, the endpoint (without licensing data) and the time servers of the device; nothing else, whatever an answer names. --dry-run lists every one of them and opens nothing.',
    'Every result says from where it was seen. A device that works is not called unhealthy because this computer cannot reach something.',
  ].join('\n')
  static override strict = false
  static override args = {
    input: Args.string({
      name: 'INPUT|HOST',
      description: 'files or directories; - reads standard input; else hosts',
    }),
  }
  static override flags = {
    url: Flags.string({ summary: 'probe this path, named by hand', helpValue: 'URL', helpGroup: 'PATH' }),
    method: Flags.option({
      summary: 'probe the usual path of this method; with --server-host for one of your own servers',
      options: ['direct', 'smart', 'on-prem', 'gateway', 'cslu'] as const,
      helpGroup: 'PATH',
      exclusive: ['url'],
    })(),
    'server-host': Flags.string({
      summary: 'the on-premises server, gateway or CSLU of --method',
      helpValue: 'HOST[:PORT]',
      helpGroup: 'PATH',
      dependsOn: ['method'],
    }),
    proxy: Flags.string({ summary: 'through this HTTP proxy', helpValue: 'HOST:PORT', helpGroup: 'PATH' }),
    server: Flags.string({
      summary: 'ask this name server, too; several times',
      helpValue: 'ADDRESS',
      helpGroup: 'PATH',
      multiple: true,
      multipleNonGreedy: true,
    }),
    ntp: Flags.string({
      summary: 'compare the clock with this time server; several times',
      helpValue: 'HOST',
      helpGroup: 'PATH',
      multiple: true,
      multipleNonGreedy: true,
    }),
    ...checkFlags,
  }
  static override examples = [
    { description: 'for a saved device', command: '<%= config.bin %> probe edge-sw1.txt' },
    { description: 'what would be contacted', command: '<%= config.bin %> probe edge-sw1.txt --dry-run' },
    { description: 'log in, read, probe, compare', command: '<%= config.bin %> probe noc@10.0.0.1' },
    {
      description: 'the way to the cloud through the proxy, without a device',
      command: '<%= config.bin %> probe --method direct --proxy proxy.example.net:8080',
    },
  ]

  async run(): Promise<void> {
    const { argv, flags, metadata } = await this.parse(Probe)
    const asked = await argumentsOf(argv.map(String), namedPath(flags), flags.inventory !== undefined)
    if (asked.kind === 'hosts') {
      await this.config.runCommand('check', [...this.argv, '--probe'])
      return
    }
    const given = Object.keys(flags).filter(name => metadata.flags[name]?.setFromDefault !== true)
    assertNoHostFlags(given)
    const { probePath, probeSaved, pathTargets, savedTargets } = await import('../app/probe.ts')
    const thresholds = thresholdsOf(flags)
    const request = {
      settings: probeSettings(flags, process.env, interruption()),
      version: VERSION,
      thresholds,
      ...present('packs', flags.rules),
    }
    const named = asked.kind === 'path' ? { ...request, path: asked.path } : undefined
    const saved = {
      ...request,
      paths: argv.map(String),
      stdin: process.stdin,
      cover: coverOf(flags),
      ...present('platform', flags.platform),
    }
    if (flags['dry-run']) {
      const targets = named === undefined ? await savedTargets(saved) : pathTargets(named)
      await writeText(renderProbeDryRun(targets, this.theme(flags)))
      return
    }
    const report = named === undefined ? await probeSaved(saved) : await probePath(named)
    if (!flags.quiet) for (const text of report.run.notes) this.note(text)
    // A healthy device is one line elsewhere; here a person asked to see its path.
    const [only, ...others] = report.devices
    const alone = others.length === 0 && only?.status === 'healthy'
    await this.present(report, { ...flags, verbose: flags.verbose || alone })
  }
}
