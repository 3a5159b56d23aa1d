// Limits on what is read from archives: a few bytes may stand for terabytes.
import { DamagedInput } from './damage.ts'

export interface ArchiveLimits {
  /** Bytes that one input may become when unpacked. */
  readonly unpacked: number
  /** How many times larger than its archive the content may be; text of devices seldom shrinks below a 50th. */
  readonly ratio: number
  /** The ratio is not judged below this size. */
  readonly ratioFrom: number
  readonly entries: number
  /** A zip archive that does not come from a file has to be held in memory. */
  readonly zipInMemory: number
}

export const ARCHIVE_LIMITS: ArchiveLimits = {
  unpacked: 16 * 1024 * 1024 * 1024,
  ratio: 200,
  ratioFrom: 16 * 1024 * 1024,
  entries: 20_000,
  zipInMemory: 64 * 1024 * 1024,
}

/** Counts what goes into and comes out of all decompressors of one input. */
export class Meter {
  private packed = 0
  private unpacked = 0
  readonly limits: ArchiveLimits
  private readonly archiveSize: number

  /** @param archiveSize bytes of the whole archive: entries of a zip may overlap, so that what is read is no measure */
  constructor(limits: ArchiveLimits, archiveSize = Number.POSITIVE_INFINITY) {
    this.limits = limits
    this.archiveSize = archiveSize
  }

  read(bytes: number): void {
    this.packed += bytes
  }

  /** Throws {@link DamagedInput} when more came out than is right. */
  wrote(bytes: number): void {
    this.unpacked += bytes
    const { limits } = this
    if (this.unpacked > limits.unpacked) {
      throw new DamagedInput(
        'large',
        `holds more than ${inMegabytes(limits.unpacked)}, the rest was left out; unpack it and name the files`,
      )
    }
    const allowed = Math.max(limits.ratioFrom, Math.min(this.packed, this.archiveSize) * limits.ratio)
    if (this.unpacked > allowed) {
      throw new DamagedInput(
        'large',
        `becomes more than ${limits.ratio} times larger when unpacked, the rest was left out; if that is right, unpack it and name the files`,
      )
    }
  }
}

export function inMegabytes(bytes: number): string {
  const megabytes = bytes / 1024 / 1024
  return megabytes >= 10_000 ? `${Math.round(megabytes / 1024)} GB` : `${Math.round(megabytes * 10) / 10} MB`
}
