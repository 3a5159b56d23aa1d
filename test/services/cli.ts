// Runs `smartlic check` as a child process, as cron would: no terminal, an environment of its own.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { DeviceReport, Report } from '../../src/model/report.ts'
import { root } from '../scenarios/run.ts'
import type { Sshd } from './sshd.ts'

export interface CheckOptions {
  /** `DIR` stands for the directory the command runs in. */
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Text of the known_hosts file; by default the one that vouches for the server. */
  readonly knownHosts?: string
  /** Give no --known-hosts: the SSH configuration says where the host keys are. */
  readonly ownKnownHosts?: boolean
  /** Files in that directory, which is the home directory too; only their owner may read them. */
  readonly files?: Readonly<Record<string, string>>
  readonly stdin?: string
  /** Changes the known_hosts file before the run. */
  readonly prepare?: (knownHostsFile: string) => void
  /** Gets the child while it runs. */
  readonly during?: (child: ChildProcess) => Promise<void>
}

export interface Checked {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** known_hosts as it is after the run; '' when there is none. */
  readonly knownHosts: string
  readonly devices: readonly DeviceReport[]
  /** The report on the first device. Throws when there is none. */
  readonly device: DeviceReport
  /** Of the first device. */
  readonly problem: DeviceReport['problem']
}

/** Reads little and quickly: what these tests are about is over by then. */
export const QUICK = ['--platform', 'nx-os', '--quick'] as const

/** Checks the device behind `server`; the report is read as JSON. */
export async function check(server: Sshd, options: CheckOptions = {}): Promise<Checked> {
  return checkTargets([server.target], { knownHosts: server.knownHosts, ...options })
}

/** Runs in a directory of its own. Throws when a password of the environment is printed. */
export async function checkTargets(targets: readonly string[], options: CheckOptions): Promise<Checked> {
  const dir = mkdtempSync(join(tmpdir(), 'smartlic-check-'))
  try {
    const file = join(dir, 'known_hosts')
    for (const [name, text] of Object.entries(options.files ?? {})) {
      mkdirSync(dirname(join(dir, name)), { recursive: true })
      writeFileSync(join(dir, name), text.replaceAll('DIR', dir), { mode: 0o600 })
    }
    writeFileSync(file, options.knownHosts ?? '')
    options.prepare?.(file)
    const hostKeys = options.ownKnownHosts === true ? [] : ['--known-hosts', file]
    const own = options.args?.map(arg => arg.replaceAll('DIR', dir)) ?? []
    const args = ['check', ...targets, ...hostKeys, '--format', 'json', ...own]
    const child = spawn(process.execPath, [join(root, 'bin', 'smartlic.js'), ...args], {
      cwd: dir,
      env: { PATH: process.env['PATH'], HOME: dir, LANG: 'C.UTF-8', ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    child.stdin.on('error', () => undefined)
    child.stdin.end(options.stdin ?? '')
    const result = await outcome(child, options.during)
    for (const [name, value] of Object.entries(options.env ?? {})) {
      if (value !== '' && /PASS|SECRET/.test(name) && `${result.stdout}${result.stderr}`.includes(value))
        throw new Error(`${name} was printed`)
    }
    const devices = parsed(result.stdout)?.devices ?? []
    const [device] = devices
    return {
      ...result,
      knownHosts: isFile(file) ? readFileSync(file, 'utf8') : '',
      devices,
      problem: device?.problem,
      get device(): DeviceReport {
        if (device === undefined) throw new Error(`no report came: ${result.stderr || result.stdout}`)
        return device
      },
    }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

async function outcome(
  child: ChildProcess,
  during: CheckOptions['during'],
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  let stdout = ''
  let stderr = ''
  child.stdout?.setEncoding('utf8').on('data', text => {
    stdout += text
  })
  child.stderr?.setEncoding('utf8').on('data', text => {
    stderr += text
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  try {
    await during?.(child)
    return { code: await ended, stdout, stderr }
  } finally {
    child.kill('SIGKILL')
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}

function parsed(stdout: string): Report | undefined {
  return stdout.trim() === '' ? undefined : (JSON.parse(stdout) as Report)
}
