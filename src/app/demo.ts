// The use case of `smartlic demo`: start the lab, check all of it over SSH, compare with what each device should give.

import { type KnownHostsFile, writeKnownHosts } from '../lab/known-hosts.ts'
import { type Lab, type RunningDevice, startLab } from '../lab/server.ts'
import { type Verdict, verdictOf } from '../lab/verdict.ts'
import { type DeviceReport, REPORT_SCHEMA, type Report } from '../model/report.ts'
import { DEFAULT_THRESHOLDS, publishThresholds } from '../model/thresholds.ts'
import type { Target } from '../session/device.ts'
import { type CheckEvent, readAndJudge } from './check.ts'
import { type RuleSet, soundRules } from './rules.ts'

export interface DemoOptions {
  readonly version: string
  /** Lab device ids; all of them when absent. */
  readonly devices?: readonly string[]
  /** A folder of device files of the person's own. */
  readonly dir?: string
  /** Devices checked at the same time. */
  readonly concurrency?: number
  readonly signal?: AbortSignal
  /** Called once, with the number of devices. */
  readonly onStart?: (total: number) => void
  readonly onProgress?: (event: CheckEvent) => void
}

export interface DemoDevice {
  readonly id: string
  readonly title: string
  readonly scenario: string
  readonly verdict: Verdict
}

export interface DemoResult {
  readonly report: Report
  /** In the order of the report's devices. */
  readonly devices: readonly DemoDevice[]
}

const CONCURRENCY = 20

/** Everything started is stopped again, also when something goes wrong. Throws when the lab or a rule is broken. */
export async function runDemo(options: DemoOptions): Promise<DemoResult> {
  const started = new Date()
  const rules = await soundRules()
  const lab = await startLab({
    ...(options.devices === undefined ? {} : { devices: options.devices }),
    ...(options.dir === undefined ? {} : { dir: options.dir }),
  })
  let knownHosts: KnownHostsFile | undefined
  let devices: DeviceReport[]
  try {
    options.onStart?.(lab.devices.length)
    knownHosts = await writeKnownHosts(lab.knownHosts)
    devices = await checkLab(lab, knownHosts.path, rules, options)
  } finally {
    await Promise.all([lab.close(), knownHosts?.remove()])
  }
  return {
    report: {
      schema: REPORT_SCHEMA,
      run: {
        tool: 'smartlic',
        version: options.version,
        started_at: started.toISOString(),
        duration_ms: Date.now() - started.getTime(),
        command: 'demo',
        notes: ['simulated devices; nothing outside this computer was contacted'],
        thresholds: publishThresholds(DEFAULT_THRESHOLDS),
      },
      devices,
    },
    devices: devices.flatMap((report, at) => {
      const entry = lab.devices[at]
      if (entry === undefined) return []
      const { id, title, scenario, expect } = entry.device
      return [{ id, title, scenario, verdict: verdictOf(expect, report) }]
    }),
  }
}

async function checkLab(
  lab: Lab,
  knownHosts: string,
  rules: RuleSet,
  options: DemoOptions,
): Promise<DeviceReport[]> {
  return await readAndJudge(
    {
      targets: lab.devices.map(targetOf),
      session: { hostKeys: { mode: 'strict', file: knownHosts }, enable: true },
      concurrency: options.concurrency ?? CONCURRENCY,
      paceMs: 0,
      retries: 0,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
    },
    rules,
  )
}

function targetOf(entry: RunningDevice): Target {
  return {
    name: entry.id,
    host: entry.host,
    port: entry.port,
    credentials: {
      username: entry.username,
      password: entry.password,
      ...(entry.enableSecret === undefined ? {} : { enableSecret: entry.enableSecret }),
    },
  }
}
