// Files, folders and standard input, found and opened; what cannot be read becomes a note.
import type { Dirent } from 'node:fs'
import { constants, type FileHandle, open, readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { MANIFEST_FILE } from '../../bundle/manifest.ts'
import { printable } from '../archive/entry.ts'
import { ARCHIVE_LIMITS, type ArchiveLimits, Meter } from '../archive/limits.ts'
import { SNIFFED, sniff } from '../archive/sniff.ts'
import { fileBytes, streamBytes } from './bytes.ts'
import { type ContentOptions, type Layer, readContent, readItems } from './content.ts'
import { Found, type Place } from './found.ts'

export interface ReadOptions extends ContentOptions {
  readonly stdin?: NodeJS.ReadableStream
  readonly archives?: Partial<ArchiveLimits>
}

const MAX_DEPTH = 8

export async function readTexts(paths: readonly string[], options: ReadOptions): Promise<Found> {
  const reader = new Reader(options)
  for (const path of paths) {
    if (path === '-') await reader.readStdin()
    else await reader.readPath(path, 0)
  }
  return reader.found
}

class Reader {
  readonly found = new Found()
  /** Folders by device and inode: links may lead in circles. */
  private readonly visited = new Set<string>()
  private readonly options: ReadOptions

  constructor(options: ReadOptions) {
    this.options = options
  }

  async readStdin(): Promise<void> {
    const { stdin } = this.options
    if (stdin === undefined) {
      this.found.note('standard input is not available here; name a file instead of -')
      return
    }
    const place = { origin: 'standard input', file: '', folder: '-', folderName: 'stdin' }
    await readContent(streamBytes(stdin), place, this.layer(), this.found)
  }

  async readPath(path: string, depth: number): Promise<void> {
    try {
      const info = await stat(path)
      if (info.isDirectory()) {
        const key = `${info.dev}:${info.ino}`
        if (this.visited.has(key)) return
        this.visited.add(key)
        await this.readFolder(path, depth)
      } else if (info.isFile() || (info.isFIFO() && depth === 0))
        await this.readFile(path, info.isFile() ? info.size : undefined)
      else this.found.note(`${printable(path)} is neither a file nor a folder; give one with saved output`)
    } catch (error) {
      this.found.note(`${printable(path)} ${sentence(error)}`)
    }
  }

  private async readFolder(path: string, depth: number): Promise<void> {
    if (depth >= MAX_DEPTH) {
      this.found.note(`${printable(path)} lies too deep and was left out; name it on its own`)
      return
    }
    const entries = (await readdir(path, { withFileTypes: true }))
      .filter(isWanted)
      .sort((a, b) => (a.name < b.name ? -1 : 1))
    if (entries.some(({ name }) => name === MANIFEST_FILE) && (await this.readBundle(path))) return
    if (entries.length === 0)
      this.found.note(`${printable(path)} holds no files; give a folder with saved output`)
    for (const entry of entries) await this.readPath(join(path, entry.name), depth + 1)
  }

  /** A bundle that was unpacked; false when the manifest in the folder is that of something else. */
  private async readBundle(path: string): Promise<boolean> {
    const [{ BundleFiles }, { isBundleManifest }] = await Promise.all([
      import('./bundle.ts'),
      import('./bundle-manifest.ts'),
    ])
    const manifest = await readFile(join(path, MANIFEST_FILE), 'utf8').catch(() => '')
    if (!isBundleManifest(manifest)) return false
    const files = new BundleFiles(this.options.transcripts === true)
    for (const name of [MANIFEST_FILE, ...(await this.bundleFiles(path, ''))]) {
      const handle = await open(join(path, name), constants.O_RDONLY | constants.O_NOFOLLOW)
      try {
        await files.take(name, fileBytes(handle))
      } finally {
        await handle.close()
      }
    }
    files.finish(printable(path), this.found)
    return true
  }

  /** Below the folder, but for the manifest and links: what a link leads to was not collected. */
  private async bundleFiles(path: string, below: string, depth = 0): Promise<string[]> {
    const names: string[] = []
    for (const entry of await readdir(join(path, below), { withFileTypes: true })) {
      const name = below === '' ? entry.name : `${below}/${entry.name}`
      if (entry.name.startsWith('.') || name === MANIFEST_FILE) continue
      if (entry.isFile()) names.push(name)
      else if (entry.isDirectory() && depth < MAX_DEPTH)
        names.push(...(await this.bundleFiles(path, name, depth + 1)))
      else this.found.note(`${printable(join(path, name))} was left out: it is a link or no file`)
    }
    return names.sort()
  }

  /** @param size of a regular file; undefined for what can only be read once */
  private async readFile(path: string, size: number | undefined): Promise<void> {
    const folder = dirname(resolve(path))
    const place: Place = {
      origin: printable(path),
      file: basename(path),
      folder,
      folderName: basename(folder),
    }
    const handle = await open(path, 'r')
    try {
      const layer = this.layer(size)
      if (size !== undefined && (await isZip(handle))) {
        const { zipItems } = await import('../archive/zip.ts')
        await readItems(zipItems(path, layer.meter), place, layer, this.found)
      } else await readContent(fileBytes(handle), place, layer, this.found)
    } finally {
      await handle.close()
    }
  }

  private layer(size?: number): Layer {
    const meter = new Meter({ ...ARCHIVE_LIMITS, ...this.options.archives }, size)
    return { inArchive: false, unzipped: false, meter, options: this.options }
  }
}

/** Hidden entries are left out. */
function isWanted(entry: Dirent): boolean {
  return !entry.name.startsWith('.') && (entry.isFile() || entry.isDirectory() || entry.isSymbolicLink())
}

async function isZip(handle: FileHandle): Promise<boolean> {
  const head = Buffer.alloc(SNIFFED)
  const { bytesRead } = await handle.read(head, 0, head.length, 0)
  return sniff(head.subarray(0, bytesRead)) === 'zip'
}

function sentence(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOENT') return 'does not exist; check the path'
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read by this user; check its permissions'
  if (code === 'ELOOP') return 'is a link that leads in circles; name the file itself'
  return `cannot be read (${error instanceof Error ? error.message : String(error)}); check the path`
}
