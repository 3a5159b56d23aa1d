// The tool's own sessions without the rest of it: as many devices at once as the bare script, the same commands.
import { readFileSync } from 'node:fs'
import PQueue from 'p-queue'
import type { PlannedCommand } from '../../src/collect/plan.ts'
import type { Capture } from '../../src/model/capture.ts'
import { collectDevice } from '../../src/session/device.ts'

interface Job {
  readonly host: string
  readonly ports: readonly number[]
  readonly username: string
  readonly password: string
  readonly commands: readonly string[]
  readonly sizes: Readonly<Record<string, { readonly lines: number; readonly length: number }>>
  readonly atOnce: number
  readonly knownHostsFile: string
}

const LONG = 1e6
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

/** Why the device counts as not read. As in the tool, the answers are not kept. */
async function visit(port: number): Promise<string | undefined> {
  const set = await collectDevice(
    { name: String(port), host: job.host, port, credentials: { username, password }, platform: 'nx-os' },
    () => plan,
    { hostKeys: { mode: 'strict', file: job.knownHostsFile } },
  )
  return set.problem?.message ?? set.captures.map(problemOf).find(one => one !== undefined)
}

function problemOf({ command, status, text }: Capture): string | undefined {
  const wanted = job.sizes[command] ?? { lines: 0, length: 0 }
  if (status !== 'ok') return `${command}: ${status}`
  // A long text is not gone through: its lines would be counted as the session's memory.
  if (wanted.length > LONG) {
    return Math.abs(text.length - wanted.length) < 100 ? undefined : `${command}: ${text.length} characters`
  }
  const lines = text.split('\n').filter(line => line.trim() !== '').length
  return lines === wanted.lines ? undefined : `${command}: ${lines} lines of ${wanted.lines}`
}

const start = performance.now()
const problems = await Promise.all(job.ports.map(port => queue.add(() => visit(port))))
const workSeconds = (performance.now() - start) / 1e3
console.log(JSON.stringify({ workSeconds, problems: problems.filter(one => one !== undefined) }))
