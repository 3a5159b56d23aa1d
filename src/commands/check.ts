// smartlic check: log in to devices over SSH, read, judge.
import { Args, Flags } from '@oclif/core'
import { assertKnownHosts, hostKeyPolicy, hostsOf, prepareTargets } from '../app/check/login.ts'
import { type CheckEvent, check, dryRun } from '../app/check.ts'
import { BaseCommand } from '../cli/base.ts'
import { renderDryRun } from '../cli/dry-run.ts'
import { deadlineFlags, reportFlags, rulesFlag, unreachableFlag } from '../cli/flags.ts'
import { interruption } from '../cli/interrupt.ts'
import { loginFlags, sshFlags } from '../cli/login-flags.ts'
import { assertWritable } from '../cli/output.ts'
import { createProgress, type Progress } from '../cli/progress.ts'
import { thresholdsOf } from '../cli/thresholds.ts'
import { VERSION } from '../cli/version.ts'
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
      description: 'user@host:port; user and port may be left out',
      required: true,
    }),
  }
  static override flags = {
    platform: Flags.option({ summary: 'platform of the devices (default: found out)', options: PLATFORMS })(),
    'dry-run': Flags.boolean({ summary: 'show what would be sent and why; connect to nothing' }),
    ...loginFlags,
    ...sshFlags,
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
    const common = {
      hosts: argv.map(String),
      ...(flags.username === undefined ? {} : { username: flags.username }),
      ...(flags.port === undefined ? {} : { port: flags.port }),
      ...(flags.platform === undefined ? {} : { platform: flags.platform }),
      ...(flags.rules === undefined ? {} : { packs: flags.rules }),
    }
    if (flags['dry-run']) {
      const hosts = hostsOf(common).map(({ username, host, port }) => `${username}@${host} port ${port}`)
      process.stdout.write(
        renderDryRun(
          hosts,
          await dryRun({ ...common, enable: flags.enable }),
          this.theme(flags),
          flags.verbose,
        ),
      )
      return
    }
    const interactive = process.stdin.isTTY === true && process.stderr.isTTY === true
    const targets = await prepareTargets({
      ...common,
      ...(flags.identity === undefined ? {} : { identity: flags.identity }),
      ...(flags['password-file'] === undefined ? {} : { passwordFile: flags['password-file'] }),
      ...(flags['password-command'] === undefined ? {} : { passwordCommand: flags['password-command'] }),
      ...(flags['enable-password-file'] === undefined
        ? {}
        : { enablePasswordFile: flags['enable-password-file'] }),
      agent: flags.agent,
      enable: flags.enable,
      env: process.env,
      interactive,
    })
    const progress = createProgress({ total: targets.length })
    let asking = false
    const say = (text: string): void => {
      progress.close()
      this.note(text)
    }
    const hostKeys = hostKeyPolicy({
      ...(flags['host-key'] === undefined ? {} : { mode: flags['host-key'] }),
      ...(flags['known-hosts'] === undefined ? {} : { file: flags['known-hosts'] }),
      interactive,
      note: say,
      whileAsking: on => {
        asking = on
        progress.close()
      },
    })
    await assertKnownHosts(hostKeys)
    await assertWritable(flags.output)
    const limits = flags.timeout === undefined ? {} : { deviceMs: flags.timeout * 1_000 }
    const report = await check({
      targets,
      session: { hostKeys, legacyCrypto: flags['legacy-crypto'], enable: flags.enable, limits },
      concurrency: flags.concurrency,
      signal: interruption(),
      version: VERSION,
      thresholds,
      onProgress: event => {
        if (!asking) show(event, progress)
      },
      ...(flags.rules === undefined ? {} : { packs: flags.rules }),
    })
    progress.close()
    for (const text of report.run.notes) this.note(text)
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
