// Where a report goes: stdout, or a file that appears complete or not at all.
import { access, constants, lstat, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import type { Report } from '../model/report.ts'
import { formatJson } from '../report/json.ts'
import type { Theme } from './theme.ts'

export const FORMATS = ['text', 'json', 'ndjson', 'markdown'] as const
export type Format = (typeof FORMATS)[number]

export interface OutputOptions {
  readonly theme: Theme
  readonly format?: Format
  readonly output?: string
  readonly verbose?: boolean
}

/** Renders the report and writes it. The format comes from the option, else from the file's ending, else text. */
export async function writeReport(report: Report, options: OutputOptions): Promise<void> {
  const format = options.format ?? formatOf(options.output)
  await writeText(await render(report, format, options), options.output)
}

async function render(report: Report, format: Format, options: OutputOptions): Promise<string> {
  if (format === 'json') return formatJson(report)
  if (format === 'ndjson') {
    const { deviceLine } = await import('../report/ndjson.ts')
    return report.devices.map(deviceLine).join('')
  }
  if (format === 'markdown') return (await import('../report/markdown.ts')).formatMarkdown(report)
  const { formatText } = await import('../report/text.ts')
  return formatText(report, { style: options.theme, verbose: options.verbose === true })
}

export function formatOf(output: string | undefined): Format {
  const ending = extname(output ?? '').toLowerCase()
  if (ending === '.json') return 'json'
  if (ending === '.ndjson' || ending === '.jsonl') return 'ndjson'
  return ending === '.md' || ending === '.markdown' ? 'markdown' : 'text'
}

/** For commands that take long: a report that could not be written is told before the work, not after it. */
export async function assertWritable(file: string | undefined): Promise<void> {
  if (file === undefined || file === '-') return
  try {
    const known = await stat(file).catch(() => undefined)
    if (known?.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' })
    // A plain file is replaced, so its directory matters; pipes and devices are written in place.
    await access(known === undefined || known.isFile() ? dirname(file) : file, constants.W_OK)
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

function unwritable(file: string, error: unknown): Error {
  const reason = (error as NodeJS.ErrnoException).code ?? (error as Error).message
  return new Error(
    `cannot write the report to ${file} (${reason}): check that its directory exists and is writable`,
  )
}

function writeStdout(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, error => {
      const code = (error as NodeJS.ErrnoException | null | undefined)?.code
      // The reader has seen enough (`| head`); the report is not at fault.
      if (!error || code === 'EPIPE') resolve()
      else reject(new Error(`cannot write to standard output (${code}): the report is not complete`))
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
