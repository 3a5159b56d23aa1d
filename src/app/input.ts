// Offline input: saved output, pasted logs and show tech files to capture sets.
import type { CaptureSet } from '../model/capture.ts'
import type { Platform } from '../model/platform.ts'
import type { ReadBundle } from './input/bundle.ts'
import { devicesOf } from './input/devices.ts'
import { type ReadOptions, readTexts } from './input/read.ts'

export interface InputOptions {
  /** Taken as given for every device of the input. */
  readonly platform?: Platform
  /** The command a bare output is of. */
  readonly command?: string
  /** Read for the path `-`. */
  readonly stdin?: NodeJS.ReadableStream
  /** Bundles are read with what their sessions said. */
  readonly transcripts?: boolean
  /** Other limits than the usual ones. */
  readonly limits?: Pick<ReadOptions, 'split' | 'archives'>
}

export interface Inputs {
  /** Those of bundles first. */
  readonly sets: CaptureSet[]
  readonly notes: string[]
  readonly bundles: readonly ReadBundle[]
}

/** Nothing in the input can be judged. The message names each file and the next step. */
export class InputError extends Error {
  override readonly name = 'InputError'
}

/**
 * Capture sets of all devices found below `paths` (files, folders, archives of them, `-`), in the order found. Files are
 * read as streams: of a huge one only the answers that some parser reads stay in memory. `notes` are sentences about
 * what was left out. Throws {@link InputError} when nothing is left.
 */
export async function readInputs(paths: readonly string[], options: InputOptions): Promise<Inputs> {
  const { texts, notes, bundles } = await readTexts(paths, {
    ...(options.command === undefined ? {} : { command: options.command }),
    ...(options.stdin === undefined ? {} : { stdin: options.stdin }),
    ...(options.transcripts === undefined ? {} : { transcripts: options.transcripts }),
    ...options.limits,
  })
  const found = devicesOf(texts, options)
  const all = [...notes, ...found.notes]
  const sets = [...bundles.flatMap(bundle => bundle.sets), ...found.sets]
  if (sets.length === 0)
    throw new InputError(all.join('\n') || 'no input was given; name a file, a folder or -')
  return { sets, notes: all, bundles }
}
