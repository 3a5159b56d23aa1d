// A bundle read back: its files gathered in any order, checked against the manifest, and made capture sets again.
import { createHash } from 'node:crypto'
import { Held } from '../../bundle/held.ts'
import { type BundleFile, MANIFEST_FILE, type Manifest, SUMS_FILE } from '../../bundle/manifest.ts'
import type { CaptureSet } from '../../model/capture.ts'
import { printable } from '../archive/entry.ts'
import { type Checked, rebuild } from './bundle-captures.ts'
import { isBundleManifest, readManifest } from './bundle-manifest.ts'
import type { Found } from './found.ts'

/** A bundle as it was read. */
export interface ReadBundle {
  /** As the person named it. */
  readonly origin: string
  readonly manifest: Manifest
  /** In the order of the manifest's devices. */
  readonly sets: readonly CaptureSet[]
  /** By folder of the device; only where they were asked for and are undamaged. */
  readonly transcripts: ReadonlyMap<string, Held>
  /** A file of it is damaged or missing. */
  readonly damaged: boolean
}

interface Entry {
  readonly bytes: number
  readonly sha256: string
  /** Left out where only the hash is wanted. */
  readonly content?: Held
  /** Its end did not come. */
  readonly cut: boolean
}

const SHAPE =
  /(?:^|\/)(?:manifest\.json|SHA256SUMS|redaction\.json|index\.md|summary\.md|devices\/[^/]+\/[^/]+\.(?:txt|md))$/
const SESSION = /(?:^|\/)devices\/[^/]+\/transcript\.txt$/

/** Gathers what looks like a file of a bundle; which it is, the manifest tells, whenever it comes. */
export class BundleFiles {
  private readonly entries = new Map<string, Entry>()
  /** Folders in which a manifest was found, with `/` behind; '' is the top. */
  private readonly roots: string[] = []
  /** Bytes of each file as the manifest states them, once it was read. */
  private readonly stated = new Map<string, number>()
  private readonly keepTranscripts: boolean

  constructor(keepTranscripts: boolean) {
    this.keepTranscripts = keepTranscripts
  }

  wants(name: string): boolean {
    return SHAPE.test(name) || this.roots.some(root => name.startsWith(root))
  }

  /** Reads the file to its end. @throws what reading throws; what came before is kept */
  async take(name: string, body: AsyncIterable<Uint8Array>): Promise<void> {
    const room = this.roomFor(name)
    const content = room === 0 ? undefined : new Held()
    const hash = createHash('sha256')
    let bytes = 0
    let cut = true
    try {
      for await (const chunk of body) {
        hash.update(chunk)
        if (content !== undefined && bytes < room) content.write(chunk)
        bytes += chunk.length
      }
      cut = false
    } finally {
      const entry = { bytes, cut, sha256: hash.digest('hex') }
      this.entries.set(name, content === undefined ? entry : { ...entry, content })
      if (isManifestName(name) && content !== undefined) this.begin(name, textOf(content))
    }
  }

  /** How much of a file is worth holding. What the manifest does not name is told by its name alone. */
  private roomFor(name: string): number {
    const root = this.roots.find(one => name.startsWith(one))
    if (root === undefined || name === root + SUMS_FILE || isManifestName(name))
      return Number.POSITIVE_INFINITY
    if (SESSION.test(name) && !this.keepTranscripts) return 0
    const stated = this.stated.get(name)
    return stated === undefined ? 0 : stated + SLACK
  }

  private begin(name: string, text: string): void {
    if (!isBundleManifest(text)) return
    const root = name.slice(0, -MANIFEST_FILE.length)
    this.roots.push(root)
    const manifest = readManifest(text)
    if (typeof manifest === 'string') return
    for (const { file, bytes } of filesOf(manifest)) this.stated.set(root + file, bytes)
  }

  /** Bundles into `found`; what belongs to none is given back. */
  finish(origin: string, found: Found): { readonly name: string; readonly content: Held }[] {
    for (const root of this.roots) {
      const own = [...this.entries].filter(([name]) => name.startsWith(root))
      for (const [name] of own) this.entries.delete(name)
      const files = new Map(own.map(([name, entry]) => [name.slice(root.length), entry]))
      const place = root === '' ? origin : `${origin}/${root.slice(0, -1)}`
      const bundle = bundleOf(place, files, this.keepTranscripts, found)
      if (bundle !== undefined) found.bundles.push(bundle)
    }
    return [...this.entries].flatMap(([name, { content }]) =>
      content === undefined ? [] : { name, content },
    )
  }
}

/** Bytes of a file that is longer than the manifest says which are still shown. */
const SLACK = 64 * 1024

function* filesOf({
  devices,
  files,
}: Manifest): Generator<{ readonly file: string; readonly bytes: number }> {
  yield* files
  for (const device of devices) {
    for (const { file, bytes } of device.captures) if (file !== undefined) yield { file, bytes }
    yield* device.files ?? []
    if (device.transcript !== undefined) yield device.transcript
  }
}

function isManifestName(name: string): boolean {
  return name === MANIFEST_FILE || name.endsWith(`/${MANIFEST_FILE}`)
}

/** More than the manifest of ten thousand devices. */
const LARGEST_MANIFEST = 256 * 1024 * 1024

function textOf(held: Held): string {
  if (held.bytes > LARGEST_MANIFEST) return ''
  return Buffer.concat([...held.read()]).toString('utf8')
}

/** Sentences of one kind that are worth telling one by one. */
const MOST_NAMED = 5

function bundleOf(
  origin: string,
  files: ReadonlyMap<string, Entry>,
  keepTranscripts: boolean,
  found: Found,
): ReadBundle | undefined {
  const manifestText = files.get(MANIFEST_FILE)?.content
  const manifest = readManifest(manifestText === undefined ? '' : textOf(manifestText))
  if (typeof manifest === 'string') {
    found.note(`${origin}/${MANIFEST_FILE} ${manifest}`)
    return undefined
  }
  const judged = new Judged(origin, files, isVouchedFor(files))
  const transcripts = new Map<string, Held>()
  const sets = manifest.devices.map(device => {
    if (device.transcript !== undefined) {
      const { content } = judged.check(device.transcript)
      if (content !== undefined && keepTranscripts) transcripts.set(device.folder, content)
    }
    for (const file of device.files ?? []) judged.check(file)
    return rebuild(device, file => judged.check(file))
  })
  for (const file of manifest.files) judged.check(file)
  for (const sentence of judged.sentences()) found.note(sentence)
  if (manifest.partial !== undefined) found.note(`${origin}: ${printable(manifest.partial)}`)
  return { origin, manifest, sets, transcripts, damaged: judged.damaged }
}

/** The manifest is the one that was written: a changed one could call anything whole. */
function isVouchedFor(files: ReadonlyMap<string, Entry>): boolean {
  const sums = files.get(SUMS_FILE)?.content
  const stated =
    sums === undefined ? undefined : /^([0-9a-f]{64}) [ *]manifest\.json$/m.exec(textOf(sums))?.[1]
  return stated !== undefined && stated === files.get(MANIFEST_FILE)?.sha256
}

/** Each file of the manifest against what is there. */
class Judged {
  private readonly seen = new Set<string>([MANIFEST_FILE, SUMS_FILE])
  private readonly missing: string[] = []
  private readonly changed: string[] = []
  private readonly cut: string[] = []
  private readonly origin: string
  private readonly files: ReadonlyMap<string, Entry>

  private readonly vouched: boolean

  constructor(origin: string, files: ReadonlyMap<string, Entry>, vouched: boolean) {
    this.origin = origin
    this.files = files
    this.vouched = vouched
  }

  get damaged(): boolean {
    return !this.vouched || this.missing.length + this.changed.length + this.cut.length > 0
  }

  check({ file, bytes, sha256 }: BundleFile): Checked {
    this.seen.add(file)
    const entry = this.files.get(file)
    if (entry === undefined) {
      this.missing.push(file)
      return { damage: 'its file is missing in the bundle' }
    }
    const content = entry.content === undefined ? {} : { content: entry.content }
    if (entry.cut) {
      this.cut.push(file)
      return { ...content, damage: 'the bundle ends in the middle of its file' }
    }
    if (entry.bytes === bytes && entry.sha256 === sha256)
      return this.vouched ? content : { ...content, damage: 'the manifest of the bundle was changed' }
    this.changed.push(file)
    return { ...content, damage: 'its file is another one than was collected: its SHA-256 differs' }
  }

  *sentences(): Generator<string> {
    const { origin } = this
    if (!this.vouched)
      yield `${origin}/${MANIFEST_FILE} is not the one that was written (${SUMS_FILE} does not vouch for it), so nothing counts as whole; fetch the bundle again`
    for (const file of first(this.changed))
      yield `${origin}/${file} is another file than was collected (its SHA-256 differs from the manifest), it counts as cut; fetch the bundle again, or collect again`
    for (const file of first(this.cut))
      yield `${origin}/${file} is cut, it counts as cut; fetch the bundle again`
    for (const file of first(this.missing))
      yield `${origin}/${file} is missing, though the manifest names it; fetch the bundle again`
    const extra = [...this.files.keys()].filter(file => !this.seen.has(file))
    for (const file of first(extra))
      yield `${origin}/${printable(file)} was left out: the manifest does not name it; analyze it by itself`
    const rest = [this.changed, this.cut, this.missing, extra]
      .map(files => Math.max(0, files.length - MOST_NAMED))
      .reduce((sum, count) => sum + count, 0)
    if (rest > 0) yield `${origin} has ${rest} more such files; fetch the bundle again`
  }
}

function first(files: readonly string[]): readonly string[] {
  return files.slice(0, MOST_NAMED).map(printable)
}
