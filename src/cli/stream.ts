// Results written as they come: lines of NDJSON to stdout or to a file that grows.
import { open } from 'node:fs/promises'
import type { DeviceReport } from '../model/report.ts'
import { deviceLine } from '../report/ndjson.ts'
import { countedDevice, type Unreachable } from './exit.ts'
import { writeText } from './output.ts'

export interface DeviceStream {
  readonly write: (device: DeviceReport) => Promise<void>
  close(): Promise<void>
}

/**
 * @param file undefined or `-`: stdout
 * @throws Error when the file cannot be written
 */
export async function openDeviceStream(
  file: string | undefined,
  unreachable: Unreachable,
): Promise<DeviceStream> {
  const lineOf = (device: DeviceReport): string => deviceLine(countedDevice(device, unreachable))
  if (file === undefined || file === '-') {
    return { write: device => writeText(lineOf(device)), close: async () => undefined }
  }
  const failed = (error: unknown): never => {
    const reason = (error as NodeJS.ErrnoException).code ?? (error as Error).message
    throw new Error(
      `cannot write the report to ${file} (${reason}): check that its directory exists and is writable`,
    )
  }
  // Whole lines, in the order they come: a run that is stopped leaves what it had.
  const handle = await open(file, 'w', 0o600).catch(failed)
  let last: Promise<unknown> = Promise.resolve()
  return {
    write: device => {
      const own = last.then(() => handle.appendFile(lineOf(device))).catch(failed)
      last = own.catch(() => undefined)
      return own
    },
    close: async () => {
      await last
      await handle.close()
    },
  }
}
