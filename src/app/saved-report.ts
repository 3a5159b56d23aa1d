// Use case: a saved run as a report value again.
import { open } from 'node:fs/promises'
import { unreadable } from '../inventory/file-problem.ts'
import type { Report } from '../model/report.ts'
import { readReport } from '../report/saved.ts'
import { fileBytes, streamBytes } from './input/bytes.ts'

/** A text of JavaScript holds half a gigabyte; ten thousand devices take half of this. */
const MAX_BYTES = 400 * 1024 * 1024

/**
 * @param path a file of JSON or NDJSON; `-` reads `stdin`
 * @throws Error that names the file and what is wrong with it
 */
export async function readSavedReport(path: string, stdin: NodeJS.ReadableStream): Promise<Report> {
  const name = path === '-' ? 'standard input' : path
  const text = path === '-' ? await textOf(name, streamBytes(stdin)) : await fileText(path)
  try {
    return readReport(text)
  } catch (error) {
    throw new Error(`${name} ${(error as Error).message}`)
  }
}

/**
 * A monitoring check that reads what another job collects must not be well for ever once that job has stopped.
 * @throws Error when the run is older than `seconds`, or does not say when it was
 */
export function assertFresh(report: Report, seconds: number, now: Date): void {
  const started = Date.parse(report.run.started_at)
  if (Number.isNaN(started))
    throw new Error('the saved run does not say when it was, so --max-age cannot be judged; save it as JSON')
  const age = Math.round((now.getTime() - started) / 1000)
  if (age > seconds)
    throw new Error(
      `the saved run is of ${report.run.started_at}, ${age} s ago, and may be ${seconds} s old at most; check that the job that writes it still runs`,
    )
}

async function fileText(path: string): Promise<string> {
  const failed = (error: unknown): never => {
    throw unreadable('the saved run', path, error)
  }
  const handle = await open(path, 'r').catch(failed)
  try {
    // A directory can be opened; reading it fails.
    if ((await handle.stat()).isDirectory()) failed({ code: 'EISDIR' })
    return await textOf(path, fileBytes(handle))
  } finally {
    await handle.close()
  }
}

async function textOf(name: string, source: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder()
  const parts: string[] = []
  let size = 0
  for await (const chunk of source) {
    size += chunk.length
    if (size > MAX_BYTES)
      throw new Error(`${name} is larger than ${MAX_BYTES / 1024 ** 2} MB: no saved run is`)
    parts.push(decoder.decode(chunk, { stream: true }))
  }
  return parts.join('') + decoder.decode()
}
