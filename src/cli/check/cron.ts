// A run nobody watches: opened before the devices are called, told and remembered after the report is written.
import type { Interfaces } from '@oclif/core'
import { present } from '../../inventory/settings.ts'
import type { DeviceReport, Report } from '../../model/report.ts'
import { displayText } from '../../report/clean.ts'
import type { jobFlags, notifyFlags } from '../cron-flags.ts'
import { countUnreachable, EXIT_TOOL_FAILED, exitCode, type FailOn, type Unreachable } from '../exit.ts'

type Flags = Interfaces.InferredFlags<typeof jobFlags & typeof notifyFlags> & {
  readonly inventory?: string | undefined
  readonly limit?: string | undefined
  readonly 'fail-on': FailOn
  readonly unreachable: Unreachable
}

export interface Cron {
  /** The report must hold the devices in full: they are told of. */
  readonly needsDevices: boolean
  mark(device: DeviceReport): DeviceReport
  markAll(report: Report): Report
  /** After the report is written. Returns the exit code: what could not be told makes 0 a 3, and no other code another. */
  told(report: Report, interrupted: boolean): Promise<number>
  /** In any case. */
  close(): Promise<void>
}

/** Nothing of it is loaded unless one of the flags asks for it. */
export async function cronFor(hosts: readonly string[], flags: Flags): Promise<Cron> {
  const notifier = await notifierFor(flags)
  const job = await jobFor(hosts, flags)
  const codeOf = (report: Report): number =>
    exitCode(countUnreachable(report, flags.unreachable), flags['fail-on'])
  return {
    needsDevices: notifier !== undefined,
    mark: device => job?.mark(device) ?? device,
    markAll: report => job?.markAll(report) ?? report,
    close: async () => job?.release(),
    async told(report, interrupted) {
      const code = codeOf(report)
      // Devices that were not called any more are no news.
      if (interrupted) return code
      const counted = countUnreachable(report, flags.unreachable)
      const failures = [...((await notifier?.tell(counted, await about(counted, flags, code, codeOf))) ?? [])]
      if (failures.length === 0)
        await job?.remember(report).catch((error: unknown) => failures.push((error as Error).message))
      else if (job !== undefined)
        failures.push('not all was told, so the next run of this job tells it again')
      for (const failure of failures) process.stderr.write(`smartlic: ${displayText(failure)}\n`)
      return failures.length > 0 && code === 0 ? EXIT_TOOL_FAILED : code
    },
  }
}

async function about(
  report: Report,
  flags: Flags,
  code: number,
  codeOf: (report: Report) => number,
): Promise<{
  onlyChanges: boolean
  exitCode: number
  codeOf: (device: DeviceReport) => number
  host: string
}> {
  const { hostname } = await import('node:os')
  return {
    onlyChanges: flags['only-changes'],
    exitCode: code,
    codeOf: device => codeOf({ ...report, devices: [device] }),
    host: hostname(),
  }
}

async function notifierFor(flags: Flags) {
  const asked = [
    flags.syslog,
    flags['webhook-file'],
    flags['webhook-style'],
    flags['mail-to'],
    flags['mail-from'],
    flags['smtp-file'],
    process.env['SMARTLIC_WEBHOOK_URL'],
  ].some(value => value !== undefined && value !== '')
  if (!asked && !flags['webhook-http']) return undefined
  const { Notifier } = await import('../../app/cron/notify.ts')
  return Notifier.open({
    ...present('syslog', flags.syslog),
    ...present('webhookFile', flags['webhook-file']),
    ...present('webhookStyle', flags['webhook-style']),
    webhookHttp: flags['webhook-http'],
    ...present('mailTo', flags['mail-to']),
    ...present('mailFrom', flags['mail-from']),
    ...present('smtpFile', flags['smtp-file']),
    env: process.env,
  })
}

async function jobFor(hosts: readonly string[], flags: Flags) {
  const { job: name, 'lock-wait': wait } = flags
  if (!flags['only-changes'] && name === undefined && wait === undefined) return undefined
  const [{ Job }, { jobNameOf }] = await Promise.all([
    import('../../app/cron/job.ts'),
    import('../../app/cron/job-name.ts'),
  ])
  const { inventory, limit } = flags
  const job = await Job.open({
    name: jobNameOf(name, { hosts, ...present('inventory', inventory), ...present('limit', limit) }),
    lockWaitMs: (wait ?? 0) * 1_000,
    env: process.env,
  })
  // Said with --quiet, too: cron mails it.
  if (job.warning !== undefined) process.stderr.write(`smartlic: ${displayText(job.warning)}\n`)
  return job
}
