// Where a report goes: stdout, or a file that appears complete or not at all.
import { access, constants, lstat, open, realpath, rename, rm, stat, statfs } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Report } from '../model/report.ts'
import type { Destination } from './destinations.ts'
import { exitCode } from './exit.ts'
import { type RenderOptions, render } from './formats.ts'
import { isMonitoring } from './monitoring.ts'
import type { Theme } from './theme.ts'

export interface OutputOptions extends Omit<RenderOptions, 'theme'> {
  /** How stdout may be dressed, and how a file. */
  readonly theme: (file: boolean) => Theme
  /** Formats for a person say nothing on stdout unless there is something to tell. */
  readonly quiet?: boolean
  /** Formats for a person tell only what changed, on stdout. */
  readonly onlyChanges?: boolean
}

/**
 * Renders the report for each destination and writes it. One that cannot be written keeps no other from being written;
 * the first failure is thrown at the end.
 */
export async function writeReport(
  report: Report,
  destinations: readonly Destination[],
  options: OutputOptions,
): Promise<void> {
  const failures: unknown[] = []
  // Files first: what a monitoring system reads on stdout must know whether all went well.
  for (const { format, file } of [...destinations].sort((a, b) => Number(!a.file) - Number(!b.file))) {
    if (file === undefined && failures.length > 0 && isMonitoring(format)) continue
    const theme = options.theme(file !== undefined)
    const forPerson = file === undefined && (format === 'text' || format === 'markdown')
    try {
      if (forPerson && options.quiet === true && !(await somethingToTell(report, options))) continue
      const onlyChanges = forPerson && options.onlyChanges === true
      await writeText(await render(report, format, { ...options, theme, onlyChanges }), file)
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
}

async function somethingToTell(report: Report, { onlyChanges, failOn }: OutputOptions): Promise<boolean> {
  if (onlyChanges !== true) return exitCode(report, failOn) !== 0
  return (await import('../report/changes.ts')).changedDevices(report).length > 0
}

/** Less than this is not enough for any report. */
const LEAST_FREE_BYTES = 65_536

/** For commands that take long: a report that could not be written is told before the work, not after it. */
export async function assertWritable(file: string | undefined): Promise<void> {
  if (file === undefined || file === '-') return
  try {
    const known = await stat(file).catch(() => undefined)
    if (known?.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' })
    // A plain file is replaced, so its directory matters; pipes and devices are written in place.
    const replaced = known === undefined || known.isFile()
    await access(replaced ? dirname(file) : file, constants.W_OK)
    if (replaced && (await freeBytes(dirname(file))) < LEAST_FREE_BYTES)
      throw Object.assign(new Error(), { code: 'ENOSPC' })
  } catch (error) {
    throw unwritable(file, error)
  }
}

/** Writes to stdout, or to `file` by way of a temporary file beside it. Errors name the file. */
export async function writeText(text: string, file?: string): Promise<void> {
  if (file === undefined || file === '-') return writeStdout(text)
  try {
    await writeFileWhole(file, text)
  } catch (error) {
    throw unwritable(file, error)
  }
}

/** File systems that do not say count as having room. */
async function freeBytes(dir: string): Promise<number> {
  const { bavail, bsize, blocks } = await statfs(dir).catch(() => ({ bavail: 0, bsize: 0, blocks: 0 }))
  return blocks === 0 ? Number.POSITIVE_INFINITY : bavail * bsize
}

/** EFBIG: a limit on the size of files (`ulimit -f`). */
const NO_ROOM: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'it grew larger than files may be here',
}

/**
 * The sentence for a report that could not be written.
 * @param left what is there nevertheless
 */
export function unwritable(file: string, error: unknown, left = ''): Error {
  const reason = (error as NodeJS.ErrnoException).code ?? (error as Error).message
  const full = NO_ROOM[reason]
  const advice =
    full === undefined
      ? 'check that its directory exists and is writable'
      : `${full}; make room, or write elsewhere with --output`
  return new Error(`cannot write the report to ${file} (${reason}): ${advice}${left}`)
}

function writeStdout(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, error => {
      const code = (error as NodeJS.ErrnoException | null | undefined)?.code
      // The reader has seen enough (`| head`); the report is not at fault.
      if (!error || code === 'EPIPE') resolve()
      else {
        const full = NO_ROOM[code ?? ''] === undefined ? '' : ` and ${NO_ROOM[code ?? '']}`
        reject(new Error(`cannot write to standard output (${code}): the report is not complete${full}`))
      }
    })
  })
}

async function writeFileWhole(file: string, text: string): Promise<void> {
  // A link stays a link: what it points to is replaced.
  const target = await realpath(file).catch(() => file)
  const known = await lstat(target).catch(() => undefined)
  if (known !== undefined && !known.isFile()) return writeInPlace(target, text)
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`)
  try {
    const handle = await open(temporary, 'wx', known === undefined ? 0o666 : known.mode & 0o777)
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, target)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** Pipes and devices such as /dev/null cannot be replaced. */
async function writeInPlace(target: string, text: string): Promise<void> {
  const handle = await open(target, 'w')
  try {
    await handle.writeFile(text)
  } finally {
    await handle.close()
  }
}
