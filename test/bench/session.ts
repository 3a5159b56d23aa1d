// The tool's own sessions without the rest of it: as many devices at once as the bare script, the same commands.
import { readFileSync } from 'node:fs'
import PQueue from 'p-queue'
import type { PlannedCommand } from '../../src/collect/plan.ts'
import { collectDevice } from '../../src/session/device.ts'
import { mute } from './mute.ts'

interface Job {
  readonly host: string
  readonly ports: readonly number[]
  readonly username: string
  readonly password: string
  readonly commands: readonly string[]
  readonly atOnce: number
  readonly knownHostsFile: string
}

const job = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Job
const plan: PlannedCommand[] = job.commands.map(command => ({
  command,
  serves: [],
  mission: false,
  alternatives: [],
  fallback: [],
  limits: 'show',
}))
const queue = new PQueue({ concurrency: job.atOnce })
const { username, password } = job
const sets = await Promise.all(
  job.ports.map(port =>
    queue.add(() =>
      collectDevice(
        { name: String(port), host: job.host, port, credentials: { username, password }, platform: 'nx-os' },
        () => plan,
        { hostKeys: { mode: 'strict', file: job.knownHostsFile } },
      ),
    ),
  ),
)
mute(sets.flatMap(set => (set.problem === undefined ? [] : [set.problem.message])))
