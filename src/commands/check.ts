// smartlic check: log in to devices over SSH, read, judge.
import { Args, Flags } from '@oclif/core'
import { assertKnownHosts, hostKeyPolicy } from '../app/check/host-keys.ts'
import { Secrets } from '../app/check/secrets.ts'
import { resolve, type TargetInput, targetsOf } from '../app/check/targets.ts'
import { type CheckEvent, check, dryRun } from '../app/check.ts'
import { devicesOf } from '../app/devices.ts'
import { BaseCommand } from '../cli/base.ts'
import { deviceFlags } from '../cli/device-flags.ts'
import { renderDryRun } from '../cli/dry-run.ts'
import { deadlineFlags, reportFlags, rulesFlag, unreachableFlag } from '../cli/flags.ts'
import { interruption } from '../cli/interrupt.ts'
import { loginFlags, runFlags, sshFlags } from '../cli/login-flags.ts'
import { assertWritable } from '../cli/output.ts'
import { createProgress, type Progress } from '../cli/progress.ts'
import { thresholdsOf } from '../cli/thresholds.ts'
import { VERSION } from '../cli/version.ts'
import { present } from '../inventory/settings.ts'
import { PLATFORMS } from '../model/platform.ts'

export default class Check extends BaseCommand {
  static override summary = 'log in to devices over SSH, read what bears on licensing, and judge it'
  static override description = [
    'Reads only: show commands, paging and width. --dry-run lists every line that would be typed, and opens nothing.',
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
    ...reportFlags,
    ...deadlineFlags,
    ...unreachableFlag,
    ...rulesFlag,
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
    { description: 'an old router', command: '<%= config.bin %> check noc@rtr-9 --legacy-crypto' },
  ]

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Check)
    const thresholds = thresholdsOf(flags)
    const devices = await devicesOf({
      hosts: argv.map(String),
      ...present('inventory', flags.inventory),
      ...present('format', flags['inventory-format']),
      ...present('limit', flags.limit),
      ...present('retryFailed', flags['retry-failed']),
    })
    const interactive = process.stdin.isTTY === true && process.stderr.isTTY === true
    const progress = createProgress({ total: devices.devices.length, quiet: flags.quiet })
    let asking = false
    const say = (text: string): void => {
      progress.close()
      if (!flags.quiet) this.note(text)
    }
    const whileAsking = (on: boolean): void => {
      asking = on
      progress.close()
    }
    const hostKeys = hostKeyPolicy({
      ...present('mode', flags['host-key']),
      ...present('file', flags['known-hosts']),
      interactive,
      note: say,
      whileAsking,
    })
    const input: TargetInput = {
      devices,
      ...present('username', flags.username),
      ...present('port', flags.port),
      ...present('platform', flags.platform),
      ...present('jump', flags.jump?.split(',')),
      sshConfig: flags['no-ssh-config'] ? false : present('file', flags['ssh-config']),
      hostKeys,
      hostKeysFixed: flags['host-key'] !== undefined || flags['known-hosts'] !== undefined,
    }
    const resolved = await resolve(input)
    if (flags['dry-run']) {
      const hosts = resolved.map(({ username, host, port, jump }) => {
        const through = jump.map(hop => `${hop.username}@${hop.host} port ${hop.port}`).join(', then ')
        return `${username}@${host} port ${port}${through === '' ? '' : ` through ${through}`}`
      })
      const plans = await dryRun({
        ...present('platform', flags.platform),
        ...present('packs', flags.rules),
        enable: flags.enable,
        quick: flags.quick,
      })
      process.stdout.write(renderDryRun(hosts, plans, this.theme(flags), flags.verbose))
      return
    }
    for (const text of devices.notes) say(text)
    const secrets = new Secrets({
      defaults: {
        agent: flags.agent,
        enable: flags.enable,
        passwordStdin: flags['password-stdin'],
        ...present('identity', flags.identity),
        ...present('passwordFile', flags['password-file']),
        ...present('passwordCommand', flags['password-command']),
        ...present('enablePasswordFile', flags['enable-password-file']),
        ...present('otpCommand', flags['otp-command']),
      },
      named: devices.credentials,
      env: process.env,
      interactive,
      whileAsking,
    })
    const targets = await targetsOf(resolved, input, secrets)
    await assertKnownHosts(hostKeys)
    await assertWritable(flags.output)
    const report = await check({
      targets,
      session: {
        hostKeys,
        legacyCrypto: flags['legacy-crypto'],
        enable: flags.enable,
        limits: present('deviceMs', flags.timeout === undefined ? undefined : flags.timeout * 1_000),
        ...present('bind', flags.bind),
      },
      concurrency: flags.concurrency,
      groupLimits: devices.groupLimits,
      paceMs: 1_000 / flags.rate,
      carryOnAfterRefusal: flags['carry-on'],
      quick: flags.quick,
      ...present('deadlineMs', flags.deadline === undefined ? undefined : flags.deadline * 1_000),
      signal: interruption(),
      version: VERSION,
      thresholds,
      onProgress: event => {
        if (!asking) show(event, progress)
      },
      ...present('packs', flags.rules),
    })
    progress.close()
    for (const text of report.run.notes) say(text)
    await this.present(report, flags)
  }
}

function show(event: CheckEvent, progress: Progress): void {
  if (event.type === 'start') progress.start(event.device)
  else if (event.type === 'retry') progress.step(event.device, 'waiting to try again')
  else if (event.type === 'done') progress.done(event.device, event.set.problem?.message ?? 'read')
  else if (event.event.type === 'command') {
    progress.step(event.device, `${event.event.index + 1}/${event.event.of} ${event.event.command}`)
  } else if (event.event.type === 'logged-in') progress.step(event.device, 'logged in')
}
