// Devices to a bundle: each is written as soon as it is read, in the manifest they stand in the order they were named.
import type { Capture, CaptureSet } from '../model/capture.ts'
import type { Masked, Redactor } from '../redact/redactor.ts'
import { Archive, type ArchiveFile, type Part } from './archive.ts'
import { heldText } from './held.ts'
import {
  type BundleCapture,
  type BundleDevice,
  type BundleFile,
  MANIFEST_FILE,
  type Manifest,
  REDACTION_FILE,
  SUMS_FILE,
  TRANSCRIPT_FILE,
} from './manifest.ts'
import { MaskReport } from './mask-report.ts'
import { captureName, freeName } from './names.ts'
import type { MaskedTranscript } from './transcript.ts'

/** What was masked in one text. */
export interface MaskedIn {
  readonly masked: readonly Masked[]
  readonly counts: ReturnType<Redactor['counts']>
}

export interface TextFile {
  /** Name of the file, harmless on every system. */
  readonly name: string
  readonly text: string
}

/** A device whose texts are masked already. */
export interface BundledDevice {
  /** Place among the devices named. */
  readonly index: number
  readonly set: CaptureSet
  /** By place of the capture in the set. */
  readonly masked: ReadonlyMap<number, MaskedIn>
  readonly transcript?: MaskedTranscript
  readonly notes: Pick<BundleDevice, 'groups' | 'tags' | 'status' | 'clock' | 'findings'>
  readonly files?: readonly TextFile[]
}

export type ManifestHead = Omit<Manifest, 'devices' | 'files' | 'redaction'>

export class BundleWriter {
  private readonly archive: Archive
  private readonly report: MaskReport
  private readonly folders: readonly string[]
  private readonly written = new Map<number, { readonly entry: BundleDevice; readonly part: Part }>()

  private constructor(archive: Archive, names: readonly string[], report: MaskReport) {
    const taken = new Set<string>()
    this.archive = archive
    this.folders = names.map(name => freeName(name, taken))
    this.report = report
  }

  /** @param names of the devices as they may be shown, in the order they were named */
  static async open(
    file: string,
    options: {
      readonly names: readonly string[]
      readonly level: Manifest['redaction']['level']
      readonly time: Date
    },
  ): Promise<BundleWriter> {
    return new BundleWriter(
      await Archive.open(file, options.time),
      options.names,
      new MaskReport(options.level),
    )
  }

  /** Temporary files, for whoever has to leave in a hurry. */
  get temporary(): readonly string[] {
    return this.archive.temporary
  }

  /** How often each kind was masked so far. */
  get counts(): Readonly<Record<string, number>> {
    return this.report.counts
  }

  /** Name of a device's folder, by the device's place among the names. */
  folderOf(index: number): string {
    return this.folders[index] ?? `device-${index + 1}`
  }

  async add(device: BundledDevice): Promise<void> {
    const { set, index, transcript, notes } = device
    const folder = this.folderOf(index)
    const files: ArchiveFile[] = []
    const put = (name: string, content: ArchiveFile['content']): BundleFile => {
      const path = `devices/${folder}/${name}`
      files.push({ path, content })
      return { file: path, bytes: content.bytes, sha256: content.sha256 }
    }
    const captures = set.captures.map((capture, at): BundleCapture => {
      const { text } = capture
      const file = text === '' ? undefined : put(captureName(at, capture.command), heldText(text))
      this.report.add(file?.file, device.masked.get(at))
      return { ...noteOf(capture), ...(file ?? { bytes: 0 }) }
    })
    const said = transcript === undefined ? undefined : put(TRANSCRIPT_FILE, transcript.held)
    this.report.add(said?.file, transcript)
    const more = (device.files ?? []).map(({ name, text }) => put(name, heldText(text)))
    const entry: BundleDevice = {
      name: set.name,
      folder,
      ...(set.platform === undefined ? {} : { platform: set.platform }),
      ...(set.problem === undefined ? {} : { problem: set.problem }),
      ...notes,
      captures,
      ...(said === undefined
        ? {}
        : { transcript: { ...said, ...(transcript?.cut === true ? { cut: true } : {}) } }),
      ...(more.length === 0 ? {} : { files: more }),
    }
    this.written.set(index, { entry, part: await this.archive.add(files) })
  }

  /** @param texts that belong to no device. Gives the manifest that was written. */
  async finish(head: ManifestHead, texts: readonly TextFile[] = []): Promise<Manifest> {
    const all = [...texts, { name: REDACTION_FILE, text: this.report.text() }]
    const files = all.map(({ name, text }) => ({ path: name, content: heldText(text) }))
    const inOrder = [...this.written].sort(([a], [b]) => a - b).map(([, one]) => one)
    const manifest: Manifest = {
      ...head,
      redaction: { level: this.report.level },
      devices: inOrder.map(({ entry }) => entry),
      files: files.map(({ path, content }) => ({
        file: path,
        bytes: content.bytes,
        sha256: content.sha256,
      })),
    }
    const first = { path: MANIFEST_FILE, content: heldText(`${JSON.stringify(manifest, null, 1)}\n`) }
    const sums = { path: SUMS_FILE, content: heldText(sumsOf(manifest, first.content.sha256)) }
    await this.archive.finish(
      [first, sums, ...files],
      inOrder.map(({ part }) => part),
    )
    return manifest
  }

  abort(): Promise<void> {
    return this.archive.abort()
  }
}

function sumsOf({ devices, files }: Manifest, manifest: string): string {
  const all = devices.flatMap(device => [
    ...device.captures,
    ...(device.transcript === undefined ? [] : [device.transcript]),
    ...(device.files ?? []),
  ])
  const lines = [{ file: MANIFEST_FILE, sha256: manifest }, ...files, ...all].flatMap(({ file, sha256 }) =>
    file === undefined || sha256 === undefined ? [] : `${sha256}  ${file}`,
  )
  return `${lines.join('\n')}\n`
}

function noteOf(capture: Capture): Omit<BundleCapture, 'bytes' | 'file' | 'sha256'> {
  const { command, status, reason, origin, firstLine, finishedAt, durationMs, proof, waitedMs, lifted } =
    capture
  return {
    command,
    status,
    ...(reason === undefined ? {} : { reason }),
    origin,
    first_line: firstLine,
    ...(finishedAt === undefined || durationMs === undefined
      ? {}
      : { started_at: new Date(finishedAt - durationMs).toISOString() }),
    ...(finishedAt === undefined ? {} : { finished_at: new Date(finishedAt).toISOString() }),
    ...(durationMs === undefined ? {} : { duration_ms: durationMs }),
    ...(proof === undefined ? {} : { proof }),
    ...(waitedMs === undefined ? {} : { waited_ms: waitedMs }),
    ...(lifted === undefined ? {} : { lifted }),
    lines: lineCount(capture.text),
  }
}

/** Without making the lines: an answer may be 20 MB. */
function lineCount(text: string): number {
  if (text === '') return 0
  let count = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < text.length - 1; at = text.indexOf('\n', at + 1))
    count += 1
  return count
}
