// The state of a job on disk: private, written whole or not at all; what is damaged is set aside, never trusted.
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { wrongShape } from '../../report/shape.ts'
import { type JobState, stateSchema } from './state.ts'

/** 10,000 devices with ten findings each take a third of this. */
const MAX_BYTES = 100 * 1024 * 1024

/** `$XDG_STATE_HOME/smartlic`; a relative path in the variable does not count (XDG Base Directory Specification). */
export function stateDir(env: Readonly<Record<string, string | undefined>>): string {
  const own = env['XDG_STATE_HOME']
  return join(
    own !== undefined && isAbsolute(own) ? own : join(env['HOME'] || homedir(), '.local', 'state'),
    'smartlic',
  )
}

/** @throws Error when it cannot be made */
export async function makeStateDir(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 }).catch(error => {
    throw unusable(dir, error)
  })
}

/**
 * @returns the state, or none; `note` says that a damaged file was set aside
 * @throws Error when the file is there and cannot be read
 */
export async function loadState(
  file: string,
  job: string,
): Promise<{ readonly state?: JobState; readonly note?: string }> {
  const text = await readText(file)
  if (text === undefined) return {}
  const wrong = problemOf(text, job)
  if (typeof wrong !== 'string') return { state: wrong.state }
  const aside = `${file}.broken`
  await rename(file, aside).catch(error => {
    throw unusable(file, error)
  })
  return {
    note: `the state of job ${job} cannot be used (${wrong}); it is kept as ${aside}, and this counts as the first run`,
  }
}

/** Owner only; the old state stays until the new one is complete. */
export async function saveState(file: string, state: JobState): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`
  try {
    const handle = await open(temporary, 'w', 0o600)
    try {
      await handle.writeFile(`${JSON.stringify(state)}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw unusable(file, error)
  }
}

async function readText(file: string): Promise<string | undefined> {
  try {
    const handle = await open(file, 'r')
    try {
      // Not worth reading: problemOf refuses it.
      if ((await handle.stat()).size > MAX_BYTES) return ''
    } finally {
      await handle.close()
    }
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw unusable(file, error)
  }
}

function problemOf(text: string, job: string): string | { readonly state: JobState } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return 'it is damaged'
  }
  const wrong = wrongShape(value, stateSchema)
  if (wrong !== undefined) return wrong
  const state = value as JobState
  return state.job === job ? { state } : 'it is of another job'
}

function unusable(path: string, error: unknown): Error {
  const code = (error as NodeJS.ErrnoException).code ?? (error as Error).message
  return new Error(
    `cannot keep the state of runs in ${path} (${code}): make it writable, or set XDG_STATE_HOME to a directory that is`,
  )
}
