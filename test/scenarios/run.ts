// Runs the built command line as a person would: a child process in a directory of its own.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

export interface RunOptions {
  readonly args: readonly string[]
  readonly stdin?: string
  /** Files to lie in the working directory: path below it, text. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>
  readonly env?: Readonly<Record<string, string>>
  /** Called with the process as soon as it runs, e.g. to send it a signal. */
  readonly started?: (child: ChildProcess) => void
  /** Called with the working directory after the run, before it is removed. */
  readonly after?: (dir: string) => void
}

export interface RunResult {
  readonly stdout: string
  readonly stderr: string
  readonly code: number | null
}

/** Runs bin/smartlic.js. The environment holds nothing of the caller's but PATH. */
export async function smartlic(options: RunOptions): Promise<RunResult> {
  const dir = mkdtempSync(join(tmpdir(), 'smartlic-scenario-'))
  try {
    for (const [path, text] of Object.entries(options.files ?? {})) {
      mkdirSync(dirname(join(dir, path)), { recursive: true })
      writeFileSync(join(dir, path), text)
    }
    const result = await spawned(options, dir)
    options.after?.(dir)
    return result
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

function spawned(options: RunOptions, dir: string): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env['PATH'], HOME: dir, LANG: 'C.UTF-8', COLUMNS: '80', ...options.env }
    const child = spawn(process.execPath, [join(root, 'bin', 'smartlic.js'), ...options.args], {
      cwd: dir,
      env,
    })
    options.started?.(child)
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', text => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', text => {
      stderr += text
    })
    // The tool may end without reading its input.
    child.stdin.on('error', () => {})
    child.stdin.end(options.stdin ?? '')
    child.on('error', reject)
    child.on('close', code => resolve({ stdout, stderr, code }))
  })
}

/** Builds dist/ when a source is newer than it. */
export function buildWhenStale(): void {
  const built = join(root, 'dist', 'rules.json')
  const age = existsSync(built) ? statSync(built).mtimeMs : 0
  const newest = Math.max(
    ...['src', 'rules', 'build.mjs', 'package.json'].map(path => newestBelow(join(root, path))),
  )
  if (newest < age) return
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'build.mjs')], {
    cwd: root,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`the build failed:\n${stderr}`)
}

function newestBelow(path: string): number {
  if (!existsSync(path)) return 0
  const stats = statSync(path)
  if (!stats.isDirectory()) return stats.mtimeMs
  return Math.max(stats.mtimeMs, ...readdirSync(path).map(name => newestBelow(join(path, name))))
}
