// Runs `smartlic check` as a child process, as cron would: no terminal, an environment of its own.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DeviceReport, Report } from '../../src/model/report.ts'
import { root } from '../scenarios/run.ts'
import type { Sshd } from './sshd.ts'

export interface CheckOptions {
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Text of the known_hosts file; by default the one that vouches for the server. */
  readonly knownHosts?: string
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
  /** The report on the one device. Throws when there is none. */
  readonly device: DeviceReport
  readonly problem: { readonly kind: string; readonly message: string } | undefined
}

/** Checks the device behind `server`; the report is read as JSON. */
export async function check(server: Sshd, options: CheckOptions = {}): Promise<Checked> {
  return checkTarget(server.target, { knownHosts: server.knownHosts, ...options })
}

export async function checkTarget(target: string, options: CheckOptions): Promise<Checked> {
  const dir = mkdtempSync(join(tmpdir(), 'smartlic-check-'))
  try {
    const file = join(dir, 'known_hosts')
    writeFileSync(file, options.knownHosts ?? '')
    options.prepare?.(file)
    const args = ['check', target, '--known-hosts', file, '--format', 'json', ...(options.args ?? [])]
    const child = spawn(process.execPath, [join(root, 'bin', 'smartlic.js'), ...args], {
      cwd: dir,
      env: { PATH: process.env['PATH'], HOME: dir, LANG: 'C.UTF-8', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const result = await outcome(child, options.during)
    const report = parsed(result.stdout)
    const [device] = report?.devices ?? []
    return {
      ...result,
      knownHosts: existsSync(file) ? readFileSync(file, 'utf8') : '',
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

function parsed(stdout: string): Report | undefined {
  return stdout.trim() === '' ? undefined : (JSON.parse(stdout) as Report)
}
