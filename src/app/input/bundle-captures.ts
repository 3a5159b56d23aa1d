// A device of a manifest as captures again: as they were, or honest about what is no longer whole.
import type { Held } from '../../bundle/held.ts'
import type { BundleCapture, BundleDevice, BundleFile } from '../../bundle/manifest.ts'
import type { Capture, CaptureSet } from '../../model/capture.ts'

/** A file of the bundle: what is there of it, and what is wrong with it. */
export interface Checked {
  readonly content?: Held
  /** The rest of a sentence; absent when the file is as it was collected. */
  readonly damage?: string
}

export function rebuild(device: BundleDevice, fileOf: (file: BundleFile) => Checked): CaptureSet {
  return {
    name: device.name,
    platform: device.platform,
    captures: device.captures.map(capture => captureOf(capture, fileOf)),
    ...(device.problem === undefined ? {} : { problem: device.problem }),
  }
}

function captureOf(note: BundleCapture, fileOf: (file: BundleFile) => Checked): Capture {
  const { command, status, reason, origin, first_line: firstLine, file, sha256, bytes } = note
  const { content, damage } = textFile(file, sha256, bytes, fileOf)
  // What was no whole answer before is no worse for the damage.
  const broken = damage !== undefined && status === 'ok'
  const why = broken ? damage : reason
  return {
    command,
    status: broken ? 'truncated' : status,
    text: content === undefined ? '' : Buffer.concat([...content.read()]).toString('utf8'),
    firstLine,
    origin,
    ...(why === undefined ? {} : { reason: why }),
    ...(note.finished_at === undefined ? {} : { finishedAt: Date.parse(note.finished_at) }),
    ...(note.duration_ms === undefined ? {} : { durationMs: note.duration_ms }),
    // What showed that it was whole shows nothing now.
    ...(note.proof === undefined || broken ? {} : { proof: note.proof }),
    ...(note.waited_ms === undefined ? {} : { waitedMs: note.waited_ms }),
    ...(note.lifted === undefined ? {} : { lifted: note.lifted }),
  }
}

function textFile(
  file: string | undefined,
  sha256: string | undefined,
  bytes: number,
  fileOf: (file: BundleFile) => Checked,
): Checked {
  if (file !== undefined && sha256 !== undefined) return fileOf({ file, bytes, sha256 })
  return file === undefined && bytes === 0 ? {} : { damage: 'the manifest does not say what its file holds' }
}
