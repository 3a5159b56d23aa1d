// A device called sw1 that is healthy, broken or not there, as its inventory entry points to one lab device or another.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Lab, type RunningDevice, startLab } from '../../../src/lab/server.ts'
import { type RunResult, smartlic } from '../../scenarios/run.ts'

export const STATES = ['healthy', 'broken', 'away'] as const
export type State = (typeof STATES)[number]

const DEVICES: Readonly<Record<Exclude<State, 'away'>, string>> = {
  healthy: 'xe-slp-direct',
  broken: 'nx-known-issue-1',
}

export class Night {
  readonly dir: string
  private readonly lab: Lab

  private constructor(lab: Lab, dir: string) {
    this.lab = lab
    this.dir = dir
  }

  static async begin(options: Parameters<typeof startLab>[0] = {}): Promise<Night> {
    const lab = await startLab({ devices: Object.values(DEVICES), ...options })
    const dir = mkdtempSync(join(tmpdir(), 'smartlic-night-'))
    // One lab device under two names is two devices.
    const known = `${lab.knownHosts}\n${lab.knownHosts.replaceAll('127.0.0.1', 'localhost')}\n`
    writeFileSync(join(dir, 'hosts'), known)
    writeFileSync(join(dir, 'password'), lab.devices[0]?.password ?? '', { mode: 0o600 })
    return new Night(lab, dir)
  }

  async end(): Promise<void> {
    await this.lab.close()
    rmSync(this.dir, { recursive: true, force: true })
  }

  /** Writes the inventory: sw1 in this state, core-1 always healthy. */
  set(state: State): void {
    const [healthy, broken] = Object.values(DEVICES).map(id => this.lab.devices.find(one => one.id === id))
    if (healthy === undefined || broken === undefined) throw new Error('the lab lacks a device')
    const entry = ({ host, port, username }: RunningDevice) => ({ host, port, username })
    // Port 1 is open nowhere.
    const away = { host: '127.0.0.1', port: 1, username: 'netops' }
    const sw1 = state === 'away' ? away : entry(state === 'healthy' ? healthy : broken)
    const core = { ...entry(healthy), host: 'localhost' }
    writeFileSync(this.path('devices.yaml'), JSON.stringify({ hosts: { sw1, 'core-1': core } }))
  }

  /** Lines the devices were sent so far. */
  get asked(): number {
    return this.lab.devices.reduce((sum, { received }) => sum + received.length, 0)
  }

  path(name: string): string {
    return join(this.dir, name)
  }

  /** Arguments of `smartlic` for a run over the inventory. */
  args(...more: string[]): string[] {
    const files = ['--known-hosts', this.path('hosts'), '--password-file', this.path('password')]
    return ['check', '-I', this.path('devices.yaml'), ...files, '--no-ssh-config', '--quick', ...more]
  }

  get env(): Record<string, string> {
    return { XDG_STATE_HOME: this.path('state') }
  }

  check(args: readonly string[], more: Partial<Parameters<typeof smartlic>[0]> = {}): Promise<RunResult> {
    return smartlic({ args: this.args(...args), ...more, env: { ...this.env, ...more.env } })
  }
}
