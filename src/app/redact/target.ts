// A file that grows beside its place and appears there whole or not at all.
import { open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { printable } from '../archive/entry.ts'

/** Gives what `work` gives. Throws a sentence that names the file when it cannot be written. */
export async function writeWhole<T>(
  file: string,
  work: (write: (text: string) => Promise<void>) => Promise<T>,
): Promise<T> {
  const temporary = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`)
  const failed = (error: unknown): never => {
    const reason = (error as NodeJS.ErrnoException).code ?? 'failed'
    throw new Error(
      `cannot write to ${printable(file)} (${reason}): check that its directory exists and is writable`,
    )
  }
  // What is left after masking may still be private: no one else reads it until its owner says so.
  const handle = await open(temporary, 'wx', 0o600).catch(failed)
  try {
    const result = await work(async text => {
      if (text !== '') await handle.writeFile(text).catch(failed)
    })
    await handle.sync().catch(failed)
    await handle.close()
    await rename(temporary, file).catch(failed)
    return result
  } catch (error) {
    await handle.close().catch(() => undefined)
    await rm(temporary, { force: true })
    throw error
  }
}
