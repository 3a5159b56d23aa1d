// Runs the built command line in a folder of its own and keeps every byte it writes: streams, files, temporary files.
import { type ChildProcess, spawn } from 'node:child_process'
import {
  existsSync,
  type FSWatcher,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  watch,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { root } from '../../scenarios/run.ts'

export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>
  /** Options of node itself. */
  readonly node?: readonly string[]
  /** A file to take the place of standard output. */
  readonly stdout?: number
  readonly started?: (child: ChildProcess) => void
}

export class Place {
  readonly dir = mkdtempSync(join(tmpdir(), 'smartlic-canary-'))
  /** Everything seen so far: where, and what. */
  readonly seen = new Map<string, string>()
  private readonly given = new Set<string>()
  private watcher: FSWatcher | undefined

  constructor() {
    for (const name of ['home', 'tmp', 'state', 'work']) mkdirSync(join(this.dir, name))
  }

  path(name: string): string {
    return join(this.dir, 'work', name)
  }

  /** A file the run may read: what stands in it is not the tool's doing. */
  give(name: string, text: string | Uint8Array): string {
    const file = this.path(name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text, { mode: 0o600 })
    this.given.add(file)
    return file
  }

  /** A file the tool wrote. */
  read(name: string): string {
    return readFileSync(this.path(name), 'utf8')
  }

  /** Names of all files and folders below one of the places: home, tmp, state, work. */
  names(place: string): string[] {
    return readdirSync(join(this.dir, place), { recursive: true, withFileTypes: true }).map(
      ({ name }) => name,
    )
  }

  async run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
    this.watcher ??= watch(this.dir, { recursive: true }, (_kind, name) => {
      if (name !== null) this.look(join(this.dir, name))
    })
    const child = spawn(
      process.execPath,
      [...(options.node ?? []), join(root, 'bin', 'smartlic.js'), ...args],
      {
        cwd: join(this.dir, 'work'),
        env: {
          PATH: process.env['PATH'],
          HOME: join(this.dir, 'home'),
          TMPDIR: join(this.dir, 'tmp'),
          XDG_STATE_HOME: join(this.dir, 'state'),
          LANG: 'C.UTF-8',
          COLUMNS: '80',
          ...options.env,
        },
        stdio: ['ignore', options.stdout ?? 'pipe', 'pipe'],
      },
    )
    options.started?.(child)
    const out = { stdout: '', stderr: '' }
    for (const stream of ['stdout', 'stderr'] as const)
      child[stream]?.setEncoding('utf8').on('data', text => {
        out[stream] += text
      })
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject)
      child.on('close', resolve)
    })
    const name = args.slice(0, 3).join(' ')
    this.seen.set(`stdout of ${name} #${this.seen.size}`, out.stdout)
    this.seen.set(`stderr of ${name} #${this.seen.size}`, out.stderr)
    this.sweep()
    return { code, ...out }
  }

  /** All that lies in the folder now. */
  sweep(): void {
    for (const entry of readdirSync(this.dir, { recursive: true, withFileTypes: true })) {
      const file = join(entry.parentPath, entry.name)
      this.seen.set(`the name ${file}`, file)
      if (entry.isFile()) this.look(file)
    }
  }

  async remove(): Promise<void> {
    this.watcher?.close()
    rmSync(this.dir, { recursive: true, force: true })
  }

  private look(file: string): void {
    if (this.given.has(file)) return
    try {
      if (!existsSync(file) || !statSync(file).isFile()) return
      const bytes = readFileSync(file)
      const key = `${file} (${bytes.length})`
      this.seen.set(key, bytes.toString('latin1'))
      if (bytes[0] === 0x1f && bytes[1] === 0x8b)
        this.seen.set(`${key} unpacked`, gunzipSync(bytes).toString('latin1'))
    } catch {
      // It went away, or is not whole yet: it is looked at again.
    }
  }
}
