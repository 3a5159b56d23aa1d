// Results written as they come: lines of NDJSON to stdout, or to a file that gets its name when all are in it.
import { type FileHandle, open, realpath, rename, stat } from 'node:fs/promises'
import type { DeviceReport } from '../model/report.ts'
import { deviceLine } from '../report/ndjson.ts'
import { countedDevice, type Unreachable } from './exit.ts'
import { unwritable, writeText } from './output.ts'

export interface DeviceStream {
  readonly write: (device: DeviceReport) => Promise<void>
  /** Every device is written: the file takes its name. */
  close(): Promise<void>
}

/**
 * A run that ends half-way leaves whole lines in `FILE.part`, and whatever was in FILE before.
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
  const lines = await LineFile.open(file)
  return { write: device => lines.add(lineOf(device)), close: () => lines.close() }
}

class LineFile {
  private readonly file: string
  private readonly place: Place
  private readonly handle: FileHandle
  private last: Promise<void> = Promise.resolve()
  private size = 0
  private count = 0
  private failure: Error | undefined

  private constructor(file: string, place: Place, handle: FileHandle) {
    this.file = file
    this.place = place
    this.handle = handle
  }

  static async open(file: string): Promise<LineFile> {
    try {
      const place = await placeOf(file)
      return new LineFile(file, place, await open(place.path, 'w', place.mode))
    } catch (error) {
      throw unwritable(file, error)
    }
  }

  /** In the order of the calls, one after the other. After a failure nothing more is written. */
  add(line: string): Promise<void> {
    const own = this.last.then(() => this.append(line))
    this.last = own.catch(() => undefined)
    return own
  }

  async close(): Promise<void> {
    await this.last
    if (this.failure !== undefined) return
    try {
      await this.handle.close()
      if (this.place.target !== undefined) await rename(this.place.path, this.place.target)
    } catch (error) {
      throw unwritable(this.file, error, this.left)
    }
  }

  private async append(line: string): Promise<void> {
    if (this.failure !== undefined) throw this.failure
    try {
      await this.handle.appendFile(line)
      this.size += Buffer.byteLength(line)
      this.count += 1
    } catch (error) {
      // A disk that fills up takes the first part of a line.
      if (this.place.target !== undefined) await this.handle.truncate(this.size).catch(() => undefined)
      await this.handle.close().catch(() => undefined)
      this.failure = unwritable(this.file, error, this.left)
      throw this.failure
    }
  }

  private get left(): string {
    if (this.place.target === undefined || this.count === 0) return ''
    return `; ${this.place.path} holds the ${this.count === 1 ? 'device' : `${this.count} devices`} read so far`
  }
}

interface Place {
  /** Where the lines are written. */
  readonly path: string
  /** What the file is called in the end; undefined for pipes and devices such as /dev/null, which cannot be replaced. */
  readonly target?: string
  readonly mode: number
}

async function placeOf(file: string): Promise<Place> {
  // A link stays a link: what it points to is replaced.
  const target = await realpath(file).catch(() => file)
  const known = await stat(target).catch(() => undefined)
  if (known !== undefined && !known.isFile()) return { path: target, mode: 0o600 }
  return { path: `${target}.part`, target, mode: known === undefined ? 0o600 : known.mode & 0o777 }
}
