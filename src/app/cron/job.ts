// Use case: a run of a job that remembers: locked, compared with the last run, and remembered once all of it was told.
import { join } from 'node:path'
import type { DeviceReport, Report } from '../../model/report.ts'
import { type Compared, compareDevice, marked } from './changes.ts'
import { type JobLock, lockJob } from './lock.ts'
import { FORGOTTEN_AFTER, type JobState, type KnownDevice, STATE_SCHEMA } from './state.ts'
import { loadState, makeStateDir, saveState, stateDir } from './state-file.ts'

export interface JobOptions {
  readonly name: string
  readonly lockWaitMs: number
  readonly env: Readonly<Record<string, string | undefined>>
}

export class Job {
  /** The old state could not be used. */
  readonly warning: string | undefined
  private readonly name: string
  private readonly file: string
  private readonly lock: JobLock
  private readonly last: JobState | undefined
  private readonly known: ReadonlyMap<string, KnownDevice>
  private readonly compared = new Map<string, Compared & { readonly identity: string }>()

  private constructor(
    options: JobOptions,
    file: string,
    lock: JobLock,
    last: JobState | undefined,
    warning: string | undefined,
  ) {
    this.name = options.name
    this.file = file
    this.lock = lock
    this.last = last
    this.known = new Map((last?.devices ?? []).map(one => [one.name, one]))
    this.warning = warning
  }

  /** @throws Error when another run holds the job, or its state cannot be kept */
  static async open(options: JobOptions): Promise<Job> {
    const dir = stateDir(options.env)
    await makeStateDir(dir)
    const base = join(dir, options.name)
    const lock = await lockJob(base, options.name, options.lockWaitMs)
    try {
      const { state, note } = await loadState(`${base}.json`, options.name)
      return new Job(options, `${base}.json`, lock, state, note)
    } catch (error) {
      await lock.release()
      throw error
    }
  }

  /** The device as compared with the last run; asked again for what is left of it, the same answer. */
  mark(device: DeviceReport): DeviceReport {
    const { hostname, serial, problem } = device
    const identity = JSON.stringify([hostname, serial, problem?.message])
    // Two users on one host give two devices of one name.
    for (let count = 1; ; count++) {
      const name = count === 1 ? device.name : `${device.name}#${count}`
      const done = this.compared.get(name)
      if (done?.identity === identity) return marked(device, done)
      if (done !== undefined) continue
      const compared = compareDevice(this.known.get(name), { ...device, name })
      this.compared.set(name, { ...compared, identity })
      return marked(device, compared)
    }
  }

  markAll(report: Report): Report {
    const last_run = this.last?.last_run
    return {
      ...report,
      run: {
        ...report.run,
        notes: [...report.run.notes, ...this.notes()],
        job: { name: this.name, ...(last_run === undefined ? {} : { last_run }) },
      },
      devices: report.devices.map(device => this.mark(device)),
    }
  }

  private notes(): string[] {
    return [
      ...(this.warning === undefined ? [] : [this.warning]),
      ...(this.last === undefined ? [`first run of job ${this.name}: every finding is new`] : []),
    ]
  }

  /** Call once everything was told: what was not is told again by the next run. */
  async remember(report: Report): Promise<void> {
    const seen = [...this.compared.values()].map(({ known }) => known)
    const absent = (this.last?.devices ?? [])
      .filter(({ name, missed }) => !this.compared.has(name) && missed + 1 < FORGOTTEN_AFTER)
      .map(device => ({ ...device, missed: device.missed + 1 }))
    await saveState(this.file, {
      schema: STATE_SCHEMA,
      job: this.name,
      last_run: report.run.started_at,
      devices: [...seen, ...absent],
    })
  }

  release(): Promise<void> {
    return this.lock.release()
  }
}
