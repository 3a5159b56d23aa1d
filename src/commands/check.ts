// smartlic check: log in to devices over SSH, read, judge.
import { Args, Flags } from '@oclif/core'
import { assertKnownHosts } from '../app/check/host-keys.ts'
import { resolve, targetsOf } from '../app/check/targets.ts'
import { check, dryRun, prepare } from '../app/check.ts'
import { BaseCommand } from '../cli/base.ts'
import { besideFlags, besideRequest } from '../cli/bundle/flags.ts'
import { cronFor } from '../cli/check/cron.ts'
import {
  describeWay,
  devicesFor,
  hostKeysFor,
  runFor,
  secretsFor,
  targetInputFor,
} from '../cli/check/flags.ts'
import { Voice } from '../cli/check/voice.ts'
import { jobFlags, notifyFlags, quietFlag } from '../cli/cron-flags.ts'
import { destinationsOf } from '../cli/destinations.ts'
import { deviceFlags } from '../cli/device-flags.ts'
import { renderDryRun } from '../cli/dry-run.ts'
import { coverFlags, coverOf, deadlineFlags, reportFlags, rulesFlag, unreachableFlag } from '../cli/flags.ts'
import { loginFlags, runFlags, sshFlags } from '../cli/login-flags.ts'
import { assertWritable, writeText } from '../cli/output.ts'
import { probeForms } from '../cli/probe/dry-run.ts'
import { probeFlag, probeSettings, probingFlags } from '../cli/probe/flags.ts'
import { openDeviceStream } from '../cli/stream.ts'
import { thresholdsOf } from '../cli/thresholds.ts'
import { VERSION } from '../cli/version.ts'
import { present } from '../inventory/settings.ts'
import { PLATFORMS } from '../model/platform.ts'

export default class Check extends BaseCommand {
  static override summary = 'log in to devices over SSH, read what bears on licensing, and judge it'
  static override description = [
    'Reads only: show commands, paging and width; with --active also a ping and a telnet, ended at once. --dry-run lists every line that would be typed, and opens nothing.',
    'The password comes from --password-file, --password-command, SMARTLIC_PASSWORD or a prompt; the enable secret from --enable-password-file, SMARTLIC_ENABLE_PASSWORD or a prompt.',
  ].join('\n')
  static override strict = false
  static override args = {
    host: Args.string({
      name: 'HOST',
      description: 'user@host:port, a name of the inventory, or @FILE with an inventory',
    }),
  }
  static override flags = {
    platform: Flags.option({ summary: 'platform of the devices (default: found out)', options: PLATFORMS })(),
    'dry-run': Flags.boolean({ summary: 'show what would be sent and why; connect to nothing' }),
    ...deviceFlags,
    ...loginFlags,
    ...sshFlags,
    ...runFlags,
    ...besideFlags,
    ...probeFlag,
    ...probingFlags,
    ...quietFlag,
    ...jobFlags,
    ...notifyFlags,
    ...reportFlags,
    ...deadlineFlags,
    ...unreachableFlag,
    ...rulesFlag,
    ...coverFlags,
  }
  static override examples = [
    { description: 'one device', command: '<%= config.bin %> check noc@10.0.0.1' },
    {
      description: 'what would be sent to a Nexus',
      command: '<%= config.bin %> check leaf-1 --platform nx-os --dry-run',
    },
    {
      description: 'from cron, for a program',
      command:
        '<%= config.bin %> check sw1 sw2 sw3 -u noc --password-file ~/.noc --format json -o licences.json',
    },
    {
      description: 'the switches of one site, through a jump host',
      command: '<%= config.bin %> check -I devices.yaml --limit tag:berne -J ops@bastion',
    },
    {
      description: 'a large fleet, a line a device as it is done',
      command: '<%= config.bin %> check @devices.csv -q --deadline 3600 -o licences.ndjson',
    },
    {
      description: 'for Nagios, with a file for Prometheus and a page for people',
      command:
        '<%= config.bin %> check @devices.csv -q -f nagios -o prometheus=licences.prom -o html=licences.html',
    },
    {
      description: 'from cron: only what changed since the last night, to the terminal and to a chat',
      command:
        '<%= config.bin %> check @devices.csv -q --only-changes --webhook-file ~/.config/smartlic/webhook',
    },
    {
      description: 'where is the fault: the path from this computer beside that of the device',
      command: '<%= config.bin %> check noc@10.0.0.1 --probe',
    },
    { description: 'an old router', command: '<%= config.bin %> check noc@rtr-9 --legacy-crypto' },
  ]

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Check)
    const thresholds = thresholdsOf(flags)
    const destinations = destinationsOf(flags.format, flags.output)
    const bundle = besideRequest(flags)
    const devices = await devicesFor(argv.map(String), flags)
    const voice = new Voice(devices.devices.length, flags.quiet)
    const hostKeys = hostKeysFor(flags, voice)
    const input = targetInputFor(devices, flags, hostKeys)
    const resolved = await resolve(input)
    const packs = present('packs', flags.rules)
    if (flags['dry-run']) {
      const { active, enable, quick } = flags
      const plans = await dryRun({ ...present('platform', flags.platform), ...packs, active, enable, quick })
      const typed = renderDryRun(resolved.map(describeWay), plans, this.theme(flags), flags.verbose)
      await writeText(flags.probe ? `${typed}${probeForms(this.theme(flags))}` : typed)
      return
    }
    // All before anybody is asked for a password. Another run of the job may hold it, too.
    const prepared = await prepare({ ...packs, cover: coverOf(flags) })
    await assertKnownHosts(hostKeys)
    for (const { file } of destinations) await assertWritable(file)
    const cron = await cronFor(argv.map(String), flags)
    try {
      for (const text of devices.notes) voice.say(text)
      const targets = await targetsOf(resolved, input, secretsFor(devices, flags, voice))
      const lines = destinations.find(({ format }) => format === 'ndjson')
      const others = destinations.filter(one => one !== lines)
      const stream = lines === undefined ? undefined : await openDeviceStream(lines.file, flags.unreachable)
      const run = runFor(devices, flags, hostKeys)
      const checked = await check({
        ...run,
        targets,
        version: VERSION,
        thresholds,
        prepared,
        onProgress: voice.show,
        ...packs,
        ...present('bundle', bundle),
        ...(flags.probe ? { probe: probeSettings(flags, process.env, run.signal) } : {}),
        ...(stream === undefined ? {} : { onDevice: device => stream.write(cron.mark(device)) }),
        keep: others.length > 0 || cron.needsDevices,
      })
      const report = cron.markAll(checked)
      await stream?.close()
      voice.close()
      for (const text of report.run.notes) voice.say(text)
      if (others.length > 0) await this.present(report, flags, others)
      this.finish(await cron.told(report, run.signal?.aborted === true))
    } finally {
      await cron.close()
    }
  }
}
